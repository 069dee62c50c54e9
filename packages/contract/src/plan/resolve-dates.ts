import { mergeWindows, type Path } from '@dacu/engine/plan';
import type { Window } from '@dacu/engine/pricing';
import { Temporal } from 'temporal-polyfill/full';
import { readingError, type Unplaced } from './findings.ts';
import type { Moment, When } from './schema/leaves.ts';
import type { Plan } from './schema/plan.ts';
import { lunarDay, type Zoned, zoned } from './zoned.ts';

/**
 * The plan's dates as instants. Every date belongs to the plan's zone and, where no year is written, to its year; a
 * date that this year lacks (30 February, a lunar 30th of a short month) is a finding.
 */
export type Dates = {
  readonly zoned: Zoned;
  readonly campaign: Window | null;
  readonly seasons: ReadonlyMap<string, Window>;
  readonly phases: ReadonlyMap<string, Window>;
  readonly nodes: ReadonlyMap<string, Window>;
  /** Grows while `instant` and `base` are asked. */
  readonly findings: readonly Unplaced[];
  /** A moment as an instant; null when it cannot be resolved. */
  instant(moment: Moment, path: Path): number | null;
  /** What a window is anchored to, before its hours of the day are cut out. */
  base(when: When, path: Path): Window | null;
  /** Sorted and disjoint, daily hours cut out. */
  windows(when: When, path: Path): readonly Window[];
};

export function resolveDates(plan: Plan): Dates {
  const zone = zoned(plan.campaign.zone);
  const { findings, dayOf, nodes } = resolveNodes(plan, zone);
  const instant = (moment: Moment, path: Path): number | null => {
    const day = dayOf(moment, path);
    if (day === null) return null;
    return zone.instant(day, typeof moment === 'string' ? moment.split(' ')[1] : moment.at);
  };
  const span = (from: Moment, until: Moment, path: Path): Window | null => {
    const startsAt = instant(from, [...path, 'from']);
    const endsAt = instant(until, [...path, 'until']);
    return startsAt === null || endsAt === null ? null : { startsAt, endsAt };
  };
  const spans = (key: 'seasons' | 'phases') => {
    const found = new Map<string, Window>();
    for (const [index, { id, from, until }] of (plan.calendar[key] ?? []).entries()) {
      const window = span(from, until, ['calendar', key, index]);
      if (window) found.set(id, window);
    }
    return found;
  };
  const campaign = span(plan.campaign.from, plan.campaign.until, ['campaign']);
  const seasons = spans('seasons');
  const phases = spans('phases');
  for (const [index, node] of (plan.calendar.nodes ?? []).entries()) {
    if (node.from === undefined || node.until === undefined) continue;
    const window = span(node.from, node.until, ['calendar', 'nodes', index]);
    if (window) nodes.set(node.id, window);
  }
  const base = (when: When, path: Path): Window | null => {
    if (when.phase !== undefined) return phases.get(when.phase) ?? null;
    if (when.season !== undefined) return seasons.get(when.season) ?? null;
    if (when.node !== undefined) return nodes.get(when.node) ?? null;
    if (when.from !== undefined && when.until !== undefined) return span(when.from, when.until, path);
    return when.whole === undefined ? null : campaign;
  };
  const windows = (when: When, path: Path): readonly Window[] => {
    const window = base(when, path);
    if (window === null) return [];
    if (when.daily === undefined) return mergeWindows([window]);
    return zone.daily(window, typeof when.daily === 'string' ? [when.daily] : when.daily);
  };
  return { zoned: zone, campaign, seasons, phases, nodes, findings, instant, base, windows };
}

/** The first day of every node. Nodes may count from other nodes, so this goes round until nothing more resolves. */
function resolveNodes(plan: Plan, zone: Zoned) {
  const findings: Unplaced[] = [];
  const reported = new Set<string>();
  const firstDays = new Map<string, Temporal.PlainDate>();
  const dayOf = (moment: Moment, path: Path): Temporal.PlainDate | null => {
    try {
      return resolveDay(moment, plan.campaign.year, firstDays);
    } catch {
      if (!reported.has(path.join('.'))) findings.push(noSuchDay(moment, path, plan.campaign.year));
      reported.add(path.join('.'));
      return null;
    }
  };
  const nodes = new Map<string, Window>();
  const pending = new Map([...(plan.calendar.nodes ?? []).entries()]);
  for (let before = -1; before !== pending.size; ) {
    before = pending.size;
    for (const [index, node] of pending) {
      const moment = node.on ?? node.from;
      if (moment === undefined) continue;
      const anchor = typeof moment === 'object' && 'node' in moment ? moment.node : null;
      if (anchor !== null && !firstDays.has(anchor)) continue;
      pending.delete(index);
      const day = dayOf(moment, ['calendar', 'nodes', index, node.on === undefined ? 'from' : 'on']);
      if (day === null) continue;
      firstDays.set(node.id, day);
      if (node.on !== undefined)
        nodes.set(node.id, { startsAt: zone.instant(day), endsAt: zone.instant(day.add({ days: 1 })) });
    }
  }
  return { findings, dayOf, nodes };
}

/** Says which days the month does have. */
function noSuchDay(moment: Moment, path: Path, planYear: number): Unplaced {
  if (typeof moment === 'string') {
    const [year = '', month = ''] =
      moment.length < 10 || moment[4] !== '-' ? [planYear, ...moment.split('-')] : moment.split('-');
    const { daysInMonth } = Temporal.PlainYearMonth.from(`${year}-${month}`);
    return readingError('noSuchDay', path, { allowed: `${month}-01 … ${month}-${daysInMonth} (${year})` });
  }
  if (!('lunar' in moment)) return readingError('noSuchDay', path);
  const { month, leap } = moment.lunar;
  const { daysInMonth, monthCode } = Temporal.PlainDate.from(
    {
      calendar: 'chinese',
      year: planYear,
      monthCode: `M${String(month).padStart(2, '0')}${leap ? 'L' : ''}`,
      day: 1,
    },
    { overflow: 'constrain' },
  );
  const exists = monthCode.endsWith('L') === (leap === true);
  const days = exists ? `day: 1 … ${daysInMonth}` : 'leap: false';
  return readingError('noSuchDay', path, {
    allowed: `{ lunar: { month: ${month}, ${days} } } (${planYear})`,
  });
}

function resolveDay(
  moment: Moment,
  year: number,
  nodeDays: ReadonlyMap<string, Temporal.PlainDate>,
): Temporal.PlainDate | null {
  if (typeof moment === 'string') {
    const [day = ''] = moment.split(' ');
    return Temporal.PlainDate.from(day.length === 5 ? `${year}-${day}` : day, { overflow: 'reject' });
  }
  const start = 'lunar' in moment ? lunarDay(year, moment.lunar) : nodeDays.get(moment.node);
  return start?.add({ days: moment.days ?? 0 }) ?? null;
}
