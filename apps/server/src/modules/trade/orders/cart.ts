import type { CartView } from '@dacu/contract/api';
import { ERRORS, Refusal } from '@dacu/contract/errors';
import { storeLeftOf } from '@dacu/engine/fulfilment';
import * as store from './cart-store.ts';
import type { OrdersDeps } from './index.ts';

/** Lines of one cart. */
const CART_LINES_MAX = 100;

export type CartCaller = { readonly shopperId: string; readonly channel: string };

/**
 * The cart with the quote of its selected lines at this instant, with the coupons that were chosen for it, or else the
 * best. Throws the refusal of a chosen coupon that cannot be used.
 */
export async function readCart(
  deps: OrdersDeps,
  input: { at: number; caller: CartCaller; couponIds?: readonly string[] | undefined },
): Promise<CartView> {
  const { at, caller, couponIds } = input;
  const lines = await store.readLines(deps.db, caller.shopperId);
  const items = lines.map(({ skuId, quantity }) => ({ skuId, quantity }));
  const skuIds = items.map(({ skuId }) => skuId);
  const selected = lines.filter((line) => line.selected);
  const stock = await deps.offers.shelfOf(skuIds, at);
  const sellable = (skuId: string) => Math.max(0, stock.get(skuId)?.sellable ?? 0);
  const most = (skuId: string) => Math.max(sellable(skuId), stock.get(skuId)?.storeMost ?? 0);
  const collectOnly = ({ skuId, quantity }: { skuId: string; quantity: number }) =>
    sellable(skuId) < quantity && quantity <= most(skuId);
  const [all, { priced, couponFault }, skus, shops] = await Promise.all([
    // Only item prices are read of it: they know no coupons.
    deps.offers.price({ at, items, buyer: caller, couponIds: [] }),
    deps.offers.price({
      ...{ at, items: selected, buyer: caller, collected: selected.some(collectOnly) },
      ...(couponIds === undefined ? {} : { couponIds }),
    }),
    deps.catalog.getSkus(skuIds),
    deps.catalog.shops(),
  ]);
  if (couponFault !== undefined) throw new Refusal(couponFault.code, { couponId: couponFault.couponId });
  const itemFen = new Map(all.priced?.quote.lines.map((line) => [line.skuId, line.itemFen]));
  const known = new Set(all.unavailable.map((line) => line.skuId));
  const short = items.filter(({ skuId, quantity }) => !known.has(skuId) && most(skuId) < quantity);
  return {
    lines: lines.map(({ skuId, quantity, selected: isSelected }) => {
      const sku = skus.get(skuId);
      return {
        skuId,
        quantity,
        selected: isSelected,
        item:
          sku === undefined
            ? null
            : {
                productId: sku.productId,
                shopId: sku.shopId,
                shopName: shops.get(sku.shopId)?.name ?? { zh: sku.shopId, en: sku.shopId },
                title: sku.title,
                skuTitle: sku.skuTitle,
                imageUrl: sku.imageUrl,
                itemFen: itemFen.get(skuId) ?? null,
                stockLeft: collectOnly({ skuId, quantity })
                  ? storeLeftOf(most(skuId))
                  : (stock.get(skuId)?.left ?? null),
                collectOnly: collectOnly({ skuId, quantity }),
              },
      };
    }),
    quote: priced === null ? null : await deps.offers.present(priced, stock),
    unavailable: [
      ...all.unavailable.map(({ skuId, title, reason }) => ({
        skuId,
        title,
        reason,
        words: ERRORS.notOnSale.shopper,
        left: null,
      })),
      ...short.map(({ skuId }) => ({
        skuId,
        title: skus.get(skuId)!.title,
        reason: 'outOfStock' as const,
        words: ERRORS.outOfStock.shopper,
        left: most(skuId),
      })),
    ],
  };
}

/** Sets a line; false when it would be one more than a cart holds. */
export async function putCartLine(
  deps: OrdersDeps,
  input: { at: number; shopperId: string; skuId: string; quantity: number; selected: boolean },
): Promise<boolean> {
  return store.putLine(deps.db, input, CART_LINES_MAX);
}

export async function dropCartLines(
  deps: OrdersDeps,
  shopperId: string,
  skuIds: readonly string[],
): Promise<void> {
  await store.dropLines(deps.db, shopperId, skuIds);
}

/** Ticks or unticks those of the lines that are in the cart. */
export async function selectCartLines(
  deps: OrdersDeps,
  input: { shopperId: string; skuIds: readonly string[]; selected: boolean },
): Promise<void> {
  await store.selectLines(deps.db, input);
}
