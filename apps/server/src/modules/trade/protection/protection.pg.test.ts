import type { Promotion } from '@dacu/engine/pricing';
import type { ProtectionTerms } from '@dacu/engine/protection';
import { createAuditor } from '@dacu/engine/simulate';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AUDIT_HASHES, feedBooks } from '../../watch/insight/books.ts';
import { linesOf, type PurchaseRow } from '../orders/index.ts';
import { type Bench, openBench, placedRow } from '../trade-test-bench.ts';
import { EVERY_DAY, FLASH_SKU, SLOT_FROM, SLOT_TO } from '../trade-test-sale.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EARBUDS = 'sku-earbuds';

let bench: Bench;
let keys = 0;
beforeAll(async () => {
  bench = await openBench({ onHand: 100_000 });
});
afterAll(() => bench.close());
beforeEach(() => sale());

const promise = (more: Partial<ProtectionTerms> = {}): ProtectionTerms => ({
  ...{ promotionId: 'protection', title: { zh: '价保', en: 'Protection' }, scope: {}, windows: EVERY_DAY },
  ...{ lastsMs: 15 * DAY, campaign: EVERY_DAY[0]!, process: 'claim', everyMs: null, flashFromMs: null },
  funders: [
    { funder: 'platform', bp: 5_000 },
    { funder: 'seller', bp: 5_000 },
  ],
  ...more,
});
const cut = (offFen: number, skuId: string, more: Partial<Promotion> = {}): Promotion => ({
  ...{
    id: `cut-${skuId}`,
    title: { zh: '立减', en: 'Cut' },
    layer: 'itemCut',
    rule: { kind: 'itemCut', offFen },
  },
  ...{ scope: { skus: [skuId] }, audience: {}, windows: EVERY_DAY, priority: 0 },
  funders: [{ funder: 'seller', bp: 10_000 }],
  ...more,
});
/** An edition with a promise and these cuts, in force from now on. */
function sale(cuts: readonly Promotion[] = [], protections: readonly ProtectionTerms[] = [promise()]) {
  bench.sale.publish({ activityStock: 100, perPersonMax: 2, promotions: cuts, protections });
}

async function paid(lines: { skuId: string; quantity: number }[]): Promise<PurchaseRow> {
  const row = await bench.buy(await bench.shopper(), lines);
  await bench.pay(row);
  return bench.purchase(row.purchaseId);
}

function claim(
  row: PurchaseRow,
  {
    key,
    lineIds,
    at,
    node = bench.node,
  }: {
    key?: string;
    lineIds?: string[];
    at?: number;
    node?: Pick<Bench['node'], 'protection'>;
  } = {},
) {
  keys += 1;
  return node.protection.claim({
    ...{
      at: at ?? bench.clocks.campaign.now(),
      shopperId: row.shopperId,
      purchaseId: row.purchaseId,
      lineIds,
    },
    idempotencyKey: key ?? `protect-${keys}`,
  });
}
const fenOf = async (answer: ReturnType<typeof claim>) => {
  const given = await answer;
  return given.kind === 'paid' ? given.row.fen : given.code;
};

function giveBack(row: PurchaseRow, lineId: string, quantity: number) {
  keys += 1;
  return bench.node.aftercare.returnLines({
    ...{ at: bench.clocks.campaign.now(), shopperId: row.shopperId, purchaseId: row.purchaseId },
    ...{ idempotencyKey: `return-${keys}`, lines: [{ lineId, quantity }], reason: 'noReason' },
  });
}

async function expectRightBooks(): Promise<void> {
  await bench.drainEvents();
  const auditor = createAuditor({ asOf: bench.clocks.campaign.now(), hashes: AUDIT_HASHES });
  await feedBooks(bench.db, auditor, (editionId) => bench.sale.plan.edition(editionId));
  const { checks } = auditor.report();
  const wrong = checks.filter(({ passed, id }) => !passed && OF_MONEY.has(id));
  expect(wrong).toEqual([]);
  expect(checks.find(({ id }) => id === 'protectedOnce')!.examined).toBeGreaterThan(0);
}
const OF_MONEY = new Set(['protectedOnce', 'refundsWithinPay', 'paymentsMatch', 'outboxMatchesState']);

