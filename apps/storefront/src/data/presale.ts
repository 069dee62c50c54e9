import type { PresaleOffer, PurchasePresale, PurchaseView } from '@dacu/contract/api';
import { useCampaignNow } from '@dacu/ui';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { ApiFailure, api } from './api.ts';

export const presaleQuery = (skuId: string) =>
  queryOptions({
    queryKey: ['presale', skuId],
    queryFn: ({ signal }) => api.presale(skuId, signal),
    refetchInterval: 20_000,
  });
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => api.notices(signal),
  refetchInterval: 30_000,
});

/** How an item is sold by deposit; asked for only where it is said to be. */
export function usePresale(skuId: string | undefined, tags: readonly string[]): PresaleOffer | null {
  const { data } = useQuery({
    ...presaleQuery(skuId ?? ''),
    enabled: skuId !== undefined && tags.includes('presale'),
  });
  return data?.presale ?? null;
}

export const similarQuery = (skuId: string) =>
  queryOptions({
    queryKey: ['similar', skuId],
    queryFn: ({ signal }) => api.similar(skuId, signal),
    staleTime: 20_000,
  });

/** The terms of now, out of a refusal that says that they have turned; null for every other failure. */
export function turnedOffer(error: unknown): PresaleOffer | null {
  if (!(error instanceof ApiFailure) || error.code !== 'presaleTurned') return null;
  return (error.problem?.presale as PresaleOffer | undefined) ?? null;
}

/** Can it be booked now, by deposit or at full payment? */
export function takesBookings(presale: PresaleOffer | null): presale is PresaleOffer {
  return presale !== null && presale.stage === 'depositOpen' && !presale.stopped && presale.left !== 0;
}

/** How many one person can book at most now. */
export function bookableUnits({ left, perPersonMax }: PresaleOffer): number {
  return Math.min(left ?? Number.MAX_SAFE_INTEGER, perPersonMax ?? Number.MAX_SAFE_INTEGER);
}

/** What comes back for giving up now, and what is kept. */
export function giveUpOf({ depositFen, legalFen, refundableUntil }: PurchasePresale, now: number) {
  const keptFen = refundableUntil !== null && now < refundableUntil ? 0 : legalFen;
  return { refundFen: depositFen - keptFen, keptFen };
}

/** Where the balance is paid, and until when; null while there is none to pay. */
export function useBalanceDue({ purchaseId, state, presale }: PurchaseView) {
  const now = useCampaignNow(60_000);
  if (!presale || state !== 'depositPaid' || now === null) return null;
  if (now < presale.balanceStartsAt || now >= presale.balanceEndsAt) return null;
  const agreed = presale.balance !== null && now < presale.balance.payUntil;
  return {
    until: presale.balanceEndsAt,
    path: agreed ? `/pay/${purchaseId}` : `/orders/${purchaseId}/balance`,
    fen: presale.balanceFen,
  };
}
