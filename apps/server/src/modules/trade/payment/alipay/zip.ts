import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * As much of the ZIP format (APPNOTE 6.3) as a daily bill needs: entries that are stored or deflated, found through the
 * central directory; no encryption, no ZIP64. Names are bytes here, because Alipay writes them in GBK.
 */
export type ZipEntry = { readonly name: Buffer; readonly content: Buffer };

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
/** A bill of a day has some hundred thousand lines; anything beyond this is no bill. */
const CONTENT_BYTES_MAX = 512 * 1024 * 1024;
const ENTRIES_MAX = 100;

/** Throws when the bytes are no such archive, or a check sum does not hold. */
export function unzip(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || bytes.readUInt32LE(end) !== END) throw new Error('this is no ZIP archive');
  const count = bytes.readUInt16LE(end + 10);
  if (count > ENTRIES_MAX) throw new Error(`${count} entries are too many for a bill`);
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let number = 0; number < count; number += 1) {
    if (bytes.readUInt32LE(at) !== CENTRAL) throw new Error('the archive’s directory is broken');
    const nameBytes = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.subarray(at + 46, at + 46 + nameBytes),
      content: contentOf(bytes, at),
    });
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function contentOf(bytes: Buffer, central: number): Buffer {
  const method = bytes.readUInt16LE(central + 10);
  const local = bytes.readUInt32LE(central + 42);
  if (bytes.readUInt32LE(local) !== LOCAL) throw new Error('an entry of the archive is broken');
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + bytes.readUInt32LE(central + 20));
  if (method !== STORED && method !== DEFLATED)
    throw new Error(`an entry is packed in an unknown way (${method})`);
  const content = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: CONTENT_BYTES_MAX });
  if (crc32(content) !== bytes.readUInt32LE(central + 16))
    throw new Error('an entry’s check sum does not hold');
  return content;
}

/** An archive of deflated entries. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const packed = deflateRawSync(content);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(DEFLATED, 4);
    shared.writeUInt16LE(0x21, 8);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([signature(LOCAL), shared, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([signature(CENTRAL), Buffer.from([20, 0]), shared, rest, name]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, signature(END), end]);
}

function signature(word: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(word);
  return bytes;
}
