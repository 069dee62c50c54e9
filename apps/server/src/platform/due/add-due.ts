import type { Tx } from '../db/types.ts';
import type { DueDraft } from '../lane/types.ts';

/** Adds due work inside the caller's transaction; one statement. A kind and key that exist are left as they are. */
export async function addDue(tx: Tx, drafts: readonly DueDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  await tx.query(
    `insert into due (kind, key, at, next_at, payload)
     select kind, key, at, at, payload::jsonb
     from unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) as draft (kind, key, at, payload)
     order by kind, key
     on conflict (kind, key) do nothing`,
    [
      drafts.map((draft) => draft.kind),
      drafts.map((draft) => draft.key),
      drafts.map((draft) => draft.at),
      drafts.map((draft) => JSON.stringify(draft.payload ?? null)),
    ],
  );
}
