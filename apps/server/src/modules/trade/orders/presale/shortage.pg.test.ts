import { randomBytes } from 'node:crypto';
import { RED_ACTS } from '@dacu/engine/presale';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bench, openBench, placedRow } from '../../trade-test-bench.ts';
import { TWENTY } from '../../trade-test-coupons.ts';
import {
  agree,
  BALANCE,
  CONTRACT_FEN,
  DEPOSIT_FEN,
  deposit,
  PRESALE,
  payInFull,
  publishPresale,
  SKU,
} from '../../trade-test-presale.ts';

let bench: Bench;
/** Two at the contract price; 300 − 50 across stores comes off once. */
const PAID_FEN = 2 * CONTRACT_FEN - 5_000;
const BOTH = [RED_ACTS.payInFull, RED_ACTS.offerSimilar];
const now = () => bench.clocks.campaign.now();
const fresh = () => randomBytes(8).toString('hex');

/** Of 100 in the warehouse all but so many are set aside by a count; grades follow from the events, as ever. */
async function leave(units: number): Promise<void> {
  await bench.db.query('update stock set unavailable = on_hand - reserved - locked - $2 where sku_id = $1', [
    SKU,
    units,
  ]);
  await bench.db.transaction((tx) =>
    bench.node.stock.noteMovements(tx, [
      { bizType: 'act', bizId: `a${fresh()}`, action: 'setAside', skuId: SKU, at: now() },
    ]),
  );
}
const offer = async () => (await bench.node.orders.presale.offer(SKU, now()))!;

beforeEach(async () => {
  bench = await openBench({ onHand: 100 });
  publishPresale(bench, { gift: null }, BOTH);
  return () => bench.close();
});

describe('a pre-sale whose item turns red', () => {
  test('takes new bookings at full payment at the contract price, and leaves what is booked as it was agreed', async () => {
    const early = await bench.shopper();
    const booked = placedRow(await deposit(bench, early));
    await bench.pay(booked);
    await leave(19);
    expect(await offer()).toMatchObject({ pays: 'full', shortSince: now() });

    const row = placedRow(
      await payInFull(bench, await bench.shopper(), { quantity: 2, expectedPayFen: PAID_FEN }),
    );
    expect([row.kind, row.state, row.payFen]).toEqual(['presale', 'held', PAID_FEN]);
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 2, locked: 1 });
    await bench.pay(row);
    const paid = await bench.purchase(row.purchaseId);
    expect(paid).toMatchObject({ state: 'paid', refundedFen: 0 });
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 0, locked: 3 });
    expect(
      await bench.db.query('select stage, amount_fen as fen, state from payment where purchase_id = $1', [
        row.purchaseId,
      ]),
    ).toEqual([{ stage: 'whole', fen: PAID_FEN, state: 'succeeded' }]);
    // It counts against the same pool as deposits, and for the same person.
    expect(
      await bench.db.query('select held, sold from activity where promotion_id = $1', [PRESALE]),
    ).toEqual([{ held: 0, sold: 3 }]);

    await bench.advanceTo(BALANCE.startsAt);
    expect((await agree(bench, booked)).kind).toBe('agreed');
    expect(await agree(bench, row)).toMatchObject({ kind: 'refused', code: 'notFound' });
  });

  test('refuses a deposit that was quoted before the turn, with the terms of now, and takes nothing', async () => {
    const customer = await bench.shopper();
    expect((await offer()).pays).toBe('deposit');
    await leave(19);
    const key = fresh();
    const refused = await deposit(bench, customer, { key });
    expect(refused).toMatchObject({
      ...{ kind: 'refused', code: 'presaleTurned' },
      extra: { presale: { pays: 'full', unit: { contractFen: CONTRACT_FEN }, shortSince: now() } },
    });
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 0, locked: 0 });
    // The same shopper confirms the new terms.
    expect((await payInFull(bench, customer)).kind).toBe('placed');
  });

  test('answers a repeated booking as it was answered before the turn', async () => {
    const customer = await bench.shopper();
    const key = fresh();
    const row = placedRow(await deposit(bench, customer, { key }));
    await leave(19);
    const again = await deposit(bench, customer, { key });
    expect(again).toMatchObject({ kind: 'placed', replayed: true, row: { purchaseId: row.purchaseId } });
  });

  test('takes deposits again five points above its line, not before, and then no full payment', async () => {
    await leave(19);
    await leave(24);
    expect((await offer()).pays).toBe('full');
    await leave(25);
    expect(await offer()).toMatchObject({ pays: 'deposit', shortSince: null });
    expect(await payInFull(bench, await bench.shopper())).toMatchObject({
      ...{ kind: 'refused', code: 'presaleTurned' },
      extra: { presale: { pays: 'deposit', unit: { depositFen: DEPOSIT_FEN } } },
    });
    expect((await deposit(bench, await bench.shopper())).kind).toBe('placed');
  });

  test('never says that more can be booked than stands in the warehouse', async () => {
    expect((await offer()).left).toBe(5);
    await leave(3);
    expect((await offer()).left).toBe(3);
    await leave(0);
    expect((await offer()).left).toBe(0);
  });

  test('goes on by deposit where the plan does not turn it', async () => {
    publishPresale(bench, { gift: null }, [RED_ACTS.offerSimilar]);
    await leave(19);
    expect(await offer()).toMatchObject({ pays: 'deposit', shortSince: now() });
    expect((await deposit(bench, await bench.shopper())).kind).toBe('placed');
  });
});

