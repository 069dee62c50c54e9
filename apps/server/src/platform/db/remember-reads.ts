import { ownBytes, rowsToKeep } from './own-bytes.ts';
import {
  type KeyedTable,
  type ReadKind,
  type StatementKind,
  statementKind,
  type Views,
} from './statement-kind.ts';
import type { Db, Sql } from './types.ts';

/**
 * Reads remembered until a statement of ours writes what they depend on: for a database that nobody else writes, as a
 * rehearsal's, where virtual time makes every cache with an age limit forget between two requests. All pools of the
 * process must share one memory. Only plain reads outside transactions are remembered; rows are shared, never changed.
 *
 * A read of a `keyed` table by its key is forgotten when a row under that key is written, any other when any row of its
 * tables is. Reads of the shape `select … where key = any($1)` are put together from rows remembered one by one.
 */
export type ReadMemory = {
  /** The same database, its reads remembered and its writes noticed. */
  over(db: Db): Db;
  /** Rows written over this database later, and together: see `WriteBehind`. */
  writeBehind(db: Db): WriteBehind;
  readonly writesTo: WritesTo;
  readonly hits: number;
  readonly misses: number;
};

/** Counts up with every write to these tables: as long as it stands still, what was worked out from their rows holds. */
export type WritesTo = (...tables: string[]) => number;

/**
 * Takes rows that nobody waits for and writes them in one go, in the order given: before any transaction of ours, before
 * any statement that touches one of `tables`, and when there are many. So nobody can tell that they came late, and what
 * gets its number when it is written gets the same one. Kinds of rows asked for earlier are written earlier: a later
 * one may refer to them. A write that fails fails whoever made it happen.
 */
export type WriteBehind = <Row>(
  tables: readonly string[],
  write: (sql: Sql, rows: readonly Row[]) => Promise<void>,
) => (row: Row) => Promise<void>;

type Entry = { readonly tags: readonly string[]; readonly rows: Promise<unknown[]> };
type Known = StatementKind & { readonly number: number; readonly rows: Map<string, readonly unknown[]> };

/** Each some hundred bytes: this bounds the memory at some tens of megabytes (`ownBytes`). The oldest leave first. */
const ENTRIES_MAX = 20_000;
const ROWS_MAX = 20_000;
const BEHIND_MAX = 500;

/**
 * `empty` names the keyed tables in which there is no row yet: what was never written under a key need not be asked for.
 */
