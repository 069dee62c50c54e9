/** Long because each counted thing has its own way to be wanted by two. */
import { randomBytes } from 'node:crypto';
import type { BoxProgramme } from '@dacu/contract/plan';
import type { Promotion } from '@dacu/engine/pricing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeOutbox } from '../../platform/outbox/write-outbox.ts';
import type { PlaceAnswer, PurchaseRow } from './orders/index.ts';
import { type Bench, type Customer, type Node, openBench } from './trade-test-bench.ts';
import { BOX, capped, EARNS, GIFT, POINTS, programme, TWENTY } from './trade-test-coupons.ts';
import { type Actor, dies, openActor, untilItWaits } from './trade-test-points.ts';
import { EVERY_DAY, SLOT_FROM, SLOT_TO } from './trade-test-sale.ts';

/**
 * Two nodes want the last one of each counted thing, and the rival comes at each exact point of the first one's command.
 * Whoever comes first gets it, the other is told so, and the rows say the same whichever way it went. (The units of a
 * flash item, limits and holds have `orders/interleavings.pg.test.ts`.)
 */
const SKU = 'sku-cream';
const LIST_FEN = 19_900;
const OFF_FEN = 3_000;
const BOX_SKU = 'sku-cable';
const ADULT = { age: 'adult', guardianConsent: false, openedIsFinal: true } as const;
const ONE_BOX: BoxProgramme = {
  ...{
    promotionId: 'boxes',
    title: { zh: '盒', en: 'Box' },
    skuId: BOX_SKU,
    priceFen: 5_000,
    minors: 'guardian',
  },
  ...{
    windows: [{ startsAt: SLOT_FROM, endsAt: SLOT_TO }],
    mode: 'finite',
    pityDraws: null,
    perPersonMax: 1,
  },
  styles: [
    {
      ...{ prizeId: 'fox', ppm: 0, count: 1, guaranteed: false, valueFen: null },
      title: { zh: '狐', en: 'Fox' },
    },
  ],
};

type Contest = {
  /** The lane's command of who is first. */
  readonly kind: string;
  /** Its first try finds no lease of a cap on its node, and is sent again once there is one. */
  readonly leases?: true;
  /** What who comes late is told. */
  readonly late: string;
  /** And where it is priced only after the other has it, if that is something else: placed without the gift. */
  readonly lateAndPriced?: string;
  want(on: Node, who: 'first' | 'rival'): Promise<string>;
  /** What is counted, from the rows. */
  books(): Promise<unknown>;
  /** What the rows say once one of the two has it. */
  readonly taken: unknown;
};

let bench: Bench;
let one: Actor;
let two: Actor;
let serial = 0;

beforeAll(async () => {
  bench = await openBench({ activityStock: 1 });
  one = await openActor(bench);
  two = await openActor(bench);
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.db.query(
    `truncate purchase, payment, limit_use, outbox, due, sandbox_charge, sandbox_refund, coupon, coupon_claim,
       cap, cap_lease, points_account, points_entry`,
  );
  await bench.db.query('update stock set on_hand = 100, reserved = 0, locked = 0, sold = 0');
});

const now = () => bench.clocks.campaign.now();
const fresh = () => randomBytes(8).toString('hex');
const placed = (answer: PlaceAnswer) => (answer.kind === 'placed' ? 'placed' : answer.code);
const rowsOf = (sql: string) => async () => (await bench.db.query(sql))[0];
function offer(promotions: readonly Promotion[], more: object = {}): void {
  bench.sale.publish({ activityStock: 1, perPersonMax: 2, promotions, ...more });
}

async function order(
  on: Node,
  buyer: Customer,
  expectedPayFen: number,
  more: object = {},
): Promise<PlaceAnswer> {
  return on.orders.placePurchase({
    ...{ at: now(), buyer, idempotencyKey: fresh() },
    request: { lines: [{ skuId: SKU, quantity: 1 }], expectedPayFen, address: buyer.address, ...more },
  });
}

/** Two strangers, each ordering on the node that it is told. */
async function strangers(expectedPayFen: number, more: object = {}): Promise<Contest['want']> {
  const who = { first: await bench.shopper(), rival: await bench.shopper() };
  return async (on, name) => placed(await order(on, who[name], expectedPayFen, more));
}
async function paid(skuId: string): Promise<PurchaseRow> {
  const row = await bench.buy(await bench.shopper(), [{ skuId, quantity: 1 }]);
  await bench.pay(row);
  return row;
}