describe('a booking at full payment', () => {
  beforeEach(() => leave(19));

  test('takes a coupon, gives it back when it is not paid in time, and is refunded out of its one payment', async () => {
    const customer = await bench.shopper();
    const claimed = await bench.node.coupons.claim({
      ...{ at: now(), shopperId: customer.shopperId, channel: 'app' },
      ...{ idempotencyKey: fresh(), promotionId: TWENTY.id },
    });
    if (claimed.kind === 'refused') throw new Error(claimed.code);
    const { couponId } = claimed.coupon;
    const stateOf = async () =>
      (
        await bench.db.query<{ state: string }>('select state from coupon where coupon_id = $1', [couponId])
      )[0]!.state;
    const wish = { couponIds: [couponId], expectedPayFen: CONTRACT_FEN - 2_000 };
    const late = placedRow(await payInFull(bench, customer, wish));
    expect(await stateOf()).toBe('frozen');
    await bench.advanceTo(late.holdUntil);
    expect([await stateOf(), (await bench.purchase(late.purchaseId)).state]).toEqual(['available', 'closed']);

    const row = placedRow(await payInFull(bench, customer, wish));
    await bench.pay(row);
    expect(await stateOf()).toBe('used');
    const answer = await bench.node.aftercare.returnLines({
      ...{ at: now(), shopperId: row.shopperId, idempotencyKey: fresh(), purchaseId: row.purchaseId },
      ...{ lines: [{ lineId: SKU, quantity: 1 }], reason: 'noReason' },
    });
    expect(answer.kind).toBe('returned');
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      state: 'refunded',
      refundedFen: CONTRACT_FEN - 2_000,
    });
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 0, locked: 0 });
  });

  test.each([
    ['another amount than was shown', { expectedPayFen: CONTRACT_FEN - 1 }, 'priceChanged'],
    [
      'more than a person may have',
      { quantity: 3, expectedPayFen: 3 * CONTRACT_FEN - 10_000 },
      'perPersonLimit',
    ],
  ])('%s is refused and takes nothing', async (_name, wish, code) => {
    const answer = await payInFull(bench, await bench.shopper(), wish);
    expect(answer).toMatchObject({ kind: 'refused', code });
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 0, locked: 0 });
  });

  test('the gift that everybody gets goes with it; a place among the first deposits does not', async () => {
    const gift = { title: { zh: '赠品', en: 'Gift' }, valueFen: 3_900, quantity: 1 };
    const giftsAt = async (stock: number | null) => {
      publishPresale(bench, { gift: { ...gift, stock } }, BOTH);
      return placedRow(await payInFull(bench, await bench.shopper())).body.gifts?.length ?? 0;
    };
    expect([await giftsAt(null), await giftsAt(5)]).toEqual([1, 0]);
  });

  test('of many who want the last unit, some by an old deposit page, one has it and none by deposit', async () => {
    publishPresale(bench, { activityStock: 1, gift: null }, BOTH);
    const two = await bench.addNode();
    const customers = await Promise.all(Array.from({ length: 8 }, () => bench.shopper()));
    const answers = await Promise.all(
      customers.map((customer, n) => {
        const node = n % 2 === 0 ? bench.node : two;
        return n < 5 ? payInFull(bench, customer, { node }) : deposit(bench, customer, { node });
      }),
    );
    const codes = answers.map((answer) => (answer.kind === 'refused' ? answer.code : 'placed'));
    expect(codes.slice(0, 5).sort()).toEqual(['placed', 'soldOut', 'soldOut', 'soldOut', 'soldOut']);
    expect(codes.slice(5)).toEqual(['presaleTurned', 'presaleTurned', 'presaleTurned']);
  });
});

