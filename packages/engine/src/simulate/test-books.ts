/**
 * Books of a small shop for the auditor's tests, and ways to falsify them. Long because every book has its rows here.
 */
import type { AuditCheckId, AuditPointsEntry, AuditPurchase, AuditReport, AuditSent } from './audit-rows.ts';
import { type AuditFeeds, type AuditInput, createAuditor } from './auditor.ts';
import type { AuditHashes } from './redraw.ts';

export type Books = { [Feed in keyof AuditFeeds]: Parameters<AuditFeeds[Feed]>[0][] };

export const NOW = 1_000_000;

/** For books without blind boxes: whoever has some hands hashes in. */
const NO_HASHES: AuditHashes = {
  sha256: () => unhashed(),
  hmac: () => unhashed(),
};
function unhashed(): never {
  throw new Error('these books have nothing to hash');
}

const POINTS_PAID: AuditPurchase['lines'][number]['allocations'][number] = {
  ...{ promotionId: 'points', layer: 'points', fen: 250 },
  funderFen: [{ funder: 'platform', fen: 250 }],
};

/** A small shop whose books are right: one flash order paid, one ordinary order partly returned, one closed, one held. */
export function books(): Books {
  const line = (over: Partial<AuditPurchase['lines'][number]> = {}): AuditPurchase['lines'][number] => ({
    lineId: 'l1',
    skuId: 'sku-a',
    quantity: 1,
    returnedQuantity: 0,
    listFen: 10_000,
    netFen: 5_000,
    servicesFen: 0,
    allocations: [
      {
        promotionId: 'flash',
        layer: 'itemPrice',
        fen: 5_000,
        funderFen: [
          { funder: 'platform', fen: 1_500 },
          { funder: 'seller', fen: 3_500 },
        ],
      },
    ],
    ...over,
  });
  const purchase = (id: string, over: Partial<AuditPurchase>): AuditPurchase => ({
    purchaseId: id,
    claimKey: `sh_1:${id}`,
    kind: 'ordinary',
    state: 'paid',
    editionId: 'ed_1',
    placedAt: 100,
    holdUntil: 900,
    paidAt: 200,
    closedAt: null,
    payFen: 5_000,
    goodsFen: 5_000,
    freightFen: 0,
    refundedFen: 0,
    activityId: null,
    limitKeys: [],
    perPersonMax: null,
    newcomerKeys: [],
    buyerKeys: ['paid:h1'],
    couponIds: [],
    couponUses: [],
    budgets: [],
    points: null,
    boxes: [],
    lines: [line()],
    ...over,
  });
  const flash = { kind: 'flash' as const, activityId: 'act', limitKeys: ['act:account:h1'], perPersonMax: 2 };
  const plain = { listFen: 6_250, netFen: 6_000, allocations: [POINTS_PAID] };
  return {
    promotion: [
      {
        editionId: 'ed_1',
        promotionId: 'flash',
        funders: [
          { funder: 'platform', bp: 3_000 },
          { funder: 'seller', bp: 7_000 },
        ],
      },
      { editionId: 'ed_1', promotionId: 'points', funders: [{ funder: 'platform', bp: 10_000 }] },
    ],
    protection: [],
    purchase: [
      purchase('pu_1', { ...flash, budgets: [{ capId: 'budget', amount: 5_000 }] }),
      purchase('pu_2', {
        points: { used: 250, fen: 250, earn: { points: 1, perFen: 100, lineIds: ['l1'] } },
        couponIds: ['cp_1'],
        couponUses: [{ limitKey: 'use:h1', count: 1, max: 1 }],
        payFen: 6_600,
        goodsFen: 6_000,
        freightFen: 600,
        refundedFen: 3_000,
        lines: [line({ ...plain, skuId: 'sku-b', quantity: 2, returnedQuantity: 1 })],
      }),
      purchase('pu_3', {
        ...flash,
        couponIds: ['cp_2'],
        budgets: [{ capId: 'budget', amount: 5_000 }],
        state: 'closed',
        paidAt: null,
        closedAt: 950,
      }),
      purchase('pu_4', { ...flash, couponIds: ['cp_2'], state: 'held', paidAt: null, holdUntil: NOW + 1 }),
    ],
    sent: [
      sentRow('pu_1', 'sku-a', {
        parcels: [parcelRow('pu_1.1', 1, { state: 'packed' })],
        counted: { waits: false, lines: [{ lineId: 'l1', parcelled: 1, shipped: 0, delivered: 0 }] },
      }),
      sentRow('pu_2', 'sku-b', {
        lines: [{ orderId: 'or_1', lineId: 'l1', skuId: 'sku-b', quantity: 2, returnedQuantity: 1 }],
        counted: { waits: true, lines: [{ lineId: 'l1', parcelled: 0, shipped: 0, delivered: 0 }] },
      }),
    ],
    activity: [{ activityId: 'act', total: 2, held: 1, paid: 1 }],
    coupon: [
      {
        ...{ couponId: 'cp_1', state: 'used', purchaseId: 'pu_2', returned: false },
        ...{ limits: [{ limitKey: 'lot:h1', max: 2 }], takes: [{ capId: 'lot', amount: 1 }] },
      },
      {
        ...{ couponId: 'cp_2', state: 'frozen', purchaseId: 'pu_4', returned: false },
        ...{ limits: [{ limitKey: 'lot:h1', max: 2 }], takes: [{ capId: 'lot', amount: 1 }] },
      },
    ],
    cap: [
      { capId: 'budget', total: 5_000, spent: 5_000 },
      { capId: 'lot', total: 2, spent: 2 },
    ],
    pointsAccount: [
      {
        shopperId: 'sh_1',
        balance: 205,
        lots: [
          { lotId: 'pu_0', left: 175 },
          { lotId: 'pu_2', left: 30 },
        ],
      },
    ],
    pointsEntry: [
      pointsEntry('pu_0:paid', 'pu_0', [['earned', 'pu_0', 300]]),
      pointsEntry('pu_2:placed', 'pu_2', [['held', 'pu_0', -250]]),
      pointsEntry('pu_2:paid', 'pu_2', [['earned', 'pu_2', 60]]),
      pointsEntry('re_1', 'pu_2', [
        ['returned', 'pu_0', 125],
        ['clawedBack', 'pu_2', -30],
      ]),
    ],
    pool: [],
    draw: [],
    boxBuyer: [],
    limitUse: [
      { limitKey: 'act:account:h1', held: 1, used: 1 },
      { limitKey: 'paid:h1', held: 0, used: 3 },
      { limitKey: 'lot:h1', held: 0, used: 2 },
      { limitKey: 'use:h1', held: 0, used: 1 },
    ],
    opening: [{ limitKey: 'paid:h1', used: 1 }],
    stock: [
      {
        skuId: 'sku-a',
        received: 10,
        onHand: 10,
        reserved: 1,
        locked: 1,
        shipped: 0,
        unavailable: 0,
        told: null,
      },
      {
        skuId: 'sku-b',
        received: 5,
        onHand: 5,
        reserved: 0,
        locked: 1,
        shipped: 0,
        unavailable: 0,
        told: null,
      },
    ],
    placed: [
      {
        ...{ skuId: 'sku-a', placeId: 'wh-1', kind: 'warehouse', onHand: 7, allotted: 1, unavailable: 0 },
        told: { onHand: 7, allotted: 1, unavailable: 0 },
      },
      {
        ...{ skuId: 'sku-a', placeId: 'wh-2', kind: 'warehouse', onHand: 3, allotted: 0, unavailable: 0 },
        told: { onHand: 3, allotted: 0, unavailable: 0 },
      },
      {
        ...{ skuId: 'sku-a', placeId: 'st-1', kind: 'store', onHand: 2, allotted: 0, unavailable: 1 },
        told: { onHand: 2, allotted: 0, unavailable: 1 },
      },
    ],
    deposit: [],
    payout: [],
    payment: [
      { paymentId: 'pa_1', purchaseId: 'pu_1', amountFen: 5_000, state: 'succeeded', refundedFen: 0 },
      { paymentId: 'pa_2', purchaseId: 'pu_2', amountFen: 6_600, state: 'succeeded', refundedFen: 3_000 },
      { paymentId: 'pa_3', purchaseId: 'pu_3', amountFen: 5_000, state: 'refunded', refundedFen: 5_000 },
      { paymentId: 'pa_4', purchaseId: 'pu_4', amountFen: 5_000, state: 'pending', refundedFen: 0 },
    ],
    refund: [
      { refundId: 're_1', paymentId: 'pa_2', fen: 3_000 },
      { refundId: 're_2', paymentId: 'pa_3', fen: 5_000 },
    ],
    event: [
      ...['pu_1', 'pu_2', 'pu_3', 'pu_4'].map((purchaseId, index) => ({
        position: index + 1,
        type: 'purchase.placed',
        aggregate: purchaseId,
        data: { purchaseId },
      })),
      { position: 5, type: 'purchase.paid', aggregate: 'pu_1', data: { purchaseId: 'pu_1' } },
      { position: 6, type: 'purchase.paid', aggregate: 'pu_2', data: { purchaseId: 'pu_2' } },
      { position: 7, type: 'purchase.closed', aggregate: 'pu_3', data: { purchaseId: 'pu_3' } },
      {
        position: 8,
        type: 'purchase.refunded',
        aggregate: 'pu_2',
        data: { purchaseId: 'pu_2', refundFen: 3_000 },
      },
      { position: 9, type: 'catalogue.imported', aggregate: 'catalogue', data: {} },
    ],
    acknowledged: [
      { purchaseId: 'pu_1', claimKey: 'sh_1:pu_1', payFen: 5_000 },
      { purchaseId: 'pu_2', claimKey: 'sh_1:pu_2', payFen: 6_600 },
    ],
  };
}