const CONTESTS: Readonly<Record<string, () => Promise<Contest>>> = {
  async 'the last unit of stock'() {
    offer([]);
    await bench.db.query(`update stock set on_hand = 1 where sku_id = '${SKU}'`);
    return {
      ...{ kind: 'placePurchase', late: 'outOfStock', want: await strangers(LIST_FEN) },
      books: rowsOf(`select on_hand, reserved from stock where sku_id = '${SKU}'`),
      taken: { on_hand: 1, reserved: 1 },
    };
  },

  async 'one coupon for two orders'() {
    offer([TWENTY], { coupons: [programme(TWENTY.id)] });
    const buyer = await bench.shopper();
    const given = await bench.node.coupons.claim({
      ...{ at: now(), ...buyer, idempotencyKey: fresh(), promotionId: TWENTY.id },
    });
    if (given.kind === 'refused') throw new Error(given.code);
    const { couponId } = given.coupon;
    return {
      ...{ kind: 'placePurchase', late: 'couponUsed' },
      want: async (on) => placed(await order(on, buyer, LIST_FEN - 2_000, { couponIds: [couponId] })),
      books: rowsOf(
        `select (select count(*)::int from coupon where state = 'frozen') as frozen, (select count(*)::int from purchase) as orders`,
      ),
      taken: { frozen: 1, orders: 1 },
    };
  },

  async 'the last coupon of a programme'() {
    offer([TWENTY], { coupons: [programme(TWENTY.id, { quantity: 1 })] });
    const who = { first: await bench.shopper(), rival: await bench.shopper() };
    return {
      ...{ kind: 'issueCoupon', leases: true, late: 'couponGone' },
      async want(on, name) {
        const answer = await on.coupons.claim({
          ...{ at: now(), ...who[name], idempotencyKey: fresh(), promotionId: TWENTY.id },
        });
        return answer.kind === 'claimed' ? 'placed' : answer.code;
      },
      books: rowsOf('select count(*)::int as coupons from coupon'),
      taken: { coupons: 1 },
    };
  },

  async 'the last of a budget'() {
    offer([capped(OFF_FEN)]);
    return {
      ...{
        kind: 'placePurchase',
        leases: true,
        late: 'priceChanged',
        want: await strangers(LIST_FEN - OFF_FEN),
      },
      books: rowsOf(
        'select c.used + coalesce((select sum(l.spent) from cap_lease l where l.cap_id = c.cap_id), 0)::int as spent from cap c',
      ),
      taken: { spent: OFF_FEN },
    };
  },

  async 'the last mug of a gift'() {
    const { rule } = GIFT;
    if (rule.kind !== 'gift') throw new Error('no gift');
    const mug = { ...rule.tiers[1]!, stock: 1 };
    offer([{ ...GIFT, rule: { ...rule, tiers: [mug] } }]);
    return {
      ...{
        kind: 'placePurchase',
        leases: true,
        late: 'priceChanged',
        lateAndPriced: 'placed',
        want: await strangers(LIST_FEN),
      },
      books: rowsOf(
        `select count(*)::int as mugs from purchase where jsonb_array_length(coalesce(body->'gifts', '[]')) > 0`,
      ),
      taken: { mugs: 1 },
    };
  },

  async 'the gift that a person gets once'() {
    offer([BOX]);
    const buyer = await bench.shopper();
    return {
      ...{ kind: 'placePurchase', leases: true, late: 'priceChanged', lateAndPriced: 'placed' },
      want: async (on) => placed(await order(on, buyer, LIST_FEN)),
      books: rowsOf(`select count(*)::int as orders from purchase where body ? 'gifts'`),
      taken: { orders: 1 },
    };
  },

  async 'the last points of a lot'() {
    offer([POINTS], { points: [EARNS] });
    const buyer = await bench.shopper();
    const lot = { lotId: 'pu_lot', usableFrom: 0, expiresAt: null };
    await bench.db.query('insert into points_account (shopper_id, lots, balance) values ($1, $2, 700)', [
      ...[buyer.shopperId, JSON.stringify([{ ...lot, left: 700 }])],
    ]);
    return {
      ...{ kind: 'placePurchase', late: 'priceChanged' },
      want: async (on) => placed(await order(on, buyer, LIST_FEN - 700, { usePoints: 700 })),
      books: rowsOf(
        'select balance, (select coalesce(sum(points), 0)::int from points_entry) as moved from points_account',
      ),
      taken: { balance: 0, moved: -700 },
    };
  },

  async 'the last blind box'() {
    serial += 1;
    const boxes = [{ ...ONE_BOX, promotionId: `boxes-${serial}` }];
    const { editionId } = bench.sale.publish({ activityStock: 1, perPersonMax: 2, boxes });
    const data = { editionId, campaignId: 'sale-test', editionNo: 1 };
    await bench.db.query('update outbox_position set position = 0');
    await bench.db.query('update consumer set position = 0');
    await bench.db.transaction((tx) =>
      writeOutbox(tx, [{ type: 'edition.published', aggregate: editionId, at: now(), data }]),
    );
    await bench.drainEvents();
    const lines = [{ skuId: BOX_SKU, quantity: 1 }];
    const { priced } = await one.offers.price({ at: now(), items: lines, buyer: await bench.shopper() });
    return {
      ...{ kind: 'placePurchase', late: 'boxGone' },
      want: await strangers(priced!.quote.payFen, { lines, boxTerms: ADULT }),
      books: rowsOf(`select count(*)::int as orders from purchase where state = 'held'`),
      taken: { orders: 1 },
    };
  },

  async 'the return of one unit'() {
    offer([]);
    const row = await paid(SKU);
    return {
      ...{ kind: 'returnLines', late: 'nothingToReturn' },
      async want(on) {
        const answer = await on.aftercare.returnLines({
          ...{ at: now(), shopperId: row.shopperId, purchaseId: row.purchaseId, idempotencyKey: fresh() },
          ...{ lines: [{ lineId: SKU, quantity: 1 }], reason: 'noReason' },
        });
        return answer.kind === 'returned' ? 'placed' : answer.code;
      },
      books: rowsOf(
        `select refunded_fen, (select refunded_fen from payment limit 1) as sent, (select count(*)::int from due
           where kind = 'payment.refund') as refunds from purchase`,
      ),
      taken: { refunded_fen: LIST_FEN, sent: LIST_FEN, refunds: 1 },
    };
  },

  async 'the price protection of one unit'() {
    const protections = [
      {
        ...{
          promotionId: 'protection',
          title: { zh: '价保', en: 'Protection' },
          scope: {},
          windows: EVERY_DAY,
        },
        ...{ lastsMs: 86_400_000, campaign: EVERY_DAY[0]!, process: 'claim' as const },
        ...{ everyMs: null, flashFromMs: null, funders: [{ funder: 'platform' as const, bp: 10_000 }] },
      },
    ];
    offer([], { protections });
    const row = await paid('sku-earbuds');
    const cut: Promotion = {
      ...{
        id: 'cut',
        title: { zh: '立减', en: 'Cut' },
        layer: 'itemCut',
        rule: { kind: 'itemCut', offFen: 777 },
      },
      ...{ scope: { skus: ['sku-earbuds'] }, audience: {}, windows: EVERY_DAY, priority: 0 },
      funders: [{ funder: 'seller', bp: 10_000 }],
    };
    offer([cut], { protections });
    return {
      ...{ kind: 'payProtection', late: 'protectionAlreadyPaid' },
      async want(on) {
        const answer = await on.protection.claim({
          ...{ at: now(), shopperId: row.shopperId, purchaseId: row.purchaseId, idempotencyKey: fresh() },
          lineIds: undefined,
        });
        return answer.kind === 'paid' ? 'placed' : answer.code;
      },
      books: rowsOf(
        `select refunded_fen, (select count(*)::int from due where kind = 'payment.refund') as refunds from purchase`,
      ),
      taken: { refunded_fen: 777, refunds: 1 },
    };
  },
};