describe('over HTTP', () => {
  async function visitor() {
    const cookies: Record<string, string> = {};
    const call = async (method: 'GET' | 'POST', url: string, body?: object) => {
      const response = await bench.app.inject({
        ...{ method, url, cookies },
        headers: { host: 'localhost', origin: 'http://localhost', 'idempotency-key': fresh() },
        ...(body === undefined ? {} : { payload: body }),
      });
      for (const cookie of response.cookies) cookies[cookie.name] = cookie.value;
      return { status: response.statusCode, body: response.json() };
    };
    await call('POST', '/api/visits', { channel: 'app' });
    return call;
  }

  test('a page that still shows the deposit is told the terms of now, quotes them and books', async () => {
    const [call, address] = [await visitor(), (await bench.shopper()).address];
    const asked = { promotionId: PRESALE, quantity: 1 };
    const early = await call('POST', `/api/presale/${SKU}/full/quote`, asked);
    expect([early.status, early.body.code, early.body.presale.pays]).toEqual([
      409,
      'presaleTurned',
      'deposit',
    ]);
    await leave(19);
    const booking = { ...asked, expectedDepositFen: DEPOSIT_FEN, acceptsDeposit: true, address };
    const late = await call('POST', `/api/presale/${SKU}/orders`, booking);
    expect([late.status, late.body.code, late.body.presale.pays]).toEqual([409, 'presaleTurned', 'full']);
    const quote = await call('POST', `/api/presale/${SKU}/full/quote`, asked);
    expect([quote.status, quote.body.payFen]).toEqual([200, CONTRACT_FEN]);
    const order = { ...asked, expectedPayFen: quote.body.payFen, address };
    const placed = await call('POST', `/api/presale/${SKU}/full/orders`, order);
    expect([placed.status, placed.body.kind, placed.body.presale]).toEqual([201, 'presale', null]);
  });

  test('a similar item of its category is offered while it is red, and instead of it once nothing is left', async () => {
    const call = await visitor();
    const similar = async () => (await call('GET', `/api/similar/${SKU}`)).body.similar;
    expect(await similar()).toBe(null);
    await leave(19);
    expect(await similar()).toMatchObject({ place: 'beside', item: { skuId: 'sku-cable', priceFen: 3_333 } });
    await leave(0);
    expect(await similar()).toMatchObject({ place: 'instead', item: { skuId: 'sku-cable' } });
    publishPresale(bench, {}, [RED_ACTS.payInFull]);
    expect(await similar()).toBe(null);
  });
});
