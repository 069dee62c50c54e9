import { createHash, createHmac } from 'node:crypto';
import type { BoxProgramme } from '@dacu/contract/plan';
import {
  blocksFor,
  type DrawPool,
  drawIndependent,
  drawMessage,
  finiteOrder,
  poolSize,
  poolText,
  shuffleMessage,
} from '@dacu/engine/draw';
import { createAuditor } from '@dacu/engine/simulate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import { AUDIT_HASHES, feedBooks } from '../../watch/insight/books.ts';
import { type Bench, type Customer, openBench } from '../trade-test-bench.ts';
import { EVERY_DAY, SLOT_FROM, SLOT_TO } from '../trade-test-sale.ts';

const ADULT = { age: 'adult', guardianConsent: false, openedIsFinal: true } as const;
const BOX = 'sku-cable';
const style = (prizeId: string, more: Partial<BoxProgramme['styles'][number]>) => ({
  ...{ prizeId, ppm: 0, count: null, guaranteed: false, valueFen: null, title: { zh: prizeId, en: prizeId } },
  ...more,
});
const FINITE: BoxProgramme = {
  ...{
    promotionId: 'boxes',
    title: { zh: '盒', en: 'Box' },
    skuId: BOX,
    priceFen: 5_000,
    minors: 'guardian',
  },
  ...{
    windows: [{ startsAt: SLOT_FROM, endsAt: SLOT_TO }],
    mode: 'finite',
    pityDraws: null,
    perPersonMax: 3,
  },
  styles: [style('cat', { count: 3 }), style('dog', { count: 3 }), style('fox', { count: 1 })],
};
const PITY: BoxProgramme = {
  ...{ ...FINITE, mode: 'independent', pityDraws: 4, perPersonMax: 12, windows: EVERY_DAY },
  styles: [style('common', { ppm: 990_000 }), style('rare', { ppm: 10_000, guaranteed: true, count: 40 })],
};

let bench: Bench;
let serial = 0;

/** Publishes an edition with these boxes, under a name of its own, and lets the pool be made. */
async function sell(programme: BoxProgramme, name = `boxes-${++serial}`): Promise<BoxProgramme> {
  const named = { ...programme, promotionId: name };
  const { editionId } = bench.sale.publish({ activityStock: 10, perPersonMax: 2, boxes: [named] });
  const data = { editionId, campaignId: 'sale-test', editionNo: 1 };
  const at = bench.clocks.campaign.now();
  await bench.db.transaction((tx) =>
    writeOutbox(tx, [{ type: 'edition.published', aggregate: editionId, at, data }]),
  );
  await bench.drainEvents();
  return named;
}
async function place(customer: Customer, quantity: number, boxTerms: object | undefined = ADULT) {
  const at = bench.clocks.campaign.now();
  const lines = [{ skuId: BOX, quantity }];
  const { phone } = bench.node.members.personal.keysOf(customer.address);
  const { priced } = await bench.node.offers.price({ at, items: lines, buyer: customer, phone });
  return bench.node.orders.placePurchase({
    ...{ at, buyer: customer, idempotencyKey: `key-${++serial}` },
    request: {
      ...{ lines, expectedPayFen: priced!.quote.payFen, address: customer.address },
      ...(boxTerms && { boxTerms: boxTerms as typeof ADULT }),
    },
  });
}
const reason = (answer: Awaited<ReturnType<typeof place>>) =>
  answer.kind === 'refused' ? answer.code : answer.kind;
const poolNow = async (customer: Customer | null = null) =>
  (await bench.node.draws.boxes({
    ...{ at: bench.clocks.campaign.now(), skuId: BOX, shopperId: customer?.shopperId ?? null },
  }))!.boxes[0]!;
const drawRows = (purchaseId: string) =>
  bench.db.query<{
    drawId: string;
    prizeId: string;
    position: number;
    missesBefore: number;
    byPity: boolean;
  }>(
    `select draw_id as "drawId", prize_id as "prizeId", position, misses_before as "missesBefore", by_pity as "byPity"
     from draw where purchase_id = $1 order by position`,
    [purchaseId],
  );
async function bought(customer: Customer, quantity: number) {
  const row = await bench.buy(customer, [{ skuId: BOX, quantity }], ADULT);
  await bench.pay(row);
  return row;
}

