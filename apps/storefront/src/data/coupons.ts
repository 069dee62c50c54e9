import type { CouponCentre, CouponClaim, CouponView, QuoteView } from '@dacu/contract/api';
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiFailure, api } from './api.ts';
import { cartQuery, POINTS } from './queries.ts';

export type Programme = CouponCentre['programmes'][number];

/** Lots are looked at again this often while one is being grabbed, and this often while none is. */
const GRAB_MS = 5_000;
const QUIET_MS = 30_000;

/** All that a coupon changes begins with one of these words. */
const COUPONS = ['coupons'] as const;
const QUOTES = ['quote'] as const;

export const couponCentreQuery = queryOptions({
  queryKey: [...COUPONS, 'centre'],
  queryFn: ({ signal }) => api.coupons(signal),
  refetchInterval: ({ state }) => (state.data?.programmes.some(isGrabbed) ? GRAB_MS : QUIET_MS),
});
export const myCouponsQuery = (state: CouponView['state']) =>
  queryOptions({
    queryKey: [...COUPONS, 'mine', state],
    queryFn: ({ signal }) => api.myCoupons({ state }, signal),
    staleTime: 0,
  });

/** Coupons or points came, went or were promised to an order: what is in hand and every price may be another. */
export function refreshCoupons(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: COUPONS });
  void client.invalidateQueries({ queryKey: QUOTES });
  void client.invalidateQueries(cartQuery);
  void client.invalidateQueries(POINTS);
}

const TRIES_MAX = 2;
const TRY_AGAIN_MS = 500;

/**
 * Claims one coupon. An answer that was lost is asked for again under the same key, so it is one coupon all the same; a
 * refusal shows at once what has become of the lot.
 */
export function useClaim() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (claim: CouponClaim) => api.claimCoupon(claim),
    retry: (failures, error) =>
      failures < TRIES_MAX && error instanceof ApiFailure && error.outcomeUnknown && error.retryable,
    retryDelay: (attempt) => TRY_AGAIN_MS * 2 ** attempt,
    onSettled: () => refreshCoupons(client),
  });
}

/** Claimed by many at one moment, so that what is left changes while one looks. */
export function isGrabbed({ issue, state }: Programme): boolean {
  return issue === 'timedGrab' && state === 'open';
}

/** Programmes that could still lower this quote, had the shopper one of their coupons. */
export function claimableFor(
  quote: Pick<QuoteView, 'trace'>,
  centre: CouponCentre | undefined,
): readonly Programme[] {
  const needed = new Set(
    quote.trace.filter(({ reason }) => reason === 'couponNeeded').map(({ promotionId }) => promotionId),
  );
  return (
    centre?.programmes.filter(({ promotionId, state }) => state === 'open' && needed.has(promotionId)) ?? []
  );
}
