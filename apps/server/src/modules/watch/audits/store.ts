import type { AuditView } from '@dacu/contract/api';
import type { Sql } from '../../../platform/db/types.ts';

/** All SQL of audits. */

export async function insertAudit(sql: Sql, view: AuditView): Promise<void> {
  await sql.query(
    `insert into plan_audit (audit_id, campaign_id, text_hash, view, ended_at)
     values ($1, $2, $3, $4::jsonb, $5)`,
    [view.auditId, view.campaignId, view.textHash, JSON.stringify(view), view.endedAtWall],
  );
}

/** The last one of a text that came to an end by itself; one that was cancelled says nothing about it. */
export async function readLatest(sql: Sql, campaignId: string, textHash: string): Promise<AuditView | null> {
  const rows = await sql.query<{ view: AuditView }>(
    `select view from plan_audit
      where campaign_id = $1 and text_hash = $2 and view ->> 'state' <> 'cancelled'
      order by ended_at desc, audit_id desc limit 1`,
    [campaignId, textHash],
  );
  return rows[0]?.view ?? null;
}

export async function readAudit(sql: Sql, auditId: string): Promise<AuditView | null> {
  const rows = await sql.query<{ view: AuditView }>('select view from plan_audit where audit_id = $1', [
    auditId,
  ]);
  return rows[0]?.view ?? null;
}

/** Keeps the newest of a campaign. */
export async function forgetOldest(sql: Sql, campaignId: string, keptMax: number): Promise<void> {
  await sql.query(
    `delete from plan_audit where campaign_id = $1 and audit_id not in
       (select audit_id from plan_audit where campaign_id = $1 order by ended_at desc, audit_id desc limit $2)`,
    [campaignId, keptMax],
  );
}
