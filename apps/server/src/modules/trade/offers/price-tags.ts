import { openWindowAt, priceItem, type Shopper, type Text } from '@dacu/engine/pricing';
import { lineOf, NO_PROMOTIONS } from './price-items.ts';
import type { Edition, Sku, Sources } from './sources.ts';

/** What a card says about a price, before any cart: the item layers alone, and which cart promotions count it. */
export type PriceTag = {
  readonly listFen: number;
  readonly itemFen: number;
  /** The promotion that makes the item price. */
  readonly label: Text | null;
  readonly promotionLabels: readonly Text[];
  /** All cart promotions that count it, by id; with those that need a coupon. */
  readonly promotionIds: readonly string[];
};
export type Offer = { readonly promotionId: string; readonly title: Text; readonly terms: Text };

export type PriceTags = {
  /** A promotion in the words of the plan; null when it does not run at that instant or was stopped. */
  offerOf(promotionId: string, at: number): Promise<Offer | null>;
  /** Tags of many skus at once; an unknown sku has none. Without a shopper: what a stranger pays. */
  priceOf(skuIds: readonly string[], at: number, shopper?: Shopper): Promise<Map<string, PriceTag>>;
};

const STRANGER: Shopper = { memberTier: 'basic', newcomer: true };
const LABELS_MAX = 3;

export function createPriceTags(sources: Sources): PriceTags {
  const remembered = createTagMemory();
  return {
    async offerOf(promotionId, at) {
      const edition = await sources.plan.editionAt(at);
      const listed = edition?.compiled.promotionList.find(({ id }) => id === promotionId);
      if (listed === undefined || openWindowAt(listed.windows, at) === undefined) return null;
      if ((await sources.plan.stoppedPromotionIds(at)).includes(promotionId)) return null;
      return { promotionId, title: listed.title, terms: listed.summary };
    },
    async priceOf(skuIds, at, shopper = STRANGER) {
      const [skus, edition, stopped] = await Promise.all([
        sources.catalog.getSkus(skuIds),
        sources.plan.editionAt(at),
        sources.plan.stoppedPromotionIds(at),
      ]);
      const moment = { at, shopper, stoppedPromotionIds: [...stopped] };
      const known = shopper === STRANGER ? remembered.tagsOf(edition, stopped) : null;
      const tags = new Map<string, PriceTag>();
      for (const [skuId, sku] of skus) {
        let kept = known?.get(sku);
        if (kept === undefined || at < kept.madeAt || kept.holdsUntil <= at) {
          kept = tagOf(sku, edition, moment);
          known?.set(sku, kept);
        }
        tags.set(skuId, kept.tag);
      }
      return tags;
    },
  };
}

/** A tag, and between which instants it is the same. */
type KeptTag = { readonly tag: PriceTag; readonly madeAt: number; readonly holdsUntil: number };

function tagOf(sku: Sku, edition: Edition | null, moment: Parameters<typeof priceItem>[1]): KeptTag {
  const { lineId: _, quantity: __, ...item } = lineOf({ skuId: sku.skuId, quantity: 1 }, sku, edition);
  const price = priceItem(item, moment, edition?.index ?? NO_PROMOTIONS);
  const tag: PriceTag = {
    listFen: price.unitListFen,
    itemFen: price.unitItemFen,
    label: price.madeBy[0]?.title ?? null,
    promotionIds: price.counting.map((promotion) => promotion.id),
    // A label promises what everybody gets.
    promotionLabels: price.counting
      .filter(({ needsCoupon }) => !needsCoupon)
      .slice(0, LABELS_MAX)
      .map((promotion) => promotion.title),
  };
  return { tag, madeAt: moment.at, holdsUntil: price.holdsUntil };
}

/**
 * What a stranger pays for an item changes only where a promotion that reaches it opens or closes, an edition or a switch
 * comes, or the catalogue (which then hands out other skus). Item by item, since a daily sale of a few items opens and
 * closes hundreds of times a year and is no news to the others.
 */
function createTagMemory() {
  let held: {
    readonly edition: Edition['compiled'] | null;
    readonly stopped: string;
    readonly tags: WeakMap<Sku, KeptTag>;
  } | null = null;
  return {
    tagsOf(edition: Edition | null, stoppedIds: readonly string[]): WeakMap<Sku, KeptTag> {
      const compiled = edition?.compiled ?? null;
      const stopped = stoppedIds.join('|');
      if (held === null || held.edition !== compiled || held.stopped !== stopped)
        held = { edition: compiled, stopped, tags: new WeakMap() };
      return held.tags;
    },
  };
}
