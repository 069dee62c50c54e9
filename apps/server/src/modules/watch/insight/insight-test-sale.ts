import type { CompiledPlan } from '@dacu/contract/plan';
import type { Db } from '../../../platform/db/types.ts';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import type { Edition, PlanSource } from './sources.ts';

/** Hand-made rows for tests of figures: purchases as they would stand in the books, with their events. */

export const DAY = 86_400_000;
/** 2024-06-01 00:00 +08:00. */
export const START = 1_717_171_200_000;
export const CAMPAIGN = 'sale-test';

const same = (words: string) => ({ zh: words, en: words });

/** Sixty days: a warm-up, a burst and an after-time of twenty days each. */
export function testPlan(over: Partial<CompiledPlan> = {}): CompiledPlan {
  const phase = (id: string, from: number, to: number, kind: 'warmUp' | 'burst' | 'sustain') => ({
    id,
    title: same(id),
    kind,
    seasonId: null,
    membersOnly: false,
    startsAt: START + from * DAY,
    endsAt: START + to * DAY,
  });
  return {
    campaignId: CAMPAIGN,
    title: same('Test sale'),
    zone: 'Asia/Shanghai',
    startsAt: START,
    endsAt: START + 60 * DAY,
    phases: [
      phase('warm', 0, 20, 'warmUp'),
      phase('burst', 20, 40, 'burst'),
      phase('after', 40, 60, 'sustain'),
    ],
    nodes: [],
    goals: [],
    promotions: [],
    flash: [],
    traffic: {
      visits: 1_000,
      days: Array.from({ length: 60 }, (_, day) => ({ startsAt: START + day * DAY, weight: 1 })),
      hourWeights: new Array(24).fill(1),
      surges: [],
      channels: [{ id: 'app', title: same('App'), shareBp: 10_000 }],
    },
    // What only trade and the storefront read of a plan is left out.
    ...over,
  } as Partial<CompiledPlan> as CompiledPlan;
}

export function testPlanSource(compiled: CompiledPlan): PlanSource {
  const edition: Edition = { editionId: 'ed_1', editionNo: 1, campaignId: compiled.campaignId, compiled };
  return {
    editionAt: async (at) => (at >= compiled.startsAt && at < compiled.endsAt ? edition : null),
    edition: async (editionId) => (editionId === edition.editionId ? edition : null),
    text: async () => null,
  };
}

export type TestLine = {
  readonly skuId: string;
  readonly quantity: number;
  readonly listFen: number;
  readonly itemFen: number;
  readonly netFen: number;
  readonly platformFen?: number;
  readonly sellerFen?: number;
};
export type TestPurchase = {
  readonly id: string;
  readonly shopperId: string;
  readonly placedAt: number;
  readonly paidAt?: number;
  readonly closedAt?: number;
  readonly channel?: string;
  readonly visitId?: string;
  readonly lines: readonly TestLine[];
  readonly freightFen?: number;
  readonly refunds?: readonly {
    readonly at: number;
    readonly line: number;
    readonly quantity: number;
    readonly fen: number;
  }[];
  readonly flash?: { readonly activityId: string; readonly quantity: number };
};

/** Writes purchases with what the orders' projection makes of them, and every event in order of its instant. */
export async function putPurchases(db: Db, purchases: readonly TestPurchase[]): Promise<void> {
  const first = new Set<string>();
  const events: { type: string; aggregate: string; at: number; data: unknown }[] = [];
  for (const purchase of purchases) {
    await putPurchase(db, purchase);
    const base = { purchaseId: purchase.id, shopperId: purchase.shopperId };
    const event = (type: string, at: number, data: object = {}) =>
      events.push({ type, aggregate: purchase.id, at, data: { ...base, ...data } });
    event('purchase.placed', purchase.placedAt);
    if (purchase.paidAt !== undefined) event('purchase.paid', purchase.paidAt, { firstOrder: false });
    if (purchase.closedAt !== undefined) event('purchase.closed', purchase.closedAt, { reason: 'expired' });
    for (const refund of purchase.refunds ?? []) {
      const line = purchase.lines[refund.line]!;
      event('purchase.refunded', refund.at, {
        refundId: `${purchase.id}-${refund.at}`,
        refundFen: refund.fen,
        lines: [
          { lineId: `l${refund.line}`, skuId: line.skuId, quantity: refund.quantity, refundFen: refund.fen },
        ],
      });
    }
  }
  events.sort((a, b) => a.at - b.at);
  for (const event of events) {
    if (event.type !== 'purchase.paid') continue;
    const data = event.data as { shopperId: string; firstOrder: boolean };
    data.firstOrder = !first.has(data.shopperId);
    first.add(data.shopperId);
  }
  await db.transaction((tx) => writeOutbox(tx, events));
}

