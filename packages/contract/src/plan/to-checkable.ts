import type { CheckablePlan, CheckedGoal, Path, PlacedSpan } from '@dacu/engine/plan';
import type { Window } from '@dacu/engine/pricing';
import { checkedPromotion } from './checked-promotion.ts';
import { DECLARES, USES, WHOLES } from './references.ts';
import type { Dates } from './resolve-dates.ts';
import { METRIC_UNITS } from './schema/goals.ts';
import type { Plan } from './schema/plan.ts';
import { reach } from './walk.ts';

/** The meaning of a plan as the engine's `checkPlan` reads it. */
export function toCheckable(plan: Plan, dates: Dates): CheckablePlan {
  const { calendar } = plan;
  return {
    campaign: dates.campaign && { ...dates.campaign, id: plan.campaign.id, path: ['campaign'] },
    seasons: spans(calendar.seasons ?? [], dates.seasons, 'seasons'),
    phases: spans(calendar.phases, dates.phases, 'phases').map((span) => {
      const phase = calendar.phases[span.path[2] as number]!;
      return { ...span, seasonId: phase.season ?? null, membersOnly: phase.membersOnly === true };
    }),
    nodes: spans(calendar.nodes ?? [], dates.nodes, 'nodes'),
    identifiers: DECLARES.flatMap(([pattern, space]) =>
      reach(plan, pattern).map(({ path, value }) => ({ space, id: String(value), path })),
    ),
    references: USES.flatMap(([pattern, spaces]) =>
      reach(plan, pattern).map(({ path, value }) => ({ spaces, id: String(value), path })),
    ),
    shares: WHOLES.flatMap((pattern) =>
      reach(plan, pattern).map(({ path, value }) => {
        const parts = (value as { share?: number }[]).map((part) => part.share);
        return {
          path,
          partsBp: parts.filter((part) => part !== undefined),
          complete: parts.every((part) => part !== undefined),
        };
      }),
    ),
    promotions: (plan.promotions ?? []).map((promotion, index) =>
      checkedPromotion(promotion, ['promotions', index], dates),
    ),
    goals: [
      ...(plan.goals ?? []).map((goal, index) => checkedGoal(goal, ['goals', index])),
      ...(plan.indicators ?? []).map((goal, index) => checkedGoal(goal, ['indicators', index])),
    ],
    alerts: (plan.assortment?.inventory?.alerts ?? []).flatMap(({ below }, index) =>
      below === undefined
        ? []
        : [{ path: ['assortment', 'inventory', 'alerts', index, 'below'], belowBp: below }],
    ),
    memberTierIds: (plan.members?.tiers ?? []).map((tier) => tier.id),
  };
}

function spans(
  list: readonly { readonly id: string }[],
  resolved: ReadonlyMap<string, Window>,
  key: string,
): PlacedSpan[] {
  return list.flatMap(({ id }, index) => {
    // An id that is used twice is reported as such; its second use has no span of its own.
    if (list.findIndex((other) => other.id === id) !== index) return [];
    const window = resolved.get(id);
    return window ? [{ ...window, id, path: ['calendar', key, index] }] : [];
  });
}

type PlanGoal = NonNullable<Plan['goals']>[number] | NonNullable<Plan['indicators']>[number];

function checkedGoal(goal: PlanGoal, path: Path): CheckedGoal {
  return {
    path,
    id: goal.id,
    measured: goal.metric !== undefined,
    judged: goal.judgedBy !== undefined,
    unit: goal.metric === undefined ? null : METRIC_UNITS[goal.metric],
    targetUnit: goal.target?.unit ?? null,
    rising: goal.rising === true,
    better: goal.better ?? 'higher',
    steps: (goal.steps ?? []).map(({ target }, index) => ({
      path: [...path, 'steps', index, 'target'],
      value: target.value,
      unit: target.unit,
    })),
  };
}
