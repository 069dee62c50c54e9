import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { encodePhoto } from '../../apps/server/src/modules/trade/aftercare/encode-photo.ts';
import type { Db } from '../../apps/server/src/platform/db/types.ts';
import { purchaseOf, type Wish, wishOf } from './burst.ts';

const WIDTH = 400;
const HEIGHT = 300;
let photos = 0;

/** Evidence for a return, sent up by those who have paid while something is broken; no two are the same. */
export type Evidence = Wish & { readonly file: Buffer };

export function makePhotos(paid: readonly Wish[], count: number): Evidence[] {
  if (paid.length === 0) return [];
  return Array.from({ length: count }, (_, index) => {
    const order = paid[index % paid.length]!;
    photos += 1;
    const file = png(photos);
    const form = new FormData();
    form.set('file', new Blob([Uint8Array.from(file)]), 'photo');
    const path = `/api/purchases/${purchaseOf(order).purchaseId}/photos`;
    return { ...wishOf(order.client, path, form), file };
  });
}

/**
 * What the books and the answers say against each other: a photo told and not there, or there with other bytes than its file
 * encodes to; told otherwise the second time; there though nobody was told; or kept without a day on which it is looked at.
 */
export async function photoFaults(books: Db, sent: readonly Evidence[]): Promise<string[]> {
  const faults: string[] = [];
  const told = new Set<string>();
  for (const { key, file, path, client, answers } of sent) {
    const { photoId } = answers[0]!.body as { photoId: string };
    told.add(photoId);
    const strange = answers.filter(({ status, body }) => status !== 201 || body.photoId !== photoId);
    if (strange.length > 0) faults.push(`${key} was told ${JSON.stringify(strange)}`);
    const kept = await client.read(`${path}/${photoId}`);
    const meant = await encodePhoto(file);
    if (meant.kind !== 'photo' || kept === null || digest(kept) !== digest(meant.bytes))
      faults.push(`${key} is ${kept === null ? 'not there' : 'not what was sent'}`);
  }
  const rows = await books.query<{ photoId: string; looked: boolean }>(
    `select photo_id as "photoId", exists (select 1 from due where kind = 'photo.erase' and state = 'waiting'
       and payload->>'purchaseId' = purchase_id and at >= erase_at) as looked from case_photo`,
  );
  for (const { photoId, looked } of rows) {
    if (!told.has(photoId)) faults.push(`nobody was told of ${photoId}`);
    if (!looked) faults.push(`${photoId} stays for ever`);
  }
  if (rows.length < told.size) faults.push(`${rows.length} photos are kept, ${told.size} were told`);
  return faults;
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A picture with a pattern of its own. */
function png(nth: number): Buffer {
  const rows = Buffer.alloc(HEIGHT * (WIDTH * 3 + 1));
  for (let y = 0, at = 0; y < HEIGHT; y += 1) {
    at += 1;
    for (let x = 0; x < WIDTH; x += 1) {
      rows[at++] = (x * nth + y) % 256;
      rows[at++] = (x + y * nth * 3) % 256;
      rows[at++] = (nth * 37) % 256;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 2], 8);
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
