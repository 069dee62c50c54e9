import { checkPromotion } from './check-promotion.ts';
import { checkPromotionPairs } from './check-promotion-pairs.ts';
import type { CheckablePlan, CheckedGoal, Path, PlacedSpan, PlanFinding } from './checkable.ts';
import { findCycle } from './dependencies.ts';
import { nearestWord } from './nearest.ts';
import { error, warning } from './words.ts';

/**
 * What a plan must mean, beyond being well written: windows lie inside what holds them, shares sum up, every name that
 * is used is declared once, promotions can be priced. Returns all findings, in the order of the plan's subjects.
 */
export function checkPlan(plan: CheckablePlan): readonly PlanFinding[] {
  return [
    ...checkNames(plan),
    ...checkSpans(plan),
    ...checkTasks(plan),
    ...plan.shares.flatMap(({ path, partsBp, complete }) => checkShares(path, partsBp, complete)),
    ...plan.goals.flatMap(checkGoal),
    ...checkAlerts(plan),
    ...plan.promotions.flatMap((promotion) => checkPromotion(promotion, plan)),
    ...checkPromotionPairs(plan.promotions),
  ];
}

type Names = Pick<CheckablePlan, 'identifiers' | 'references'>;

/** Every name that is used is declared, once. Needs nothing of a plan but its names. */
export function checkNames(names: Names): readonly PlanFinding[] {
  return [...checkIdentifiers(names), ...checkReferences(names)];
}

function checkIdentifiers(plan: Names): PlanFinding[] {
  const seen = new Set<string>();
  const findings: PlanFinding[] = [];
  for (const { space, id, path } of plan.identifiers) {
    const key = `${space} ${id}`;
    if (seen.has(key)) findings.push(error('duplicateId', path, id, unusedId(id, space, plan)));
    seen.add(key);
  }
  return findings;
}

function checkReferences(plan: Names): PlanFinding[] {
  const known = new Map<string, string[]>();
  for (const { space, id } of plan.identifiers) {
    const ids = known.get(space);
    if (ids) ids.push(id);
    else known.set(space, [id]);
  }
  const findings: PlanFinding[] = [];
  for (const { spaces, id, path } of plan.references) {
    const ids = spaces.flatMap((space) => known.get(space) ?? []);
    if (ids.includes(id)) continue;
    findings.push({
      ...error('unknownReference', path, id, ids.join(' · ') || `${spaces.join(' | ')}: ∅`),
      suggestion: nearestWord(id, ids),
    });
  }
  return findings;
}

function checkSpans(plan: CheckablePlan): PlanFinding[] {
  const findings: PlanFinding[] = [];
  const { campaign } = plan;
  const spans = [...(campaign ? [campaign] : []), ...plan.seasons, ...plan.phases, ...plan.nodes];
  for (const span of spans) {
    if (span.endsAt <= span.startsAt)
      findings.push(error('endBeforeStart', [...span.path, span.end.key], '', `> ${span.start.written}`));
  }
  if (campaign && campaign.endsAt > campaign.startsAt) {
    for (const span of [...plan.seasons, ...plan.phases, ...plan.nodes]) {
      if (isForward(span) && !within(span, campaign))
        findings.push(error('outsideCampaign', overhang(span, campaign), '', reachOf(campaign)));
    }
  }
  const seasons = new Map(plan.seasons.map((season) => [season.id, season]));
  for (const phase of plan.phases) {
    const season = phase.seasonId === null ? undefined : seasons.get(phase.seasonId);
    if (season && isForward(phase) && isForward(season) && !within(phase, season))
      findings.push(error('outsideSeason', overhang(phase, season), '', `${reachOf(season)} (${season.id})`));
    if (phase.membersOnly && plan.memberTierIds.length === 0)
      findings.push(error('membersWithoutTiers', phase.path, phase.id, 'members.tiers'));
  }
  return [...findings, ...checkOverlaps(plan)];
}

/** Nothing waits for itself, not even round a corner; what begins before that which it waits for is done is told. */
function checkTasks({ tasks }: CheckablePlan): PlanFinding[] {
  const cycle = findCycle(tasks);
  if (cycle !== null) {
    const first = tasks.find(({ id }) => id === cycle[0])!;
    const at = first.after.indexOf(cycle[1]!);
    return [error('dependencyCycle', [...first.path, 'after', at], cycle.join(' → '), 'after: […]')];
  }
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return tasks.flatMap((task) =>
    task.after.flatMap((id, index) => {
      const before = byId.get(id);
      return before === undefined || before.endsAt <= task.startsAt
        ? []
        : [warning('dependencyLate', [...task.path, 'after', index], id, 'before · on · takes')];
    }),
  );
}