beforeAll(async () => {
  bench = await openBench({ onHand: 5_000 });
});
afterAll(() => bench?.close());
beforeEach(() => bench.clocks.advanceTo(Math.max(SLOT_FROM + 1_000, bench.clocks.campaign.now())));

describe('a finite pool', () => {
  it('is committed to before it can be bought, and its seed stands nowhere in the open', async () => {
    const before = await bench.shopper();
    bench.sale.publish({ activityStock: 10, perPersonMax: 2, boxes: [{ ...FINITE, promotionId: 'early' }] });
    expect(reason(await place(before, 1))).toBe('boxNotOpen');
    await sell(FINITE);
    const { pool } = await poolNow();
    expect(pool).toMatchObject({ state: 'open', total: 7, left: 7, seed: null, version: 1 });
    const told = await bench.db.query<{ data: { commitment: string } }>(
      `select data from outbox where type = 'pool.committed' and aggregate = $1`,
      [pool.poolId],
    );
    expect(told.map(({ data }) => data.commitment)).toEqual([pool.commitment]);
    await bench.node.draws.pools.prepare([pool.poolId]);
    const { seedHex } = bench.node.draws.pools.known(pool.poolId);
    const kept = await bench.db.query<{ all: string }>(
      `select p::text || c::text || coalesce(o.data::text, '') as all from draw_pool p join draw_count c using (pool_id)
       left join outbox o on o.aggregate = p.pool_id where p.pool_id = $1`,
      [pool.poolId],
    );
    expect(kept.length).toBeGreaterThan(0);
    for (const { all } of kept) expect(all).not.toContain(seedHex);
  });

  it('gives its last box to one of many who want it at once, and no box twice', async () => {
    await sell(FINITE);
    const first = await bench.shopper();
    const second = await bench.shopper();
    for (const customer of [first, second]) await bought(customer, 3);
    const rivals = await Promise.all(Array.from({ length: 8 }, () => bench.shopper()));
    const other = await bench.addNode();
    const answers = await Promise.all(
      rivals.map(async (customer, at) => {
        const node = at % 2 ? other : bench.node;
        return node.orders.placePurchase({
          ...{ at: bench.clocks.campaign.now(), buyer: customer, idempotencyKey: `last-${at}` },
          request: {
            ...{ lines: [{ skuId: BOX, quantity: 1 }], address: customer.address, boxTerms: ADULT },
            expectedPayFen: (await bench.node.offers.price({
              ...{ at: bench.clocks.campaign.now(), items: [{ skuId: BOX, quantity: 1 }], buyer: customer },
            }))!.priced!.quote.payFen,
          },
        });
      }),
    );
    expect(answers.map(reason).sort()).toEqual([...Array(7).fill('boxGone'), 'placed']);
    const winner = answers.find((answer) => answer.kind === 'placed')!;
    if (winner.kind === 'placed') await bench.pay(winner.row);
    const { poolId } = (await poolNow()).pool;
    const drawn = await bench.db.query<{ prizeId: string }>(
      'select prize_id as "prizeId" from draw where pool_id = $1 order by position',
      [poolId],
    );
    // Every box that was promised is there, each as often as the pool says.
    expect(drawn.map(({ prizeId }) => prizeId).sort()).toEqual([
      'cat',
      'cat',
      'cat',
      'dog',
      'dog',
      'dog',
      'fox',
    ]);
  });

  it('reveals its seed with its last box, and anybody finds commitment and every draw from it', async () => {
    const programme = await sell(FINITE);
    const customers = await Promise.all([bench.shopper(), bench.shopper(), bench.shopper()]);
    for (const [at, customer] of customers.entries()) await bought(customer, at === 2 ? 1 : 3);
    await bench.advanceTo(bench.clocks.campaign.now() + 1_000);
    const { pool } = await poolNow();
    expect(pool).toMatchObject({ state: 'ended', revealBy: null });
    const terms: DrawPool = {
      ...{ poolId: pool.poolId, version: 1, mode: 'finite', pityDraws: null, prizes: programme.styles },
    };
    expect(createHash('sha256').update(poolText(terms, pool.seed!)).digest('hex')).toBe(pool.commitment);
    const seed = Buffer.from(pool.seed!, 'hex');
    const order = finiteOrder(
      terms.prizes,
      Array.from({ length: blocksFor(poolSize(terms)!) }, (_, block) =>
        createHmac('sha256', seed).update(shuffleMessage(pool.poolId, block)).digest(),
      ),
    );
    const drawn = await bench.db.query<{ prizeId: string }>(
      'select prize_id as "prizeId" from draw where pool_id = $1 order by position',
      [pool.poolId],
    );
    expect(drawn.map(({ prizeId }) => prizeId)).toEqual(order);
  });

  it('a payment that is told twice draws nothing twice', async () => {
    await sell(FINITE);
    const customer = await bench.shopper();
    const row = await bought(customer, 2);
    const before = await drawRows(row.purchaseId);
    expect(before).toHaveLength(2);
    const again = await bench.node.payment.receive({
      ...{ at: bench.clocks.campaign.now(), delivery: bench.deliveries.at(-1)! },
    });
    expect(again).toMatchObject({ repeated: true });
    expect(await drawRows(row.purchaseId)).toEqual(before);
    expect((await poolNow()).pool.left).toBe(5);
  });

  it('gives back what was not paid, and a payment after its reveal goes back instead of being drawn', async () => {
    const ending = {
      ...FINITE,
      windows: [{ startsAt: SLOT_FROM, endsAt: bench.clocks.campaign.now() + 60_000 }],
    };
    await sell(ending);
    const customer = await bench.shopper();
    const answer = await place(customer, 2);
    if (answer.kind !== 'placed') throw new Error(answer.code);
    const at = bench.clocks.campaign.now();
    const asked = await bench.node.orders.requestPayment({
      ...{ at, shopperId: customer.shopperId, purchaseId: answer.row.purchaseId },
    });
    if (asked.kind === 'refused') throw new Error(asked.code);
    expect((await poolNow()).pool.left).toBe(5);
    await bench.advanceTo(answer.row.holdUntil + 3_600_000);
    expect((await poolNow(customer)).pool).toMatchObject({ state: 'ended', left: 7 });
    expect((await poolNow(customer)).pool.seed).not.toBeNull();
    expect((await poolNow(customer)).mine).toMatchObject({ bought: 0 });
    const late = await bench.node.orders.requestPayment({
      ...{
        at: bench.clocks.campaign.now(),
        shopperId: customer.shopperId,
        purchaseId: answer.row.purchaseId,
      },
    });
    expect(late.kind).toBe('refused');
    expect(await drawRows(answer.row.purchaseId)).toEqual([]);
    expect(reason(await place(customer, 1))).toBe('boxNotOpen');
  });
});

