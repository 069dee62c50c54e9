import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sellable } from '../ledger/index.ts';
import {
  confirmFlashOrder,
  decideFlashOrder,
  type FlashRequest,
  type FlashRows,
  flashLeft,
  giveBackFlashOrder,
  type LimitUseRow,
  takeLateFlashOrder,
} from './index.ts';

const [OPENS, CLOSES, HOLD_MS] = [1000, 2000, 300];

const use = (limitKey: string, more: Partial<LimitUseRow> = {}): LimitUseRow => ({
  limitKey,
  held: 0,
  used: 0,
  ...more,
});

type Change = {
  activity?: Partial<FlashRows['activity']>;
  uses?: LimitUseRow[];
  stock?: Partial<FlashRows['stock']>;
};
const rows = ({ activity, uses, stock }: Change = {}): FlashRows => ({
  activity: {
    activityId: 'act',
    promotionId: 'flash',
    skuId: 'A',
    startsAt: OPENS,
    endsAt: CLOSES,
    stopped: false,
    unitFen: 9900,
    stockTotal: 10,
    held: 0,
    sold: 0,
    perPersonMax: 2,
    ...activity,
  },
  uses: uses ?? [use('account:1'), use('phone:1')],
  stock: { skuId: 'A', onHand: 50, reserved: 0, locked: 0, sold: 0, unavailable: 0, allotment: 50, ...stock },
});
const ask = (more: Partial<FlashRequest> = {}): FlashRequest => ({
  quantity: 1,
  expectedUnitFen: 9900,
  at: OPENS,
  ...more,
});
const decide = (change?: Change, request?: Partial<FlashRequest>) =>
  decideFlashOrder(rows(change), ask(request), HOLD_MS);

test('the very last unit beyond what a pre-sale keeps is sold', () => {
  expect(decide({ stock: { onHand: 6 } }, { asideUnits: 5 }).kind).toBe('admitted');
});

test('an admitted order takes activity stock, goods stock and every key’s allowance together', () => {
  const before = rows();
  expect(decideFlashOrder(before, ask({ quantity: 2, at: 1500 }), HOLD_MS)).toEqual({
    kind: 'admitted',
    activity: { ...before.activity, held: 2 },
    uses: [use('account:1', { held: 2 }), use('phone:1', { held: 2 })],
    stock: { ...before.stock, reserved: 2 },
    holdUntil: 1800,
  });
});

describe('what is refused, with how many are left', () => {
  const table: [string, Change, Partial<FlashRequest>, string, number][] = [
    ['a moment too early', {}, { at: OPENS - 1 }, 'flashNotOpen', 0],
    ['at the very end', {}, { at: CLOSES }, 'flashEnded', 0],
    ['stopped by a switch', { activity: { stopped: true } }, {}, 'flashStopped', 0],
    ['more than one person may have', {}, { quantity: 3 }, 'perPersonLimit', 2],
    [
      'the account has paid for its share',
      { uses: [use('account:1', { used: 2 })] },
      {},
      'perPersonLimit',
      0,
    ],
    [
      'an unpaid order counts too',
      { uses: [use('account:1', { held: 1, used: 1 })] },
      {},
      'perPersonLimit',
      0,
    ],
    [
      'another account, the same phone',
      { uses: [use('account:2'), use('phone:1', { used: 1 })] },
      { quantity: 2 },
      'perPersonLimit',
      1,
    ],
    [
      'all else new, the second of two devices known',
      {
        uses: [
          use('account:3'),
          use('phone:3'),
          use('address:3'),
          use('device:3'),
          use('device:1', { held: 2 }),
        ],
      },
      {},
      'perPersonLimit',
      0,
    ],
    [
      'a limit lowered below what was taken',
      { activity: { perPersonMax: 1 }, uses: [use('a', { used: 2 })] },
      {},
      'perPersonLimit',
      0,
    ],
    ['all held or sold', { activity: { held: 4, sold: 6 } }, {}, 'soldOut', 0],
    ['fewer than wanted', { activity: { held: 9 } }, { quantity: 2 }, 'soldOut', 1],
    ['the warehouse has none', { stock: { onHand: 3, reserved: 1, locked: 2 } }, {}, 'outOfStock', 0],
    ['a pre-sale keeps the rest', { stock: { onHand: 6 } }, { asideUnits: 5, quantity: 2 }, 'outOfStock', 1],
    ['a pre-sale keeps more than there is', { stock: { onHand: 3 } }, { asideUnits: 5 }, 'outOfStock', 0],
    ['the price went down since', { activity: { unitFen: 9800 } }, {}, 'priceChanged', 0],
    ['the price went up since', { activity: { unitFen: 10000 } }, {}, 'priceChanged', 0],
  ];
  test.each(table)('%s', (_name, change, request, reason, left) => {
    expect(decide(change, request)).toEqual({ kind: 'refused', reason, left });
  });

  test('the first reason in the order of the registry is the one told', () => {
    const everything: Change = {
      activity: { stopped: true, held: 10, unitFen: 1 },
      uses: [use('account:1', { used: 2 })],
      stock: { onHand: 0 },
    };
    const told = [
      decide(everything, { at: OPENS - 1 }),
      decide(everything, { at: CLOSES }),
      decide(everything),
      decide({ ...everything, activity: { ...everything.activity, stopped: false } }),
      decide({ activity: { held: 10, unitFen: 1 }, stock: { onHand: 0 } }),
      decide({ activity: { unitFen: 1 }, stock: { onHand: 0 } }),
      decide({ activity: { unitFen: 1 } }),
    ].map((decision) => decision.kind === 'refused' && decision.reason);
    expect(told).toEqual([
      'flashNotOpen',
      'flashEnded',
      'flashStopped',
      'perPersonLimit',
      'soldOut',
      'outOfStock',
      'priceChanged',
    ]);
  });

  test('the last moment and the last unit are still admitted', () => {
    expect(decide({ activity: { held: 4, sold: 5 } }, { at: CLOSES - 1 }).kind).toBe('admitted');
    expect(decide({ stock: { onHand: 1 } }).kind).toBe('admitted');
  });
});

