import type { CasePhoto } from '@dacu/contract/api';
import { PHOTO_KEPT_MS } from '@dacu/engine/aftercare';
import type { Sql, Tx } from '../../../platform/db/types.ts';

/** All SQL of photos. */

/** Photos of one purchase are counted one after another. */
export async function lockPhotos(tx: Tx, purchaseId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 150))', [purchaseId]);
}

export async function countPhotos(sql: Sql, purchaseId: string): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    'select count(*)::int as n from case_photo where purchase_id = $1',
    [purchaseId],
  );
  return row!.n;
}

export async function insertPhoto(
  tx: Tx,
  row: CasePhoto & {
    readonly purchaseId: string;
    readonly personId: string;
    readonly sealed: Buffer;
    readonly at: number;
    readonly eraseAt: number;
  },
): Promise<void> {
  await tx.query(
    `insert into case_photo (photo_id, purchase_id, person_id, sealed, width, height, kept_at, erase_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (photo_id) do nothing`,
    [row.photoId, row.purchaseId, row.personId, row.sealed, row.width, row.height, row.at, row.eraseAt],
  );
}

export async function keepLonger(
  tx: Tx,
  input: { readonly purchaseId: string; readonly photos: readonly string[]; readonly eraseAt: number },
): Promise<CasePhoto[]> {
  return tx.query<CasePhoto>(
    `update case_photo set erase_at = greatest(erase_at, $3) where purchase_id = $1 and photo_id = any($2::text[])
     returning photo_id as "photoId", width, height`,
    [input.purchaseId, input.photos, input.eraseAt],
  );
}

export async function readSealed(
  sql: Sql,
  purchaseId: string,
  photoId: string,
): Promise<{ personId: string; sealed: Buffer } | null> {
  const [row] = await sql.query<{ personId: string; sealed: Buffer }>(
    'select person_id as "personId", sealed from case_photo where purchase_id = $1 and photo_id = $2',
    [purchaseId, photoId],
  );
  return row ?? null;
}

/** What nobody asked with in time, and what no case has that is open or ended less than its time ago. */
export async function erasePhotos(
  sql: Sql,
  { at, purchaseId }: { readonly at: number; readonly purchaseId: string },
): Promise<void> {
  await sql.query(
    `delete from case_photo p where p.purchase_id = $1 and p.erase_at <= $2 and not exists (
       select 1 from return_case c where c.purchase_id = $1 and c.photos ? p.photo_id
         and (c.deadline_at is not null or c.since + $3 > $2))`,
    [purchaseId, at, PHOTO_KEPT_MS],
  );
}
