import type { AuditDraw, AuditPool } from './audit-rows.ts';
import type { AuditBook, AuditInput, Expect } from './auditor.ts';
import { contentAt, contentsOf, promisedText } from './redraw.ts';

type Known = {
  readonly pool: AuditPool;
  readonly places: Set<number>;
  /** Of a finite pool whose seed is public. */
  readonly contents: readonly string[] | null;
};
type Turn = { readonly ordinal: number; readonly missesBefore: number; readonly hit: boolean };

/**
 * Places of a pool are taken one after another, none twice and none left out; a revealed seed is the one promised before
 * the sale, and every box holds what it gives. A buyer's boxes are counted without a gap and the misses before each are
 * those of the boxes before it (not judged where an unopened box came back: then they depend on the moment). Pools are
 * fed before draws.
 */
export function drawsRecomputed(expect: Expect, { hashes }: AuditInput): AuditBook {
  const pools = new Map<string, Known>();
  const turns = new Map<string, Turn[]>();
  const withReturns = new Set<string>();
  return {
    pool(pool) {
      const { seed } = pool;
      const known = seed !== null && pool.mode === 'finite' ? contentsOf(pool, seed, hashes) : null;
      pools.set(pool.poolId, { pool, places: new Set(), contents: known });
      if (seed !== null)
        expect(
          hashes.sha256(promisedText(pool, seed)) === pool.commitment,
          () => `${pool.poolId}: its seed and terms are not those that were promised`,
        );
    },
    draw(row) {
      const known = pools.get(row.poolId);
      expect(
        known !== undefined && !known.places.has(row.position) && row.position >= 0,
        () => `${row.drawId} has place ${row.position} of ${row.poolId}, which is taken or not there`,
      );
      const buyer = `${row.shopperId} ${row.programme}`;
      const before = turns.get(buyer) ?? [];
      before.push({ ordinal: row.ordinal, missesBefore: row.missesBefore, hit: row.hit });
      turns.set(buyer, before);
      if (row.returnedAt !== null && !row.opened) withReturns.add(buyer);
      if (known === undefined) return;
      known.places.add(row.position);
      const { pool } = known;
      expect(
        row.hit === pool.prizes.some(({ prizeId, guaranteed }) => guaranteed && prizeId === row.prizeId),
        () => `${row.drawId}: ${row.prizeId} counts${row.hit ? '' : ' not'} as the guaranteed prize`,
      );
      if (pool.revealedAt !== null && row.drawnAt > pool.revealedAt)
        expect(false, () => `${row.drawId} was drawn when the seed of ${row.poolId} was public`);
      if (pool.seed === null) return;
      const { prizeId, byPity } =
        known.contents !== null
          ? { prizeId: known.contents[row.position] ?? null, byPity: false }
          : contentAt(pool, pool.seed, row, hashes);
      expect(
        prizeId === row.prizeId && byPity === row.byPity,
        () =>
          `${row.drawId} gave ${told(row)}; the seed gives ${told({ prizeId, byPity })} at ${row.position}`,
      );
    },
    finish() {
      for (const [poolId, { places }] of pools) {
        let first = 0;
        while (places.has(first)) first += 1;
        expect(first === places.size, () => `${poolId} has ${places.size} draws and none at place ${first}`);
      }
      for (const [buyer, own] of turns) checkTurns(expect, buyer, own, withReturns.has(buyer));
    },
  };
}

function checkTurns(expect: Expect, buyer: string, own: Turn[], hasReturns: boolean): void {
  let misses = 0;
  for (const [index, turn] of own.sort((a, b) => a.ordinal - b.ordinal).entries()) {
    const before = misses;
    expect(
      turn.ordinal === index + 1 && (hasReturns || turn.missesBefore === before),
      () =>
        `${buyer}: box ${index + 1} has number ${turn.ordinal} after ${turn.missesBefore} misses of ${before}`,
    );
    misses = turn.hit ? 0 : misses + 1;
  }
}

const told = ({ prizeId, byPity }: Pick<AuditDraw, 'byPity'> & { readonly prizeId: string | null }): string =>
  `${prizeId}${byPity ? ' by the guarantee' : ''}`;
