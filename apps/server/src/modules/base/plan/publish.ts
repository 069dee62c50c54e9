import { createHash } from 'node:crypto';
import type { LawCheckView, LawFindingView } from '@dacu/contract/api';
import { checkPlanLaw, compilePlan, type Finding, type Plan, parsePlan } from '@dacu/contract/plan';
import type { Db, Tx } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import { canonical } from './diff-editions.ts';
import { type LawEvidence, withWaivers } from './law.ts';
import { planChanges } from './plan-changes.ts';
import { insertEdition, readLatest, readWaivers } from './store.ts';

export type PublishInput = {
  readonly yaml: string;
  /** Who publishes: the operator's name, or what loaded the file. */
  readonly by: string;
  /** Campaign time. */
  readonly at: number;
  /** What for. */
  readonly note?: string | undefined;
  /** Refuse a plan of another campaign. */
  readonly campaignId?: string;
  /** Nobody will buy by it: the law is not asked. */
  readonly rehearsal?: boolean;
};

export type PublishOutcome =
  | {
      readonly kind: 'published';
      readonly editionId: string;
      readonly editionNo: number;
      readonly campaignId: string;
    }
  | { readonly kind: 'refused'; readonly reason: 'planInvalid'; readonly findings: readonly Finding[] }
  /** Errors of law stand that nobody waived; all findings, with the waivers there are. */
  | { readonly kind: 'refused'; readonly reason: 'lawBroken'; readonly findings: LawCheckView['findings'] }
  | { readonly kind: 'refused'; readonly reason: 'editionUnchanged'; readonly editionId: string };

/** How often a publisher who lost the number to another tries the next one. */
const TRIES_MAX = 5;

/**
 * Publishes a plan file as the next edition of its campaign, or says why not: the check finds errors, errors of law
 * stand that nobody waived, or the file means what the current edition means already. Emits `edition.published`. Two who publish at once get two numbers.
 */
export async function publish(
  db: Db,
  ids: Ids,
  evidence: LawEvidence,
  input: PublishInput,
): Promise<PublishOutcome> {
  const parsed = parsePlan(input.yaml, { campaignId: input.campaignId });
  if (!parsed.ok) return { kind: 'refused', reason: 'planInvalid', findings: parsed.findings };
  const { plan } = parsed;
  const { startsAt, endsAt } = compilePlan(plan);
  const law = input.rehearsal
    ? []
    : checkPlanLaw(input.yaml, plan, await evidence(plan.campaign.id, input.at));
  const hash = createHash('sha256').update(canonical(plan)).digest('hex');
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const outcome = await db.transaction((tx) =>
      publishNext(tx, ids, { ...input, plan, findings: parsed.findings, law, hash, startsAt, endsAt }),
    );
    if (outcome !== 'numberTaken') return outcome;
  }
  throw new Error(`edition number of ${plan.campaign.id} was taken ${TRIES_MAX} times`);
}

type Ready = PublishInput & {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  readonly law: readonly LawFindingView[];
  readonly hash: string;
  readonly startsAt: number;
  readonly endsAt: number;
};

async function publishNext(tx: Tx, ids: Ids, ready: Ready): Promise<PublishOutcome | 'numberTaken'> {
  const { plan, hash, yaml, at, by } = ready;
  const campaignId = plan.campaign.id;
  const latest = await readLatest(tx, campaignId);
  if (latest?.hash === hash)
    return { kind: 'refused', reason: 'editionUnchanged', editionId: latest.editionId };
  const law = withWaivers(ready.law, await readWaivers(tx, campaignId));
  if (!law.publishable) return { kind: 'refused', reason: 'lawBroken', findings: law.findings };
  const editionId = ids.next('ed');
  const editionNo = (latest?.editionNo ?? 0) + 1;
  const taken = !(await insertEdition(tx, {
    editionId,
    campaignId,
    editionNo,
    yaml,
    plan,
    findings: ready.findings,
    format: plan.format,
    hash,
    changes: latest === null ? [] : planChanges(latest.yaml, yaml),
    precedence: plan.campaign.precedence,
    startsAt: ready.startsAt,
    endsAt: ready.endsAt,
    publishedAt: at,
    publishedBy: by,
    note: ready.note || null,
    law: law.findings,
  }));
  if (taken) return 'numberTaken';
  await writeOutbox(tx, [
    { type: 'edition.published', aggregate: editionId, at, data: { campaignId, editionId, editionNo } },
  ]);
  return { kind: 'published', editionId, editionNo, campaignId };
}
