import {
  type HeldCoupon,
  mergeFreight,
  type Shopper,
  type TopUp,
  type TopUpItem,
  topUp,
} from '@dacu/engine/pricing';
import { type Item, lineOf } from './price-items.ts';
import type { Sources } from './sources.ts';

export type TopUpInput = {
  readonly at: number;
  readonly items: readonly Item[];
  readonly shopper: Shopper;
  readonly coupons: readonly HeldCoupon[];
  readonly promotionId: string;
};

/**
 * The cheapest way to the next step of one offer, out of what is on sale and in stock; null without a step, or when
 * going there would not leave the shopper better off. `sellable` tells how many of an item there are.
 */
export async function topUpFor(
  sources: Sources,
  { at, items, shopper, coupons, promotionId }: TopUpInput,
  sellable: (skuIds: readonly string[]) => Promise<ReadonlyMap<string, number>>,
): Promise<TopUp | null> {
  const edition = await sources.plan.editionAt(at);
  if (edition === null || items.length === 0) return null;
  const [skus, all, shops, stopped] = await Promise.all([
    sources.catalog.getSkus(items.map(({ skuId }) => skuId)),
    sources.catalog.allSkus(),
    sources.catalog.shops(),
    sources.plan.stoppedPromotionIds(at),
  ]);
  const inCart = new Set(items.map(({ skuId }) => skuId));
  const others = all.filter((sku) => sku.onSale && !inCart.has(sku.skuId));
  const left = await sellable(others.map(({ skuId }) => skuId));
  const proposals = topUp(
    {
      ...{ at, shopper, stoppedPromotionIds: [...stopped] },
      lines: items.flatMap((item) => {
        const sku = skus.get(item.skuId);
        return sku?.onSale ? [lineOf(item, sku, edition)] : [];
      }),
      freight: mergeFreight(
        [...shops.values()].flatMap((shop) => shop.freight ?? []),
        edition.compiled.freight,
      ),
      ...(coupons.length > 0 && { coupons }),
    },
    edition.index,
    others.flatMap((sku): TopUpItem[] => {
      const quantityMax = left.get(sku.skuId) ?? 0;
      if (quantityMax < 1) return [];
      const { lineId: _, quantity: __, ...goods } = lineOf({ skuId: sku.skuId, quantity: 1 }, sku, edition);
      return [{ ...goods, quantityMax }];
    }),
  );
  return proposals.find(({ step }) => step.promotionId === promotionId) ?? null;
}