describe('a claim', () => {
  it('pays the fall once, to the payment, and of a further fall the further part', async () => {
    const row = await paid([{ skuId: EARBUDS, quantity: 2 }]);
    sale([cut(1_000, EARBUDS)]);
    expect(await fenOf(claim(row))).toBe(2_000);
    expect(await fenOf(claim(row))).toBe('protectionAlreadyPaid');
    sale([cut(1_500, EARBUDS)]);
    expect(await fenOf(claim(row))).toBe(1_000);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      ...{ state: 'paid', refundedFen: 3_000, body: row.body },
    });

    await bench.advanceTo(bench.clocks.campaign.now() + 1_000);
    const sent = await bench.db.query<{ fen: number }>(
      'select r.amount_fen as fen from sandbox_refund r join payment p using (payment_id) where p.purchase_id = $1 order by 1',
      [row.purchaseId],
    );
    expect(sent.map(({ fen }) => fen)).toEqual([1_000, 2_000]);
  });

  it('keeps what was compared and who pays', async () => {
    const row = await paid([{ skuId: EARBUDS, quantity: 1 }]);
    sale([cut(1_001, EARBUDS)]);
    await claim(row);
    const [kept] = await bench.db.query<{ payments: unknown[] }>(
      'select payments from price_protection where purchase_id = $1',
      [row.purchaseId],
    );
    expect(kept!.payments).toMatchObject([
      {
        ...{
          fen: 1_001,
          paidFen: 29_900,
          nowFen: 28_899,
          heldFen: 0,
          keptQuantity: 1,
          promotionId: 'protection',
        },
        funderFen: [
          { funder: 'platform', fen: 501 },
          { funder: 'seller', fen: 500 },
        ],
      },
    ]);
  });

  it('compares the same cart: what a cross-store reduction takes off counts on both sides', async () => {
    const row = await paid([
      { skuId: EARBUDS, quantity: 1 },
      { skuId: 'sku-cream', quantity: 1 },
    ]);
    sale([cut(1_000, EARBUDS)]);
    const view = await bench.node.protection.of({ at: bench.clocks.campaign.now(), ...row });
    // 299 − 10 and 199 still reach 300 − 50; its share moves a little towards the other line.
    const owed = new Map(
      view!.lines.map((line) => [line.lineId, line.state === 'due' ? line.dueFen : line.state]),
    );
    expect(view!.dueFen).toBeGreaterThan(900);
    expect(view!.dueFen).toBeLessThanOrEqual(1_050);
    expect(owed.get(EARBUDS)).toBeGreaterThan(900);
    expect(await fenOf(claim(row))).toBe(view!.dueFen);
  });

  it('pays only the lines it names', async () => {
    const row = await paid([
      { skuId: EARBUDS, quantity: 1 },
      { skuId: 'sku-cream', quantity: 1 },
    ]);
    sale([cut(1_000, EARBUDS), cut(300, 'sku-cream')]);
    const view = await bench.node.protection.of({ at: bench.clocks.campaign.now(), ...row });
    const dueOn = (skuId: string) => view!.lines.find(({ lineId }) => lineId === skuId)!.dueFen;
    expect(Math.min(dueOn(EARBUDS), dueOn('sku-cream'))).toBeGreaterThan(200);
    expect(await fenOf(claim(row, { lineIds: ['sku-cream'] }))).toBe(dueOn('sku-cream'));
    expect(await fenOf(claim(row))).toBe(dueOn(EARBUDS));
  });

  it('under one key pays once and answers the same; under it for other lines it is refused', async () => {
    const row = await paid([
      { skuId: EARBUDS, quantity: 1 },
      { skuId: 'sku-cream', quantity: 1 },
    ]);
    sale([cut(1_000, EARBUDS)]);
    const first = await claim(row, { key: 'same', lineIds: [EARBUDS] });
    expect(first.kind).toBe('paid');
    expect(await claim(row, { key: 'same', lineIds: [EARBUDS] })).toEqual(first);
    expect(await fenOf(claim(row, { key: 'same' }))).toBe('idempotencyKeyReused');
    expect((await bench.purchase(row.purchaseId)).refundedFen).toBe(await fenOf(Promise.resolve(first)));
  });

  it('made 24 times at once on two nodes is paid once', async () => {
    const row = await paid([{ skuId: EARBUDS, quantity: 3 }]);
    sale([cut(777, EARBUDS)]);
    const other = await bench.addNode();
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        fenOf(claim(row, { node: index % 2 === 0 ? bench.node : other })),
      ),
    );
    expect(answers.filter((fen) => fen === 3 * 777)).toHaveLength(1);
    expect(answers.filter((code) => code === 'protectionAlreadyPaid')).toHaveLength(23);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({ refundedFen: 3 * 777 });
    await expectRightBooks();
  });

  it('is judged by the plan under which the order was placed', async () => {
    const row = await paid([{ skuId: EARBUDS, quantity: 1 }]);
    sale([cut(1_000, EARBUDS)], []);
    expect(await fenOf(claim(row))).toBe(1_000);
    const late = await paid([{ skuId: EARBUDS, quantity: 1 }]);
    sale([cut(2_000, EARBUDS)]);
    expect(await fenOf(claim(late))).toBe('protectionNotPromised');
  });

  it('does not count what only newcomers, members or holders of a coupon get', async () => {
    const row = await paid([{ skuId: EARBUDS, quantity: 1 }]);
    sale([
      cut(1_000, EARBUDS, { id: 'newcomers', audience: { newcomer: true } }),
      cut(2_000, EARBUDS, { id: 'black', audience: { memberTiers: ['black'] } }),
    ]);
    expect(await fenOf(claim(row))).toBe('protectionNotLower');
  });
});

