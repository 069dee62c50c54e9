import { describe, expect, test } from 'vitest';
import { entryOf, line, NOW, nets, offBy, price, promotion } from './test-carts.ts';
import type { Promotion, Rule } from './types.ts';

const amount = (thresholdFen: number, offFen: number): Rule => ({ kind: 'amount', thresholdFen, offFen });
const until = (afterMs: number) => ({ windows: [{ startsAt: NOW - 1, endsAt: NOW + afterMs }] });

describe('red packets are used up place by place', () => {
  /** ¥7 each of a cart of ¥10: the one that comes first takes 700, the next one what is left. */
  const packet = (id: string, more: Partial<Promotion> = {}) =>
    promotion(id, 'redPacket', amount(0, 700), more);
  const order = (...packets: Promotion[]) => {
    const quote = price([line('A', 1_000)], packets);
    return packets
      .map(({ id }) => ({ id, off: offBy(quote, id) }))
      .filter(({ off }) => off > 0)
      .sort((a, b) => b.off - a.off)
      .map(({ id, off }) => `${id} ${off}`);
  };

  test('of one group only one applies', () => {
    const [p, q] = [packet('p', { mutexGroup: 'g' }), packet('q', { mutexGroup: 'g' })];
    expect(order(p, q)).toEqual(['p 700']);
    expect(entryOf(price([line('A', 1_000)], [p, q]), 'q').reason).toBe('mutuallyExclusive');
  });

  test('a group stands where its highest priority stands', () => {
    const group = [
      packet('p', { mutexGroup: 'g', priority: 5 }),
      packet('q', { mutexGroup: 'g', priority: 1 }),
    ];
    expect(order(...group, packet('a', { priority: 3 }))).toEqual(['p 700', 'a 300']);
  });

  test('at one priority a group stands where its earliest end stands', () => {
    const group = [
      packet('p', { mutexGroup: 'g', priority: 2, ...until(500) }),
      packet('q', { mutexGroup: 'g', priority: 2, ...until(9_000) }),
    ];
    expect(order(...group, packet('a', { priority: 2, ...until(1_000) }))).toEqual(['p 700', 'a 300']);
  });

  test('all else equal those on their own go before groups, groups by their names', () => {
    expect(order(packet('a', { mutexGroup: 'g' }), packet('z'))).toEqual(['z 700', 'a 300']);
    expect(order(packet('a', { mutexGroup: 'h' }), packet('z', { mutexGroup: 'g' }))).toEqual([
      'z 700',
      'a 300',
    ]);
  });
});

