import type { Tx } from '../db/types.ts';
import type { OutboxDraft } from '../lane/types.ts';

/**
 * Appends events inside the transaction whose effects they are; one statement, in the order given. They leave when the
 * relay has given them positions, after commit.
 */
export async function writeOutbox(tx: Tx, drafts: readonly OutboxDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  await tx.query(
    `insert into outbox (type, aggregate, at, data)
     select type, aggregate, at, data::jsonb
     from unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) as draft (type, aggregate, at, data)`,
    [
      drafts.map((draft) => draft.type),
      drafts.map((draft) => draft.aggregate),
      drafts.map((draft) => draft.at),
      drafts.map((draft) => JSON.stringify(draft.data ?? null)),
    ],
  );
}
