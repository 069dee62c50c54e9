import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** Packed by its name, as everywhere. */
const isPacked = (path: string) => path.endsWith('.gz');

/** Writes lines to a file, packed where its name ends in `.gz`; a reader sees the whole of it or nothing. */
export async function writeLines(
  path: string,
  lines: AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial`;
  const out = createWriteStream(partial);
  const from = Readable.from(inChunks(lines));
  const options = signal === undefined ? {} : { signal };
  try {
    if (isPacked(path)) await pipeline(from, createGzip({ level: 4 }), out, options);
    else await pipeline(from, out, options);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Copies a file of lines, packing or unpacking it as the name says. */
export async function copyLines(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const source = createReadStream(from);
  const target = createWriteStream(to);
  if (isPacked(from) === isPacked(to)) await pipeline(source, target);
  else if (isPacked(from)) await pipeline(source, createGunzip(), target);
  else await pipeline(source, createGzip(), target);
}

const CHUNK = 64 * 1024;

async function* inChunks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

export type LinesRead = {
  readonly lines: AsyncIterable<string>;
  /** How much of the file has been read, from 0 to 1. */
  share(): number;
};

/** Reads a file of lines without holding it. */
export async function readLines(path: string): Promise<LinesRead> {
  const { size } = await stat(path);
  const source = createReadStream(path, { highWaterMark: CHUNK });
  const plain = isPacked(path) ? source.pipe(createGunzip()) : source;
  // An error of the file has to reach who reads the lines.
  source.on('error', (error) => void plain.destroy(error));
  return {
    lines: plainLines(plain),
    share: () => (size === 0 ? 1 : Math.min(1, source.bytesRead / size)),
  };
}

async function* plainLines(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  let failed: Error | null = null;
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  stream.on('error', (error: Error) => {
    failed = error;
    lines.close();
  });
  for await (const line of lines) yield line;
  if (failed !== null) throw failed;
}
