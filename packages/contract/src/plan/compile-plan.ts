import type { Window } from '@dacu/engine/pricing';
import { compilePromotions } from './compile-promotions.ts';
import type { CompiledPlan, Goal, Span, Traffic } from './compiled.ts';
import { deliveryTerms } from './delivery-terms.ts';
import { sourceOf } from './provenance.ts';
import { type Dates, resolveDates } from './resolve-dates.ts';
import { scopeOf } from './rules.ts';
import { METRIC_UNITS } from './schema/goals.ts';
import type { Plan } from './schema/plan.ts';

const MINUTE_MS = 60_000;
const ORDINARY_HOLD_MS = 15 * MINUTE_MS;
const FLASH_HOLD_MS = 5 * MINUTE_MS;

/**
 * A checked plan made ready to run: dates become instants, daily hours windows, amounts fen. Deterministic: the same plan
 * compiles to the same value. Takes what `parsePlan` answered `ok` for; a plan whose campaign has no dates is a bug.
 */
export function compilePlan(plan: Plan): CompiledPlan {
  const dates = resolveDates(plan);
  const { campaign } = dates;
  if (campaign === null) throw new Error(`plan ${plan.campaign.id} was compiled without being checked`);
  const { calendar } = plan;
  const delivery = deliveryTerms(plan);
  return {
    campaignId: plan.campaign.id,
    title: plan.campaign.title,
    slogan: plan.campaign.slogan ?? null,
    zone: plan.campaign.zone,
    precedence: plan.campaign.precedence,
    ...campaign,
    profile: {
      id: plan.campaign.pricing.profile,
      thresholdMode: plan.campaign.pricing.thresholds,
      minPayableFen: plan.campaign.pricing.minimumFen,
    },
    seasons: named(calendar.seasons ?? [], dates.seasons).map(({ item, span }) => ({
      ...span,
      theme: { id: item.look, motif: item.motif },
    })),
    phases: named(calendar.phases, dates.phases).map(({ item, span }) => ({
      ...span,
      kind: item.kind,
      seasonId: item.season ?? null,
      membersOnly: item.membersOnly === true,
    })),
    nodes: named(calendar.nodes ?? [], dates.nodes).map(({ item, span }) => ({ ...span, kind: item.kind })),
    milestones: milestonesOf(plan, dates, campaign),
    reviews: reviews(plan, dates, campaign),
    goals: goals(plan),
    memberTiers: (plan.members?.tiers ?? []).map(({ id, title }) => ({ id, title })),
    budget: {
      totalFen: plan.budget?.total ?? null,
      lines: (plan.budget?.lines ?? []).map(({ id, title, share }) => ({ id, title, shareBp: share })),
    },
    ...compilePromotions(plan, dates),
    freight: freight(plan),
    ...(delivery && { delivery }),
    venueSections: (plan.venue ?? []).map(({ id, title, scope, phases, seasons }) => ({
      id,
      title,
      scope: scopeOf(scope),
      phaseKinds: phases ?? null,
      seasonIds: seasons ?? null,
    })),
    traffic: traffic(plan, dates, campaign),
    holdMs: {
      ordinary: plan.capacity?.holds?.ordinary ?? ORDINARY_HOLD_MS,
      flash: plan.capacity?.holds?.flash ?? FLASH_HOLD_MS,
    },
  };
}

type Named = { readonly id: string; readonly title: Span['title'] };

function named<T extends Named>(
  list: readonly T[],
  resolved: ReadonlyMap<string, Window>,
): { readonly item: T; readonly span: Span }[] {
  return list.flatMap((item) => {
    const window = resolved.get(item.id);
    return window ? [{ item, span: { id: item.id, title: item.title, ...window } }] : [];
  });
}

