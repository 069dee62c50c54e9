import type { PurchaseView } from '@dacu/contract/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { ApiFailure } from './api.ts';
import { cartQuery, PURCHASES, purchaseQuery } from './queries.ts';

const TRIES_MAX = 2;
const TRY_AGAIN_MS = 700;

/**
 * Sends an order and goes to the cashier. An answer that was lost is asked for again by itself, twice, under the same
 * key and with the same body; after that `unknown` is true and the page must offer exactly that order again and nothing
 * else, for another body would be another order.
 */
export function usePlaceOrder<Order>(send: (order: Order) => Promise<PurchaseView>) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const place = useMutation({
    mutationFn: send,
    retry: (failures, error) => failures < TRIES_MAX && isUnknown(error),
    retryDelay: (attempt) => TRY_AGAIN_MS * 2 ** attempt,
    onSuccess: async (purchase) => {
      client.setQueryData(purchaseQuery(purchase.purchaseId).queryKey, purchase);
      void client.invalidateQueries(PURCHASES);
      void client.invalidateQueries(cartQuery);
      await navigate(`/pay/${purchase.purchaseId}`, { replace: true });
    },
  });
  return { ...place, unknown: isUnknown(place.error) ? (place.variables ?? null) : null };
}

/** 503 `overloaded` says that nothing was taken, but the key is the server's word for it, so it is asked again too. */
function isUnknown(error: unknown): boolean {
  return error instanceof ApiFailure && error.outcomeUnknown && error.retryable;
}
