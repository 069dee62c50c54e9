import type { BoxList, PurchaseBoxes } from '@dacu/contract/api';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { laterApi } from './later.ts';

export type Box = BoxList['boxes'][number];

/** Boxes of a finite pool run out while one looks. */
const OPEN_MS = 10_000;

export const boxesQuery = (skuId: string) =>
  queryOptions({
    queryKey: ['boxes', skuId],
    queryFn: ({ signal }) => laterApi.boxes(skuId, signal),
    refetchInterval: OPEN_MS,
  });
export const boxPoolQuery = (poolId: string) =>
  queryOptions({
    queryKey: ['boxPool', poolId],
    queryFn: ({ signal }) => laterApi.boxPool(poolId, signal),
    refetchInterval: ({ state }) => (state.data?.seed === null ? OPEN_MS : false),
  });
const purchaseBoxesQuery = (purchaseId: string) =>
  queryOptions({
    queryKey: ['purchaseBoxes', purchaseId],
    queryFn: ({ signal }) => laterApi.purchaseBoxes(purchaseId, signal),
    staleTime: 2_000,
  });

/** The pool behind an item; asked for only where it is a blind box, and `waiting` until it is known. */
export function useBox(skuId: string | undefined, tags: readonly string[]) {
  const { data, isLoading } = useQuery({
    ...boxesQuery(skuId ?? ''),
    enabled: skuId !== undefined && tags.includes('blind-box'),
  });
  return { box: data?.boxes[0], waiting: isLoading };
}

/** How many more this shopper could buy; any number where it is no blind box. */
export function boxesLeft(box: Box | undefined): number {
  if (box === undefined) return Number.POSITIVE_INFINITY;
  const { left, perPersonMax } = box.pool;
  const mine = perPersonMax === null ? Number.POSITIVE_INFINITY : perPersonMax - (box.mine?.bought ?? 0);
  return Math.max(0, Math.min(left ?? Number.POSITIVE_INFINITY, mine));
}

export function usePurchaseBoxes(purchaseId: string) {
  return useQuery(purchaseBoxesQuery(purchaseId));
}

/** Opening the same boxes again shows the same, so a lost answer is simply asked for again. */
export function useOpenBoxes(purchaseId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (drawIds: readonly string[]) => laterApi.openBoxes(purchaseId, drawIds),
    onSuccess: (boxes: PurchaseBoxes) => {
      client.setQueryData(purchaseBoxesQuery(purchaseId).queryKey, boxes);
      void client.invalidateQueries({ queryKey: ['boxes'] });
    },
  });
}

/** 1% · 0.6944%: parts per million as people read them. */
export const oddsText = (ppm: number): string => `${Number((ppm / 10_000).toFixed(4))}%`;

/** Where a box can be checked; with its place, its buyer's misses and what it was said to hold. */
export function checkPath(
  poolId: string,
  draw?: { readonly position: number; readonly missesBefore: number; readonly prizeId: string },
): string {
  const query = draw
    ? `?place=${draw.position + 1}&misses=${draw.missesBefore}&drawn=${encodeURIComponent(draw.prizeId)}`
    : '';
  return `/boxes/${encodeURIComponent(poolId)}/check${query}`;
}
