import { openWindowAt, priceItem, type Shopper, type Text } from '@dacu/engine/pricing';
import { lineOf, NO_PROMOTIONS } from './price-items.ts';
import type { Sources } from './sources.ts';

/** What a card says about a price, before any cart: the item layers alone, and which cart promotions count it. */
export type PriceTag = {
  readonly listFen: number;
  readonly itemFen: number;
  /** The promotion that makes the item price. */
  readonly label: Text | null;
  readonly promotionLabels: readonly Text[];
  /** All cart promotions that count it, by id. */
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
      const index = edition?.index ?? NO_PROMOTIONS;
      return new Map(
        [...skus].map(([skuId, sku]) => {
          const { lineId: _, quantity: __, ...item } = lineOf({ skuId, quantity: 1 }, sku, edition);
          const price = priceItem(item, moment, index);
          return [
            skuId,
            {
              listFen: price.unitListFen,
              itemFen: price.unitItemFen,
              label: price.madeBy[0]?.title ?? null,
              promotionIds: price.counting.map((promotion) => promotion.id),
              promotionLabels: price.counting.slice(0, LABELS_MAX).map((promotion) => promotion.title),
            },
          ];
        }),
      );
    },
  };
}