describe.each(Object.keys(CONTESTS))('%s', (what) => {
  let contest: Contest;
  const passes = () => (contest.leases ? 1 : 0);
  beforeEach(async () => {
    contest = await CONTESTS[what]!();
  });

  it('goes to the rival that comes before our lane', async () => {
    let rival = '';
    one.at(
      'gathered',
      contest.kind,
      async () => {
        rival = await contest.want(two, 'rival');
      },
      passes(),
    );
    const ours = await contest.want(one, 'first');
    expect(one.passed()).toBe(true);
    expect([ours, rival]).toEqual([contest.late, 'placed']);
    expect(await contest.books()).toEqual(contest.taken);
  });

  it.each(['locked', 'saved'] as const)(
    'is ours when the rival comes while our rows are %s',
    async (point) => {
      const rival = untilItWaits(bench, () => contest.want(two, 'rival'));
      one.at(point, contest.kind, rival.rival, passes());
      expect(await contest.want(one, 'first')).toBe('placed');
      expect(one.passed()).toBe(true);
      expect(await rival.outcome()).toBe(contest.late);
      expect(await contest.books()).toEqual(contest.taken);
    },
  );

  it('is ours when the rival comes after our commit and before our answer', async () => {
    let rival = '';
    one.at(
      'committed',
      contest.kind,
      async () => {
        rival = await contest.want(two, 'rival');
      },
      passes(),
    );
    expect(await contest.want(one, 'first')).toBe('placed');
    expect(rival).toBe(contest.lateAndPriced ?? contest.late);
    expect(await contest.books()).toEqual(contest.taken);
  });

  it('goes to one of both when we die with it written and the rival waiting', async () => {
    const rival = untilItWaits(bench, () => contest.want(two, 'rival'));
    one.at(
      'saved',
      contest.kind,
      async (tx) => {
        await rival.rival(tx);
        await dies(bench, tx);
      },
      passes(),
    );
    // Who is first in the queue afterwards is PostgreSQL's business.
    const told = [await contest.want(one, 'first'), await rival.outcome()];
    expect(told.sort()).toEqual([contest.late, 'placed'].sort());
    expect(await contest.books()).toEqual(contest.taken);
  });
});
