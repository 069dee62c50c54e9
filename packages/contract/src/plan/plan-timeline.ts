import { judgeTasks } from '@dacu/engine/plan';
import type { Window } from '@dacu/engine/pricing';
import type { CompiledPlan, Span } from './compiled.ts';
import { sourceOf } from './provenance.ts';
import { resolveDates } from './resolve-dates.ts';
import type { Plan } from './schema/plan.ts';

/** One row of the plan laid out in time. */
export type TimelineRow = {
  /** Unique: group and id, as `promotion:cross-store`. */
  readonly rowId: string;
  readonly group:
    | 'season'
    | 'phase'
    | 'node'
    | 'task'
    | 'promotion'
    | 'content'
    | 'channel'
    | 'live'
    | 'review';
  readonly id: string;
  readonly title: Span['title'];
  /** Sorted and disjoint; daily hours cut out. */
  readonly windows: readonly Window[];
  /** Who owns it: a squad of the plan. */
  readonly owner: Span['title'] | null;
  readonly detail: Span['title'] | null;
  readonly source: 'stated' | 'ours';
  /** Rows that must be done before this one begins. */
  readonly after: readonly string[];
  /** The row that this one prepares: it must be done when that begins. */
  readonly prepares: string | null;
  /** Of a task: how long it may slip; negative when something that needs it is late already. */
  readonly floatMs: number | null;
  readonly critical: boolean;
  /** Rows it waits for that end after it begins. */
  readonly lateAfter: readonly string[];
};

/** Of live rooms, channel activities and pieces: those that the plan gives a time. */
export function planTimeline(plan: Plan, compiled: CompiledPlan): readonly TimelineRow[] {
  return [
    ...spanRows(plan, compiled),
    ...taskRows(plan, compiled),
    ...promotionRows(plan, compiled),
    ...reachRows(plan, compiled),
    ...compiled.reviews.map((span, index) =>
      row('review', span, [span], { source: sourceOf(plan, ['reviews', 'reports', index]) }),
    ),
  ];
}

type Named = {
  readonly id: string;
  readonly title: Span['title'];
  readonly detail?: Span['title'] | undefined;
};
type Rest = Partial<
  Pick<TimelineRow, 'owner' | 'source' | 'after' | 'prepares' | 'floatMs' | 'critical' | 'lateAfter'>
>;

function row(
  group: TimelineRow['group'],
  { id, title, detail }: Named,
  windows: readonly Window[],
  rest: Rest = {},
): TimelineRow {
  return {
    rowId: `${group}:${id}`,
    group,
    id,
    title,
    windows: windows.map(({ startsAt, endsAt }) => ({ startsAt, endsAt })),
    owner: null,
    detail: detail ?? null,
    source: 'stated',
    after: [],
    prepares: null,
    floatMs: null,
    critical: false,
    lateAfter: [],
    ...rest,
  };
}

function spanRows(plan: Plan, compiled: CompiledPlan): TimelineRow[] {
  const of = (group: 'season' | 'phase' | 'node', key: 'seasons' | 'phases' | 'nodes') =>
    compiled[key].map((span) => {
      const index = (plan.calendar[key] ?? []).findIndex(({ id }) => id === span.id);
      const { detail } = plan.calendar[key]![index]!;
      return row(group, { ...span, detail }, [span], { source: sourceOf(plan, ['calendar', key, index]) });
    });
  return [...of('season', 'seasons'), ...of('phase', 'phases'), ...of('node', 'nodes')];
}

