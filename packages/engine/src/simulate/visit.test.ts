import { describe, expect, test } from 'vitest';
import type { Action, Answer, SeenCard, SeenFlashItem } from './actions.ts';
import { createChance } from './chance.ts';
import { PARAMETERS, SHOPPER_KINDS, type ShopperKindId } from './parameters.ts';
import { createPopulation, makeShopper } from './shoppers.ts';
import { beginVisit, nextMove } from './visit.ts';

const kind = (id: ShopperKindId) => SHOPPER_KINDS.find((entry) => entry.id === id)!;
const card = (number: number): SeenCard => ({
  productId: `p${number}`,
  skuId: `s${number}`,
  categoryId: 'beauty',
  listFen: 20_000,
  itemFen: 15_000,
  out: false,
});
const CARDS = [1, 2, 3, 4, 5].map(card);
const rail = (at: number, over: Partial<SeenFlashItem> = {}): SeenFlashItem[] =>
  [1, 2].map((number) => ({
    activityId: `act${number}`,
    flashFen: 5_000,
    listFen: 10_000,
    perPersonMax: 2,
    startsAt: at + 60_000,
    endsAt: at + 7_200_000,
    state: 'upcoming',
    ...over,
  }));

type Shop = (action: Action, at: number) => Answer;

/** A shop that always says yes. */
const kindShop: Shop = (action, at) => {
  switch (action.kind) {
    case 'venue':
      return { kind: 'cards', at, cards: CARDS, flash: [] };
    case 'flash':
      return { kind: 'cards', at, cards: [], flash: rail(at) };
    case 'search':
    case 'list':
      return { kind: 'cards', at, cards: CARDS, flash: [] };
    case 'product':
      return {
        kind: 'product',
        at,
        card: CARDS[0]!,
        presale: false,
        skus: [{ skuId: 's1', listFen: 20_000, itemFen: 15_000 }],
      };
    case 'cart':
      return { kind: 'cart', at, lines: [{ skuId: 's1', quantity: 1 }], payFen: 15_000, unavailable: [] };
    case 'checkout':
    case 'flashOrder':
      return bought('held', at);
    case 'pay':
      return bought('held', at);
    case 'purchase':
      return bought('paid', at);
    default:
      return { kind: 'done', at };
  }
};

function bought(state: string, at: number): Answer {
  const lines = [{ lineId: 'l1', skuId: 's1', quantity: 2, categoryId: 'fashion' }];
  return {
    kind: 'purchase',
    at,
    purchaseId: 'pu_1',
    state,
    payFen: 15_000,
    holdUntil: at + 900_000,
    balance: null,
    lines,
  };
}

function live(id: number, of: ShopperKindId, shop: Shop, startsAt = 0) {
  const shopper = makeShopper(7, kind(of), id);
  const chance = createChance(7, `visit:${id}`);
  let move = beginVisit({ id: String(id), shopper, channel: 'direct', chance });
  let at = startsAt;
  const acts: { action: Action; at: number }[] = [];
  const later = [...move.later];
  while (move.step !== null) {
    at += move.step.afterMs;
    acts.push({ action: move.step.action, at });
    move = nextMove(move.visit, shop(move.step.action, at));
    later.push(...move.later);
    if (acts.length > 1_000) throw new Error('a visit without end');
  }
  return { acts, later, kinds: acts.map((entry) => entry.action.kind) };
}