describe('a claim is refused', () => {
  it('when it is somebody else’s, or names a line that is not there', async () => {
    const row = await paid([{ skuId: EARBUDS, quantity: 1 }]);
    expect(await fenOf(claim({ ...row, shopperId: 'sh_other' }))).toBe('notFound');
    expect(await fenOf(claim(row, { lineIds: ['sku-cream'] }))).toBe('notFound');
  });
  it('before it is paid', async () => {
    const row = await bench.buy(await bench.shopper(), [{ skuId: EARBUDS, quantity: 1 }]);
    sale([cut(1_000, EARBUDS)]);
    expect(await fenOf(claim(row))).toBe('notPaid');
    await bench.node.orders.requestPayment({ at: bench.clocks.campaign.now(), ...row });
    expect(await fenOf(claim(row))).toBe('notPaid');
  });
  it('where the plan promises nothing for the item', async () => {
    sale([], [promise({ scope: { skus: ['sku-cream'] } })]);
    const row = await paid([{ skuId: EARBUDS, quantity: 1 }]);
    sale([cut(1_000, EARBUDS)]);
    expect(await fenOf(claim(row))).toBe('protectionNotPromised');
  });
  it('when the price did not go down', async () => {
    expect(await fenOf(claim(await paid([{ skuId: EARBUDS, quantity: 1 }])))).toBe('protectionNotLower');
  });
  it('from the instant at which it is over', async () => {
    const row = await paid([{ skuId: EARBUDS, quantity: 1 }]);
    sale([cut(1_000, EARBUDS)]);
    const over = row.paidAt! + 15 * DAY;
    expect(await fenOf(claim(row, { at: over }))).toBe('protectionOver');
    expect(await fenOf(claim(row, { at: over - 1 }))).toBe(1_000);
  });
  it('when everything went back', async () => {
    const row = await paid([
      { skuId: EARBUDS, quantity: 1 },
      { skuId: 'sku-cable', quantity: 1 },
    ]);
    sale([cut(1_000, EARBUDS)]);
    await giveBack(row, EARBUDS, 1);
    expect(await fenOf(claim(row, { lineIds: [EARBUDS] }))).toBe('protectionAllReturned');
    await giveBack(row, 'sku-cable', 1);
    expect(await fenOf(claim(row))).toBe('protectionAllReturned');
  });
  it('while the item is not on sale', async () => {
    const row = await paid([{ skuId: EARBUDS, quantity: 1 }]);
    const { catalog } = bench.sale;
    const getSkus = catalog.getSkus;
    catalog.getSkus = async (ids) =>
      new Map([...(await getSkus(ids))].map(([id, sku]) => [id, { ...sku, onSale: false }]));
    try {
      expect(await fenOf(claim(row))).toBe('protectionNotOnSale');
    } finally {
      catalog.getSkus = getSkus;
    }
  });
  it('when no money of the buyer’s is left in it', async () => {
    sale([
      cut(29_000, EARBUDS, {
        id: 'packet',
        layer: 'redPacket',
        rule: { kind: 'amount', thresholdFen: 0, offFen: 29_000 },
      }),
    ]);
    const row = await paid([{ skuId: EARBUDS, quantity: 1 }]);
    expect(linesOf(row.body)[0]!.netFen).toBe(900);
    sale([cut(5_000, EARBUDS)]);
    expect(await fenOf(claim(row))).toBe(900);
    sale([cut(6_000, EARBUDS)]);
    expect(await fenOf(claim(row))).toBe('protectionNothingLeft');
  });
});

