import { type FilterValue, isRange } from './arrangement.ts';
import type { CellValue, Column } from './column.ts';

/** Does a cell's value pass its column's filter? A cell without a value passes none. */
export function passes(value: CellValue, filter: FilterValue): boolean {
  if (value === null) return false;
  if (typeof filter === 'string') return String(value).toLowerCase().includes(filter.toLowerCase());
  if (!isRange(filter)) return filter.length === 0 || filter.includes(String(value));
  if (typeof value !== 'number') return false;
  return (filter.from === null || value >= filter.from) && (filter.to === null || value <= filter.to);
}

/** Does a row hold each of the words that are sought, in any column? */
export function holds<Row>(row: Row, columns: readonly Column<Row>[], sought: string): boolean {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = columns
    .map((column) => (column.found ? column.found(row) : (column.value(row) ?? '')))
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Numbers by size, words as readers of the language order them; `item 9` before `item 10`. */
export function comparer(langTag: string): (one: CellValue, other: CellValue) => number {
  const collator = new Intl.Collator(langTag, { numeric: true });
  return (one, other) => {
    if (typeof one === 'number' && typeof other === 'number') return one - other;
    return collator.compare(String(one), String(other));
  };
}
