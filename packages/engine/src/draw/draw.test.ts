import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import {
  afterDraw,
  afterReturn,
  belowFrom,
  blocksFor,
  type DrawPool,
  drawIndependent,
  drawMessage,
  finiteOrder,
  NO_PITY,
  oddsOf,
  type Pity,
  type PoolPrize,
  poolFaults,
  poolText,
  roomIn,
  shuffleMessage,
  untilGuaranteed,
} from './index.ts';

/** Ten thousands of hashes: seconds on a machine that does something else besides. */
vi.setConfig({ testTimeout: 60_000 });

const SEED = createHash('sha256').update('a seed for tests').digest();
const hmac = (message: string) => new Uint8Array(createHmac('sha256', SEED).update(message).digest());
const prize = (prizeId: string, ppm: number, more: Partial<PoolPrize> = {}): PoolPrize => ({
  ...{ prizeId, ppm, count: null, guaranteed: false, ...more },
});
const pool = (prizes: readonly PoolPrize[], more: Partial<DrawPool> = {}): DrawPool => ({
  ...{ poolId: 'po_test', version: 1, mode: 'independent', pityDraws: null, prizes, ...more },
});
const RARE = pool([prize('rare', 10_000, { guaranteed: true }), prize('common', 990_000)], { pityDraws: 50 });
const CASE = Array.from({ length: 12 }, (_, index) => prize(`style-${index}`, 0, { count: 1 }));

/** Draws boxes one after another as one shopper would. */
function draws(of: DrawPool, count: number, poolId = of.poolId): { prizeId: string; byPity: boolean }[] {
  let pity: Pity = NO_PITY;
  return Array.from({ length: count }, (_, position) => {
    const drawn = drawIndependent(of, pity.misses, hmac(drawMessage(poolId, position, 0)))!;
    pity = afterDraw(pity, of.prizes.find(({ prizeId }) => prizeId === drawn.prizeId)!.guaranteed);
    return drawn;
  });
}
function orderOf(prizes: readonly PoolPrize[], poolId: string): readonly string[] {
  const size = prizes.reduce((sum, { count }) => sum + count!, 0);
  const blocks = Array.from({ length: blocksFor(size) }, (_, block) => hmac(shuffleMessage(poolId, block)));
  return finiteOrder(prizes, blocks)!;
}
/** Pearson's statistic over the counts. */
function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  return counts.reduce((sum, count, at) => sum + (count - expected[at]!) ** 2 / expected[at]!, 0);
}

describe('odds that are published', () => {
  it('V50: 10 000 ppm with the guarantee at 50 takes 39.4994 boxes, 25 317 ppm in effect', () => {
    const { prizes, expectedDraws } = oddsOf(RARE);
    expect(expectedDraws!.toFixed(4)).toBe('39.4994');
    expect(prizes).toEqual([
      { prizeId: 'rare', basePpm: 10_000, effectivePpm: 25_317 },
      { prizeId: 'common', basePpm: 990_000, effectivePpm: 974_683 },
    ]);
  });

  it('what is drawn over a long time has the effective odds', () => {
    const count = 40_000;
    const rare = draws(RARE, count).filter(({ prizeId }) => prizeId === 'rare').length;
    // Standard deviation of the renewal count is below sqrt(count · p · (1 − p)) = 32.
    expect(Math.abs(rare - count * 0.025317)).toBeLessThan(126);
  });

  it('in a finite pool they are shares of the boxes', () => {
    expect(oddsOf({ mode: 'finite', pityDraws: null, prizes: CASE }).prizes[0]!.basePpm).toBe(83_333);
  });
});

describe('an independent draw', () => {
  it('follows the odds (chi-square, 5 prizes, 20 000 draws, below the 99.9 % point of 4 degrees)', () => {
    const ppm = [1, 9_999, 90_000, 400_000, 500_000];
    const five = pool(ppm.map((each, at) => prize(`p${at}`, each)));
    const drawn = draws(five, 20_000);
    const counts = ppm.map((_, at) => drawn.filter(({ prizeId }) => prizeId === `p${at}`).length);
    // The rarest is expected 0.02 times: it joins its neighbour, as the test asks for 5 at least.
    const merged = [counts[0]! + counts[1]!, ...counts.slice(2)];
    expect(chiSquare(merged, [200, 1_800, 8_000, 10_000])).toBeLessThan(16.27);
  });

  it('never leaves a shopper more than 49 boxes without the prize guaranteed at 50', () => {
    let dry = 0;
    let longest = 0;
    for (const { prizeId } of draws(RARE, 20_000)) {
      dry = prizeId === 'rare' ? 0 : dry + 1;
      longest = Math.max(longest, dry);
    }
    expect(longest).toBe(49);
  });

  it('by the guarantee draws among guaranteed prizes by their odds, and says so', () => {
    const two = pool(
      [prize('a', 1_000, { guaranteed: true }), prize('b', 3_000, { guaranteed: true }), prize('c', 996_000)],
      {
        pityDraws: 1,
      },
    );
    const drawn = Array.from(
      { length: 4_000 },
      (_, at) => drawIndependent(two, 0, hmac(drawMessage('x', at, 0)))!,
    );
    expect(drawn.every(({ byPity, bound }) => byPity && bound === 4_000)).toBe(true);
    const a = drawn.filter(({ prizeId }) => prizeId === 'a').length;
    expect(chiSquare([a, 4_000 - a], [1_000, 3_000])).toBeLessThan(10.83);
  });

  it('is the same again from the same seed and place, and asks for the next attempt where no word is usable', () => {
    const block = hmac(drawMessage('po', 7, 0));
    expect(drawIndependent(RARE, 3, block)).toEqual(drawIndependent(RARE, 3, block));
    expect(drawIndependent(RARE, 0, new Uint8Array(32).fill(255))).toBeNull();
  });
});