describe('independent draws', () => {
  it('hold the guaranteed style at the latest with the box that the guarantee names, and follow from the seed', async () => {
    await sell(PITY);
    const customer = await bench.shopper();
    await bought(customer, 5);
    const row = await bought(customer, 7);
    const { pool } = await poolNow(customer);
    await bench.node.draws.pools.prepare([pool.poolId]);
    const seed = Buffer.from(bench.node.draws.pools.known(pool.poolId).seedHex, 'hex');
    const drawn = await bench.db.query<{
      prizeId: string;
      position: number;
      misses: number;
      byPity: boolean;
    }>(
      `select prize_id as "prizeId", position, misses_before as misses, by_pity as "byPity" from draw where pool_id = $1 order by position`,
      [pool.poolId],
    );
    expect(drawn).toHaveLength(12);
    let misses = 0;
    for (const draw of drawn) {
      expect(draw.misses).toBe(misses);
      misses = draw.prizeId === 'rare' ? 0 : misses + 1;
      expect(misses).toBeLessThan(4);
      const block = createHmac('sha256', seed)
        .update(drawMessage(pool.poolId, draw.position, 0))
        .digest();
      expect(drawIndependent({ ...pool, prizes: pool.styles }, draw.misses, block)).toMatchObject({
        ...{ prizeId: draw.prizeId, byPity: draw.byPity },
      });
    }
    expect(drawn.some(({ byPity }) => byPity)).toBe(true);
    expect(await drawRows(row.purchaseId)).toHaveLength(7);
  });

  it('never promise more boxes than there are pieces of the scarcest style', async () => {
    await sell({
      ...PITY,
      styles: [PITY.styles[0]!, style('rare', { ppm: 10_000, guaranteed: true, count: 2 })],
    });
    expect(reason(await place(await bench.shopper(), 3))).toBe('boxGone');
    expect(reason(await place(await bench.shopper(), 2))).toBe('placed');
    expect(reason(await place(await bench.shopper(), 1))).toBe('boxGone');
  });

  it('other odds are another version for later purchases, and the way to the guarantee goes on', async () => {
    const programme = await sell(PITY);
    const customer = await bench.shopper();
    const row = await bought(customer, 2);
    const first = (await poolNow(customer)).pool;
    await bench.node.draws.open({
      ...{ at: bench.clocks.campaign.now(), shopperId: customer.shopperId, purchaseId: row.purchaseId },
      drawIds: (await drawRows(row.purchaseId)).map(({ drawId }) => drawId),
    });
    const until = (await poolNow(customer)).mine!.untilGuaranteed;
    const styles = [style('common', { ppm: 980_000 }), style('rare', { ppm: 20_000, guaranteed: true })];
    await sell({ ...PITY, styles }, programme.promotionId);
    const second = await poolNow(customer);
    expect(second.pool).toMatchObject({ version: 2 });
    expect(second.pool.poolId).not.toBe(first.poolId);
    expect(second.mine!.untilGuaranteed).toBe(until);
    const kept = await bench.node.draws.drawsOf({
      ...{ at: bench.clocks.campaign.now(), shopperId: customer.shopperId, purchaseId: row.purchaseId },
    });
    expect(kept.pools[0]).toMatchObject({ version: 1, commitment: first.commitment });
    // The old pool is open to be checked once nothing can be drawn from it.
    await bench.advanceTo(bench.clocks.campaign.now() + 31 * 60_000);
    expect((await bench.node.draws.pool(first.poolId, bench.clocks.campaign.now()))!.seed).not.toBeNull();
    // Published again unchanged it stays the pool that it is.
    await sell({ ...PITY, styles }, programme.promotionId);
    expect((await poolNow(customer)).pool.poolId).toBe(second.pool.poolId);
  });
});

