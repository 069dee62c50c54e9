import type { CompiledPlan, Span } from '@dacu/contract/plan';

/** An opening of a plan that campaign time can be moved to. */
export type ClockStop = {
  readonly stopId: string;
  readonly kind: 'season' | 'phase' | 'node' | 'flash' | 'end';
  readonly campaignId: string;
  readonly campaignTitle: Span['title'];
  readonly title: Span['title'];
  readonly at: number;
  readonly zone: string;
};

/** A flash sale opens every day of a year: the next few of each are enough to go to. */
const SLOTS_EACH = 7;

/** What opens after `at` in these plans, and when each ends; in the order of time, wider things first. Pure. */
export function clockStops(plans: readonly CompiledPlan[], at: number): ClockStop[] {
  return plans
    .flatMap((plan) => stopsOf(plan, at))
    .sort((one, other) => one.at - other.at || RANK[one.kind] - RANK[other.kind]);
}

const RANK: Readonly<Record<ClockStop['kind'], number>> = { season: 0, phase: 1, node: 2, flash: 3, end: 4 };

function stopsOf(plan: CompiledPlan, at: number): ClockStop[] {
  const stop = (kind: ClockStop['kind'], id: string, title: Span['title'], opensAt: number): ClockStop => ({
    stopId: `${plan.campaignId}:${kind}:${id}:${opensAt}`,
    kind,
    campaignId: plan.campaignId,
    campaignTitle: plan.title,
    title,
    at: opensAt,
    zone: plan.zone,
  });
  const opening = (kind: 'season' | 'phase' | 'node', spans: readonly Span[]) =>
    spans.filter((span) => span.startsAt > at).map((span) => stop(kind, span.id, span.title, span.startsAt));
  return [
    ...opening('season', plan.seasons),
    ...opening('phase', plan.phases),
    ...opening('node', plan.nodes),
    ...plan.flash.flatMap(({ promotionId, title, slots }) =>
      slots
        .filter((slot) => slot.startsAt > at)
        .slice(0, SLOTS_EACH)
        .map((slot) => stop('flash', promotionId, title, slot.startsAt)),
    ),
    ...(plan.endsAt > at ? [stop('end', plan.campaignId, plan.title, plan.endsAt)] : []),
  ];
}
