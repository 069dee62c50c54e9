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
      const known = shopper === STRANGER ? remembered.tagsAt(edition, at, stopped) : new WeakMap();
      const tags = new Map<string, PriceTag>();
      for (const [skuId, sku] of skus) {
        let tag = known.get(sku);
        if (tag === undefined) {
          tag = tagOf(sku, edition, moment);
          known.set(sku, tag);
        }
        tags.set(skuId, tag);
      }
      return tags;
    },
  };
}

function tagOf(sku: Sku, edition: Edition | null, moment: Parameters<typeof priceItem>[1]): PriceTag {
  const { lineId: _, quantity: __, ...item } = lineOf({ skuId: sku.skuId, quantity: 1 }, sku, edition);
  const price = priceItem(item, moment, edition?.index ?? NO_PROMOTIONS);
  return {
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
}

/**
 * What a stranger pays changes only where a promotion opens or closes, an edition or a switch comes, or the catalogue
 * (which then hands out other skus): between two such instants every page shows the same tags, and they are made once.
 */
function createTagMemory() {
  const edgesOf = new WeakMap<Edition['compiled'], readonly number[]>();
  let held: { key: string; edition: Edition['compiled'] | null; tags: WeakMap<Sku, PriceTag> } | null = null;

  function edgeBefore(compiled: Edition['compiled'], at: number): number {
    let edges = edgesOf.get(compiled);
    if (edges === undefined) {
      const all = compiled.promotions.flatMap(({ windows }) =>
        windows.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
      );
      edges = [...new Set(all)].sort((a, b) => a - b);
      edgesOf.set(compiled, edges);
    }
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (edges[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    tagsAt(edition: Edition | null, at: number, stopped: readonly string[]): WeakMap<Sku, PriceTag> {
      const compiled = edition?.compiled ?? null;
      const key = `${compiled === null ? '' : edgeBefore(compiled, at)}|${stopped.join('|')}`;
      if (held === null || held.edition !== compiled || held.key !== key) {
        held = { key, edition: compiled, tags: new WeakMap() };
      }
      return held.tags;
    },
  };
}
