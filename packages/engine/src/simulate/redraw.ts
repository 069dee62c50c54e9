import type { AuditPool } from './audit-rows.ts';

/**
 * The published rules of a draw, written a second time for the auditor (domain §3): the same sentences as `draw`, none of
 * its code. Hashing is handed in; `hmac` is HMAC-SHA-256 under the seed.
 */
export type AuditHashes = {
  /** SHA-256 of a text, in hex. */
  sha256(text: string): string;
  /** HMAC-SHA-256 of a text under the bytes that `seedHex` names. */
  hmac(seedHex: string, text: string): Uint8Array;
};

const TWO_32 = 4_294_967_296;

/** What was hashed before the sale. */
export function promisedText(pool: AuditPool, seedHex: string): string {
  let text = `dacu-pool/1\npool ${pool.poolId}\nversion ${pool.version}\nmode ${pool.mode}\n`;
  text += `pity ${pool.pityDraws === null ? '-' : pool.pityDraws}\n`;
  for (const prize of pool.prizes) {
    const count = prize.count === null ? '-' : String(prize.count);
    text += `prize ${prize.prizeId} ${prize.ppm} ${count}${prize.guaranteed ? ' guaranteed' : ''}\n`;
  }
  return `${text}seed ${seedHex}\n`;
}

/** Uniform numbers below bounds that may differ, from the words of one block after another. */
function numbersFrom(block: (index: number) => Uint8Array): (bound: number) => number {
  let index = 0;
  let bytes: DataView<ArrayBufferLike> = new DataView(new ArrayBuffer(0));
  let at = 0;
  return (bound) => {
    for (;;) {
      if (at + 4 > bytes.byteLength) {
        const next = block(index);
        index += 1;
        bytes = new DataView(next.buffer, next.byteOffset, next.byteLength);
        at = 0;
      }
      const word = bytes.getUint32(at);
      at += 4;
      if (word < Math.floor(TWO_32 / bound) * bound) return word % bound;
    }
  };
}

/** Every box of a finite pool by its place. */
export function contentsOf(pool: AuditPool, seedHex: string, { hmac }: AuditHashes): string[] {
  const below = numbersFrom((index) => hmac(seedHex, `dacu-shuffle/1|${pool.poolId}|${index}`));
  const boxes: string[] = [];
  for (const { prizeId, count } of pool.prizes)
    for (let each = 0; each < (count ?? 0); each += 1) boxes.push(prizeId);
  for (let last = boxes.length - 1; last > 0; last -= 1) {
    const chosen = below(last + 1);
    [boxes[last], boxes[chosen]] = [boxes[chosen]!, boxes[last]!];
  }
  return boxes;
}

/** The box at a place of an independent pool, for a buyer with so many misses in a row. */
export function contentAt(
  pool: AuditPool,
  seedHex: string,
  box: { readonly position: number; readonly missesBefore: number },
  { hmac }: AuditHashes,
): { readonly prizeId: string | null; readonly byPity: boolean } {
  const byPity = pool.pityDraws !== null && box.missesBefore >= pool.pityDraws - 1;
  const prizes = pool.prizes.filter(({ guaranteed }) => guaranteed || !byPity);
  const whole = prizes.reduce((sum, { ppm }) => sum + ppm, 0);
  let left = numbersFrom((attempt) => hmac(seedHex, `dacu-draw/1|${pool.poolId}|${box.position}|${attempt}`))(
    whole,
  );
  for (const { prizeId, ppm } of prizes) {
    if (left < ppm) return { prizeId, byPity };
    left -= ppm;
  }
  return { prizeId: null, byPity };
}
