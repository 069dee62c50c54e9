import type { CartView } from '@dacu/contract/api';
import { ERRORS } from '@dacu/contract/errors';
import * as store from './cart-store.ts';
import type { OrdersDeps } from './index.ts';

/** Lines of one cart. */
const CART_LINES_MAX = 100;

export type CartCaller = { readonly shopperId: string; readonly channel: string };

/** The cart with the quote of its selected lines at this instant. */
export async function readCart(
  deps: OrdersDeps,
  input: { at: number; caller: CartCaller },
): Promise<CartView> {
  const { at, caller } = input;
  const lines = await store.readLines(deps.db, caller.shopperId);
  const items = lines.map(({ skuId, quantity }) => ({ skuId, quantity }));
  const selected = lines.filter((line) => line.selected);
  const [{ unavailable }, { priced }, stock] = await Promise.all([
    deps.offers.price({ at, items, buyer: caller }),
    deps.offers.price({ at, items: selected, buyer: caller }),
    deps.stock.stockOf(items.map((item) => item.skuId)),
  ]);
  const known = new Set(unavailable.map((line) => line.skuId));
  const skus = await deps.catalog.getSkus(items.map((item) => item.skuId));
  const short = items.filter(
    ({ skuId, quantity }) => !known.has(skuId) && (stock.get(skuId)?.sellable ?? 0) < quantity,
  );
  return {
    lines: lines.map(({ skuId, quantity, selected: isSelected }) => ({
      skuId,
      quantity,
      selected: isSelected,
    })),
    quote: priced === null ? null : await deps.offers.present(priced),
    unavailable: [
      ...unavailable.map((line) => ({
        skuId: line.skuId,
        title: line.title,
        reason: line.reason,
        words: ERRORS.notOnSale.shopper,
      })),
      ...short.map(({ skuId }) => ({
        skuId,
        title: skus.get(skuId)!.title,
        reason: 'outOfStock',
        words: ERRORS.outOfStock.shopper,
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
