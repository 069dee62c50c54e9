import {
  type CartLine,
  compilePromotions,
  type HeldCoupon,
  mergeFreight,
  type PointsInHand,
  type Promotion,
  priceCart,
  type Quote,
  type Shopper,
  type Text,
} from '@dacu/engine/pricing';
import { type CouponFault, type TakenCoupon, takenCoupons } from './coupons-in-hand.ts';
import { indexWith } from './presale-index.ts';
import type { QuoteMemo } from './quote-memo.ts';
import type { Edition, Shop, Sku, Sources } from './sources.ts';

export type Item = {
  readonly skuId: string;
  readonly quantity: number;
  /** Set when it is bought out of this flash sale. */
  readonly flashPromotionId?: string;
  /** Set when the balance of a deposit is priced: what was agreed with the deposit holds, whatever an edition says by now. */
  readonly presale?: AgreedPresale;
};
export type AgreedPresale = {
  readonly promotion: Promotion;
  readonly unitListFen: number;
  readonly freeFreight: boolean;
};
export type PriceInput = {
  readonly at: number;
  readonly items: readonly Item[];
  readonly shopper: Shopper;
  readonly region?: string;
  /** Collected in a store: nothing is sent, so no freight is charged. */
  readonly collected?: true;
  /** In hand, usable at this instant. */
  readonly coupons?: readonly HeldCoupon[];
  /** The shopper's own choice of them; absent: the best. */
  readonly chosenCouponIds?: readonly string[];
  /** Usable at this instant, and how many of them the shopper wants to pay with. */
  readonly points?: PointsInHand;
  /** Asked for with lines of theirs, which are known by their sku. */
  readonly services?: readonly { readonly skuId: string; readonly promotionId: string }[];
  /** Promotions of which the shopper has had as much as one person gets. */
  readonly had?: readonly string[];
  /** Stopped for this cart, beside what is stopped for all. */
  readonly stopped?: readonly string[];
};
export type Priced = {
  readonly edition: Edition | null;
  readonly quote: Quote;
  readonly skus: ReadonlyMap<string, Sku>;
  readonly shops: ReadonlyMap<string, Shop>;
  /** What an order of this quote takes of the shopper's coupons. */
  readonly coupons: readonly TakenCoupon[];
  /** Collected in a store. */
  readonly collected?: true;
  /** The shopper's points in hand; null where nobody asked, since they pay nothing or nobody is known. */
  readonly usablePoints: number | null;
  readonly judged: Judged;
};

/** What the price was judged by beside goods and instant: an order keeps it, so that a replay can ask the same again. */
export type Judged = {
  readonly shopper: Shopper;
  /** Promotions, and tiers of gifts, that were stopped for this cart. */
  readonly stopped: readonly string[];
  /** Of the coupons in hand the shopper insisted on these, although others would have been cheaper. */
  readonly insisted: boolean;
};
export type Unavailable = {
  readonly skuId: string;
  readonly title: Text;
  readonly reason: 'notFound' | 'notOnSale';
};
export type PriceAnswer = {
  /** Null when nothing of it can be bought. */
  readonly priced: Priced | null;
  readonly unavailable: readonly Unavailable[];
  /** A chosen coupon cannot be taken; then nothing is priced. */
  readonly couponFault?: CouponFault;
};

/** Outside every campaign the list price holds and nothing is taken off. */
export const NO_PROMOTIONS = compilePromotions([], {
  id: 'ownShop',
  thresholdMode: 'progressive',
  minPayableFen: 0,
});
const UNKNOWN_TITLE: Text = { zh: '未知商品', en: 'Unknown item' };

/**
 * Prices items at an instant: gather sku, edition, switches and freight; let the engine decide, or a memo of what it
 * decided for the same single line.
 */
