import type { Db, Sql } from './types.ts';

/**
 * Reads remembered until a statement of ours writes to one of their tables: for a database that nobody else writes, as a
 * rehearsal's, where virtual time makes every cache with an age limit forget between two requests. All pools of the
 * process must share one memory. Only plain reads outside transactions are remembered; rows are shared, never changed.
 */
export type ReadMemory = {
  /** The same database, its reads remembered and its writes noticed. */
  over(db: Db): Db;
  readonly hits: number;
  readonly misses: number;
};

type Entry = { readonly tables: readonly string[]; readonly rows: Promise<unknown[]> };

/** A key holds its parameters, up to some kilobytes: this bounds the memory at some tens of megabytes. */
const ENTRIES_MAX = 3_000;
const WRITES = /\b(?:insert\s+into|update|delete\s+from|truncate(?:\s+table)?)\s+(?:only\s+)?([a-z_]+)/g;
const READS = /\b(?:from|join)\s+([a-z_]+)/g;
/** What answers differently each time, or takes a lock, is always asked. */
const NEVER = /\bfor\s+(?:no\s+key\s+)?(?:update|share)\b|\bpg_|\bnextval\b|\bset_config\b|\brandom\b/;

export function createReadMemory(): ReadMemory {
  const entries = new Map<string, Entry>();
  const keysByTable = new Map<string, Set<string>>();
  const kinds = new Map<string, { reads: readonly string[] | null; writes: readonly string[] }>();
  let hits = 0;
  let misses = 0;

  /** Which tables a statement reads (null: not to be remembered) and writes. Statements are few, their texts constant. */
  function kindOf(text: string): { reads: readonly string[] | null; writes: readonly string[] } {
    let kind = kinds.get(text);
    if (kind === undefined) {
      const lower = text.toLowerCase();
      const writes = namesIn(lower, WRITES);
      const plain = writes.length === 0 && /^\s*(?:select|with)\b/.test(lower) && !NEVER.test(lower);
      kind = { reads: plain ? namesIn(lower, READS) : null, writes };
      kinds.set(text, kind);
    }
    return kind;
  }

  function forget(tables: readonly string[]): void {
    for (const table of tables) {
      for (const key of keysByTable.get(table) ?? []) entries.delete(key);
      keysByTable.delete(table);
    }
  }

  function remember(key: string, entry: Entry): void {
    if (entries.size >= ENTRIES_MAX) {
      entries.clear();
      keysByTable.clear();
    }
    entries.set(key, entry);
    for (const table of entry.tables) {
      let keys = keysByTable.get(table);
      if (keys === undefined) {
        keys = new Set();
        keysByTable.set(table, keys);
      }
      keys.add(key);
    }
  }

  async function query<Row>(db: Sql, text: string, params: readonly unknown[] = []): Promise<Row[]> {
    const { reads, writes } = kindOf(text);
    if (reads === null || reads.length === 0) {
      const rows = await db.query<Row>(text, params);
      forget(writes);
      return rows;
    }
    const key = `${text}\u0000${JSON.stringify(params)}`;
    let entry = entries.get(key);
    if (entry === undefined) {
      misses += 1;
      entry = { tables: reads, rows: db.query(text, params) };
      remember(key, entry);
      entry.rows.catch(() => entries.delete(key));
    } else hits += 1;
    return [...((await entry.rows) as Row[])];
  }

  return {
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
        const written = new Set<string>();
        try {
          return await db.transaction(
            (tx) =>
              work({
                ...tx,
                query(text, params) {
                  for (const table of kindOf(text).writes) written.add(table);
                  return tx.query(text, params);
                },
              }),
            options,
          );
        } finally {
          // Whatever became of it: a read that was remembered meanwhile may be from before the commit.
          forget([...written]);
        }
      },
    }),
  };
}

function namesIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))];
}