/** A purchase of one unit of one line that waits for its goods. */
export function sentRow(purchaseId: string, skuId: string, over: Partial<AuditSent> = {}): AuditSent {
  return {
    purchaseId,
    lines: [{ orderId: 'or_1', lineId: 'l1', skuId, quantity: 1, returnedQuantity: 0 }],
    counted: { waits: true, lines: [{ lineId: 'l1', parcelled: 0, shipped: 0, delivered: 0 }] },
    ...{ parcels: [], caseRefunds: [], cases: [], refundedOutside: {} },
    ...over,
  };
}

/** A parcel of its line. */
export function parcelRow(
  parcelId: string,
  quantity: number,
  over: Partial<AuditSent['parcels'][number]> = {},
): AuditSent['parcels'][number] {
  return {
    ...{ parcelId, orderId: 'or_1', way: 'ship', state: 'created', shippedAt: null, deliveredAt: null },
    ...{ units: [{ lineId: 'l1', quantity }], codes: [] },
    ...over,
  };
}

/** The same, and 5.00 of price protection paid on the flash order in two steps. */
export function protectedBooks(): Books {
  const rows = books();
  const payment = { paidFen: 5_000, nowFen: 4_800, heldFen: 0 };
  return {
    ...rows,
    protection: [
      {
        ...{ purchaseId: 'pu_1', lineId: 'l1', paidFen: 500, heldFen: 500 },
        payments: [
          { ...payment, protectionId: 'pp_1', fen: 200 },
          { ...payment, protectionId: 'pp_2', fen: 300, nowFen: 4_500, heldFen: 200 },
        ],
      },
    ],
    purchase: rows.purchase.map((row) => (row.purchaseId === 'pu_1' ? { ...row, refundedFen: 500 } : row)),
    payment: rows.payment.map((row) => (row.paymentId === 'pa_1' ? { ...row, refundedFen: 500 } : row)),
    refund: [
      ...rows.refund,
      { refundId: 'pp_1', paymentId: 'pa_1', fen: 200 },
      { refundId: 'pp_2', paymentId: 'pa_1', fen: 300 },
    ],
    event: [
      ...rows.event,
      ...[200, 300].map((fen, index) => ({
        position: 10 + index,
        type: 'purchase.protected',
        aggregate: 'pu_1',
        data: { purchaseId: 'pu_1', fen },
      })),
    ],
  };
}

