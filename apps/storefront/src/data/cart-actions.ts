import type { CartView } from '@dacu/contract/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from './api.ts';
import { cartQuery } from './queries.ts';

type LineChange = { readonly skuId: string; readonly quantity: number; readonly selected: boolean };

/**
 * Changes to the cart. The tick and the quantity move at once and move back if the server refuses; the amounts wait
 * for the server's quote (`isPending` dims them), for a total that we guessed would be a price we may not keep.
 */
export function useCartActions() {
  const client = useQueryClient();
  const put = useMutation({
    scope: { id: 'cart' },
    mutationFn: ({ skuId, quantity, selected }: LineChange) => api.putCartLine(skuId, { quantity, selected }),
    onMutate: async (change) => {
      await client.cancelQueries(cartQuery);
      const before = client.getQueryData(cartQuery.queryKey);
      if (before) client.setQueryData(cartQuery.queryKey, withLine(before, change));
      return { before };
    },
    onError: (_error, _change, context) => {
      if (context?.before) client.setQueryData(cartQuery.queryKey, context.before);
    },
    onSuccess: (cart) => settle(cart),
  });
  const remove = useMutation({
    scope: { id: 'cart' },
    mutationFn: (skuId: string) => api.deleteCartLine(skuId),
    onSuccess: (cart) => settle(cart),
  });
  function settle(cart: CartView) {
    // Only the last of several quick changes may paint, or a slow answer would turn the screen back.
    if (client.isMutating({ predicate: (mutation) => mutation.options.scope?.id === 'cart' }) <= 1) {
      client.setQueryData(cartQuery.queryKey, cart);
    }
  }
  return { put, remove };
}

function withLine(cart: CartView, change: LineChange): CartView {
  const known = cart.lines.some((line) => line.skuId === change.skuId);
  return {
    ...cart,
    lines: known
      ? cart.lines.map((line) => (line.skuId === change.skuId ? { ...change } : line))
      : [...cart.lines, { ...change }],
  };
}
