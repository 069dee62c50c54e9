import { COLUMN_WIDTH } from './column.ts';

/** How one person last arranged the columns of one table, on this device. */
export type RememberedColumns = {
  readonly order: readonly string[];
  readonly shown: Readonly<Record<string, boolean>>;
  readonly widths: Readonly<Record<string, number>>;
  readonly dense: boolean;
};

export const NOTHING_REMEMBERED: RememberedColumns = { order: [], shown: {}, widths: {}, dense: false };

const keyOf = (person: string, table: string) => `dacu.table.${person}.${table}`;

/** Reads what was kept. What a later release no longer knows, or somebody else wrote there, is left out. */
export function recallColumns(
  person: string,
  table: string,
  ids: readonly string[],
  storage: Pick<Storage, 'getItem'> = localStorage,
): RememberedColumns {
  try {
    return sound(JSON.parse(storage.getItem(keyOf(person, table)) ?? 'null'), ids);
  } catch {
    return NOTHING_REMEMBERED;
  }
}

export function rememberColumns(
  person: string,
  table: string,
  columns: RememberedColumns,
  storage: Pick<Storage, 'setItem'> = localStorage,
): void {
  try {
    storage.setItem(keyOf(person, table), JSON.stringify(columns));
  } catch {
    // Storage may be full or forbidden; the choice then lasts for this page.
  }
}

function sound(kept: unknown, ids: readonly string[]): RememberedColumns {
  if (typeof kept !== 'object' || kept === null) return NOTHING_REMEMBERED;
  const { order, shown, widths, dense } = kept as Record<string, unknown>;
  const known = new Set(ids);
  const entries = (value: unknown) =>
    Object.entries(typeof value === 'object' && value !== null ? value : {}).filter(([id]) => known.has(id));
  return {
    order: Array.isArray(order) ? [...new Set(order.filter((id) => known.has(id)))] : [],
    shown: Object.fromEntries(entries(shown).filter(([, value]) => typeof value === 'boolean')),
    widths: Object.fromEntries(
      entries(widths).filter(
        ([, value]) => typeof value === 'number' && value >= COLUMN_WIDTH.least && value <= COLUMN_WIDTH.most,
      ),
    ),
    dense: dense === true,
  };
}

/** The order on screen: as remembered, with columns that are new since then where they were declared. */
export function orderOf(ids: readonly string[], remembered: readonly string[]): string[] {
  const order = remembered.filter((id) => ids.includes(id));
  for (const [index, id] of ids.entries()) {
    if (order.includes(id)) continue;
    const before = ids.slice(0, index).findLast((each) => order.includes(each));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
  }
  return order;
}
