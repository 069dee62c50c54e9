import { type InfiniteData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

/** How the reading of rows stands. */
export type LoadState = {
  readonly error: unknown;
  readonly refetch: () => unknown;
  readonly isFetching: boolean;
};

/** Every row is at hand: sorted, filtered and searched in the browser. */
export type AllRows<Row> = {
  readonly kind: 'all';
  /** Undefined until they have come. */
  readonly rows: readonly Row[] | undefined;
  readonly state?: LoadState;
};
/** Rows are read page by page: the server sorts, filters and searches, and an export reads to the end. */
export type PagedRows<Row> = {
  readonly kind: 'paged';
  readonly rows: readonly Row[] | undefined;
  readonly state: LoadState;
  /** How many rows there are in all, where the server says so. */
  readonly total: number | null;
  /** Null at the end. */
  readonly more: (() => void) | null;
  readonly isFetchingMore: boolean;
  readonly readAll: () => Promise<{ readonly rows: readonly Row[]; readonly cut: boolean }>;
};
export type RowSource<Row> = AllRows<Row> | PagedRows<Row>;

export type Page<Row> = {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
  readonly total?: number | null;
};

/** An export ends here; a spreadsheet ends at about a million. */
const EXPORT_ROWS_MAX = 100_000;

/** Rows of an endpoint with `nextCursor`. `readPage` and `queryKey` change together: with state, sorting, search. */
export function usePagedRows<Row>(input: {
  readonly queryKey: QueryKey;
  readonly readPage: (cursor: string | undefined) => Promise<Page<Row>>;
  readonly enabled?: boolean;
}): PagedRows<Row> {
  const { readPage } = input;
  const query = useInfiniteQuery<Page<Row>, Error, InfiniteData<Page<Row>>, QueryKey, string | undefined>({
    queryKey: input.queryKey,
    queryFn: ({ pageParam }) => readPage(pageParam),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    enabled: input.enabled ?? true,
  });
  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.rows), [pages]);
  const { fetchNextPage } = query;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return {
    kind: 'paged',
    rows,
    state: query,
    // Endpoints count on the first page only.
    total: pages?.[0]?.total ?? (rows && !query.hasNextPage ? rows.length : null),
    more: query.hasNextPage ? more : null,
    isFetchingMore: query.isFetchingNextPage,
    readAll: () => readToTheEnd(readPage),
  };
}

/** Reads page after page. `cut` says that more rows were there than a file may hold. */
export async function readToTheEnd<Row>(
  readPage: (cursor: string | undefined) => Promise<Page<Row>>,
  rowsMax = EXPORT_ROWS_MAX,
): Promise<{ rows: Row[]; cut: boolean }> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await readPage(cursor);
    rows.push(...page.rows);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && rows.length < rowsMax);
  return { rows: rows.slice(0, rowsMax), cut: cursor !== undefined || rows.length > rowsMax };
}