describe('a finite pool', () => {
  it('holds each box exactly as often as it says, whatever the seed', () => {
    const prizes = [prize('a', 0, { count: 7 }), prize('b', 0, { count: 1 }), prize('c', 0, { count: 92 })];
    for (const poolId of ['one', 'two', 'three']) {
      const order = orderOf(prizes, poolId);
      expect(prizes.map(({ prizeId }) => order.filter((each) => each === prizeId).length)).toEqual([
        7, 1, 92,
      ]);
    }
  });

  it('puts every prize at every place equally often (chi-square over 12 × 12, 12 000 cases)', () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 12_000; round += 1)
      for (const [place, prizeId] of orderOf(CASE, `case-${round}`).entries())
        counts.set(`${place}:${prizeId}`, (counts.get(`${place}:${prizeId}`) ?? 0) + 1);
    expect(counts.size).toBe(144);
    // 121 degrees of freedom; 99.9 % point 173.6.
    expect(
      chiSquare(
        [...counts.values()],
        Array.from({ length: 144 }, () => 1_000),
      ),
    ).toBeLessThan(173.6);
  });

  it('says when it was handed too few blocks', () => {
    expect(finiteOrder(CASE, [hmac('one')])).toBeNull();
    expect(finiteOrder(CASE.slice(0, 1), [])).toEqual(['style-0']);
  });
});

describe('numbers without a favourite', () => {
  it('throws away the words past the last whole multiple', () => {
    expect(belowFrom(4_293_999_999, 1_000_000)).toBe(999_999);
    expect(belowFrom(4_294_000_000, 1_000_000)).toBeNull();
    expect(belowFrom(0xffff_ffff, 2 ** 32)).toBe(0xffff_ffff);
    expect(() => belowFrom(1, 0)).toThrow(RangeError);
  });
});

describe('the guarantee of a shopper', () => {
  it('counts misses, and a prize starts anew', () => {
    const after = [false, false, true, false].reduce(afterDraw, NO_PITY);
    expect(after).toEqual({ misses: 1, draws: 4, lastHit: 3 });
    expect([untilGuaranteed(RARE, 0), untilGuaranteed(RARE, 49), untilGuaranteed(pool([]), 3)]).toEqual([
      50,
      1,
      null,
    ]);
  });

  it('an unopened box that comes back was never drawn', () => {
    const after = [false, false, true, false].reduce(afterDraw, NO_PITY);
    expect(afterReturn(after, { ordinal: 4, hit: false, missesBefore: 0 }).misses).toBe(0);
    expect(afterReturn(after, { ordinal: 1, hit: false, missesBefore: 0 }).misses).toBe(1);
    expect(afterReturn(after, { ordinal: 3, hit: true, missesBefore: 2 }).misses).toBe(3);
  });
});

describe('what a pool promises', () => {
  it('names every fault', () => {
    expect(poolFaults(RARE)).toEqual([]);
    expect(poolFaults(pool([]))).toEqual(['noPrizes', 'oddsDoNotSum']);
    expect(poolFaults(pool([prize('a', 999_999)]))).toEqual(['oddsDoNotSum']);
    expect(poolFaults(pool([prize('a', 500_000), prize('a', 500_000)]))).toEqual(['prizeTwice']);
    expect(poolFaults(pool([prize('a', 1_000_000)], { pityDraws: 10 }))).toEqual(['pityWithoutPrize']);
    expect(poolFaults(pool([prize('a', 1_000_000), prize('b', 0)]))).toEqual(['countWithoutOdds']);
    expect(poolFaults(pool([prize('a', 0.5), prize('b', 999_999.5)]))).toEqual(['notWhole']);
    expect(poolFaults(pool([prize('a', 0)], { mode: 'finite', pityDraws: 2 }))).toEqual([
      'countMissing',
      'pityOfFinite',
    ]);
  });

  it('has room for as many boxes as can be handed over whatever is drawn', () => {
    const some = { held: 2, drawn: 5, byPrize: { rare: 3 } };
    expect(roomIn({ mode: 'finite', prizes: CASE }, some)).toBe(5);
    const counted = [prize('rare', 10_000, { count: 10 }), prize('common', 990_000, { count: 900 })];
    expect(roomIn({ mode: 'independent', prizes: counted }, some)).toBe(5);
    expect(roomIn(RARE, some)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is committed to with its odds: the same seed under other terms has another text', () => {
    const seed = SEED.toString('hex');
    expect(poolText(RARE, seed)).toBe(
      `dacu-pool/1\npool po_test\nversion 1\nmode independent\npity 50\nprize rare 10000 - guaranteed\nprize common 990000 -\nseed ${seed}\n`,
    );
    expect(poolText({ ...RARE, pityDraws: 60 }, seed)).not.toBe(poolText(RARE, seed));
  });
});
