import { describe, expect, test } from 'vitest';
import {
  ACTORS,
  type Life,
  mustStep,
  ORDER_EVENTS,
  ORDER_STATES,
  orderLife,
  PURCHASE_EVENTS,
  PURCHASE_LIVES,
  PURCHASE_STATES,
  step,
} from './index.ts';

type AnyLife = Life<string, string>;
const LIVES: readonly (readonly [string, AnyLife])[] = [
  ...Object.values(PURCHASE_LIVES),
  ...(['ship', 'pickup'] as const).flatMap((way) =>
    [false, true].map((grouped) => orderLife(way, { grouped })),
  ),
].map((life) => [life.name, life as AnyLife]);

function reached(life: AnyLife, from: readonly string[]): Set<string> {
  const seen = new Set(from);
  for (let before = -1; before !== seen.size; ) {
    before = seen.size;
    for (const known of life.steps) if (seen.has(known.from)) seen.add(known.to);
  }
  return seen;
}

describe.each(LIVES)('the life of an %s', (_name, life) => {
  test('has one outcome for each state and event', () => {
    const keys = life.steps.map(({ from, on }) => `${from} ${on}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('reaches every state it names, and an end from each of them', () => {
    const named = new Set(life.steps.flatMap(({ from, to }) => [from, to]));
    expect(reached(life, life.first)).toEqual(new Set([...life.first, ...named]));
    for (const state of named)
      expect(
        life.last.some((end) => reached(life, [state]).has(end)),
        state,
      ).toBe(true);
  });

  test('leaves none of its ends', () => {
    expect(life.steps.filter(({ from }) => life.last.includes(from))).toEqual([]);
  });

  test('refuses every step that is not in its table, and names what is allowed', () => {
    const states = [...PURCHASE_STATES, ...ORDER_STATES];
    const events = [...PURCHASE_EVENTS, ...ORDER_EVENTS];
    for (const from of states)
      for (const on of events)
        for (const by of ACTORS) {
          const known = life.steps.find((row) => row.from === from && row.on === on && row.by.includes(by));
          const allowed = life.steps.filter((row) => row.from === from && row.by.includes(by));
          expect(step(life, { from, on, by })).toEqual(
            known === undefined
              ? {
                  kind: 'refused',
                  reason: 'illegalTransition',
                  from,
                  on,
                  allowed: allowed.map((row) => row.on),
                }
              : { kind: 'stepped', to: known.to },
          );
        }
  });
});

const { ordinary, presale, gift } = PURCHASE_LIVES;

test.each([
  ['held', 'pay', 'provider', 'paid'],
  ['expired', 'pay', 'provider', 'paid'],
  ['held', 'expire', 'clock', 'expired'],
  ['held', 'cancel', 'shopper', 'cancelled'],
  ['paid', 'refundAll', 'shopper', 'refunded'],
] as const)('an ordinary purchase that is %s can %s by the %s and is %s', (from, on, by, to) => {
  expect(mustStep(ordinary, { from, on, by })).toBe(to);
});

test.each([
  ['held', 'payDeposit', 'provider', 'depositPaid'],
  ['depositPaid', 'payBalance', 'provider', 'paid'],
  ['held', 'payInFull', 'provider', 'paid'],
  ['expired', 'payInFull', 'provider', 'paid'],
  ['depositPaid', 'forfeit', 'clock', 'forfeited'],
  ['depositPaid', 'sellerDefault', 'operator', 'refunded'],
  ['depositPaid', 'forceMajeure', 'operator', 'refunded'],
  ['paid', 'sellerDefault', 'operator', 'refunded'],
] as const)('a pre-sale purchase that is %s can %s by the %s and is %s', (from, on, by, to) => {
  expect(mustStep(presale, { from, on, by })).toBe(to);
});

test.each([
  ['a cancelled purchase is never paid', ordinary, 'cancelled', 'pay', 'provider'],
  ['a shopper cannot say that it is paid', ordinary, 'held', 'pay', 'shopper'],
  ['an ordinary purchase knows no deposit', ordinary, 'held', 'payDeposit', 'provider'],
  ['a deposit that is paid is not paid in full', presale, 'depositPaid', 'payInFull', 'provider'],
  ['a forfeited deposit takes no balance', presale, 'forfeited', 'payBalance', 'provider'],
  ['a pre-sale is not paid whole before its deposit', presale, 'held', 'pay', 'provider'],
  ['a gift has nothing to pay', gift, 'paid', 'pay', 'provider'],
] as const)('%s', (_name, life, from, on, by) => {
  expect(step(life, { from, on, by })).toMatchObject({ kind: 'refused', reason: 'illegalTransition' });
  expect(() => mustStep(life, { from, on, by })).toThrow(`${by} cannot ${on} from ${from}`);
});

test('a grouped order waits for its group before it is shipped', () => {
  const life = orderLife('ship', { grouped: true });
  expect(mustStep(life, { from: 'unpaid', on: 'confirm', by: 'provider' })).toBe('awaitingGroup');
  expect(mustStep(life, { from: 'awaitingGroup', on: 'groupForms', by: 'system' })).toBe('toShip');
});

test('goods for a store are never shipped, and a parcel is never collected', () => {
  const pickup = orderLife('pickup', { grouped: false });
  const ship = orderLife('ship', { grouped: false });
  expect(step(pickup, { from: 'toPrepare', on: 'shipRest', by: 'operator' }).kind).toBe('refused');
  expect(step(ship, { from: 'shipped', on: 'collect', by: 'clerk' }).kind).toBe('refused');
});