function pointsEntry(
  entryId: string,
  purchaseId: string,
  moves: readonly (readonly [kind: string, lotId: string, points: number])[],
): AuditPointsEntry {
  return {
    ...{ entryId, purchaseId, shopperId: 'sh_1' },
    points: moves.reduce((sum, [, , points]) => sum + points, 0),
    moves: moves.map(([kind, lotId, points]) => ({ kind, lotId, points })),
  };
}

export function audit(rows: Books, input: Partial<AuditInput> = {}): AuditReport {
  const auditor = createAuditor({ asOf: NOW, hashes: NO_HASHES, ...input });
  for (const feed of Object.keys(rows) as (keyof Books)[]) {
    for (const row of rows[feed]) (auditor[feed] as (row: unknown) => void)(row);
  }
  return auditor.report();
}

/** The checks that do not hold; each has said in words what is wrong. */
export function failedChecks(rows: Books, input: Partial<AuditInput> = {}): AuditCheckId[] {
  const report = audit(rows, input);
  const failed = report.checks.filter((check) => !check.passed);
  if (report.passed !== (failed.length === 0)) throw new Error('the report as a whole says something else');
  for (const { id, violations } of failed)
    if (violations.length === 0 || !violations.every((words) => words?.length > 0))
      throw new Error(`${id} does not hold and says nothing`);
  return failed.map((check) => check.id);
}

/** Alters one row of a book. */
export function tamper<Feed extends keyof Books>(
  feed: Feed,
  index: number,
  over: Partial<Books[Feed][number]>,
): Books {
  const rows = books();
  rows[feed][index] = { ...rows[feed][index]!, ...over };
  return rows;
}

/** Alters every purchase. */
export function tamperAll(alter: (row: AuditPurchase) => AuditPurchase): Books {
  const rows = books();
  return { ...rows, purchase: rows.purchase.map(alter) };
}

/** Alters the first line of a purchase. */
export function tamperLine(index: number, over: Partial<AuditPurchase['lines'][number]>): Books {
  const row = books().purchase[index]!;
  return tamper('purchase', index, { lines: [{ ...row.lines[0]!, ...over }] });
}

/** The discount of a line, and who pays for it. */
export const discounted = (
  fen: number,
  platformFen: number,
  sellerFen: number,
): AuditPurchase['lines'][number]['allocations'] => [
  {
    promotionId: 'flash',
    layer: 'itemPrice',
    fen,
    funderFen: [
      { funder: 'platform', fen: platformFen },
      { funder: 'seller', fen: sellerFen },
    ],
  },
];

/** Alters the discounted line of the closed order, which no payment and no stock depends on. */
export const closedLine = (over: Partial<AuditPurchase['lines'][number]>): Books => {
  const row = books().purchase[2]!;
  return tamper('purchase', 2, { lines: [{ ...row.lines[0]!, ...over }] });
};
