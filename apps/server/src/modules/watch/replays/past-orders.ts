import type { CompiledPlan } from '@dacu/contract/plan';
import { type CampaignLine, campaignLineOf, type ItemLine, type PurchaseLine } from '@dacu/contract/replay';
import type { Sql } from '../../../platform/db/types.ts';
import type { Category, Shop, Sku } from '../../base/catalog/index.ts';
import { linesOf, type OrderLine } from '../../trade/orders/index.ts';
import {
  countPaid,
  countPresales,
  type HeldRow,
  type PaidRow,
  readCouponsOf,
  readLastSold,
  readPaid,
} from './store.ts';

export type PastOrdersSource = {
  readonly db: Sql;
  readonly plan: CompiledPlan;
  readonly catalog: {
    allSkus(): Promise<readonly Sku[]>;
    shops(): Promise<ReadonlyMap<string, Shop>>;
    categories(): Promise<readonly Category[]>;
  };
  readonly simulated: boolean;
  /** What the orders were scaled down by; 1 for a sale. */
  readonly scale: number;
  /** Campaign time: nothing placed later is written. */
  readonly at: number;
};

const PAGE = 1_000;

/**
 * The paid orders of a campaign as a file of past orders (`@dacu/contract/replay`), line by line: what each price
 * depended on, nothing about who bought. Page by page: its memory does not grow with the orders, but for a number for
 * each shopper.
 */
export async function* pastOrders(source: PastOrdersSource): AsyncGenerator<string> {
  const { db, plan, at } = source;
  const { campaignId } = plan;
  const skus = new Map((await source.catalog.allSkus()).map((sku) => [sku.skuId, sku]));
  yield line(await campaignOf(source));
  for (const sku of skus.values()) yield line(itemOf(sku, campaignId));
  const numbers = new Map<string, number>();
  const numberOf = (shopperId: string) => {
    const number = numbers.get(shopperId) ?? numbers.size + 1;
    numbers.set(shopperId, number);
    return number;
  };
  let after = { placedAt: -1, purchaseId: '' };
  for (;;) {
    const rows = await readPaid(db, { campaignId, after, until: at, limit: PAGE });
    const coupons = Map.groupBy(await readCouponsOf(db, rows, campaignId), ({ purchaseId }) => purchaseId);
    for (const row of rows) {
      const number = numberOf(row.shopperId);
      yield line(purchaseOf(row, { number, skus, coupons: coupons.get(row.purchaseId) ?? [] }));
    }
    if (rows.length < PAGE) return;
    const { placedAt, purchaseId } = rows.at(-1)!;
    after = { placedAt, purchaseId };
  }
}

/** The campaign that sold last; null while nothing was paid. */
export const lastSoldCampaign = readLastSold;

/** How many lines of purchases there will be, nearly. */
export function countPastOrders({ db, plan }: Pick<PastOrdersSource, 'db' | 'plan'>): Promise<number> {
  return countPaid(db, plan.campaignId);
}

function line(value: CampaignLine | ItemLine | PurchaseLine): string {
  return `${JSON.stringify(value)}\n`;
}

async function campaignOf({
  db,
  plan,
  catalog,
  simulated,
  scale,
  at,
}: PastOrdersSource): Promise<CampaignLine> {
  const shops = await catalog.shops();
  return campaignLineOf(plan, {
    ...{ simulated, scale, exportedAt: at },
    presales: await countPresales(db, plan.campaignId, at),
    freight: [...shops.values()].flatMap(({ freight }) => (freight === null ? [] : [{ ...freight }])),
    names: {
      shops: Object.fromEntries([...shops.values()].map(({ shopId, name }) => [shopId, name])),
      categories: Object.fromEntries(
        (await catalog.categories()).map(({ categoryId, title }) => [categoryId, title]),
      ),
    },
  });
}

function itemOf(sku: Sku, campaignId: string): ItemLine {
  const { skuId, shopId, brandId, title, skuTitle } = sku;
  const whole = (main: string, own: string) => (own === '' ? main : `${main} · ${own}`);
  return {
    ...{ kind: 'item', skuId, shopId, brandId },
    title: { zh: whole(title.zh, skuTitle.zh), en: whole(title.en, skuTitle.en) },
    categories: [...sku.categories],
    tags: [...sku.tags],
    enrolled: sku.enrolledCampaignIds.includes(campaignId),
  };
}

function purchaseOf(
  row: PaidRow,
  known: {
    readonly number: number;
    readonly skus: ReadonlyMap<string, Sku>;
    readonly coupons: readonly HeldRow[];
  },
): PurchaseLine {
  const { purchaseId, placedAt, payFen, body } = row;
  const { judged, flash } = body;
  return {
    ...{ kind: 'purchase', purchaseId, at: placedAt, editionNo: body.editionNo },
    shopper: { number: known.number, channel: judged?.channel ?? body.channel, ...factsOf(row) },
    facts: judged === undefined ? 'workedOut' : 'frozen',
    region: body.address.region,
    ...(body.delivery?.way === 'pickup' && { collected: true as const }),
    lines: linesOf(body).map(
      ({ lineId, skuId, quantity, unitListFen, listFen, netFen, allocations, services }) => ({
        ...{ lineId, skuId, quantity, unitListFen, listFen, netFen },
        ...paidServices(services),
        costFen: (known.skus.get(skuId)?.costFen ?? unitListFen) * quantity,
        ...(flash !== null && { flashPromotionId: flash.activityId.split(':')[0]! }),
        allocations: allocations.map(({ promotionId, layer, fen, funderFen }) => ({
          ...{ promotionId, layer, fen },
          funderFen: funderFen.map((share) => ({ ...share })),
        })),
      }),
    ),
    freight: body.orders.flatMap(({ shopId, freightFen }) =>
      freightFen > 0 ? [{ shopId, chargedFen: freightFen }] : [],
    ),
    coupons: couponsOf(known.coupons, placedAt),
    ...(body.points !== undefined && body.points.used > 0 && { points: body.points.used }),
    insisted: judged?.insisted ?? false,
    stoppedPromotionIds: [...(judged?.stopped ?? [])],
    payFen,
  };
}

/** Those that cost nothing come by themselves. */
function paidServices(services: OrderLine['services'] = []): Pick<PurchaseLine['lines'][number], 'services'> {
  const paid = services.flatMap(({ promotionId, chargedFen }) =>
    chargedFen > 0 ? [{ promotionId, chargedFen }] : [],
  );
  return paid.length > 0 ? { services: paid } : {};
}

/** As they were when the order was placed; for older orders the tier of today, and what their first-order gift tells. */
function factsOf({ body, memberTier }: PaidRow): Omit<PurchaseLine['shopper'], 'number' | 'channel'> {
  const { judged, newcomerKeys } = body;
  if (judged === undefined)
    return { newcomer: newcomerKeys.length > 0, ...(memberTier !== null && { memberTier }) };
  return {
    newcomer: judged.newcomer,
    ...(judged.memberTier !== undefined && { memberTier: judged.memberTier }),
    ...(judged.idleDays !== undefined && { idleDays: judged.idleDays }),
  };
}

/** Numbered in the order of their ids, which breaks ties in a price. One that was good when it was taken had not ended. */
function couponsOf(coupons: readonly HeldRow[], placedAt: number): PurchaseLine['coupons'] {
  return coupons.map(({ promotionId, claimedAt, expiresAt, used }, i) => ({
    ...{ couponId: `c${String(i + 1).padStart(4, '0')}`, promotionId, claimedAt, used },
    expiresAt: Math.max(expiresAt, placedAt + 1),
  }));
}
