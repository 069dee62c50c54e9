import { describe, expect, test } from 'vitest';
import { remedyOf, type Way, waysOf } from './delivery-ways.ts';

const [ONE, TWO] = [{ placeId: 'st-one' }, { placeId: 'st-two' }];
const sent = { shippable: true, stores: [ONE, TWO] };
const stored = { shippable: false, stores: [ONE, TWO] };
const nowhere = { shippable: false, stores: [] };

describe('which way an order goes', () => {
  const table: [string, Parameters<typeof waysOf>[0], Way | null, Way][] = [
    ['to the door while nothing is known', undefined, null, 'door'],
    ['to the store that was asked for while nothing is known', undefined, TWO, TWO],
    ['to the door where nothing was asked for', sent, null, 'door'],
    ['to a station that was asked for', sent, 'station', 'station'],
    ['to the store that was asked for', sent, TWO, TWO],
    ['to the door where that store has not everything', { ...sent, stores: [ONE] }, TWO, 'door'],
    ['to the first store where nothing can be sent', stored, null, ONE],
    ['to the first store instead of a station', stored, 'station', ONE],
    ['to the other store where it was asked for', stored, TWO, TWO],
    ['to the first store where the other has not everything', { ...stored, stores: [ONE] }, TWO, ONE],
  ];
  test.each(table)('%s', (_name, options, asked, way) => {
    const ways = waysOf(options, asked, true);
    expect(ways).toMatchObject({ way, unmet: false, missing: false });
    expect(ways.choice?.way).toBe(way === 'door' ? undefined : way === 'station' ? 'ship' : 'pickup');
  });

  test('where neither a courier nor a store can, nothing fits, whatever was asked for', () => {
    for (const asked of [null, 'door', 'station', ONE] as const)
      expect(waysOf(nowhere, asked, true)).toEqual({
        ...{ way: 'door', choice: null, collectOnly: false, unmet: true, missing: false },
      });
    expect([sent, stored, undefined].map((options) => waysOf(options, null, true).unmet)).toEqual([
      ...[false, false, false],
    ]);
  });

  test('a station goes nowhere without a yes, and only a store is left where nothing can be sent', () => {
    expect(waysOf(sent, 'station', false)).toMatchObject({ choice: null, missing: true });
    expect(waysOf(stored, 'station', false)).toMatchObject({ missing: false, collectOnly: true });
    expect(waysOf(sent, null, false).collectOnly).toBe(false);
  });
});

test('several goods can be ordered apart, several of one in part, and a single one not at all', () => {
  const of = (...quantities: number[]) => remedyOf(quantities.map((quantity) => ({ quantity })));
  expect([of(1, 1), of(2, 3), of(2), of(1)]).toEqual(['apart', 'apart', 'fewer', 'other']);
});
