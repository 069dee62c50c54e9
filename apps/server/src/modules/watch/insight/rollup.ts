/** Long because every sum of every table is folded here, in one pure place that a test holds to the base tables. */
import type { DacuEvent } from '@dacu/contract/events';
import type { OrderSnapshot } from './store.ts';

/** An event as the consumer gets it: what the outbox holds, with its position. */
export type PositionedEvent = {
  readonly position: number;
  readonly type: string;
  readonly at: number;
  readonly data: unknown;
};

/** What a batch of events adds to the running sums. Counts of distinct people are left to `seen`. */
export type Increments = {
  readonly campaigns: Map<string, CampaignSum>;
  readonly minutes: Map<string, BucketSum>;
  readonly days: Map<string, BucketSum & { refundedFen: number }>;
  readonly channels: Map<string, { campaignId: string; channel: string; orders: number; paidFen: number }>;
  readonly skus: Map<string, SkuSum>;
  readonly discounts: Map<string, DiscountSum>;
  readonly taken: Map<string, { kind: 'flash' | 'sku'; id: string; delta: number; at: number }>;
  readonly seen: Seen[];
};
export type CampaignSum = {
  campaignId: string;
  firstAt: number;
  visits: number;
  placed: number;
  createdFen: number;
  orders: number;
  units: number;
  paidFen: number;
  newCustomers: number;
  closed: number;
  returnedUnits: number;
  refundedFen: number;
  complaints: number;
  /** Deposits of pre-sales, and balances: what was paid in full after one. */
  deposits: number;
  balances: number;
};
export type BucketSum = {
  campaignId: string;
  at: number;
  orders: number;
  paidFen: number;
  newCustomers: number;
};
export type SkuSum = {
  campaignId: string;
  skuId: string;
  units: number;
  paidFen: number;
  returnedUnits: number;
};
export type DiscountSum = {
  campaignId: string;
  promotionId: string;
  layer: string;
  funder: string;
  orders: number;
  costFen: number;
};
/** Somebody to be counted once in a bucket. */
export type Seen = {
  readonly campaignId: string;
  readonly scope: 'visitor' | 'visitorMinute' | 'visitorDay' | 'visitorChannel' | 'buyer' | 'buyerDay';
  readonly bucket: string;
  readonly shopperId: string;
};

const MINUTE_MS = 60_000;

/** Funders whose share counts as money received for the goods (domain: paidGmv). Sellers and brands just earn less. */
const COUNTED_FUNDERS = new Set(['platform', 'government']);

/** What an order brings in by the definition of paidGmv: buyer's money for goods, and platform and government shares. */
export function paidGmvFen(order: OrderSnapshot): number {
  let sum = 0;
  for (const line of order.lines) {
    sum += line.netFen;
    for (const allocation of line.allocations) {
      for (const share of allocation.funderFen) if (COUNTED_FUNDERS.has(share.funder)) sum += share.fen;
    }
  }
  return sum;
}

/**
 * Folds events into increments. Pure: `orders` are the frozen bodies of the purchases that the events name,
 * `campaignAt` the campaign of an instant (for visits), `dayAt` the local day that an instant belongs to.
 */
