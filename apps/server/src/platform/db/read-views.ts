import type { Views } from './statement-kind.ts';
import type { Sql } from './types.ts';

/** The views of our schema and the tables they read, as PostgreSQL keeps account of them; a view of a view too. */
export async function readViews(sql: Sql): Promise<Views> {
  const rows = await sql.query<{ view: string; reads: string }>(
    `select distinct v.relname as view, t.relname as reads
     from pg_class v
     join pg_rewrite r on r.ev_class = v.oid
     join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
     join pg_class t on t.oid = d.refobjid and t.oid <> v.oid
     where v.relkind in ('v', 'm') and v.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p', 'v', 'm')
     order by 1, 2`,
  );
  const direct = Map.groupBy(rows, (row) => row.view);
  const tablesOf = (name: string): string[] =>
    (direct.get(name) ?? []).flatMap(({ reads }) => [reads, ...tablesOf(reads)]);
  return new Map([...direct.keys()].map((view) => [view, [...new Set(tablesOf(view))]]));
}
