import type { CompiledPlan } from '@dacu/contract/plan';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import { type Bench, openBench, placedRow } from '../../trade/trade-test-bench.ts';
import { agree, BALANCE, DEPOSIT_FEN, deposit, publishPresale, SKU } from '../../trade/trade-test-presale.ts';
import { definitionOf } from './definitions.ts';
import { CAMPAIGN, DAY, START, testPlan } from './insight-test-sale.ts';
import { readPresales, readReturnRates } from './review-after.ts';

const same = (words: string) => ({ zh: words, en: words });

describe('pre-sales by item', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench({ onHand: 40 });
    publishPresale(bench, { gift: null, activityStock: 20 });
  });
  afterAll(() => bench.close());

  const now = () => bench.clocks.campaign.now();
  const booked = async () => {
    const row = placedRow(await deposit(bench, await bench.shopper()));
    await bench.pay(row);
    return row;
  };
  const window = () => ({
    ...{ startsAt: BALANCE.startsAt - 30 * DAY, endsAt: BALANCE.endsAt + DAY, asOf: now(), zoneOffsetMs: 0 },
  });
  const table = async () => {
    await bench.drainEvents();
    const { compiled } = (await bench.sale.plan.editionAt(now()))!;
    const skus = new Map((await bench.sale.catalog.allSkus()).map((sku) => [sku.skuId, sku]));
    return readPresales(bench.db, window(), compiled, skus);
  };
  const failOn = (purchaseId: string) =>
    bench.node.aftercare.defaultOnPresale({
      ...{ at: now(), purchaseId, operatorId: 'op_1', reason: 'the factory burnt down' },
    });

  test('every deposit is counted by its end, and the shares are those of the indicator and of the raw rows', async () => {
    const [kept, left, failed, failedLate, letGo] = [
      ...[await booked(), await booked(), await booked(), await booked(), await booked()],
    ];
    // Held and never paid: no deposit.
    await deposit(bench, await bench.shopper());
    expect(await table()).toMatchObject([
      { ...{ skuId: SKU, deposits: 5, depositFen: 5 * DEPOSIT_FEN, ended: 0, paid: 0, conversionBp: null } },
    ]);
    await failOn(failed!.purchaseId);
    await bench.node.orders.presale.end({
      ...{ at: now(), purchaseId: letGo!.purchaseId, ending: 'buyerCancels', agreed: true, by: 'operator' },
    });
    await bench.advanceTo(BALANCE.startsAt);
    for (const row of [kept!, failedLate!]) {
      await agree(bench, row);
      await bench.pay(row);
    }
    await failOn(failedLate!.purchaseId);
    expect(await table()).toMatchObject([{ ended: 0, conversionBp: null, forfeited: 0, doubled: 2 }]);
    await bench.advanceTo(BALANCE.endsAt + 60_000);
    expect(await table()).toEqual([
      {
        ...{
          promotionId: 'presale-test',
          presale: { zh: '预售', en: 'Pre-sale' },
          skuId: SKU,
          title: same(SKU),
        },
        ...{ deposits: 5, depositFen: 5 * DEPOSIT_FEN, ended: 5, paid: 2, conversionBp: 4_000 },
        ...{ forfeited: 1, forfeitedFen: DEPOSIT_FEN, doubled: 2, doubledFen: 2 * DEPOSIT_FEN },
      },
    ]);
    const { startsAt, endsAt, asOf } = window();
    const [indicator] = await bench.db.query(
      `with parameters as (select $1::bigint, $2::bigint, $3::bigint, $4::text, $5::bigint) ${definitionOf('balanceConversion')!.query}`,
      [startsAt, endsAt, asOf, CAMPAIGN, 0],
    );
    expect(indicator).toEqual({ part: 2, whole: 5 });
    const [raw] = await bench.db.query(
      `select (select count(*)::int from payment where stage = 'deposit' and settled_at is not null) as deposits,
         (select count(*)::int from payment where stage = 'balance' and settled_at is not null) as balances,
         (select sum(fen)::int from presale_payout) as owed,
         (select count(*)::int from purchase where state = 'forfeited' and purchase_id = $1) as forfeited`,
      [left!.purchaseId],
    );
    expect(raw).toEqual({ deposits: 5, balances: 2, owed: 2 * DEPOSIT_FEN, forfeited: 1 });
  });
});

