import { expect, it } from 'vitest';
import type { LaneView } from '../../../platform/lane/types.ts';
import { drawBoxes, holdBoxes } from './hold-boxes.ts';
import type { Pools } from './pools.ts';
import type { CountRow, FrozenBoxes } from './types.ts';

const POOL = {
  ...{ poolId: 'po', version: 1, mode: 'finite' as const, pityDraws: null },
  prizes: [{ prizeId: 'cat', ppm: 0, count: 4, guaranteed: false }],
};
const pools = {
  known: () => ({ pool: POOL, prizeAt: () => ({ prizeId: 'cat', byPity: false }) }),
} as unknown as Pools;
const box: FrozenBoxes = {
  ...{ lineId: 'l', poolId: 'po', mode: 'finite', campaignId: 'c', promotionId: 'p', quantity: 2 },
  ...{ perPersonMax: 3, shopperKeys: ['a', 'p'], drawIds: ['d1', 'd2'] },
  confirmed: { age: 'adult', guardianConsent: false, openedIsFinal: true, wording: 'box-terms/1' },
};
const count = (more: Partial<CountRow>): CountRow => ({
  ...{ poolId: 'po', held: 0, drawn: 0, byPrize: {}, revealedAt: null, seed: null, ...more },
});
const viewOf = (row: CountRow, held = 0): LaneView => ({
  row: <Row>(table: string, key: string) =>
    (table === 'drawCount'
      ? row
      : table === 'drawShopper'
        ? { shopperKey: key, held, draws: 0, misses: 0, lastHit: 0 }
        : undefined) as Row | undefined,
});
const purchase = { purchaseId: 'pu', shopperId: 'sh', boxes: [box] };
const late = { at: 1, rehold: true };

it('a payment that comes after the hold had ended draws only what can still be promised', () => {
  expect(drawBoxes(viewOf(count({})), pools, purchase, late)?.writes).not.toHaveLength(0);
  expect(drawBoxes(viewOf(count({ drawn: 2, held: 1 })), pools, purchase, late)).toBeNull();
  expect(drawBoxes(viewOf(count({}), 2), pools, purchase, late)).toBeNull();
});

it('nothing is promised or drawn of a pool whose seed is public', () => {
  const revealed = viewOf(count({ revealedAt: 1, seed: 'ab' }));
  expect(drawBoxes(revealed, pools, purchase, late)).toBeNull();
  expect(holdBoxes(revealed, pools, [box])).toEqual({ kind: 'refused', code: 'boxNotOpen' });
  const held = viewOf(count({ held: 2, revealedAt: 1, seed: 'ab' }), 2);
  expect(() => drawBoxes(held, pools, purchase, { at: 1, rehold: false })).toThrow('reveal');
});

it('the last box asks for the reveal', () => {
  const drawn = drawBoxes(viewOf(count({ drawn: 2, held: 2 }), 2), pools, purchase, { at: 7, rehold: false });
  expect(drawn?.due).toEqual([{ kind: 'pool.reveal', key: 'po:drawn', at: 7, payload: { poolId: 'po' } }]);
  expect(drawn?.writes.find(({ table }) => table === 'drawCount')?.row).toMatchObject({ held: 0, drawn: 4 });
});