describe('flash prices', () => {
  async function boughtInFlash(): Promise<PurchaseRow> {
    const at = bench.clocks.campaign.now();
    const customer = await bench.shopper();
    const activityId = `flash-half:${SLOT_FROM}:${FLASH_SKU}`;
    const { priced } = await bench.node.offers.price({
      ...{ at, buyer: customer, region: customer.address.region },
      items: [{ skuId: FLASH_SKU, quantity: 1, flashPromotionId: 'flash-half' }],
    });
    keys += 1;
    const row = placedRow(
      await bench.node.orders.placeFlashOrder({
        ...{ at, buyer: customer, idempotencyKey: `flash-${keys}`, activityId },
        request: { quantity: 1, expectedPayFen: priced!.quote.payFen, address: customer.address },
      }),
    );
    await bench.pay(row);
    return bench.purchase(row.purchaseId);
  }

  it('are not protected where the plan leaves them out, and are where the slot is long enough', async () => {
    const short = await boughtInFlash();
    expect(await fenOf(claim(short))).toBe('protectionFlashBought');
    sale([], [promise({ flashFromMs: SLOT_TO - SLOT_FROM })]);
    expect(await fenOf(claim(await boughtInFlash()))).toBe('protectionNotLower');
    sale([], [promise({ flashFromMs: SLOT_TO - SLOT_FROM + 1 })]);
    expect(await fenOf(claim(await boughtInFlash()))).toBe('protectionFlashBought');
  });

  it('count as today’s price only where the plan says so', async () => {
    const without = await paid([{ skuId: FLASH_SKU, quantity: 1 }]);
    sale([], [promise({ flashFromMs: HOUR })]);
    const counting = await paid([{ skuId: FLASH_SKU, quantity: 1 }]);
    expect(await fenOf(claim(without))).toBe('protectionNotLower');
    expect(await fenOf(claim(counting))).toBe(10_001 - 5_000);
  });
});