test.each([
  ['no unit', () => decide({}, { quantity: 0 })],
  ['no key to count by', () => decide({ uses: [] })],
  ['a key twice', () => decide({ uses: [use('account:1'), use('account:1')] })],
  ['another sku’s stock', () => decide({ stock: { skuId: 'B' } })],
  ['a payment for what was never held', () => confirmFlashOrder(rows(), 1)],
  ['giving back what was never held', () => giveBackFlashOrder(rows(), 1)],
  [
    'giving back what this person never held',
    () => giveBackFlashOrder(rows({ activity: { held: 1 }, stock: { reserved: 1 } }), 1),
  ],
  [
    'giving back what the activity does not hold',
    () => giveBackFlashOrder(rows({ uses: [use('account:1', { held: 1 })], stock: { reserved: 1 } }), 1),
  ],
  [
    'a payment in an activity that sold more than it had',
    () =>
      confirmFlashOrder(
        rows({
          activity: { held: 1, sold: 10 },
          uses: [use('account:1', { held: 1 })],
          stock: { reserved: 1 },
        }),
        1,
      ),
  ],
  ...(
    [
      ['a payment', confirmFlashOrder],
      ['giving back', giveBackFlashOrder],
      ['a late payment', takeLateFlashOrder],
    ] as const
  ).flatMap(([name, move]): [string, () => unknown][] => {
    const uses = [use('account:1', { held: 1 })];
    const held = { activity: { held: 1, perPersonMax: 9 }, uses };
    return [
      [
        `${name} with another sku’s stock`,
        () => move(rows({ ...held, stock: { skuId: 'B', reserved: 1 } }), 1),
      ],
      [`${name} without a key`, () => move(rows({ ...held, uses: [], stock: { reserved: 1 } }), 1)],
      [
        `${name} with a key twice`,
        () => move(rows({ ...held, uses: [...uses, ...uses], stock: { reserved: 1 } }), 1),
      ],
    ];
  }),
])('%s is a bug', (_name, move) => {
  expect(move).toThrow(RangeError);
});

describe('V49 ten units, twelve orders, four payments, six expiries', () => {
  function sale(expiresAt: number) {
    let now = rows({ stock: { onHand: 20 } });
    const mine = (k: number) => ({ ...now, uses: [use(`account:${k}`)] });
    const decisions = Array.from({ length: 12 }, (_, k) => {
      const decision = decideFlashOrder(mine(k), ask(), HOLD_MS);
      if (decision.kind === 'admitted') now = decision;
      return decision.kind === 'admitted' ? 'held' : decision.reason;
    });
    const held = (k: number) => ({ ...now, uses: [use(`account:${k}`, { held: 1 })] });
    for (let k = 0; k < 4; k++) now = confirmFlashOrder(held(k), 1);
    const sellableBefore = sellable(now.stock);
    for (let k = 4; k < 10; k++) now = giveBackFlashOrder(held(k), 1);
    return {
      decisions,
      flash: flashLeft(now.activity, expiresAt),
      goods: sellable(now.stock) - sellableBefore,
    };
  }

  test('within the slot the six are on offer again', () => {
    const { decisions, flash } = sale(1500);
    expect(decisions).toEqual([...Array(10).fill('held'), 'soldOut', 'soldOut']);
    expect(flash).toBe(6);
  });

  test('after the slot nobody can buy them there and the goods have six more', () => {
    expect(sale(CLOSES)).toMatchObject({ flash: 0, goods: 6 });
  });
});