export function createReadMemory(
  keyed: readonly KeyedTable[] = [],
  views: Views = new Map(),
  empty: readonly string[] = [],
): ReadMemory {
  const entries = new Map<string, Entry>();
  const keysByTag = new Map<string, Set<string>>();
  const kinds = new Map<string, Known>();
  /** Statements whose rows are remembered one by one, by table; a row read before a write must not be kept after it. */
  const byTable = new Map<string, Known[]>();
  const writesSeen = new Map<string, number>();
  /** Keys that may have rows, of tables whose every write named its keys so far. */
  const keysWritten = new Map(empty.map((table) => [table, new Set<string>()]));
  const behind: { readonly tables: readonly string[]; write(): Promise<void> | null }[] = [];
  let hits = 0;
  let misses = 0;

  function knownOf(text: string): Known {
    let known = kinds.get(text);
    if (known === undefined) {
      known = { ...statementKind(text, keyed, views), number: kinds.size, rows: new Map() };
      kinds.set(text, known);
      if (known.reads?.kind === 'rows') {
        byTable.set(known.reads.table, [...(byTable.get(known.reads.table) ?? []), known]);
      }
    }
    return known;
  }

  function drop(entryKey: string): void {
    const entry = entries.get(entryKey);
    if (entry === undefined) return;
    entries.delete(entryKey);
    for (const tag of entry.tags) {
      const keys = keysByTag.get(tag);
      keys?.delete(entryKey);
      if (keys?.size === 0) keysByTag.delete(tag);
    }
  }

  function forgetTag(tag: string): void {
    for (const entryKey of [...(keysByTag.get(tag) ?? [])]) drop(entryKey);
  }

  function forget({ writes }: Known, params: readonly unknown[]): void {
    for (const { table, param } of writes) {
      writesSeen.set(table, (writesSeen.get(table) ?? 0) + 1);
      forgetTag(table);
      if (param === null) {
        keysWritten.delete(table);
        forgetTag(anyKey(table));
        for (const known of byTable.get(table) ?? []) known.rows.clear();
        continue;
      }
      for (const key of keysOf(params[param])) {
        keysWritten.get(table)?.add(key);
        forgetTag(oneKey(table, key));
        for (const known of byTable.get(table) ?? []) known.rows.delete(key);
      }
    }
  }

  function neverWritten(table: string, keys: unknown): boolean {
    const written = keysWritten.get(table);
    return written !== undefined && !keysOf(keys).some((key) => written.has(key));
  }

  function remember(entryKey: string, entry: Entry): void {
    if (entries.size >= ENTRIES_MAX) drop(entries.keys().next().value!);
    entries.set(entryKey, entry);
    for (const tag of entry.tags) {
      const keys = keysByTag.get(tag);
      if (keys === undefined) keysByTag.set(tag, new Set([entryKey]));
      else keys.add(entryKey);
    }
    entry.rows.catch(() => drop(entryKey));
  }

  /** Row by row: what is not known is asked in one go. */
  async function rowsOf<Row>(
    db: Sql,
    text: string,
    known: Known & { readonly reads: ReadKind & { readonly kind: 'rows' } },
    keys: readonly string[],
  ): Promise<Row[]> {
    const { table, field } = known.reads;
    const written = keysWritten.get(table);
    const wanted = (keys.length === 1 ? keys : [...new Set(keys)]).filter((key) => written?.has(key) ?? true);
    const missing = wanted.filter((key) => !known.rows.has(key));
    if (missing.length === 0) hits += 1;
    else {
      misses += 1;
      const seen = writesSeen.get(table) ?? 0;
      const fresh = new Map<string, unknown[]>(missing.map((key) => [key, []]));
      for (const row of await db.query<Record<string, unknown>>(text, [missing])) {
        fresh.get(String(row[field]))?.push(ownBytes(row));
      }
      if (known.rows.size + fresh.size > ROWS_MAX) known.rows.clear();
      if ((writesSeen.get(table) ?? 0) === seen && known.rows.size + missing.length <= ROWS_MAX) {
        for (const [key, rows] of fresh) known.rows.set(key, rows);
        return wanted.flatMap((key) => (known.rows.get(key) ?? []) as Row[]);
      }
      // Something was written meanwhile, or there are too many: asked as it stands.
      return db.query<Row>(text, [keys]);
    }
    const found: Row[] = [];
    for (const key of wanted) for (const row of known.rows.get(key)!) found.push(row as Row);
    return found;
  }

  /** What was put off is written first, all of it or what these tables hold. */
  async function catchUp(tables: readonly string[] | null): Promise<void> {
    const last =
      tables === null
        ? behind.length - 1
        : behind.findLastIndex((late) => late.tables.some((table) => tables.includes(table)));
    for (let index = 0; index <= last; index += 1) await behind[index]!.write();
  }

  async function query<Row>(db: Sql, text: string, params: readonly unknown[] = []): Promise<Row[]> {
    const known = knownOf(text);
    if (behind.length > 0 && known.touches.length > 0) await catchUp(known.touches);
    return ask(db, known, text, params);
  }

  async function ask<Row>(
    db: Sql,
    known: Known,
    text: string,
    params: readonly unknown[] = [],
  ): Promise<Row[]> {
    const { reads } = known;
    if (reads === null) {
      try {
        return await db.query<Row>(text, params);
      } finally {
        forget(known, params);
      }
    }
    if (reads.kind === 'rows') return rowsOf(db, text, { ...known, reads }, params[0] as string[]);
    if (reads.kind === 'keyed' && reads.bare && neverWritten(reads.table, params[reads.param])) {
      hits += 1;
      return [];
    }
    const entryKey = `${known.number}\u0000${params.map(textOf).join('\u0000')}`;
    let entry = entries.get(entryKey);
    if (entry === undefined) {
      misses += 1;
      entry = { tags: tagsOf(reads, params), rows: rowsToKeep(db, text, params) };
      remember(entryKey, entry);
    } else hits += 1;
    return [...((await entry.rows) as Row[])];
  }

  return {
    writeBehind: (db) => (tables, write) => {
      // Past `catchUp`: it would wait for itself.
      const sql: Sql = { query: (text, params) => ask(db, knownOf(text), text, params) };
      let rows: Parameters<typeof write>[1][number][] = [];
      let writing: Promise<void> | null = null;
      async function writeAll(): Promise<void> {
        try {
          while (rows.length > 0) {
            const batch = rows;
            rows = [];
            await write(sql, batch);
          }
        } finally {
          writing = null;
        }
      }
      const late = {
        tables,
        write() {
          if (writing === null && rows.length > 0) writing = writeAll();
          return writing;
        },
      };
      behind.push(late);
      return async (row) => {
        rows.push(row);
        if (rows.length >= BEHIND_MAX) await catchUp(tables);
      };
    },
    writesTo(...tables) {
      let writes = 0;
      for (const table of tables) writes += writesSeen.get(table) ?? 0;
      return writes;
    },
    get hits() {
      return hits;
    },
    get misses() {
      return misses;
    },
    over: (db) => ({
      ...db,
      query: (text, params) => query(db, text, params),
      async transaction(work, options) {
        await catchUp(null);
        const written: [Known, readonly unknown[]][] = [];
        try {
          return await db.transaction(
            (tx) =>
              work({
                ...tx,
                query(text, params = []) {
                  const known = knownOf(text);
                  if (known.writes.length > 0) written.push([known, params]);
                  return tx.query(text, params);
                },
              }),
            options,
          );
        } finally {
          // Whatever became of it: a read that was remembered meanwhile may be from before the commit.
          for (const [known, params] of written) forget(known, params);
        }
      },
    }),
  };
}

function tagsOf(reads: Exclude<ReadKind, { kind: 'rows' }>, params: readonly unknown[]): string[] {
  if (reads.kind === 'whole') return [...reads.tables];
  const { table, param } = reads;
  return [anyKey(table), ...keysOf(params[param]).map((key) => oneKey(table, key))];
}

function anyKey(table: string): string {
  return `${table}\u0000`;
}

function oneKey(table: string, key: string): string {
  return `${table}\u0000=${key}`;
}

function keysOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : [textOf(value)];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return Buffer.isBuffer(value) ? value.toString('latin1') : (JSON.stringify(value) ?? '');
}
