import type { CartView } from '@dacu/contract/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from './api.ts';
import { cartQuery, favouritesQuery } from './queries.ts';

type LineChange = { readonly skuId: string; readonly quantity: number; readonly selected: boolean };
type Selection = { readonly skuIds: readonly string[]; readonly selected: boolean };

/**
 * Changes to the cart. The tick and the quantity move at once and move back if the server refuses; the amounts wait
 * for the server's quote (`waiting` dims them), for a total that we guessed would be a price we may not keep. A line
 * that is taken out stays until the server has done so: what is gone from the screen should be gone.
 */
export function useCartActions() {
  const client = useQueryClient();

  async function paint(change: (cart: CartView) => CartView) {
    await client.cancelQueries(cartQuery);
    const before = client.getQueryData(cartQuery.queryKey);
    if (before) client.setQueryData(cartQuery.queryKey, change(before));
    return { before };
  }
  function unpaint(context: { before: CartView | undefined } | undefined) {
    if (context?.before) client.setQueryData(cartQuery.queryKey, context.before);
  }
  function settle(cart: CartView) {
    // Only the last of several quick changes may paint, or a slow answer would turn the screen back.
    if (client.isMutating({ predicate: (mutation) => mutation.options.scope?.id === 'cart' }) <= 1) {
      client.setQueryData(cartQuery.queryKey, cart);
    }
  }

  const put = useMutation({
    scope: { id: 'cart' },
    mutationFn: ({ skuId, quantity, selected }: LineChange) => api.putCartLine(skuId, { quantity, selected }),
    onMutate: (change) => paint((cart) => withLine(cart, change)),
    onError: (_error, _change, context) => unpaint(context),
    onSuccess: settle,
  });
  const select = useMutation({
    scope: { id: 'cart' },
    mutationFn: ({ skuIds, selected }: Selection) => api.selectCartLines(skuIds, selected),
    onMutate: ({ skuIds, selected }) =>
      paint((cart) => ({
        ...cart,
        lines: cart.lines.map((line) => (skuIds.includes(line.skuId) ? { ...line, selected } : line)),
      })),
    onError: (_error, _change, context) => unpaint(context),
    onSuccess: settle,
  });
  const remove = useMutation({
    scope: { id: 'cart' },
    mutationFn: async (skuIds: readonly string[]) => {
      let cart: CartView | null = null;
      for (const skuId of skuIds) cart = await api.deleteCartLine(skuId);
      return cart;
    },
    onSuccess: (cart) => cart && settle(cart),
  });
  /** Kept first, then taken out: if the second step fails, it is in both, and nothing is lost. */
  const favour = useMutation({
    scope: { id: 'cart' },
    mutationFn: async ({ skuId, productId }: { skuId: string; productId: string }) => {
      await api.setFavourite(productId, true);
      return api.deleteCartLine(skuId);
    },
    onSuccess: (cart) => {
      settle(cart);
      void client.invalidateQueries(favouritesQuery);
    },
  });
  const waiting = put.isPending || select.isPending || remove.isPending || favour.isPending;
  return { put, select, remove, favour, waiting };
}

function withLine(cart: CartView, change: LineChange): CartView {
  return {
    ...cart,
    lines: cart.lines.map((line) => (line.skuId === change.skuId ? { ...line, ...change } : line)),
  };
}
