import type { CartView, PurchaseView } from '@dacu/contract/api';
import type { ProductQuery } from '@dacu/contract/client';
import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiFailure, api, getMe } from './api.ts';

/** The account of points; orders, their end and returns change it. */
export const POINTS = { queryKey: ['points'] } as const;
export const pointsQuery = infiniteQueryOptions({
  queryKey: [...POINTS.queryKey, 'mine'],
  queryFn: ({ signal, pageParam }) =>
    api.points(pageParam === undefined ? {} : { cursor: pageParam }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.nextCursor ?? undefined,
  staleTime: 0,
});

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && error instanceof ApiFailure && error.retryable,
      retryDelay: (attempt) => 400 * 2 ** attempt,
      refetchOnWindowFocus: true,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

/** Stock bars are looked at again this often while a slot is open, and this often while none is. */
const OPEN_MS = 4_000;
const QUIET_MS = 30_000;

export const venueQuery = queryOptions({
  queryKey: ['venue'],
  queryFn: ({ signal }) => api.venue(signal),
  refetchInterval: (query) =>
    query.state.data?.flash.slots.some((slot) => slot.state === 'open') ? OPEN_MS * 2 : QUIET_MS,
});
export const flashQuery = queryOptions({
  queryKey: ['flash'],
  queryFn: ({ signal }) => api.flash(signal),
  refetchInterval: (query) =>
    query.state.data?.slots.some((slot) => slot.state === 'open') ? OPEN_MS : QUIET_MS,
});
/** The flash items that this shopper reserved. */
export const reservationsQuery = queryOptions({
  queryKey: ['flash', 'reservations'],
  queryFn: ({ signal }) => api.reservations(signal),
});
export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: ({ signal }) => api.categories(signal),
  staleTime: 300_000,
});
export const productsQuery = (query: ProductQuery) =>
  infiniteQueryOptions({
    queryKey: ['products', query],
    queryFn: ({ signal, pageParam }) => api.products({ ...query, cursor: pageParam, limit: 20 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
export const suggestionsQuery = (q: string) =>
  queryOptions({
    queryKey: ['suggestions', q],
    queryFn: ({ signal }) => api.products({ q, limit: 6 }, signal),
    enabled: q !== '',
    staleTime: 60_000,
  });
/** Every shop with how much it sells: what a search without words counts. */
export const shopsQuery = queryOptions({
  queryKey: ['shops'],
  queryFn: async ({ signal }) => (await api.products({ facets: true, limit: 1 }, signal)).facets?.shops ?? [],
  staleTime: 300_000,
});
export const searchWordsQuery = queryOptions({
  queryKey: ['searchWords'],
  queryFn: ({ signal }) => api.searchWords(signal),
  staleTime: 300_000,
});
export const productQuery = (productId: string) =>
  queryOptions({
    queryKey: ['product', productId],
    queryFn: ({ signal }) => api.product(productId, signal),
    refetchInterval: (query) => (query.state.data?.flash ? OPEN_MS * 2 : false),
  });
/** What this many of an item cost bought alone, for this shopper. */
export const quoteQuery = (skuId: string, quantity: number, collected = false) =>
  queryOptions({
    queryKey: ['quote', skuId, quantity, collected],
    queryFn: ({ signal }) =>
      api.quote({ lines: [{ skuId, quantity }], ...(collected && { collected }) }, signal),
  });
export const favouritesQuery = queryOptions({
  queryKey: ['favourites'],
  queryFn: ({ signal }) => api.favourites(signal),
});
export const cartQuery = queryOptions({
  queryKey: ['cart'],
  queryFn: ({ signal }) => api.cart(signal),
});
/** A list for each filter; all of them begin with `['purchases']`, so one word refreshes them. */
export const purchasesQuery = (state?: PurchaseView['state']) =>
  infiniteQueryOptions({
    queryKey: ['purchases', state ?? 'all'],
    queryFn: ({ signal, pageParam }) =>
      api.purchases({ ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
export const PURCHASES = { queryKey: ['purchases'] } as const;
export const purchaseQuery = (purchaseId: string) =>
  queryOptions({
    queryKey: ['purchase', purchaseId],
    queryFn: ({ signal }) => api.purchase(purchaseId, signal),
    staleTime: 2_000,
  });
/** Every charge of a purchase, newest first. */
export const paymentsQuery = (purchaseId: string) =>
  queryOptions({
    queryKey: ['payments', purchaseId],
    queryFn: ({ signal }) => api.payments(purchaseId, signal),
    staleTime: 0,
  });
export const aftercareQuery = (purchaseId: string) =>
  queryOptions({
    queryKey: ['aftercare', purchaseId],
    queryFn: ({ signal }) => api.aftercare(purchaseId, signal),
  });
/** Goods travel: looked at anew whenever the page is opened. */
export const returnOptionsQuery = (purchaseId: string) =>
  queryOptions({
    queryKey: ['return-options', purchaseId],
    queryFn: ({ signal }) => api.returnOptions(purchaseId, signal),
    staleTime: 0,
  });
export const invoicesQuery = (purchaseId: string) =>
  queryOptions({
    queryKey: ['invoices', purchaseId],
    queryFn: ({ signal }) => api.invoices(purchaseId, signal),
    staleTime: 0,
  });
export const casesQuery = (purchaseId: string) =>
  queryOptions({
    queryKey: ['cases', purchaseId],
    queryFn: ({ signal }) => api.cases(purchaseId, signal),
    staleTime: 0,
  });
/** Prices move: looked at anew whenever the page is opened. */
export const protectionQuery = (purchaseId: string) =>
  queryOptions({
    queryKey: ['protection', purchaseId],
    queryFn: ({ signal }) => api.protection(purchaseId, signal),
    staleTime: 0,
  });
/** Parcels move while nobody looks: asked anew whenever a page is opened. */
export const fulfilmentQuery = (purchaseId: string) =>
  queryOptions({
    queryKey: ['fulfilment', purchaseId],
    queryFn: ({ signal }) => api.fulfilment(purchaseId, signal),
    staleTime: 0,
  });
/** `skus` is `sku:quantity`, separated by commas. */
export const deliveryOptionsQuery = (region: string, skus: string) =>
  queryOptions({
    queryKey: ['deliveryOptions', region, skus],
    queryFn: ({ signal }) => api.deliveryOptions(region, skus, signal),
    staleTime: 60_000,
  });
export const storesQuery = (skuId: string, region: string | undefined) =>
  queryOptions({
    queryKey: ['storesWith', skuId, region],
    queryFn: ({ signal }) => api.storesWith(skuId, region, signal),
    staleTime: 30_000,
  });
/** Telling that a store's label was opened; asked once for each page, a repeat moves only its instant. */
export const storeLinkQuery = (productId: string, from: string) =>
  queryOptions({
    queryKey: ['storeLink', productId, from],
    queryFn: () => api.openStoreLink(productId, from),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => getMe(signal),
  staleTime: 60_000,
});

export function cartUnits(cart: CartView | undefined): number {
  return cart?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0;
}
