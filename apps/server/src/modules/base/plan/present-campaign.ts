import type { campaignList, campaignView, planTimelineView } from '@dacu/contract/api';
import { type CompiledPlan, planTimeline } from '@dacu/contract/plan';
import { currentSpan, nextOpening, openWindow, spanState } from '@dacu/engine/plan';
import type { z } from 'zod';
import type { Edition } from './edition-at.ts';
import type { EditionRow } from './store.ts';

type CampaignView = z.infer<typeof campaignView>;
type ListedCampaign = z.infer<typeof campaignList>['campaigns'][number];

/** One row of the list of campaigns. */
export function presentListed(edition: Edition, currentId: string | null, at: number): ListedCampaign {
  const { compiled } = edition;
  return {
    campaignId: edition.campaignId,
    title: compiled.title,
    zone: compiled.zone,
    precedence: compiled.precedence,
    current: edition.campaignId === currentId,
    editionNo: edition.editionNo,
    startsAt: compiled.startsAt,
    endsAt: compiled.endsAt,
    phaseTitle: currentSpan(compiled.phases, at)?.title ?? null,
  };
}

/** The whole plan as published, its calendar with instants, and every promotion with what it does now. */
export function presentCampaign(
  row: EditionRow,
  edition: Edition,
  now: {
    readonly at: number;
    readonly stopped: readonly string[];
    readonly spentFen: ReadonlyMap<string, number>;
  },
): CampaignView {
  const { compiled } = edition;
  return {
    campaignId: row.campaignId,
    editionId: row.editionId,
    editionNo: row.editionNo,
    publishedAt: row.publishedAt,
    publishedBy: row.publishedBy,
    yaml: row.yaml,
    plan: row.plan,
    calendar: calendarOf(compiled, now.at),
    promotions: compiled.promotionList.map((promotion) => ({
      promotionId: promotion.id,
      title: promotion.title,
      group: promotion.group,
      layer: promotion.layer,
      kind: promotion.kind,
      summary: promotion.summary,
      support: promotion.support,
      live: openWindow(promotion.windows, now.at) !== null && !now.stopped.includes(promotion.id),
      stopped: now.stopped.includes(promotion.id),
      openUntil: openWindow(promotion.windows, now.at)?.endsAt ?? null,
      nextOpensAt: nextOpening(promotion.windows, now.at)?.startsAt ?? null,
      budgetCapFen: promotion.budgetCapFen,
      spentFen: now.spentFen.get(promotion.id) ?? 0,
      source: promotion.source,
    })),
    findings: [...row.findings],
  };
}

/** The plan of an edition laid out in time, as rows of a Gantt chart. */
export function presentTimeline(row: EditionRow, edition: Edition): z.infer<typeof planTimelineView> {
  const { compiled } = edition;
  return {
    campaignId: row.campaignId,
    editionNo: row.editionNo,
    zone: compiled.zone,
    startsAt: compiled.startsAt,
    endsAt: compiled.endsAt,
    rows: planTimeline(row.plan, compiled).map((one) => ({
      ...one,
      windows: one.windows.map(({ startsAt, endsAt }): [number, number] => [startsAt, endsAt]),
      after: [...one.after],
      lateAfter: [...one.lateAfter],
    })),
  };
}

function calendarOf(compiled: CompiledPlan, at: number): CampaignView['calendar'] {
  const entry = (
    kind: CampaignView['calendar'][number]['kind'],
    span: CompiledPlan['nodes'][number] | CompiledPlan['reviews'][number],
    parentId: string | null = null,
  ) => ({
    id: span.id,
    kind,
    title: span.title,
    startsAt: span.startsAt,
    endsAt: span.endsAt,
    parentId,
    state: spanState(span, at),
  });
  return [
    ...compiled.seasons.map((span) => entry('season', span)),
    ...compiled.phases.map((span) => entry('phase', span, span.seasonId)),
    ...compiled.nodes.map((span) => entry('node', span)),
    ...compiled.milestones.map((span) => entry('milestone', span)),
    ...compiled.reviews.map((span) => entry('review', span)),
  ].sort((left, right) => left.startsAt - right.startsAt || right.endsAt - left.endsAt);
}