describe('who may buy', () => {
  it.each([
    ['nobody without the confirmation', undefined, 'boxTermsMissing'],
    ['nobody below 8', { ...ADULT, age: 'child', guardianConsent: true }, 'boxAge'],
    ['nobody of 8 to 17 without a guardian', { ...ADULT, age: 'minor' }, 'boxAge'],
    ['from 8 to 17 with a guardian', { ...ADULT, age: 'minor', guardianConsent: true }, 'placed'],
  ] as const)('%s', async (_who, terms, expected) => {
    await sell(PITY);
    const customer = await bench.shopper();
    const answer = await (terms === undefined ? placeBare(customer) : place(customer, 1, terms));
    expect(reason(answer)).toBe(expected);
  });

  it('one person has no more than the limit, by account and by phone', async () => {
    await sell(FINITE);
    const customer = await bench.shopper();
    expect(reason(await place(customer, 4))).toBe('boxLimit');
    await bought(customer, 2);
    expect(reason(await place(customer, 2))).toBe('boxLimit');
    const sibling = { ...(await bench.shopper()), address: customer.address };
    expect(reason(await place(sibling, 2))).toBe('boxLimit');
    expect(reason(await place(sibling, 1))).toBe('placed');
  });

  it('a stopped programme sells nothing', async () => {
    const { promotionId } = await sell(PITY);
    bench.sale.stopped.add(promotionId);
    expect(reason(await place(await bench.shopper(), 1))).toBe('boxNotOpen');
    expect((await poolNow()).pool.state).toBe('stopped');
    bench.sale.stopped.delete(promotionId);
  });
});