export function foldEvents(
  events: readonly PositionedEvent[],
  orders: ReadonlyMap<string, OrderSnapshot>,
  campaignAt: (at: number) => string | null,
  dayAt: (campaignId: string, at: number) => number,
): Increments {
  const sums: Increments = {
    campaigns: new Map(),
    minutes: new Map(),
    days: new Map(),
    channels: new Map(),
    skus: new Map(),
    discounts: new Map(),
    taken: new Map(),
    seen: [],
  };
  for (const positioned of events) {
    const event = { type: positioned.type, data: positioned.data } as DacuEvent;
    const { at } = positioned;
    if (event.type === 'visit.opened') {
      const campaignId = campaignAt(at);
      if (campaignId !== null) addVisit(sums, campaignId, dayAt(campaignId, at), at, event.data);
      continue;
    }
    const purchaseId = 'purchaseId' in event.data ? event.data.purchaseId : null;
    const order = purchaseId === null ? undefined : orders.get(purchaseId);
    if (order?.campaignId === undefined || order.campaignId === null) continue;
    // What replaces other goods was sold before.
    if ('kind' in event.data && event.data.kind === 'gift') continue;
    const { campaignId } = order;
    const campaign = campaignSum(sums, campaignId, at);
    if (event.type === 'purchase.placed') {
      campaign.placed += 1;
      campaign.createdFen += order.lines.reduce((sum, line) => sum + line.itemFen, 0);
      take(sums, order, 1, at);
    } else if (event.type === 'purchase.paid') {
      addPaid(sums, order, campaign, dayAt(campaignId, at), at, event.data.firstOrder);
      if (order.deposited) campaign.balances += 1;
      // The hold had ended and was given back; the late payment took everything again.
      if ((event.data as { rehold?: boolean }).rehold === true) take(sums, order, 1, at);
    } else if (event.type === 'purchase.depositPaid') {
      // Booked, and no GMV before its balance.
      campaign.deposits += 1;
      if (event.data.rehold) take(sums, order, 1, at);
    } else if (event.type === 'purchase.closed') {
      campaign.closed += 1;
      take(sums, order, -1, at);
    } else if (event.type === 'purchase.forfeited' || event.type === 'purchase.depositReturned') {
      // Nothing of it was GMV: that is counted with the balance.
      take(sums, order, -1, at);
    } else if (event.type === 'purchase.refunded') {
      addRefund(sums, campaign, daySum(sums, campaignId, dayAt(campaignId, at)), event.data, at);
    } else if (event.type === 'purchase.protected') {
      // Money that went back without goods.
      campaign.refundedFen += event.data.fen;
      daySum(sums, campaignId, dayAt(campaignId, at)).refundedFen += event.data.fen;
    } else if (event.type === 'complaint.opened') {
      campaign.complaints += 1;
    }
  }
  return sums;
}

function addVisit(
  sums: Increments,
  campaignId: string,
  dayAt: number,
  at: number,
  visit: { shopperId: string; channel: string },
): void {
  campaignSum(sums, campaignId, at).visits += 1;
  const minuteAt = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  minuteSum(sums, campaignId, minuteAt);
  daySum(sums, campaignId, dayAt);
  channelSum(sums, campaignId, visit.channel);
  const { shopperId } = visit;
  sums.seen.push(
    { campaignId, scope: 'visitor', bucket: '', shopperId },
    { campaignId, scope: 'visitorMinute', bucket: String(minuteAt), shopperId },
    { campaignId, scope: 'visitorDay', bucket: String(dayAt), shopperId },
    { campaignId, scope: 'visitorChannel', bucket: visit.channel, shopperId },
  );
}

function addPaid(
  sums: Increments,
  order: OrderSnapshot & { campaignId: string | null },
  campaign: CampaignSum,
  dayAt: number,
  at: number,
  firstOrder: boolean,
): void {
  const { campaignId } = campaign;
  const fen = paidGmvFen(order);
  const units = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const newcomer = firstOrder ? 1 : 0;
  campaign.orders += 1;
  campaign.units += units;
  campaign.paidFen += fen;
  campaign.newCustomers += newcomer;
  const minute = minuteSum(sums, campaignId, Math.floor(at / MINUTE_MS) * MINUTE_MS);
  const day = daySum(sums, campaignId, dayAt);
  for (const bucket of [minute, day]) {
    bucket.orders += 1;
    bucket.paidFen += fen;
    bucket.newCustomers += newcomer;
  }
  const channel = channelSum(sums, campaignId, order.channel);
  channel.orders += 1;
  channel.paidFen += fen;
  for (const line of order.lines) {
    const sku = skuSum(sums, campaignId, line.skuId);
    sku.units += line.quantity;
    sku.paidFen += line.netFen;
  }
  addDiscounts(sums, campaignId, order);
  const { shopperId } = order;
  sums.seen.push(
    { campaignId, scope: 'buyer', bucket: '', shopperId },
    { campaignId, scope: 'buyerDay', bucket: String(dayAt), shopperId },
  );
}