test.each([
  ['before the slot', {}, OPENS - 1, 0],
  ['in the slot', { held: 3, sold: 4 }, OPENS, 3],
  ['while stopped', { stopped: true }, OPENS, 0],
  ['after the slot', {}, CLOSES, 0],
])('what a shopper can still take %s', (_name, change, at, left) => {
  expect(flashLeft(rows({ activity: change }).activity, at)).toBe(left);
});

describe('a payment after the hold was given back', () => {
  test('is sold after all while units are there, even after the slot', () => {
    const before = rows();
    expect(takeLateFlashOrder(before, 2)).toEqual({
      kind: 'taken',
      activity: { ...before.activity, sold: 2 },
      uses: [use('account:1', { used: 2 }), use('phone:1', { used: 2 })],
      stock: { ...before.stock, locked: 2 },
    });
  });
  test('the very last units of activity, allowance and warehouse will do', () => {
    const last: Change = { activity: { sold: 8 }, stock: { onHand: 2 } };
    expect(takeLateFlashOrder(rows(last), 2).kind).toBe('taken');
  });
  test.each([
    ['the person bought again meanwhile', { uses: [use('account:1', { held: 2 })] }, 'perPersonLimit'],
    ['others took the units', { activity: { sold: 10 } }, 'soldOut'],
    ['the goods are gone', { stock: { onHand: 0 } }, 'outOfStock'],
  ] as [string, Change, string][])('is refunded when %s', (_name, change, reason) => {
    expect(takeLateFlashOrder(rows(change), 1)).toMatchObject({ kind: 'refused', reason, left: 0 });
  });
});

test('whatever shoppers do, units and allowances are conserved and never oversold', () => {
  type Order = { state: 'held' | 'paid' | 'expired'; person: number; quantity: number };
  const act = fc.record({
    kind: fc.constantFrom('order', 'order', 'order', 'pay', 'expire', 'payLate', 'wait'),
    person: fc.integer({ min: 0, max: 4 }),
    quantity: fc.integer({ min: 1, max: 3 }),
    pick: fc.nat(),
  });
  const start = fc.record({
    stockTotal: fc.integer({ min: 0, max: 8 }),
    onHand: fc.integer({ min: 0, max: 10 }),
  });
  fc.assert(
    fc.property(start, fc.array(act, { maxLength: 80 }), ({ stockTotal, onHand }, acts) => {
      let { activity, stock } = rows({ activity: { stockTotal }, stock: { onHand } });
      const taken = new Map<string, LimitUseRow>();
      const orders: Order[] = [];
      let at = OPENS;
      // Persons 0 and 1 share a phone: two accounts, one limit.
      const keysOf = (person: number) => [`account:${person}`, `phone:${Math.max(1, person)}`];
      const rowsOf = (person: number): FlashRows => ({
        activity,
        stock,
        uses: keysOf(person).map((key) => taken.get(key) ?? use(key)),
      });
      const write = (after: FlashRows) => {
        ({ activity, stock } = after);
        for (const row of after.uses) taken.set(row.limitKey, row);
      };
      for (const { kind, person, quantity, pick } of acts) {
        if (kind === 'wait') at += 40;
        if (kind === 'order') {
          const decision = decideFlashOrder(rowsOf(person), ask({ quantity, at }), HOLD_MS);
          if (decision.kind === 'admitted') {
            write(decision);
            orders.push({ state: 'held', person, quantity });
          }
        }
        const wanted = orders.filter(({ state }) => state === (kind === 'payLate' ? 'expired' : 'held'));
        const order = wanted[pick % Math.max(1, wanted.length)];
        if (order && kind === 'pay') write(confirmFlashOrder(rowsOf(order.person), order.quantity));
        if (order && kind === 'expire') write(giveBackFlashOrder(rowsOf(order.person), order.quantity));
        if (order && kind === 'payLate') {
          const late = takeLateFlashOrder(rowsOf(order.person), order.quantity);
          if (late.kind === 'taken') {
            write(late);
            order.state = 'paid';
          }
        }
        if (order && kind === 'pay') order.state = 'paid';
        if (order && kind === 'expire') order.state = 'expired';

        const unitsIn = (state: Order['state'], who: (person: number) => boolean = () => true) =>
          orders.filter((o) => o.state === state && who(o.person)).reduce((sum, o) => sum + o.quantity, 0);
        expect([activity.held, activity.sold]).toEqual([unitsIn('held'), unitsIn('paid')]);
        expect([stock.reserved, stock.locked, stock.onHand]).toEqual([
          unitsIn('held'),
          unitsIn('paid'),
          onHand,
        ]);
        expect(activity.held + activity.sold).toBeLessThanOrEqual(stockTotal);
        expect(sellable(stock)).toBeGreaterThanOrEqual(0);
        for (const [key, { held, used }] of taken) {
          const isTheirs = (who: number) => keysOf(who).includes(key);
          expect([held, used]).toEqual([unitsIn('held', isTheirs), unitsIn('paid', isTheirs)]);
          expect(held + used).toBeLessThanOrEqual(2);
        }
      }
    }),
  );
});
