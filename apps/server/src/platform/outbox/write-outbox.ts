import type { Sql, Tx } from '../db/types.ts';
import type { OutboxDraft } from '../lane/types.ts';

/**
 * Appends events inside the transaction whose effects they are; one statement, in the order given. They leave when the
 * relay has given them positions, after commit.
 */
export async function writeOutbox(tx: Tx, drafts: readonly OutboxDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  await tx.query(insertAfter(0), columnsOf(drafts));
}

/**
 * One write and its events as one statement, which is a transaction by itself: no begin, no commit, one round trip
 * instead of three. `write` is an insert, update or delete with the parameters `$1…`.
 */
export async function writeWithOutbox(
  sql: Sql,
  write: { readonly text: string; readonly params: readonly unknown[] },
  drafts: readonly OutboxDraft[],
): Promise<void> {
  const { text, params } = write;
  await sql.query(`with written as (${text}) ${insertAfter(params.length)}`, [
    ...params,
    ...columnsOf(drafts),
  ]);
}

function insertAfter(params: number): string {
  const [type, aggregate, at, data] = [1, 2, 3, 4].map((number) => `$${params + number}`);
  return `insert into outbox (type, aggregate, at, data)
     select type, aggregate, at, data::jsonb
     from unnest(${type}::text[], ${aggregate}::text[], ${at}::bigint[], ${data}::text[]) as draft (type, aggregate, at, data)`;
}

function columnsOf(drafts: readonly OutboxDraft[]): unknown[][] {
  return [
    drafts.map((draft) => draft.type),
    drafts.map((draft) => draft.aggregate),
    drafts.map((draft) => draft.at),
    drafts.map((draft) => JSON.stringify(draft.data ?? null)),
  ];
}