describe('a visit', () => {
  test('begins by opening it, and the same seed lives it the same way again', () => {
    const one = live(1, 'bargainHunter', kindShop);
    expect(one.kinds[0]).toBe('openVisit');
    expect(live(1, 'bargainHunter', kindShop)).toEqual(one);
    expect(live(2, 'bargainHunter', kindShop)).not.toEqual(one);
  });

  test('ends, whatever the server answers to whatever is asked', () => {
    const answers: Answer[] = [
      { kind: 'done', at: 0 },
      { kind: 'cards', at: 0, cards: [], flash: [] },
      { kind: 'cards', at: 0, cards: CARDS, flash: rail(0, { state: 'open', startsAt: 0 }) },
      { kind: 'product', at: 0, card: CARDS[0]!, presale: true, skus: [] },
      { kind: 'presale', at: 0, offer: null },
      { kind: 'cart', at: 0, lines: [{ skuId: 's1', quantity: 1 }], payFen: null, unavailable: ['s1'] },
      bought('held', 0),
      ...['soldOut', 'priceChanged', 'outOfStock', 'overloaded', 'outcomeUnknown', 'internal'].map(
        (code): Answer => ({ kind: 'refused', at: 0, code, status: 409, payFen: 1 }),
      ),
    ];
    const noise = createChance(3, 'noise');
    for (let id = 0; id < 2_000; id += 1) {
      const of = SHOPPER_KINDS[id % SHOPPER_KINDS.length]!.id;
      const { acts } = live(id, of, (_action, at) => ({ ...answers[noise.below(answers.length)]!, at }));
      expect(acts.length).toBeLessThanOrEqual(PARAMETERS.actionsMax + 1);
    }
  });

  test('a command whose outcome is unknown is repeated with the same key, a bounded number of times', () => {
    const { acts } = live(4, 'scalperBot', (action, at) =>
      action.kind === 'flashOrder'
        ? { kind: 'refused', at, code: 'outcomeUnknown', status: 503, payFen: null }
        : kindShop(action, at),
    );
    const orders = acts.filter((entry) => entry.action.kind === 'flashOrder');
    expect(orders).toHaveLength(1 + PARAMETERS.retriesMax);
    expect(new Set(orders.map((entry) => JSON.stringify(entry.action))).size).toBe(1);
    expect(orders.every((entry, index) => index === 0 || entry.at > orders[index - 1]!.at)).toBe(true);
  });

  test('nobody presses a flash item before its slot opens; machines press sooner than people', () => {
    const waits = (of: ShopperKindId) =>
      Array.from({ length: 300 }, (_, id) =>
        live(id, of, (action, at) =>
          action.kind === 'venue' || action.kind === 'flash'
            ? { kind: 'cards', at, cards: CARDS, flash: rail(0, { startsAt: 600_000 }) }
            : kindShop(action, at),
        ).acts.find((entry) => entry.action.kind === 'flashOrder'),
      )
        .filter((entry) => entry !== undefined)
        .map((entry) => entry.at - 600_000);
    const people = waits('bargainHunter');
    const bots = waits('scalperBot');
    expect(people.length).toBeGreaterThan(100);
    expect(Math.min(...people, ...bots)).toBeGreaterThanOrEqual(0);
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
    expect(median(bots) * 10).toBeLessThan(median(people));
  });

  test('a slot further away than the patience of people is not waited for', () => {
    const far = rail(0, { startsAt: PARAMETERS.flashWaitMsMax * 3 });
    for (let id = 0; id < 50; id += 1) {
      const { kinds } = live(id, 'bargainHunter', (action, at) =>
        action.kind === 'venue' || action.kind === 'flash'
          ? { kind: 'cards', at, cards: CARDS, flash: far }
          : kindShop(action, at),
      );
      expect(kinds).not.toContain('flashOrder');
    }
  });

  test('sold out: another item of the slot is tried, never the same one again', () => {
    for (let id = 0; id < 60; id += 1) {
      const { acts } = live(id, 'scalperBot', (action, at) =>
        action.kind === 'flashOrder'
          ? { kind: 'refused', at, code: 'soldOut', status: 409, payFen: null }
          : kindShop(action, at),
      );
      const tried = acts.flatMap(({ action }) => (action.kind === 'flashOrder' ? [action.activityId] : []));
      expect(new Set(tried).size).toBe(tried.length);
    }
  });

  test('a changed amount is agreed to at most once, under a new key', () => {
    const asked = Array.from({ length: 400 }, (_, id) =>
      live(id, 'bigSpender', (action, at) =>
        action.kind === 'checkout'
          ? { kind: 'refused', at, code: 'priceChanged', status: 409, payFen: 15_900 }
          : kindShop(action, at),
      ).acts.flatMap(({ action }) => (action.kind === 'checkout' ? [action] : [])),
    ).filter((checkouts) => checkouts.length > 0);
    expect(asked.length).toBeGreaterThan(20);
    for (const checkouts of asked) {
      expect(checkouts.length).toBeLessThanOrEqual(2);
      expect(new Set(checkouts.map((checkout) => checkout.key)).size).toBe(checkouts.length);
      if (checkouts.length === 2) expect(checkouts[1]!.expectedPayFen).toBe(15_900);
    }
    const agreed = asked.filter((checkouts) => checkouts.length === 2).length / asked.length;
    expect(agreed).toBeGreaterThan(0.6);
    expect(agreed).toBeLessThan(1);
  });

  test('returns and complaints come back days after payment, only for lines that were bought', () => {
    const later = Array.from({ length: 3_000 }, (_, id) => live(id, 'bigSpender', kindShop)).flatMap(
      (visit) => visit.later,
    );
    const returns = later.filter((entry) => entry.action.kind === 'return');
    expect(returns.length).toBeGreaterThan(50);
    expect(later.some((entry) => entry.action.kind === 'complain')).toBe(true);
    for (const { at, action } of returns) {
      expect(at).toBeGreaterThan(PARAMETERS.returnAfterDays.from * 86_400_000 - 1);
      if (action.kind !== 'return') continue;
      expect(action.lines).toHaveLength(1);
      expect(action.lines[0]!.quantity).toBeLessThanOrEqual(2);
    }
  });

  test('who pays: bargain hunters, gift buyers and big spenders more often than browsers; some never pay', () => {
    const noFlash: Shop = (action, at) =>
      action.kind === 'flash' ? { kind: 'cards', at, cards: [], flash: [] } : kindShop(action, at);
    const visitsOf = (of: ShopperKindId) => Array.from({ length: 3_000 }, (_, id) => live(id, of, noFlash));
    const visits = {
      browser: visitsOf('browser'),
      bargainHunter: visitsOf('bargainHunter'),
      bigSpender: visitsOf('bigSpender'),
    };
    const rate = (of: keyof typeof visits, action: Action['kind']) =>
      visits[of].filter((visit) => visit.kinds.includes(action)).length / visits[of].length;
    expect(rate('browser', 'pay')).toBeLessThan(rate('bargainHunter', 'pay'));
    expect(rate('browser', 'pay')).toBeLessThan(rate('bigSpender', 'pay'));
    expect(rate('browser', 'pay')).toBeGreaterThan(0);
    expect(rate('bigSpender', 'pay')).toBeLessThan(rate('bigSpender', 'checkout'));
    expect(rate('bigSpender', 'cancel')).toBeGreaterThan(0);
  });
});

