import type { Column, ColumnFilter } from './column.ts';

export type Sort = { readonly id: string; readonly desc: boolean };
export type Range = { readonly from: number | null; readonly to: number | null };
export type FilterValue = readonly string[] | Range | string;
/** How a table is arranged: what the address of the page holds, so that a view can be sent to a colleague. */
export type Arrangement = {
  readonly sorts: readonly Sort[];
  readonly filters: Readonly<Record<string, FilterValue>>;
  readonly sought: string;
};

type Named = Pick<Column<never>, 'id'> & { readonly filter?: ColumnFilter };

/**
 * Reads `?sort=-payFen,placedAt&state=paid,held&payFen=1000..5000&q=茶`. `prefix` tells the tables of one page apart.
 * What names no column, or is not of its kind, is left out: addresses are typed and shortened by hand.
 */
export function readArrangement(
  params: URLSearchParams,
  columns: readonly Named[],
  prefix = '',
  usual: readonly Sort[] = [],
): Arrangement {
  const ids = new Set(columns.map(({ id }) => id));
  const sortText = params.get(`${prefix}sort`);
  const sorts =
    sortText === null
      ? usual
      : sortText
          .split(',')
          .map((part) => ({ id: part.replace(/^-/, ''), desc: part.startsWith('-') }))
          .filter(({ id }) => ids.has(id));
  const filters: Record<string, FilterValue> = {};
  for (const { id, filter } of columns) {
    const text = filter ? params.get(prefix + id) : null;
    const value = filter && text ? readFilter(filter, text) : null;
    if (value !== null) filters[id] = value;
  }
  return { sorts, filters, sought: params.get(`${prefix}q`) ?? '' };
}

function readFilter(filter: ColumnFilter, text: string): FilterValue | null {
  if (filter.kind === 'text') return text;
  if (filter.kind === 'choice') return text.split(',').filter((part) => part !== '');
  const [from = '', to = ''] = text.split('..', 2);
  const range = { from: numberOf(from), to: numberOf(to) };
  return range.from === null && range.to === null ? null : range;
}

function numberOf(text: string): number | null {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Writes one filter into the address; null or an empty one takes it out. */
export function writeFilter(params: URLSearchParams, name: string, value: FilterValue | null): void {
  const text =
    value === null
      ? ''
      : typeof value === 'string'
        ? value
        : isRange(value)
          ? value.from === null && value.to === null
            ? ''
            : `${value.from ?? ''}..${value.to ?? ''}`
          : value.join(',');
  if (text === '') params.delete(name);
  else params.set(name, text);
}

/** Writes the sorting; the usual one needs no words. */
export function writeSorts(
  params: URLSearchParams,
  name: string,
  sorts: readonly Sort[],
  usual: readonly Sort[],
): void {
  const words = (list: readonly Sort[]) => list.map(({ id, desc }) => (desc ? `-${id}` : id)).join(',');
  if (words(sorts) === words(usual)) params.delete(name);
  else params.set(name, words(sorts));
}

export function isRange(value: FilterValue): value is Range {
  return typeof value === 'object' && 'from' in value;
}