/** What must be ready by when, as days; also for the check, which judges what waits for what. */
export function milestonesOf(plan: Plan, dates: Dates, campaign: Window): CompiledPlan['milestones'] {
  return (plan.calendar.milestones ?? []).flatMap((milestone, index) => {
    const anchor =
      milestone.anchor === undefined
        ? campaign
        : (dates.phases.get(milestone.anchor) ?? dates.nodes.get(milestone.anchor) ?? campaign);
    const due =
      milestone.on !== undefined
        ? dates.instant(milestone.on, ['calendar', 'milestones', index, 'on'])
        : milestone.before !== undefined
          ? dates.zoned.shift(anchor.startsAt, milestone.before, -1)
          : anchor.startsAt;
    if (due === null) return [];
    const startsAt = dates.zoned.midnights({ startsAt: due, endsAt: due + 1 })[0]!;
    const endsAt = dates.zoned.shift(startsAt, { count: 1, unit: 'days' }, 1);
    const { id, title, owner, takes } = milestone;
    const anchored = milestone.anchor !== undefined || milestone.on === undefined;
    return [
      {
        id,
        title,
        owner: owner ?? null,
        startsAt,
        endsAt,
        beginsAt: takes === undefined ? startsAt : Math.min(startsAt, dates.zoned.shift(endsAt, takes, -1)),
        after: milestone.after ?? [],
        anchorId: milestone.anchor ?? null,
        neededAt: anchored ? anchor.startsAt : null,
      },
    ];
  });
}

function reviews(plan: Plan, dates: Dates, campaign: Window): readonly Span[] {
  return (plan.reviews?.reports ?? []).map(({ id, title, after, of }) => {
    const subject =
      of === undefined
        ? campaign
        : (dates.phases.get(of) ?? dates.nodes.get(of) ?? dates.seasons.get(of) ?? campaign);
    return { id, title, startsAt: subject.endsAt, endsAt: dates.zoned.shift(subject.endsAt, after, 1) };
  });
}

function goals(plan: Plan): readonly Goal[] {
  const of = (key: 'goals' | 'indicators') =>
    (plan[key] ?? []).map((goal, index): Goal => {
      const path = [key, index];
      const metric = goal.metric ?? null;
      return {
        id: goal.id,
        title: goal.title,
        group: 'group' in goal ? goal.group : 'goal',
        metric,
        unit: metric === null ? (goal.target?.unit ?? 'count') : METRIC_UNITS[metric],
        target: goal.target?.value ?? null,
        better: goal.better ?? 'higher',
        growthBp: goal.growth ?? null,
        gainBp: goal.gain ?? null,
        steps: (goal.steps ?? []).map(({ node, target }) => ({ spanId: node, target: target.value })),
        source: sourceOf(plan, goal.target === undefined ? path : [...path, 'target']),
      };
    });
  return [...of('goals'), ...of('indicators')];
}

function freight(plan: Plan): CompiledPlan['freight'] {
  const { freight: terms, remote } = plan.logistics ?? {};
  if (!terms) return [];
  return [
    {
      shopId: '*',
      baseFen: terms.base,
      ...(terms.freeFrom === undefined ? {} : { freeFromFen: terms.freeFrom }),
      basis: terms.basis ?? 'afterDiscount',
      surchargeFenByRegion: Object.fromEntries(
        (remote?.regions ?? []).flatMap(({ region, surcharge }) =>
          surcharge === undefined ? [] : [[region, surcharge]],
        ),
      ),
    },
  ];
}

/** A day gets the highest factor of the rules that cover its start or a part of it; other days weigh 1. */
function traffic(plan: Plan, dates: Dates, campaign: Window): Traffic {
  const written = plan.traffic;
  const rules = (written?.days ?? []).map(({ when, factor }, index) => ({
    factor,
    windows: dates.windows(when, ['traffic', 'days', index, 'when']),
  }));
  const titles = new Map((plan.channels ?? []).map((channel) => [channel.id, channel.title]));
  const midnights = dates.zoned.midnights(campaign);
  return {
    visits: written?.visits ?? 0,
    days: midnights.map((startsAt, index) => {
      const endsAt = midnights[index + 1] ?? campaign.endsAt;
      const factors = rules
        .filter(({ windows }) =>
          windows.some((window) => window.startsAt < endsAt && startsAt < window.endsAt),
        )
        .map(({ factor }) => factor);
      return { startsAt, weight: factors.length === 0 ? 1 : Math.max(...factors) };
    }),
    hourWeights: written?.hours ?? Array.from({ length: 24 }, () => 1),
    surges: (written?.surges ?? []).flatMap(({ when, factor }, index) =>
      dates
        .windows(when, ['traffic', 'surges', index, 'when'])
        .map((window) => ({ startsAt: window.startsAt, endsAt: window.endsAt, factor })),
    ),
    channels: (written?.channels ?? []).map(({ channel, share }) => ({
      id: channel,
      title: titles.get(channel) ?? { zh: channel, en: channel },
      shareBp: share,
    })),
  };
}
