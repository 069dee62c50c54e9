/**
 * What a statement of ours reads and writes, told from its text. Statements are few and constant, their SQL is plain;
 * whatever is not recognised is taken as the widest thing it could be: never remembered, or the whole table written.
 */
export type KeyedTable = { readonly table: string; readonly key: string };
/** Tables behind each view, of views of views too: whoever reads a view reads them. */
export type Views = ReadonlyMap<string, readonly string[]>;

export type StatementKind = {
  readonly reads: ReadKind | null;
  readonly writes: readonly WriteKind[];
  /** Every table that it names or reads through a view, also where its rows are not remembered. */
  readonly touches: readonly string[];
};
/**
 * `whole`: depends on all rows of its tables · `keyed`: on the rows of one table under the keys of parameter `param`;
 * `bare` when it sums nothing up: no rows, no answer · `rows`: is nothing but those rows, one by one, each naming its
 * key in `field`.
 */
export type ReadKind =
  | { readonly kind: 'whole'; readonly tables: readonly string[] }
  | { readonly kind: 'keyed'; readonly table: string; readonly param: number; readonly bare: boolean }
  | { readonly kind: 'rows'; readonly table: string; readonly field: string };
/** `param` holds the keys of all rows that it can touch; null: any row. */
export type WriteKind = { readonly table: string; readonly param: number | null };

const WRITES = /\b(?:insert\s+into|update|delete\s+from|truncate(?:\s+table)?)\s+(?:only\s+)?([a-z_]+)/gi;
const READS = /\b(?:from|join)\s+(?!unnest\b)([a-z_]+)/gi;
/** What answers differently each time, or takes a lock, is always asked. */
const NEVER = /\bfor\s+(?:no\s+key\s+)?(?:update|share)\b|\bpg_|\bnextval\b|\bset_config\b|\brandom\b/i;

export function statementKind(
  text: string,
  keyed: readonly KeyedTable[],
  views: Views = new Map(),
): StatementKind {
  const sql = text.replace(/\s+/g, ' ').trim();
  // `on conflict … do update set` names no table.
  const writes = namesIn(sql.replace(/\bdo update\b/gi, ''), WRITES);
  const plain = writes.length === 0 && /^(?:select|with)\b/i.test(sql) && !NEVER.test(sql);
  const named = namesIn(sql, READS).flatMap((name) => [name, ...(views.get(name) ?? [])]);
  const tables = plain ? [...new Set(named)] : [];
  return {
    touches: [...new Set([...named, ...writes])],
    reads: tables.length === 0 ? null : readKind(sql, tables, keyed),
    writes: writes.map((table) => ({
      table,
      param: writes.length === 1 ? keysWritten(sql, table, keyOf(table, keyed)) : null,
    })),
  };
}

function readKind(sql: string, tables: readonly string[], keyed: readonly KeyedTable[]): ReadKind {
  const [table] = tables;
  const key = tables.length === 1 ? keyOf(table!, keyed) : undefined;
  if (table === undefined || key === undefined || /\b(?:or|union|join|not)\b/i.test(sql))
    return { kind: 'whole', tables };
  const rows = new RegExp(
    `^select ([^()]*) from ${table} where ${key} = any\\(\\$1(?:::text\\[\\])?\\)$`,
    'i',
  ).exec(sql);
  const field = rows && fieldOf(rows[1]!, key);
  if (field) return { kind: 'rows', table, field };
  const where = new RegExp(
    ` from ${table}(?: [a-z]+)? where (?:[a-z]+\\.)?${key} = (?:any\\()?\\$(\\d+)`,
    'i',
  ).exec(sql);
  // One `from` only: a subquery over the same table might look at other rows.
  if (where === null || sql.match(/\bfrom\b/gi)!.length > 1) return { kind: 'whole', tables };
  const bare = /^select [^()]* from /i.test(sql);
  return { kind: 'keyed', table, param: Number(where[1]) - 1, bare };
}

/** Under which name a select list hands over this column. */
function fieldOf(list: string, column: string): string | null {
  for (const item of list.split(', ')) {
    const match = /^(\w+)(?: as "?(\w+)"?)?$/i.exec(item.trim());
    if (match?.[1] === column) return match[2] ?? column;
  }
  return null;
}

/** The parameter that names the keys: an unnested column, a column of the insert, or the `where` of an update. */
function keysWritten(sql: string, table: string, key: string | undefined): number | null {
  if (key === undefined) return null;
  const unnests = [...sql.matchAll(/unnest\(([^()]*)\)(?: as)? (?:\w+ )?\(([^()]*)\)/gi)];
  if (unnests.length > 1) return null;
  const [unnest] = unnests;
  if (unnest !== undefined) {
    const at = columnAt(unnest[2]!, key);
    const param = /^\$(\d+)(?:::|$)/.exec(unnest[1]!.split(',')[at]?.trim() ?? '');
    const tied = new RegExp(`\\.${key}\\b|insert into ${table}`, 'i').test(sql);
    return param === null || !tied ? null : Number(param[1]) - 1;
  }
  const insert = new RegExp(
    `insert into ${table}(?: as \\w+)? \\(([^()]*)\\) (?:values \\(|select )(?:\\* from unnest\\()?([^()]*)`,
    'i',
  ).exec(sql);
  if (insert !== null) {
    const param = /^\$(\d+)(?:::\S+)?$/.exec(
      insert[2]!
        .split(/ where | from /i)[0]!
        .split(',')
        [columnAt(insert[1]!, key)]?.trim() ?? '',
    );
    return param === null ? null : Number(param[1]) - 1;
  }
  const where = new RegExp(`\\bwhere ${key} = (?:any\\()?\\$(\\d+)`, 'i').exec(sql);
  return where === null || /\bor\b/i.test(sql) ? null : Number(where[1]) - 1;
}

function columnAt(list: string, column: string): number {
  return list.split(',').findIndex((name) => name.trim() === column);
}

function keyOf(table: string, keyed: readonly KeyedTable[]): string | undefined {
  return keyed.find((entry) => entry.table === table)?.key;
}

function namesIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1]!.toLowerCase()))];
}
