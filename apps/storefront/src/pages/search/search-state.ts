import type { ProductQuery } from '@dacu/contract/client';

export const SORTS = ['relevance', 'sales', 'priceAsc', 'priceDesc', 'newest'] as const;
export type Sort = (typeof SORTS)[number] | 'topUp';

/** What the address says is looked for: the only place where a search keeps its state. Prices are whole yuan there. */
export type SearchState = {
  readonly q?: string;
  readonly category?: string;
  readonly shop?: string;
  readonly tag?: string;
  readonly minYuan?: number;
  /** Not included. */
  readonly maxYuan?: number;
  readonly inStock: boolean;
  readonly reduced: boolean;
  readonly promotion?: string;
  /** The offer that the cart should be filled up to. */
  readonly topUp?: string;
  readonly sort: Sort;
};

/** Choices that narrow, apart from the words, the sort and the offer. */
export const FILTERS = ['category', 'shop', 'tag', 'min', 'max', 'stock', 'deal'] as const;
export type Filter = (typeof FILTERS)[number];

export function readSearch(params: URLSearchParams): SearchState {
  const text = (name: string) => params.get(name)?.trim() || undefined;
  const topUp = text('topUp');
  return {
    ...named('q', text('q')?.slice(0, 60)),
    ...named('category', text('category')),
    ...named('shop', text('shop')),
    ...named('tag', text('tag')),
    ...named('minYuan', yuanOf(text('min'))),
    ...named('maxYuan', yuanOf(text('max'))),
    inStock: params.get('stock') === '1',
    reduced: params.get('deal') === '1',
    ...named('promotion', text('promotion') ?? topUp),
    ...named('topUp', topUp),
    sort: SORTS.find((each) => each === params.get('sort')) ?? (topUp ? 'topUp' : 'relevance'),
  };
}

/** The same as a question to the server; `reachFen` is what the cart lacks for the offer it should reach. */
export function askFor(state: SearchState, reachFen: number | null): ProductQuery {
  const { q, category, shop, tag, minYuan, maxYuan, promotion, sort } = state;
  return {
    q,
    category,
    shop,
    tag,
    minFen: minYuan === undefined ? undefined : minYuan * 100,
    maxFen: maxYuan === undefined ? undefined : maxYuan * 100,
    inStock: state.inStock || undefined,
    reduced: state.reduced || undefined,
    promotion,
    reachFen: sort === 'topUp' ? (reachFen ?? undefined) : undefined,
    sort: sort === 'topUp' && reachFen === null ? 'sales' : sort,
    facets: true,
  };
}

/** The address with one choice made or, with null, taken back. */
export function withChoice(
  params: URLSearchParams,
  choices: Readonly<Partial<Record<Filter | 'sort', string | null>>>,
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(choices)) {
    if (value === null || value === undefined) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

export function withoutFilters(params: URLSearchParams): URLSearchParams {
  return withChoice(params, Object.fromEntries(FILTERS.map((name) => [name, null])));
}

function yuanOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function named<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