async function putPurchase(db: Db, purchase: TestPurchase): Promise<void> {
  const { id, shopperId, placedAt, lines, refunds = [] } = purchase;
  const goodsFen = lines.reduce((sum, line) => sum + line.netFen, 0);
  const freightFen = purchase.freightFen ?? 0;
  const refundedFen = refunds.reduce((sum, refund) => sum + refund.fen, 0);
  const bodyLines = lines.map((line, index) => ({
    ...line,
    lineId: `l${index}`,
    productId: line.skuId.replace('sku', 'pr'),
    title: same(line.skuId),
    allocations: allocationsOf(line),
  }));
  const body = {
    editionId: 'ed_1',
    campaignId: CAMPAIGN,
    channel: purchase.channel ?? 'app',
    visitId: purchase.visitId ?? null,
    goodsFen,
    freightFen,
    buyerKeys: [],
    flash: purchase.flash ?? null,
    address: { region: '440000' },
    orders: [{ lines: bodyLines }],
  };
  const state = purchase.paidAt !== undefined ? 'paid' : purchase.closedAt !== undefined ? 'closed' : 'held';
  await db.query(
    `insert into purchase (purchase_id, claim_key, body_hash, shopper_id, kind, state, placed_at, hold_until, paid_at,
       closed_at, pay_fen, refunded_fen, body) values ($1, $1, '', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      id,
      shopperId,
      purchase.flash === undefined ? 'ordinary' : 'flash',
      state,
      placedAt,
      placedAt + 900_000,
      purchase.paidAt ?? null,
      purchase.closedAt ?? null,
      goodsFen + freightFen,
      refundedFen,
      JSON.stringify(body),
    ],
  );
  for (const [index, line] of bodyLines.entries()) {
    const returned = refunds
      .filter((refund) => refund.line === index)
      .reduce((sum, refund) => sum + refund.quantity, 0);
    await db.query(
      `insert into order_line (purchase_id, line_id, order_id, sku_id, product_id, shop_id, quantity, returned_quantity, list_fen, net_fen)
       values ($1, $2, $1, $3, $4, 'shop', $5, $6, $7, $8)`,
      [id, line.lineId, line.skuId, line.productId, line.quantity, returned, line.listFen, line.netFen],
    );
    for (const allocation of line.allocations) {
      for (const share of allocation.funderFen) {
        await db.query(
          `insert into order_allocation (purchase_id, line_id, promotion_id, layer, funder, fen) values ($1, $2, $3, $4, $5, $6)`,
          [id, line.lineId, allocation.promotionId, allocation.layer, share.funder, share.fen],
        );
      }
    }
  }
}

/** An item cut by the seller down to itemFen, then a platform and a seller share of a cross-store reduction. */
function allocationsOf(line: TestLine) {
  const allocations: {
    promotionId: string;
    layer: string;
    fen: number;
    funderFen: { funder: string; fen: number }[];
  }[] = [];
  const cut = line.listFen - line.itemFen;
  if (cut > 0) {
    allocations.push({
      promotionId: 'cut',
      layer: 'itemCut',
      fen: cut,
      funderFen: [{ funder: 'seller', fen: cut }],
    });
  }
  const shares = [
    { funder: 'platform', fen: line.platformFen ?? 0 },
    { funder: 'seller', fen: line.sellerFen ?? 0 },
  ].filter((share) => share.fen > 0);
  if (shares.length > 0) {
    const fen = shares.reduce((sum, share) => sum + share.fen, 0);
    allocations.push({ promotionId: 'cross', layer: 'crossStore', fen, funderFen: shares });
  }
  return allocations;
}

export async function putVisits(
  db: Db,
  visits: readonly { id: string; shopperId: string; at: number; channel?: string; did?: readonly string[] }[],
): Promise<void> {
  for (const { shopperId, at } of visits) {
    await db.query(
      `insert into shopper (shopper_id, person_id, member_tier, simulated, created_at) values ($1, $1, 'basic', true, $2)
       on conflict do nothing`,
      [shopperId, at],
    );
  }
  for (const { id, shopperId, at, channel = 'app', did = [] } of visits) {
    await db.query('insert into visit (visit_id, shopper_id, channel, started_at) values ($1, $2, $3, $4)', [
      id,
      shopperId,
      channel,
      at,
    ]);
    for (const [index, kind] of did.entries()) {
      await db.query(
        `insert into behaviour (at, shopper_id, visit_id, kind, product_id, channel) values ($1, $2, $3, $4, 'pr-a', $5)`,
        [at + (index + 1) * 1_000, shopperId, id, kind, channel],
      );
    }
  }
  await db.transaction((tx) =>
    writeOutbox(
      tx,
      visits.map(({ id, shopperId, at, channel = 'app' }) => ({
        type: 'visit.opened',
        aggregate: id,
        at,
        data: { visitId: id, shopperId, channel },
      })),
    ),
  );
}