/** Phases of one season follow each other; those of no season stand in one row as well. */
function checkOverlaps(plan: CheckablePlan): PlanFinding[] {
  const findings: PlanFinding[] = [];
  const rows = new Map<string | null, (PlacedSpan & { readonly seasonId: string | null })[]>();
  for (const phase of plan.phases.filter(isForward)) {
    const row = rows.get(phase.seasonId);
    if (row) row.push(phase);
    else rows.set(phase.seasonId, [phase]);
  }
  for (const row of rows.values()) {
    const sorted = [...row].sort((a, b) => a.startsAt - b.startsAt);
    for (const [index, phase] of sorted.entries()) {
      const before = sorted[index - 1];
      if (before && phase.startsAt < before.endsAt)
        findings.push(
          error(
            'phasesOverlap',
            [...phase.path, phase.start.key],
            '',
            `≥ ${before.end.written} (${before.id})`,
          ),
        );
    }
  }
  return findings;
}

/** `burst` is taken, `burst-2` is the next one that is not. */
function unusedId(id: string, space: string, plan: Names): string {
  const taken = new Set(plan.identifiers.filter((other) => other.space === space).map((other) => other.id));
  let next = 2;
  while (taken.has(`${id}-${next}`)) next += 1;
  return `${id}-${next}`;
}

/** Where a span sticks out of the one that holds it. */
const overhang = (span: PlacedSpan, whole: PlacedSpan): Path => [
  ...span.path,
  span.startsAt < whole.startsAt || span.startsAt >= whole.endsAt ? span.start.key : span.end.key,
];
const reachOf = ({ start, end }: PlacedSpan) => `${start.written} … ${end.written}`;

const isForward = (span: PlacedSpan) => span.endsAt > span.startsAt;
const within = (span: PlacedSpan, whole: PlacedSpan) =>
  span.startsAt >= whole.startsAt && span.endsAt <= whole.endsAt;

/** Basis points that must sum to 10 000; an incomplete list (a part without a share) may only stay below. */
function checkShares(path: Path, partsBp: readonly number[], complete: boolean): PlanFinding[] {
  const sum = partsBp.reduce((total, part) => total + part, 0);
  const wrong = complete ? sum !== 10_000 : sum > 10_000;
  return wrong ? [error('sharesDoNotSum', path, percent(sum), '100%')] : [];
}

const percent = (bp: number) => `${bp / 100}%`;

/** How a target of each unit is written. */
const TARGETS: Readonly<Record<string, string>> = {
  fen: '¥800 · ¥300亿',
  bp: '35%',
  perTenThousand: '8‱',
  count: '60 · 500万',
  score: '60',
};

function checkGoal(goal: CheckedGoal): PlanFinding[] {
  const findings: PlanFinding[] = [];
  if (!goal.measured && !goal.judged)
    findings.push(warning('goalWithoutMetric', goal.path, goal.id, 'metric, or judgedBy'));
  const units = [
    ...(goal.targetUnit === null ? [] : [{ path: [...goal.path, 'target'], unit: goal.targetUnit }]),
    ...goal.steps.map((step) => ({ path: step.path, unit: step.unit })),
  ];
  for (const { path, unit } of units) {
    const fits = goal.unit === null || unit === goal.unit || (goal.unit === 'score' && unit === 'count');
    if (!fits) findings.push(error('targetUnit', path, '', TARGETS[goal.unit ?? 'count'] ?? ''));
  }
  if (goal.rising) {
    for (const [index, step] of goal.steps.entries()) {
      const before = goal.steps[index - 1];
      const worse =
        before !== undefined &&
        (goal.better === 'higher' ? step.value <= before.value : step.value >= before.value);
      const sign = goal.better === 'higher' ? '>' : '<';
      if (worse) findings.push(error('stepsNotRising', step.path, '', `${sign} ${before.written}`));
    }
  }
  return findings;
}

function checkAlerts(plan: CheckablePlan): PlanFinding[] {
  const findings: PlanFinding[] = [];
  for (const [index, alert] of plan.alerts.entries()) {
    const before = plan.alerts[index - 1];
    if (before && alert.belowBp >= before.belowBp)
      findings.push(
        error('alertsNotFalling', alert.path, percent(alert.belowBp), `< ${percent(before.belowBp)}`),
      );
  }
  return findings;
}