describe('a box in its buyer’s hands', () => {
  it('tells nothing until it is opened, by its buyer, and is the same ever after', async () => {
    await sell(PITY);
    const customer = await bench.shopper();
    const row = await bought(customer, 3);
    const input = {
      ...{ at: bench.clocks.campaign.now(), shopperId: customer.shopperId, purchaseId: row.purchaseId },
    };
    const closed = await bench.node.draws.drawsOf(input);
    expect(closed.draws.map(({ result }) => result)).toEqual([null, null, null]);
    expect((await poolNow(customer)).mine).toEqual({ bought: 3, closed: 3, untilGuaranteed: 4 });
    const drawIds = closed.draws.map(({ drawId }) => drawId);
    const stranger = await bench.shopper();
    expect(await bench.node.draws.open({ ...input, shopperId: stranger.shopperId, drawIds })).toBe(false);
    expect(await bench.node.draws.open({ ...input, drawIds })).toBe(true);
    const open = await bench.node.draws.drawsOf(input);
    const rows = await drawRows(row.purchaseId);
    expect(open.draws.map(({ result }) => result?.prizeId)).toEqual(rows.map(({ prizeId }) => prizeId));
    await bench.node.draws.open({ ...input, at: input.at + 5_000, drawIds });
    expect(await bench.node.draws.drawsOf(input)).toEqual(open);
  });

  it('goes back without a reason only unopened; a fault takes opened ones too', async () => {
    await sell(PITY);
    const customer = await bench.shopper();
    const row = await bought(customer, 3);
    const { shopperId } = customer;
    const input = { at: bench.clocks.campaign.now(), shopperId, purchaseId: row.purchaseId };
    const [first] = await drawRows(row.purchaseId);
    await bench.node.draws.open({ ...input, drawIds: [first!.drawId] });
    const lineId = row.body.orders[0]!.lines[0]!.lineId;
    const back = (quantity: number, reason: string) =>
      bench.node.aftercare.returnLines({
        ...{ ...input, idempotencyKey: `return-${++serial}`, lines: [{ lineId, quantity }], reason },
      });
    expect(await back(3, 'noReason')).toMatchObject({ code: 'boxOpened' });
    expect(await back(2, 'noReason')).toMatchObject({ kind: 'returned' });
    const kept = (await bench.node.draws.drawsOf(input)).draws;
    expect(kept.map(({ returnedAt }) => returnedAt !== null)).toEqual([false, true, true]);
    // What came back closed stays closed.
    await bench.node.draws.open({ ...input, drawIds: kept.map(({ drawId }) => drawId) });
    expect((await bench.node.draws.drawsOf(input)).draws.map(({ result }) => result !== null)).toEqual([
      true,
      false,
      false,
    ]);
    expect(await back(1, 'noReason')).toMatchObject({ code: 'boxOpened' });
    expect(await back(1, 'quality')).toMatchObject({ kind: 'returned' });
  });

  it('unopened boxes that go back do not buy the guarantee', async () => {
    const { promotionId } = await sell({
      ...PITY,
      styles: [style('common', { ppm: 999_999 }), style('rare', { ppm: 1, guaranteed: true })],
    });
    const customer = await bench.shopper();
    const row = await bought(customer, 3);
    const lineId = row.body.orders[0]!.lines[0]!.lineId;
    await bench.node.aftercare.returnLines({
      ...{ at: bench.clocks.campaign.now(), shopperId: customer.shopperId, purchaseId: row.purchaseId },
      ...{ idempotencyKey: `return-${++serial}`, lines: [{ lineId, quantity: 3 }], reason: 'noReason' },
    });
    const kept = await bench.db.query<{ misses: number; draws: number }>(
      'select misses, draws from draw_shopper where shopper_key = $1',
      [`sale-test:${promotionId}:account:${customer.shopperId}`],
    );
    expect(kept).toEqual([{ misses: 0, draws: 3 }]);
  });
});

describe('the books after all of this', () => {
  const judged = async () => {
    await bench.drainEvents();
    const auditor = createAuditor({ asOf: bench.clocks.campaign.now(), hashes: AUDIT_HASHES });
    await feedBooks(bench.db, auditor, (editionId) => bench.sale.plan.edition(editionId));
    const { checks } = auditor.report();
    return checks.filter(({ id }) => id === 'boxesDrawn' || id === 'drawsRecomputed');
  };

  it('are right, and every box of a public seed is reached again by the auditor’s own rules', async () => {
    const revealed = await bench.db.query(
      'select pool_id from draw_count where seed is not null and drawn > 0',
    );
    expect(revealed.length).toBeGreaterThan(0);
    const checks = await judged();
    for (const { examined, violations } of checks) {
      expect(violations).toEqual([]);
      expect(examined).toBeGreaterThan(10);
    }
  });

  it('are found wrong when one box held something else', async () => {
    await bench.db.query(
      `update draw set prize_id = case prize_id when 'cat' then 'dog' else 'cat' end where draw_id =
       (select draw_id from draw join draw_count using (pool_id) where seed is not null order by draw_id limit 1)`,
    );
    expect((await judged()).map(({ passed }) => passed)).toEqual([false, false]);
  });
});

async function placeBare(customer: Customer) {
  return place(customer, 1, null as unknown as undefined);
}
