import type { LawCheckView, LawFindingView, LawWaiverView } from '@dacu/contract/api';
import { checkPlanLaw, type Finding, type PricedGoods, parsePlan } from '@dacu/contract/plan';
import type { Db, Sql } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import { insertWaiver, readWaivers } from './store.ts';

/** What is sold and what it sold for, as a campaign's prices are judged by. */
export type LawEvidence = (campaignId: string, at: number) => Promise<readonly PricedGoods[]>;

/** Findings with who answers for them: the latest waiver of the same finding counts. */
export function withWaivers(
  findings: readonly LawFindingView[],
  waivers: readonly LawWaiverView[],
): LawCheckView {
  const latest = new Map(waivers.map((waiver) => [waiver.findingId, waiver]));
  const judged = findings.map((finding) => ({ ...finding, waiver: latest.get(finding.findingId) ?? null }));
  return {
    publishable: !judged.some(({ severity, waiver }) => severity === 'error' && waiver === null),
    findings: judged,
  };
}

export type LawDraft = { readonly yaml: string; readonly campaignId: string; readonly at: number };

/** What the law says about a draft; the findings of the check where it has errors. */
export async function checkDraft(
  sql: Sql,
  evidence: LawEvidence,
  { yaml, campaignId, at }: LawDraft,
): Promise<LawCheckView | { readonly invalid: readonly Finding[] }> {
  const parsed = parsePlan(yaml, { campaignId });
  if (!parsed.ok) return { invalid: parsed.findings };
  const findings = checkPlanLaw(yaml, parsed.plan, await evidence(campaignId, at));
  return withWaivers(findings, await readWaivers(sql, campaignId));
}

export type WaiveInput = LawDraft & {
  readonly findingId: string;
  readonly reason: string;
  readonly by: string;
};

export type WaiveOutcome =
  | { readonly kind: 'waived'; readonly waiver: LawWaiverView }
  /** The draft has no such error, or not on this evidence. */
  | { readonly kind: 'refused'; readonly reason: 'notFound' }
  | { readonly kind: 'refused'; readonly reason: 'planInvalid'; readonly findings: readonly Finding[] };

/** Puts a name and a reason to an error that stands in a draft. Only what the draft really has can be waived. */
export async function waive(
  db: Db,
  ids: Ids,
  evidence: LawEvidence,
  input: WaiveInput,
): Promise<WaiveOutcome> {
  const checked = await checkDraft(db, evidence, input);
  if ('invalid' in checked) return { kind: 'refused', reason: 'planInvalid', findings: checked.invalid };
  const found = checked.findings.find(
    ({ findingId, severity }) => findingId === input.findingId && severity === 'error',
  );
  if (found === undefined) return { kind: 'refused', reason: 'notFound' };
  const { waiver: _, ...finding } = found;
  const { campaignId, findingId, reason, by, at } = input;
  const waiver = { waiverId: ids.next('lw'), campaignId, findingId, reason, waivedAt: at, waivedBy: by };
  await insertWaiver(db, waiver, finding);
  return { kind: 'waived', waiver };
}
