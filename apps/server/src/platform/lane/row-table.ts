import type { Tx } from '../db/types.ts';
import { LaneConflict } from './errors.ts';
import type { LaneTable } from './types.ts';

/** A field of the row and the column that holds it. `jsonb` fields hold any plain value. */
export type LaneColumn = {
  readonly field: string;
  readonly column: string;
  readonly type: 'text' | 'bigint' | 'integer' | 'boolean' | 'jsonb';
};

export type RowTable<Row> = LaneTable<Row> & {
  /** Its columns under the names of the fields, for `select` of whoever reads such rows outside the lane. */
  readonly selected: string;
};

/**
 * A lane table over an SQL table with a text key, one statement for all rows of a batch each time: lock in key order,
 * insert with ON CONFLICT DO NOTHING, update. `columns[0]` is the primary key; a clash in any other unique index is the
 * fault of one command and not a `LaneConflict`. Names come from code, never from a request.
 *
 * Keys are ordered by their bytes, as JavaScript sorts them for whoever writes such rows beside the lane: a database of
 * the user's may sort by a language, and two orders of locking are a deadlock.
 *
 * Arrays through `unnest`, not one VALUES list: the statement text stays the same whatever the batch holds.
 */
export function rowTable<Row extends object>(spec: {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly [LaneColumn, ...LaneColumn[]];
}): RowTable<Row> {
  const { name, table, columns } = spec;
  const key = columns[0];
  const list = columns.map((column) => column.column).join(', ');
  // A jsonb[] literal would be parsed element by element anyway, and text needs no second escaping.
  const arrays = columns
    .map((column, index) => `$${index + 1}::${column.type === 'jsonb' ? 'text' : column.type}[]`)
    .join(', ');
  const values = columns.map((column) =>
    column.type === 'jsonb' ? `given.${column.column}::jsonb` : `given.${column.column}`,
  );
  const selected = columns.map((column) => `${column.column} as "${column.field}"`).join(', ');
  const sql = {
    load: `select ${selected}
      from ${table} where ${key.column} = any($1::text[]) order by ${key.column} collate "C" for update`,
    insert: `with done as (insert into ${table} (${list}) select ${values.join(', ')}
      from unnest(${arrays}) as given (${list}) on conflict (${key.column}) do nothing returning 1)
      select count(*) as n from done`,
    update: `with done as (update ${table} as kept
      set ${columns
        .slice(1)
        .map((column, index) => `${column.column} = ${values[index + 1]}`)
        .join(', ')}
      from unnest(${arrays}) as given (${list}) where kept.${key.column} = given.${key.column} returning 1)
      select count(*) as n from done`,
  };

  function arraysOf(rows: readonly Row[]): unknown[][] {
    return columns.map(({ field, type }) =>
      rows.map((row) => {
        const value = (row as Record<string, unknown>)[field];
        if (value === undefined) throw new Error(`${name}: a row lacks ${field}`);
        return type === 'jsonb' ? JSON.stringify(value) : value;
      }),
    );
  }

  async function count(tx: Tx, text: string, rows: readonly Row[]): Promise<number> {
    const [done] = await tx.query<{ n: number }>(text, arraysOf(rows));
    return done!.n;
  }

  return {
    ...{ name, selected },
    async load(tx: Tx, keys) {
      const rows = await tx.query<Row>(sql.load, [keys]);
      return new Map(rows.map((row) => [String((row as Record<string, unknown>)[key.field]), row]));
    },
    async save(tx, { inserted, updated }) {
      if (inserted.length > 0) {
        if ((await count(tx, sql.insert, inserted)) !== inserted.length) throw new LaneConflict(name);
      }
      if (updated.length > 0) {
        if ((await count(tx, sql.update, updated)) !== updated.length)
          throw new Error(`${name}: a locked row is gone`);
      }
    },
  };
}