describe('the population', () => {
  test('people return: fewer people than visits, each the same person every time', () => {
    const population = createPopulation(7, 20_000);
    const chance = createChance(7, 'who');
    const seen = new Map<string, string>();
    for (let visit = 0; visit < 20_000; visit += 1) {
      const shopper = population.drawShopper(chance.split(String(visit)));
      const text = JSON.stringify(shopper);
      expect(seen.get(shopper.key) ?? text).toBe(text);
      seen.set(shopper.key, text);
    }
    const whole = Object.values(population.sizes).reduce((sum, size) => sum + size, 0);
    expect(seen.size).toBeLessThanOrEqual(whole);
    expect(seen.size).toBeGreaterThan(1_500);
    expect(seen.size).toBeLessThan(6_000);
  });

  test('accounts of one scalper share telephone and address; other people do not', () => {
    const bots = [0, 1, 5, 6].map((number) => makeShopper(7, kind('scalperBot'), number).address);
    expect(bots[0]).toEqual(bots[1]);
    expect(bots[0]).toEqual(bots[2]);
    expect(bots[0]).not.toEqual(bots[3]);
    const people = [0, 1].map((number) => makeShopper(7, kind('browser'), number).address.phone);
    expect(people[0]).not.toBe(people[1]);
  });

  test('an address has the shape that the API asks for', () => {
    for (let number = 0; number < 200; number += 1) {
      const { address } = makeShopper(7, kind('newcomer'), number);
      expect(address.phone).toMatch(/^1[3-9]\d{9}$/);
      expect(address.region).toMatch(/^\d{2}0000$/);
    }
  });
});

describe('a pre-sale', () => {
  const BALANCE = { startsAt: 40 * 86_400_000, endsAt: 46 * 86_400_000 };
  const presaleShop =
    (pays: 'deposit' | 'full', open = true): Shop =>
    (action, at) => {
      const answer = kindShop(action, at);
      if (answer.kind === 'product') return { ...answer, presale: true };
      if (action.kind === 'presale')
        return {
          ...{ kind: 'presale', at },
          offer: open
            ? { skuId: 's1', promotionId: 'p', pays, listFen: 20_000, contractFen: 16_400, depositFen: 400 }
            : null,
        };
      if (action.kind === 'presaleOrder') return bought('held', at);
      if (action.kind !== 'purchase' || answer.kind !== 'purchase') return answer;
      return pays === 'full' ? answer : { ...answer, state: 'depositPaid', balance: BALANCE };
    };
  const lives = (shop: Shop) => Array.from({ length: 2_000 }, (_, id) => live(id, 'loyalMember', shop));
  const booked = (visits: ReturnType<typeof lives>) =>
    visits.filter(({ kinds }) => kinds.includes('presaleOrder'));

  test('is booked by deposit, and most come back in the balance window to pay; the others do not', () => {
    const visits = booked(lives(presaleShop('deposit')));
    const paid = visits.filter(({ kinds }) => kinds.includes('purchase'));
    const back = paid.flatMap(({ later }) => later.filter(({ action }) => action.kind === 'payBalance'));
    expect(paid.length).toBeGreaterThan(100);
    expect(back.length / paid.length).toBeCloseTo(PARAMETERS.balancePayRate, 1);
    for (const { at } of back) {
      expect(at).toBeGreaterThanOrEqual(BALANCE.startsAt);
      expect(at).toBeLessThanOrEqual(BALANCE.endsAt - PARAMETERS.balanceLatestMs);
    }
    // Whoever forfeits has nothing to send back.
    for (const { later } of paid) if (later.length > 0) expect(later[0]!.action.kind).toBe('payBalance');
  });

  test('is booked at full payment where the offer says so, and then there is no balance to come back for', () => {
    const visits = booked(lives(presaleShop('full')));
    expect(visits.length).toBeGreaterThan(100);
    const orders = visits.flatMap(({ acts }) => acts.filter(({ action }) => action.kind === 'presaleOrder'));
    for (const { action } of orders) expect(action).toMatchObject({ pays: 'full' });
    expect(visits.flatMap(({ later }) => later).some(({ action }) => action.kind === 'payBalance')).toBe(
      false,
    );
  });

  test('that takes no bookings is bought as any item is', () => {
    const visits = lives(presaleShop('deposit', false));
    expect(booked(visits)).toEqual([]);
    const asked = visits.filter(({ kinds }) => kinds.includes('presale'));
    expect(asked.some(({ kinds }) => kinds.includes('cartPut'))).toBe(true);
  });
});