describe('return rates by category', () => {
  let suite: TestDatabase;
  const asOf = START + 20 * DAY;
  const plan = testPlan({
    goals: [{ metric: 'returnRate', target: 900 }] as unknown as CompiledPlan['goals'],
    promotions: [
      {
        ...{
          id: 'insurance',
          title: same('insurance'),
          layer: 'service',
          scope: {},
          audience: {},
          windows: [],
        },
        ...{ funders: [], priority: 0 },
        rule: {
          ...{ kind: 'service', offer: 'returnFreightInsurance', unitFen: 0 },
          premium: { bands: [{ fen: 250 }], ratesBp: { fashion: 2_200, beauty: 800 }, otherBp: 300 },
        },
      },
    ] as unknown as CompiledPlan['promotions'],
  });
  const sku = (skuId: string, ...categories: string[]) => ({
    ...{ skuId, productId: skuId, shopId: 'shop', categories, title: same(skuId) },
  });
  const skus = new Map(
    [sku('dress', 'dresses', 'fashion'), sku('lamp', 'home')].map((one) => [one.skuId, one]),
  );
  const categories = ['dresses', 'fashion', 'home'].map((categoryId) => ({
    categoryId,
    title: same(categoryId),
  }));

  beforeAll(async () => {
    suite = await openTestDatabase();
    for (const purchaseId of ['a', 'b', 'c', 'd', 'e'])
      await suite.db.query(
        `insert into fulfilment (purchase_id, shopper_id, campaign_id, number, region, paid_at, terms, orders)
         values ($1, 's', $2, $1, '110000', 0, '{}', '[]')`,
        [purchaseId, purchaseId === 'e' ? 'another' : CAMPAIGN],
      );
  });
  afterAll(() => suite.close());

  let parcels = 0;
  async function sent(purchaseId: string, skuId: string, quantity: number, day: number, state = 'delivered') {
    parcels += 1;
    await suite.db.query(
      `insert into parcel (parcel_id, purchase_id, order_id, shop_id, number, way, place_id, region, state, units, net_fen, ship_by,
         deliver_by, created_at, shipped_at, track, pauses, notes)
       values ($1, $2, 'o', 'shop', $1, 'ship', 'wh', '110000', $3, $4, 0, 0, 0, 0, $5, '[]', '[]', '[]')`,
      [
        `p${parcels}`,
        purchaseId,
        state,
        JSON.stringify([{ lineId: skuId, skuId, quantity }]),
        START + day * DAY,
      ],
    );
  }
  let cases = 0;
  async function asked(
    purchaseId: string,
    skuId: string,
    quantity: number,
    kind: string,
    receivedAt: number | null,
  ) {
    cases += 1;
    await suite.db.query(
      `insert into return_case (case_id, claim_key, body_hash, purchase_id, order_id, shop_id, shopper_id, kind, reason, fault, state,
         lines, kept_gifts, freight, requested_at, since, received_at, held, steps)
       values ($1, $1, 'h', $2, 'o', 'shop', 's', $3, 'noReason', 'buyer', 'refunded', $4, '[]', '{}', 0, 0, $5, false, '[]')`,
      [`rc${cases}`, purchaseId, kind, JSON.stringify([{ lineId: skuId, skuId, quantity }]), receivedAt],
    );
  }
  const rates = () =>
    readReturnRates(suite.db, { startsAt: START, endsAt: START + 60 * DAY, asOf, zoneOffsetMs: 0 }, plan, {
      skus,
      categories,
    });
  const row = (
    categoryId: string,
    sent: number,
    returned: number,
    rateBp: number | null,
    plannedBp: number,
  ) => ({
    ...{
      categoryId,
      title: ['all', 'fashion', 'beauty'].includes(categoryId) ? expect.anything() : same(categoryId),
    },
    ...{ sent, returned, rateBp, plannedBp },
  });

  test('before anything was sent long enough ago only the plan has rates', async () => {
    await sent('a', 'dress', 4, 6);
    expect(await rates()).toEqual([
      row('all', 0, 0, null, 900),
      ...[row('beauty', 0, 0, null, 800), row('fashion', 0, 0, null, 2_200)],
    ]);
  });

  test('what a warehouse received or what turned round came back; refunds without goods, and what still travels, did not', async () => {
    await sent('b', 'dress', 4, 5);
    await sent('c', 'dress', 3, 1, 'returned');
    await sent('c', 'lamp', 9, 1);
    await sent('d', 'lamp', 1, 2);
    await sent('e', 'lamp', 50, 2);
    await asked('a', 'dress', 4, 'returnAndRefund', START + 9 * DAY);
    await asked('b', 'dress', 1, 'exchange', START + 9 * DAY);
    await asked('b', 'dress', 1, 'returnAndRefund', null);
    await asked('b', 'dress', 2, 'refundOnly', null);
    await asked('e', 'lamp', 50, 'returnAndRefund', START + 9 * DAY);
    // Of 7 dresses one was received and three turned round; the plan has a rate of what their leaf lies in.
    expect(await rates()).toEqual([
      row('all', 17, 4, 2_353, 900),
      row('home', 10, 0, 0, 300),
      row('fashion', 7, 4, 5_714, 2_200),
      row('beauty', 0, 0, null, 800),
    ]);
  });
});