describe('what an entry says of a place', () => {
  test('its conditions were met or not, whoever won; on the cart’s layers it names no shop', () => {
    const quote = price(
      [line('A', 10_000)],
      [
        promotion('won', 'crossStore', amount(0, 300)),
        promotion('lost', 'crossStore', amount(0, 200)),
        promotion('missed', 'crossStore', amount(20_000, 100)),
        promotion('late', 'crossStore', amount(0, 100), { windows: [] }),
        promotion('cut', 'itemCut', { kind: 'itemCut', offFen: 200 }),
        promotion('smaller-cut', 'itemCut', { kind: 'itemCut', offFen: 100 }),
      ],
    );
    expect(Object.fromEntries(quote.trace.map(({ promotionId, matched }) => [promotionId, matched]))).toEqual(
      {
        won: true,
        lost: true,
        missed: false,
        late: false,
        cut: true,
        'smaller-cut': true,
      },
    );
    for (const entry of quote.trace) expect(entry).not.toHaveProperty('shopId');
  });

  test('a step ahead is told only where it saves more than the place saves now', () => {
    const winning = promotion('winning', 'crossStore', amount(0, 500));
    const ahead = (rule: Rule) =>
      entryOf(price([line('A', 1_000)], [winning, promotion('P', 'crossStore', rule)]), 'P');
    expect(ahead(amount(2_000, 500))).not.toHaveProperty('missingFen');
    expect(ahead(amount(2_000, 501))).toMatchObject({ missingFen: 1_000, nextOffFen: 501 });
    const items = (payBp: number) => ahead({ kind: 'percent', payBp, quantityMin: 2 });
    expect(items(5_000)).not.toHaveProperty('missingQuantity');
    expect(items(6_000)).not.toHaveProperty('missingQuantity');
    expect(items(4_900)).toMatchObject({ reason: 'belowQuantity', missingQuantity: 1, nextOffFen: 510 });
  });

  test('one whose own lines cost nothing any more has nothing left, though another one wins', () => {
    const quote = price(
      [line('gift', 0), line('A', 1_000)],
      [
        promotion('P', 'crossStore', amount(0, 100), { scope: { skus: ['sku-gift'] } }),
        promotion('Q', 'crossStore', amount(0, 100), { scope: { skus: ['sku-A'] } }),
      ],
    );
    expect(entryOf(quote, 'Q').reason).toBe('applied');
    expect(entryOf(quote, 'P').reason).toBe('nothingLeft');
    expect(entryOf(quote, 'P')).not.toHaveProperty('wonBy');
  });

  test('only what names the same group is exclusive; else the other one was better', () => {
    const quote = price(
      [line('A', 1_000)],
      [
        promotion('winner', 'crossStore', amount(0, 300), { mutexGroup: 'g' }),
        promotion('same', 'crossStore', amount(0, 100), { mutexGroup: 'g' }),
        promotion('other', 'crossStore', amount(0, 100), { mutexGroup: 'h' }),
        promotion('none', 'crossStore', amount(0, 100)),
      ],
    );
    expect(['same', 'other', 'none'].map((id) => entryOf(quote, id).reason)).toEqual([
      'mutuallyExclusive',
      'betterAlternative',
      'betterAlternative',
    ]);
  });
});

describe('the price of an item', () => {
  const timed = (id: string, priceFen: number, more: Partial<Promotion> = {}) =>
    promotion(id, 'itemPrice', { kind: 'timedPrice', priceFen }, more);

  test('is the lowest of those that are open, whichever is named first', () => {
    for (const [first, second] of [
      ['a', 'z'],
      ['z', 'a'],
    ] as const) {
      const quote = price([line('A', 10_000)], [timed(first, 8_000), timed(second, 9_000)]);
      expect([nets(quote), entryOf(quote, first).reason]).toEqual([[8_000], 'applied']);
    }
  });

  test('is that of the activity it was bought out of, whichever is named first', () => {
    const cart = [line('A', 10_000, { flashPromotionId: 'm' })];
    const flash = promotion('m', 'itemPrice', { kind: 'flashPrice', priceFen: 9_000, perPersonMax: 1 });
    for (const id of ['a', 'z']) {
      const quote = price(cart, [flash, timed(id, 100)]);
      expect([nets(quote), entryOf(quote, id).reason]).toEqual([[9_000], 'excludedByFlash']);
    }
  });

  test('stays where the activity’s price is no lower, and says so', () => {
    const flash = promotion('m', 'itemPrice', { kind: 'flashPrice', priceFen: 9_000, perPersonMax: 1 });
    const quote = price([line('A', 9_000, { flashPromotionId: 'm' })], [flash]);
    expect(nets(quote)).toEqual([9_000]);
    expect(entryOf(quote, 'm')).toMatchObject({ reason: 'betterAlternative', discountFen: 0 });
  });

  test('a price or a cut says why it stays out, and on which lines’ list price it counts', () => {
    const quote = price(
      [line('A', 1_000, { quantity: 3 }), line('B', 500)],
      [
        timed('closed', 1, { windows: [] }),
        promotion('closed-cut', 'itemCut', { kind: 'itemCut', offFen: 1 }, { windows: [] }),
        timed('open', 400),
        promotion('cut', 'itemCut', { kind: 'itemCut', offFen: 100 }),
      ],
    );
    expect(['closed', 'closed-cut'].map((id) => entryOf(quote, id).reason)).toEqual([
      'notInWindow',
      'notInWindow',
    ]);
    expect(entryOf(quote, 'open')).toMatchObject({ baseFen: 3_500, discountFen: 1_900 });
    expect(entryOf(quote, 'cut')).toMatchObject({ baseFen: 1_600, discountFen: 400 });
  });
});