/** A task's bar is its work: from when it begins to the end of the day it is due. */
function taskRows(plan: Plan, compiled: CompiledPlan): TimelineRow[] {
  const squads = new Map((plan.team?.squads ?? []).map(({ id, title }) => [id, title]));
  const judged = new Map(
    judgeTasks(
      compiled.milestones.map(({ id, beginsAt, endsAt, after, neededAt }) => ({
        id,
        startsAt: beginsAt,
        endsAt,
        after,
        neededAt,
      })),
    ).map((one) => [one.id, one]),
  );
  const phases = new Set(compiled.phases.map(({ id }) => id));
  const milestones = plan.calendar.milestones ?? [];
  return compiled.milestones.map((milestone) => {
    const index = milestones.findIndex(({ id }) => id === milestone.id);
    const { floatMs, critical, lateAfter } = judged.get(milestone.id)!;
    const { anchorId, beginsAt, endsAt, owner } = milestone;
    const task = (id: string) => `task:${id}`;
    return row(
      'task',
      { ...milestone, detail: milestones[index]?.detail },
      [{ startsAt: beginsAt, endsAt }],
      {
        owner: owner === null ? null : (squads.get(owner) ?? { zh: owner, en: owner }),
        source: sourceOf(plan, ['calendar', 'milestones', index]),
        after: milestone.after.map(task),
        prepares: anchorId === null ? null : `${phases.has(anchorId) ? 'phase' : 'node'}:${anchorId}`,
        floatMs,
        critical,
        lateAfter: lateAfter.map(task),
      },
    );
  });
}

function promotionRows(plan: Plan, compiled: CompiledPlan): TimelineRow[] {
  const details = new Map((plan.promotions ?? []).map((promotion) => [promotion.id, promotion.detail]));
  return compiled.promotionList.map((promotion) =>
    row(
      'promotion',
      { ...promotion, detail: details.get(promotion.id) ?? promotion.summary },
      promotion.windows,
      {
        source: promotion.source,
      },
    ),
  );
}

function reachRows(plan: Plan, compiled: CompiledPlan): TimelineRow[] {
  const dates = resolveDates(plan);
  const spans = new Map<string, Window>(
    [...compiled.nodes, ...compiled.phases].map((span) => [span.id, span]),
  );
  const day = (startsAt: number) => ({
    startsAt,
    endsAt: dates.zoned.shift(startsAt, { count: 1, unit: 'days' }, 1),
  });
  /** Hours at which something goes out are shown as half an hour from then. */
  const hours = (base: Window, at: readonly string[] | undefined) =>
    at === undefined || at.length === 0
      ? [base]
      : dates.zoned.daily(
          base,
          at.map((clock) => `${clock}-${halfAnHourAfter(clock)}`),
        );
  const dated = (moment: Parameters<typeof dates.instant>[0] | undefined, path: (string | number)[]) => {
    const at = moment === undefined ? null : dates.instant(moment, path);
    return at === null ? [] : [day(at)];
  };
  const rows = [
    ...(plan.content?.pieces ?? []).map((piece, index) => {
      const path = ['content', 'pieces', index];
      return row('content', piece, dated(piece.publishOn, [...path, 'publishOn']), {
        source: sourceOf(plan, path),
      });
    }),
    ...(plan.assortment?.launches ?? []).map((launch, index) => {
      const path = ['assortment', 'launches', index];
      return row('content', { ...launch, id: `launch-${launch.id}` }, dated(launch.on, [...path, 'on']), {
        source: sourceOf(plan, path),
      });
    }),
    ...(plan.channels ?? []).flatMap((channel, index) =>
      (channel.activities ?? []).map((activity, place) => {
        const base =
          spans.get(activity.phase ?? activity.node ?? '') ?? (activity.at === undefined ? null : compiled);
        return row(
          'channel',
          { ...activity, id: `${channel.id}-${activity.id}` },
          base === null ? [] : hours(base, activity.at),
          { owner: channel.title, source: sourceOf(plan, ['channels', index, 'activities', place]) },
        );
      }),
    ),
    ...(plan.liveRooms?.rooms ?? []).map((room, index) => {
      const base = spans.get(room.phase ?? '') ?? (room.at === undefined ? null : compiled);
      return row('live', room, base === null ? [] : hours(base, room.at), {
        source: sourceOf(plan, ['liveRooms', 'rooms', index]),
      });
    }),
  ];
  return rows.filter(({ windows }) => windows.length > 0);
}

function halfAnHourAfter(clock: string): string {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const after = (hour * 60 + minute + 30) % 1440;
  return `${String(Math.floor(after / 60)).padStart(2, '0')}:${String(after % 60).padStart(2, '0')}`;
}