function addDiscounts(sums: Increments, campaignId: string, order: OrderSnapshot): void {
  const counted = new Set<string>();
  for (const line of order.lines) {
    for (const { promotionId, layer, funderFen } of line.allocations) {
      for (const { funder, fen } of funderFen) {
        const key = `${campaignId} ${promotionId} ${layer} ${funder}`;
        const sum = entry(sums.discounts, key, () => ({
          campaignId,
          promotionId,
          layer,
          funder,
          orders: 0,
          costFen: 0,
        }));
        sum.costFen += fen;
        if (!counted.has(key)) sum.orders += 1;
        counted.add(key);
      }
    }
  }
}

function addRefund(
  sums: Increments,
  campaign: CampaignSum,
  day: { refundedFen: number },
  refund: Extract<DacuEvent, { type: 'purchase.refunded' }>['data'],
  at: number,
): void {
  campaign.refundedFen += refund.refundFen;
  day.refundedFen += refund.refundFen;
  for (const line of refund.lines) {
    campaign.returnedUnits += line.quantity;
    skuSum(sums, campaign.campaignId, line.skuId).returnedUnits += line.quantity;
    addTaken(sums, 'sku', line.skuId, -line.quantity, at);
  }
}

/** Held and paid units: a placed order takes them, a closed one gives them back; a return frees goods, not the activity. */
function take(sums: Increments, order: OrderSnapshot, sign: 1 | -1, at: number): void {
  for (const line of order.lines) addTaken(sums, 'sku', line.skuId, sign * line.quantity, at);
  if (order.flash !== null) addTaken(sums, 'flash', order.flash.activityId, sign * order.flash.quantity, at);
}

function addTaken(sums: Increments, kind: 'flash' | 'sku', id: string, delta: number, at: number): void {
  const sum = entry(sums.taken, `${kind} ${id}`, () => ({ kind, id, delta: 0, at }));
  sum.delta += delta;
  sum.at = at;
}

function campaignSum(sums: Increments, campaignId: string, at: number): CampaignSum {
  const sum = entry(sums.campaigns, campaignId, () => ({
    campaignId,
    firstAt: at,
    visits: 0,
    placed: 0,
    createdFen: 0,
    orders: 0,
    units: 0,
    paidFen: 0,
    newCustomers: 0,
    closed: 0,
    returnedUnits: 0,
    refundedFen: 0,
    complaints: 0,
    deposits: 0,
    balances: 0,
  }));
  sum.firstAt = Math.min(sum.firstAt, at);
  return sum;
}

function minuteSum(sums: Increments, campaignId: string, at: number): BucketSum {
  return entry(sums.minutes, `${campaignId} ${at}`, () => ({
    campaignId,
    at,
    orders: 0,
    paidFen: 0,
    newCustomers: 0,
  }));
}

function daySum(sums: Increments, campaignId: string, at: number) {
  return entry(sums.days, `${campaignId} ${at}`, () => ({
    campaignId,
    at,
    orders: 0,
    paidFen: 0,
    newCustomers: 0,
    refundedFen: 0,
  }));
}

function channelSum(sums: Increments, campaignId: string, channel: string) {
  return entry(sums.channels, `${campaignId} ${channel}`, () => ({
    campaignId,
    channel,
    orders: 0,
    paidFen: 0,
  }));
}

function skuSum(sums: Increments, campaignId: string, skuId: string): SkuSum {
  return entry(sums.skus, `${campaignId} ${skuId}`, () => ({
    campaignId,
    skuId,
    units: 0,
    paidFen: 0,
    returnedUnits: 0,
  }));
}

function entry<Sum>(map: Map<string, Sum>, key: string, make: () => Sum): Sum {
  let sum = map.get(key);
  if (sum === undefined) {
    sum = make();
    map.set(key, sum);
  }
  return sum;
}
