import type { Tx } from '../db/types.ts';
import type { DueDraft } from '../lane/types.ts';

/** Drafts that share a row: not so many that one failure would hold up a crowd. */
const SHARED_MAX = 50;

/** The payload of a row that several drafts share. */
type Shared = { readonly shared: readonly unknown[] };

/** Adds due work inside the caller's transaction; one statement. A kind and key that exist are left as they are. */
export async function addDue(tx: Tx, drafts: readonly DueDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  const rows = sharing(drafts);
  await tx.query(
    `insert into due (kind, key, at, next_at, payload)
     select kind, key, at, at, payload::jsonb
     from unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) as draft (kind, key, at, payload)
     order by kind, key
     on conflict (kind, key) do nothing`,
    [
      rows.map((row) => row.kind),
      rows.map((row) => row.key),
      rows.map((row) => row.at),
      rows.map((row) => JSON.stringify(row.payload ?? null)),
    ],
  );
}

/** The payloads of a row: its own, or those of all who share it. */
export function payloadsOf(payload: unknown): readonly unknown[] {
  const { shared } = (payload ?? {}) as Partial<Shared>;
  return shared ?? [payload];
}

function sharing(drafts: readonly DueDraft[]): DueDraft[] {
  const rows: DueDraft[] = [];
  const open = new Map<string, unknown[]>();
  for (const draft of drafts) {
    if (!draft.shared) {
      rows.push(draft);
      continue;
    }
    const place = `${draft.at} ${draft.kind}`;
    const companions = open.get(place);
    if (companions !== undefined && companions.length < SHARED_MAX) {
      companions.push(draft.payload);
      continue;
    }
    const shared = [draft.payload];
    open.set(place, shared);
    rows.push({ ...draft, payload: { shared } satisfies Shared });
  }
  return rows;
}