describe('a return after protection', () => {
  it('is refunded that much less, and the rest with the last unit', async () => {
    const row = await paid([{ skuId: EARBUDS, quantity: 2 }]);
    sale([cut(1_000, EARBUDS)]);
    await claim(row);
    const net = linesOf(row.body)[0]!.netFen;
    const [first, second] = [await giveBack(row, EARBUDS, 1), await giveBack(row, EARBUDS, 1)];
    expect(first).toMatchObject({ row: { lines: [{ protectedFen: 1_000 }] } });
    const sum = [first, second].reduce(
      (fen, each) => fen + (each.kind === 'returned' ? each.row.refundFen : NaN),
      0,
    );
    expect(sum).toBe(net + row.body.freightFen - 2_000);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      state: 'refunded',
      refundedFen: row.payFen,
    });
  });

  it('in any sequence of falls, claims and returns the sum is what was paid', async () => {
    const step = fc.record({
      kind: fc.constantFrom('fall' as const, 'claim' as const, 'return' as const),
      skuId: fc.constantFrom(EARBUDS, 'sku-cable', 'sku-cream'),
      fen: fc.integer({ min: 1, max: 3_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), async (steps) => {
        sale();
        const row = await paid([EARBUDS, 'sku-cable', 'sku-cream'].map((skuId) => ({ skuId, quantity: 3 })));
        for (const { kind, skuId, fen } of steps) {
          if (kind === 'fall') sale([cut(fen, skuId)]);
          else if (kind === 'claim') await claim(row);
          else await giveBack(row, skuId, 1);
          const now = await bench.purchase(row.purchaseId);
          expect(now.refundedFen).toBeLessThanOrEqual(row.payFen);
        }
        const { returned } = await bench.purchase(row.purchaseId);
        for (const { lineId, quantity } of linesOf(row.body)) {
          const left = quantity - (returned[lineId] ?? 0);
          if (left > 0) await giveBack(row, lineId, left);
        }
        expect(await bench.purchase(row.purchaseId)).toMatchObject({
          ...{ state: 'refunded', refundedFen: row.payFen },
        });
      }),
      { numRuns: 12 },
    );
    await expectRightBooks();
  });
});

describe('protection without asking', () => {
  const automatic = promise({ promotionId: 'auto', process: 'automatic', everyMs: 6 * HOUR, lastsMs: DAY });
  const claimsOf = (row: PurchaseRow) =>
    bench.db.query<{ source: string; fen: number; at: number }>(
      'select source, fen, at from protection_claim where purchase_id = $1 order by at',
      [row.purchaseId],
    );

  it('is paid at the plan’s steps, each fall once, until it is over; the next step is kept while one may be owed', async () => {
    sale([], [automatic]);
    const row = await paid([{ skuId: EARBUDS, quantity: 1 }]);
    await bench.drainEvents();
    sale([cut(1_000, EARBUDS)], [automatic]);
    const step = (n: number) =>
      EVERY_DAY[0]!.startsAt +
      (Math.floor((row.paidAt! - EVERY_DAY[0]!.startsAt) / (6 * HOUR)) + n) * 6 * HOUR;
    await bench.advanceTo(step(1));
    expect(await claimsOf(row)).toEqual([{ source: 'automatic', fen: 1_000, at: step(1) }]);
    await bench.advanceTo(step(2));
    sale([cut(1_300, EARBUDS)], [automatic]);
    expect(await fenOf(claim(row))).toBe(300);
    sale([cut(1_500, EARBUDS)], [automatic]);
    await bench.advanceTo(step(3));
    expect((await claimsOf(row)).map(({ source, fen }) => [source, fen])).toEqual([
      ...[
        ['automatic', 1_000],
        ['claim', 300],
        ['automatic', 200],
      ],
    ]);
    sale([cut(9_000, EARBUDS)], [automatic]);
    await bench.advanceTo(row.paidAt! + DAY + 7 * HOUR);
    expect((await claimsOf(row)).at(-1)).toMatchObject({ at: step(4) });
    expect(await claimsOf(row)).toHaveLength(4);
    await expectRightBooks();
  });

  it('leaves lines alone whose promise takes a claim', async () => {
    sale([], [{ ...automatic, scope: { skus: ['sku-cream'] } }, promise({ scope: { skus: [EARBUDS] } })]);
    const row = await paid([{ skuId: EARBUDS, quantity: 1 }]);
    await bench.drainEvents();
    sale([cut(1_000, EARBUDS)], [automatic]);
    await bench.advanceTo(bench.clocks.campaign.now() + 7 * HOUR);
    expect(await claimsOf(row)).toEqual([]);
  });
});
