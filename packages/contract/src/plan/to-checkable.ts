import type { CheckablePlan, CheckedGoal, Path, PlacedSpan } from '@dacu/engine/plan';
import type { Window } from '@dacu/engine/pricing';
import { checkedPromotion } from './checked-promotion.ts';
import { milestonesOf } from './compile-plan.ts';
import { DECLARES, USES, WHOLES } from './references.ts';
import type { Dates } from './resolve-dates.ts';
import { METRIC_UNITS } from './schema/goals.ts';
import type { Moment } from './schema/leaves.ts';
import type { Plan } from './schema/plan.ts';
import { reach } from './walk.ts';

/** The meaning of a plan as the engine's `checkPlan` reads it. */
export function toCheckable(plan: Plan, dates: Dates): CheckablePlan {
  const { calendar } = plan;
  return {
    profileId: plan.campaign.pricing.profile,
    campaign: dates.campaign && {
      ...dates.campaign,
      ...edges(plan.campaign),
      id: plan.campaign.id,
      path: ['campaign'],
    },
    seasons: spans(calendar.seasons ?? [], dates.seasons, 'seasons'),
    phases: spans(calendar.phases, dates.phases, 'phases').map((span) => {
      const phase = calendar.phases[span.path[2] as number]!;
      return { ...span, seasonId: phase.season ?? null, membersOnly: phase.membersOnly === true };
    }),
    nodes: spans(calendar.nodes ?? [], dates.nodes, 'nodes'),
    tasks:
      dates.campaign === null
        ? []
        : milestonesOf(plan, dates, dates.campaign).map(({ id, beginsAt, endsAt, after }) => ({
            id,
            startsAt: beginsAt,
            endsAt,
            after,
            path: [
              'calendar',
              'milestones',
              (calendar.milestones ?? []).findIndex((milestone) => milestone.id === id),
            ],
          })),
    ...namesOf(plan),
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

/** Every name that a plan declares and uses; also of a raw one, of which only the names that are text count. */
export function namesOf(plan: unknown): Pick<CheckablePlan, 'identifiers' | 'references'> {
  const named = (pattern: string) =>
    reach(plan, pattern).flatMap(({ path, value }) =>
      typeof value === 'string' ? [{ path, id: value }] : [],
    );
  return {
    identifiers: DECLARES.flatMap(([pattern, space]) => named(pattern).map((name) => ({ ...name, space }))),
    references: USES.flatMap(([pattern, spaces]) => named(pattern).map((name) => ({ ...name, spaces }))),
  };
}

type Dated = {
  readonly on?: Moment | undefined;
  readonly from?: Moment | undefined;
  readonly until?: Moment | undefined;
};

function edges({ on, from, until }: Dated): Pick<PlacedSpan, 'start' | 'end'> {
  const edge = (key: 'on' | 'from' | 'until', moment: Moment | undefined) => ({
    key,
    written: writtenAs(moment),
  });
  return on === undefined
    ? { start: edge('from', from), end: edge('until', until) }
    : { start: edge('on', on), end: edge('on', on) };
}

function writtenAs(moment: Moment | undefined): string {
  if (moment === undefined || typeof moment === 'string') return moment ?? '—';
  if ('node' in moment) return `{ node: ${moment.node} }`;
  return `{ lunar: { month: ${moment.lunar.month}, day: ${moment.lunar.day} } }`;
}

function spans(
  list: readonly (Dated & { readonly id: string })[],
  resolved: ReadonlyMap<string, Window>,
  key: string,
): PlacedSpan[] {
  return list.flatMap((dated, index) => {
    const { id } = dated;
    // An id that is used twice is reported as such; its second use has no span of its own.
    if (list.findIndex((other) => other.id === id) !== index) return [];
    const window = resolved.get(id);
    return window ? [{ ...window, ...edges(dated), id, path: ['calendar', key, index] }] : [];
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
      written: target.written,
    })),
  };
}