export async function priceItems(
  sources: Sources,
  input: PriceInput,
  memo?: QuoteMemo,
): Promise<PriceAnswer> {
  const { at, shopper, region, coupons = [], chosenCouponIds, points, services = [], had = [] } = input;
  const usablePoints = points?.balance ?? null;
  const usesPoints = points !== undefined && points.use !== 0;
  const items = mergeItems(input.items);
  const [skus, shops, edition, stoppedForAll] = await Promise.all([
    sources.catalog.getSkus(items.map((item) => item.skuId)),
    sources.catalog.shops(),
    sources.plan.editionAt(at),
    sources.plan.stoppedPromotionIds(at),
  ]);
  const agreed = items.find(({ presale }) => presale !== undefined)?.presale;
  const stopped = withoutAgreed(
    input.stopped?.length ? [...stoppedForAll, ...input.stopped] : stoppedForAll,
    agreed,
  );
  const unavailable = items.flatMap((item) => unavailabilityOf(item, skus.get(item.skuId)));
  const lines = items.flatMap((item) => {
    const sku = skus.get(item.skuId);
    return sku && (sku.onSale || item.presale) ? [lineOf(item, sku, edition)] : [];
  });
  if (lines.length === 0) return { priced: null, unavailable };
  const [line, second] = lines;
  if (
    memo &&
    !agreed &&
    edition &&
    line &&
    !second &&
    coupons.length + services.length + had.length === 0 &&
    !usesPoints &&
    !input.collected
  ) {
    const sku = skus.get(line.skuId)!;
    const quote = memo({ at, line, sku, shops, edition, stopped, shopper, region });
    const judged: Judged = { shopper, stopped, insisted: false };
    return { priced: { edition, quote, skus, shops, coupons: [], usablePoints, judged }, unavailable };
  }
  const quote = priceCart(
    {
      at,
      lines,
      shopper,
      freight:
        agreed?.freeFreight || input.collected
          ? []
          : mergeFreight(
              [...shops.values()].flatMap((shop) => shop.freight ?? []),
              edition?.compiled.freight ?? [],
            ),
      stoppedPromotionIds: [...stopped],
      ...(coupons.length > 0 && { coupons }),
      ...(chosenCouponIds !== undefined && { chosenCouponIds }),
      ...(usesPoints && { points }),
      ...(had.length > 0 && { hadPromotionIds: had }),
      ...(services.length > 0 && {
        services: services.map(({ skuId, promotionId }) => ({ lineId: skuId, promotionId })),
      }),
      ...(region === undefined ? {} : { region }),
    },
    agreed ? indexWith(edition, agreed.promotion) : (edition?.index ?? NO_PROMOTIONS),
  );
  const taken = takenCoupons(quote, coupons);
  const judged: Judged = {
    shopper,
    stopped,
    insisted: chosenCouponIds !== undefined && quote.choice.lostFen > 0,
  };
  const priced = { edition, quote, skus, shops, coupons: taken, usablePoints, judged };
  return { priced: { ...priced, ...(input.collected && { collected: true }) }, unavailable };
}

/** Neither a switch nor an empty budget takes back what a deposit was paid for. */
function withoutAgreed(stopped: readonly string[], agreed: AgreedPresale | undefined): readonly string[] {
  return agreed ? stopped.filter((id) => id !== agreed.promotion.id) : stopped;
}

/** What an edition keeps for newcomers: ids of gifts for first orders, and whether anything is for later orders only. */
export function newcomerTerms(edition: Edition): NewcomerTerms {
  let terms = NEWCOMER_TERMS.get(edition);
  if (terms === undefined) {
    const { promotions } = edition.compiled;
    terms = {
      gifts: new Set(promotions.flatMap(({ id, audience }) => (audience.newcomer === true ? [id] : []))),
      laterOnly: promotions.some(({ audience }) => audience.newcomer === false),
    };
    NEWCOMER_TERMS.set(edition, terms);
  }
  return terms;
}

type NewcomerTerms = { readonly gifts: ReadonlySet<string>; readonly laterOnly: boolean };
const NEWCOMER_TERMS = new WeakMap<Edition, NewcomerTerms>();

/** Does the price hold anything that only a first order gets? */
export function holdsNewcomerGift({ quote, edition }: Priced): boolean {
  if (edition === null) return false;
  const { gifts } = newcomerTerms(edition);
  if (gifts.size === 0) return false;
  return (
    quote.lines.some((line) => line.allocations.some(({ promotionId }) => gifts.has(promotionId))) ||
    quote.freight.some(({ promotionId }) => promotionId != null && gifts.has(promotionId))
  );
}

/** One line for each sku: the same item twice in a request is more of it. */
function mergeItems(items: readonly Item[]): Item[] {
  const merged = new Map<string, Item>();
  for (const item of items) {
    const known = merged.get(item.skuId);
    merged.set(item.skuId, known ? { ...known, quantity: known.quantity + item.quantity } : item);
  }
  return [...merged.values()];
}

function unavailabilityOf(item: Item, sku: Sku | undefined): Unavailable[] {
  if (sku === undefined) return [{ skuId: item.skuId, title: UNKNOWN_TITLE, reason: 'notFound' }];
  return sku.onSale || item.presale ? [] : [{ skuId: item.skuId, title: sku.title, reason: 'notOnSale' }];
}

export function lineOf(item: Item, sku: Sku, edition: Edition | null): CartLine {
  return {
    lineId: sku.skuId,
    skuId: sku.skuId,
    shopId: sku.shopId,
    categories: sku.categories,
    brandId: sku.brandId,
    tags: sku.tags,
    unitListFen: item.presale?.unitListFen ?? sku.listFen,
    quantity: item.quantity,
    // A shop that agreed to a deposit cannot step back from it.
    enrolled:
      item.presale !== undefined ||
      (edition !== null && sku.enrolledCampaignIds.includes(edition.campaignId)),
    ...(item.flashPromotionId === undefined ? {} : { flashPromotionId: item.flashPromotionId }),
    ...(item.presale === undefined ? {} : { presalePromotionId: item.presale.promotion.id }),
  };
}
