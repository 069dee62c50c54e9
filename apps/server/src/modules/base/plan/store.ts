import type { LawCheckView, LawFindingView, LawWaiverView } from '@dacu/contract/api';
import type { Finding, Plan } from '@dacu/contract/plan';
import type { Sql } from '../../../platform/db/types.ts';
import type { Change } from './diff-editions.ts';

/** All SQL of plans. */

export type EditionHeader = {
  readonly editionId: string;
  readonly campaignId: string;
  readonly editionNo: number;
  readonly precedence: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly publishedAt: number;
  readonly publishedBy: string;
  readonly note: string | null;
  readonly hash: string;
};

export type EditionRow = EditionHeader & {
  readonly yaml: string;
  readonly plan: Plan;
  /** Warnings of the check at publication. */
  readonly findings: readonly Finding[];
  readonly format: number;
};

const HEADER = `edition_id as "editionId", campaign_id as "campaignId", edition_no as "editionNo", precedence,
  starts_at as "startsAt", ends_at as "endsAt", published_at as "publishedAt", published_by as "publishedBy", note, hash`;

/** Every edition without its text, oldest first in each campaign. */
export function readHeaders(sql: Sql): Promise<EditionHeader[]> {
  return sql.query<EditionHeader>(`select ${HEADER} from edition order by campaign_id, edition_no`);
}

export async function readEdition(sql: Sql, editionId: string): Promise<EditionRow | null> {
  const rows = await sql.query<EditionRow>(
    `select ${HEADER}, yaml, plan, format, findings from edition where edition_id = $1`,
    [editionId],
  );
  return rows[0] ?? null;
}

export async function readLatest(sql: Sql, campaignId: string): Promise<EditionRow | null> {
  const rows = await sql.query<EditionRow>(
    `select ${HEADER}, yaml, plan, format, findings from edition where campaign_id = $1 order by edition_no desc limit 1`,
    [campaignId],
  );
  return rows[0] ?? null;
}

export async function readNumbered(
  sql: Sql,
  campaignId: string,
  editionNo: number,
): Promise<EditionRow | null> {
  const rows = await sql.query<EditionRow>(
    `select ${HEADER}, yaml, plan, format, findings from edition where campaign_id = $1 and edition_no = $2`,
    [campaignId, editionNo],
  );
  return rows[0] ?? null;
}

/** False when another publisher took the number first. */
export async function insertEdition(
  sql: Sql,
  row: EditionRow & { readonly changes: readonly Change[]; readonly law: LawCheckView['findings'] },
): Promise<boolean> {
  const inserted = await sql.query(
    `insert into edition (edition_id, campaign_id, edition_no, yaml, plan, format, hash, changes, findings, precedence,
                          starts_at, ends_at, published_at, published_by, note, law)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8::jsonb, $9::jsonb, $10, $11, $12, $13, $14, $15, $16::jsonb)
     on conflict (campaign_id, edition_no) do nothing
     returning edition_id`,
    [
      row.editionId,
      row.campaignId,
      row.editionNo,
      row.yaml,
      JSON.stringify(row.plan),
      row.format,
      row.hash,
      JSON.stringify(row.changes),
      JSON.stringify(row.findings),
      row.precedence,
      row.startsAt,
      row.endsAt,
      row.publishedAt,
      row.publishedBy,
      row.note,
      JSON.stringify(row.law),
    ],
  );
  return inserted.length === 1;
}

export type EditionEntry = EditionHeader & { readonly changes: readonly Change[] };

/** Newest first. */
export function readEntries(sql: Sql, campaignId: string, entriesMax: number): Promise<EditionEntry[]> {
  return sql.query<EditionEntry>(
    `select ${HEADER}, changes from edition where campaign_id = $1 order by edition_no desc limit $2`,
    [campaignId, entriesMax],
  );
}

export type SwitchRow = {
  readonly switchId: string;
  readonly kind: 'stopPromotion';
  readonly campaignId: string;
  readonly target: string;
  readonly on: boolean;
  readonly reason: string;
  readonly thrownAt: number;
  readonly thrownBy: string;
};

export async function insertSwitch(sql: Sql, row: SwitchRow): Promise<void> {
  await sql.query(
    `insert into switch (switch_id, kind, campaign_id, target, is_on, reason, thrown_at, thrown_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.switchId, row.kind, row.campaignId, row.target, row.on, row.reason, row.thrownAt, row.thrownBy],
  );
}

/** Oldest first; of two at one instant the later id counts as later. */
export function readSwitches(sql: Sql): Promise<SwitchRow[]> {
  return sql.query<SwitchRow>(
    `select switch_id as "switchId", kind, campaign_id as "campaignId", target, is_on as "on", reason,
            thrown_at as "thrownAt", thrown_by as "thrownBy"
       from switch order by thrown_at, switch_id`,
  );
}

export async function insertWaiver(sql: Sql, row: LawWaiverView, finding: LawFindingView): Promise<void> {
  await sql.query(
    `insert into law_waiver (waiver_id, campaign_id, finding_id, finding, reason, waived_at, waived_by)
     values ($1, $2, $3, $4::jsonb, $5, $6, $7)`,
    [
      row.waiverId,
      row.campaignId,
      row.findingId,
      JSON.stringify(finding),
      row.reason,
      row.waivedAt,
      row.waivedBy,
    ],
  );
}

/** Oldest first; of two at one instant the later id counts as later. */
export function readWaivers(sql: Sql, campaignId: string): Promise<LawWaiverView[]> {
  return sql.query<LawWaiverView>(
    `select waiver_id as "waiverId", campaign_id as "campaignId", finding_id as "findingId", reason,
            waived_at as "waivedAt", waived_by as "waivedBy"
       from law_waiver where campaign_id = $1 order by waived_at, waiver_id`,
    [campaignId],
  );
}
