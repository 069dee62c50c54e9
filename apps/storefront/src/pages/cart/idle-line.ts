import { queryOptions } from '@tanstack/react-query';
import { api } from '../../data/api.ts';

/** What an unticked line is: a quote of one piece of it alone carries its title, picture and price. */
export const idleLineQuery = (skuId: string) =>
  queryOptions({
    queryKey: ['quote', 'idle', skuId],
    queryFn: ({ signal }) => api.quote({ lines: [{ skuId, quantity: 1 }] }, signal),
    staleTime: 60_000,
  });
