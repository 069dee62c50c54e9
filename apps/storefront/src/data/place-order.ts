import type { PurchaseView } from '@dacu/contract/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { ApiFailure, isOpenOrder, openOrders } from './api.ts';
import { refreshCoupons } from './coupons.ts';
import { PURCHASES, purchaseQuery } from './queries.ts';

const TRIES_MAX = 2;
const TRY_AGAIN_MS = 700;

/**
 * Sends an order and goes to the cashier. An answer that was lost is asked for again by itself, twice, under the same
 * key and with the same body; after that `unknown` is that order, and the page must offer exactly it again and nothing
 * else, for another body would be another order. If the page goes away, `openOrders` looks after it.
 *
 * `intent` names what is sent as the client's attempts do: `purchase`, or `flash:` and the activity.
 */
export function usePlaceOrder<Order>(intent: string, send: (order: Order) => Promise<PurchaseView>) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const left = useRef(false);
  const place = useMutation({
    mutationFn: send,
    retry: (failures, error) => failures < TRIES_MAX && isUnknown(error),
    retryDelay: (attempt) => TRY_AGAIN_MS * 2 ** attempt,
    onSuccess: async (purchase) => {
      client.setQueryData(purchaseQuery(purchase.purchaseId).queryKey, purchase);
      void client.invalidateQueries(PURCHASES);
      refreshCoupons(client);
      await navigate(`/pay/${purchase.purchaseId}`, { replace: true });
    },
    onError: () => {
      if (left.current) openOrders.adopt();
    },
  });
  const unknown =
    place.error && place.variables && isOpenOrder(intent, place.variables) ? place.variables : null;
  const lost = useRef(false);
  lost.current = unknown !== null;
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
      if (lost.current) openOrders.adopt();
    };
  }, []);
  return { ...place, unknown };
}

/** 503 `overloaded` says that nothing was taken, but the key is the server's word for it, so it is asked again too. */
function isUnknown(error: unknown): boolean {
  return error instanceof ApiFailure && error.outcomeUnknown && error.retryable;
}
