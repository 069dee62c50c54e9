import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { laneDays, type Place, splitOrder, type Wanted } from './index.ts';

const BEIJING = '110000';
const place = (placeId: string, province: string, order = 0): Place => ({ placeId, province, order });
const wants = (skuId: string, quantity: number, lineId = `l-${skuId}`): Wanted => ({
  lineId,
  skuId,
  quantity,
});
const shelf =
  (stock: Record<string, number>) =>
  (placeId: string, skuId: string): number =>
    stock[`${skuId}@${placeId}`] ?? 0;
const toBeijing = (province: string) => laneDays(province, BEIJING);

const NORTH = place('wh-north', '120000', 1);
const EAST = place('wh-east', '310000', 2);
const SOUTH = place('wh-south', '440000', 3);

describe('from where an order is sent', () => {
  test('one place that has everything beats two nearer ones', () => {
    const have = shelf({ 'a@wh-north': 1, 'b@wh-east': 1, 'a@wh-south': 1, 'b@wh-south': 1 });
    const { parcels, missing } = splitOrder(
      [wants('a', 1), wants('b', 1)],
      have,
      [NORTH, EAST, SOUTH],
      toBeijing,
    );
    expect(parcels).toEqual([{ placeId: 'wh-south', units: [wants('a', 1), wants('b', 1)] }]);
    expect(missing).toEqual([]);
  });

  test('of places that have the same the nearest sends', () => {
    const have = shelf({ 'a@wh-north': 5, 'a@wh-east': 5, 'a@wh-south': 5 });
    expect(splitOrder([wants('a', 2)], have, [SOUTH, EAST, NORTH], toBeijing).parcels[0]!.placeId).toBe(
      'wh-north',
    );
  });

  test('of places that are as near the first in order sends, however they are listed', () => {
    const twins = [place('wh-b', '130000', 2), place('wh-c', '130000', 1), place('wh-a', '130000', 2)];
    const have = () => 9;
    for (const list of [twins, [...twins].reverse()])
      expect(splitOrder([wants('a', 1)], have, list, toBeijing).parcels[0]!.placeId).toBe('wh-c');
    expect(splitOrder([wants('a', 1)], have, [twins[0]!, twins[2]!], toBeijing).parcels[0]!.placeId).toBe(
      'wh-a',
    );
  });

  test('a line larger than any shelf is split, nearest first', () => {
    const have = shelf({ 'a@wh-north': 3, 'a@wh-east': 4 });
    expect(splitOrder([wants('a', 5)], have, [EAST, NORTH], toBeijing).parcels).toEqual([
      { placeId: 'wh-north', units: [wants('a', 3)] },
      { placeId: 'wh-east', units: [wants('a', 2)] },
    ]);
  });

  test('what no place has is missing, and the rest goes', () => {
    const have = shelf({ 'a@wh-north': 1 });
    expect(splitOrder([wants('a', 2), wants('b', 1)], have, [NORTH], toBeijing)).toEqual({
      parcels: [{ placeId: 'wh-north', units: [wants('a', 1)] }],
      missing: [wants('a', 1), wants('b', 1)],
    });
    expect(splitOrder([wants('a', 1)], have, [], toBeijing).missing).toEqual([wants('a', 1)]);
  });

  const SKUS = ['a', 'b', 'c'] as const;
  const network = fc.record({
    places: fc.uniqueArray(
      fc.record({
        placeId: fc.constantFrom('w1', 'w2', 'w3', 'w4', 'w5'),
        province: fc.constantFrom('110000', '310000', '440000', '650000'),
        order: fc.integer({ min: 0, max: 2 }),
      }),
      { selector: ({ placeId }) => placeId, maxLength: 5 },
    ),
    stock: fc.dictionary(
      fc
        .tuple(fc.constantFrom(...SKUS), fc.constantFrom('w1', 'w2', 'w3', 'w4', 'w5'))
        .map(([s, p]) => `${s}@${p}`),
      fc.integer({ min: 0, max: 6 }),
    ),
    wanted: fc.array(fc.tuple(fc.constantFrom(...SKUS), fc.integer({ min: 1, max: 5 })), {
      minLength: 1,
      maxLength: 5,
    }),
  });

  test('every unit is in exactly one parcel or missing, no place gives more than it has, and no set of fewer would do', () => {
    fc.assert(
      fc.property(network, ({ places, stock, wanted: raw }) => {
        const wanted = raw.map(([skuId, quantity], index) => wants(skuId, quantity, `l${index}`));
        const have = shelf(stock);
        const split = splitOrder(wanted, have, places, toBeijing);
        const sum = (units: readonly Wanted[], is: (unit: Wanted) => boolean) =>
          units.filter(is).reduce((total, { quantity }) => total + quantity, 0);
        const sent = split.parcels.flatMap(({ units }) => units);
        for (const line of wanted)
          expect(sum([...sent, ...split.missing], ({ lineId }) => lineId === line.lineId)).toBe(
            line.quantity,
          );
        for (const { placeId, units } of split.parcels) {
          expect(units.length).toBeGreaterThan(0);
          for (const skuId of SKUS)
            expect(sum(units, (unit) => unit.skuId === skuId)).toBeLessThanOrEqual(have(placeId, skuId));
        }
        for (const skuId of SKUS) {
          const all = places.reduce((total, { placeId }) => total + have(placeId, skuId), 0);
          const need = sum(wanted, (unit) => unit.skuId === skuId);
          expect(sum(split.missing, (unit) => unit.skuId === skuId)).toBe(Math.max(0, need - all));
        }
        expect(split.parcels.length).toBe(fewestByBruteForce(wanted, have, places));
        expect(splitOrder(wanted, have, [...places].reverse(), toBeijing)).toEqual(split);
      }),
      { numRuns: 400 },
    );
  });
});

/** Tells it from nothing that the split uses: every subset as a bit mask. */
function fewestByBruteForce(
  wanted: readonly Wanted[],
  have: (placeId: string, skuId: string) => number,
  places: readonly Place[],
): number {
  const reach = (mask: number, skuId: string) =>
    places.reduce((sum, { placeId }, index) => sum + (mask & (1 << index) ? have(placeId, skuId) : 0), 0);
  const need = new Map<string, number>();
  for (const { skuId, quantity } of wanted) need.set(skuId, (need.get(skuId) ?? 0) + quantity);
  const all = (1 << places.length) - 1;
  let best = places.length;
  for (let mask = 0; mask <= all; mask += 1) {
    const enough = [...need].every(
      ([skuId, quantity]) => reach(mask, skuId) >= Math.min(quantity, reach(all, skuId)),
    );
    const size = mask.toString(2).replaceAll('0', '').length;
    if (enough && size < best) best = size;
  }
  return best;
}
