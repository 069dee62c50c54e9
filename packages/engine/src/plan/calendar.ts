import type { Window } from '../pricing/types.ts';

/**
 * What is open at an instant. Nothing has to fire for a phase to begin: these functions are asked when something is
 * read. All spans and windows are half-open, so that at the instant of a change exactly the new one is open.
 */

export type CalendarSpan = Window & { readonly id: string };
export type SpanState = 'past' | 'running' | 'upcoming';

export function spanState(span: Window, at: number): SpanState {
  if (at < span.startsAt) return 'upcoming';
  return at < span.endsAt ? 'running' : 'past';
}

/** The window that is open at `at`. Windows are sorted and disjoint, as in a compiled plan. */
export function openWindow<W extends Window>(windows: readonly W[], at: number): W | null {
  const candidate = windows[firstStartingAfter(windows, at) - 1];
  return candidate !== undefined && at < candidate.endsAt ? candidate : null;
}

/** The next window that opens after `at`; one that is open already does not count. */
export function nextOpening<W extends Window>(windows: readonly W[], at: number): W | null {
  return windows[firstStartingAfter(windows, at)] ?? null;
}

/** Spans open at `at`, in plan order: seasons, phases, nodes or promotions. */
export function runningSpans<S extends Window>(spans: readonly S[], at: number): readonly S[] {
  return spans.filter((span) => spanState(span, at) === 'running');
}

/** The phase whose venue is shown: of those open, the one that opened last; on a tie the shorter one. */
export function currentSpan<S extends Window>(spans: readonly S[], at: number): S | null {
  let best: S | null = null;
  for (const span of spans) {
    if (spanState(span, at) !== 'running') continue;
    const later =
      best === null ||
      span.startsAt > best.startsAt ||
      (span.startsAt === best.startsAt && span.endsAt < best.endsAt);
    if (later) best = span;
  }
  return best;
}

/** The next instant after `at` at which a span opens or closes; null when nothing changes any more. */
export function nextChange(spans: readonly Window[], at: number): number | null {
  let next: number | null = null;
  for (const { startsAt, endsAt } of spans) {
    for (const instant of [startsAt, endsAt]) {
      if (instant > at && (next === null || instant < next)) next = instant;
    }
  }
  return next;
}

export type GanttRow<S extends CalendarSpan> = {
  readonly span: S;
  /** Lane within its group: spans that overlap lie in different lanes. */
  readonly lane: number;
  readonly state: SpanState;
  /** Position within the axis, in basis points of its length, cut to it. */
  readonly fromBp: number;
  readonly toBp: number;
};

/** Rows of a Gantt chart over `axis`: spans that miss the axis are left out, overlapping ones stacked into lanes. */
export function ganttRows<S extends CalendarSpan>(
  spans: readonly S[],
  axis: Window,
  at: number,
): readonly GanttRow<S>[] {
  const length = axis.endsAt - axis.startsAt;
  const place = (instant: number) =>
    Math.round(((Math.min(Math.max(instant, axis.startsAt), axis.endsAt) - axis.startsAt) * 10_000) / length);
  const laneEnds: number[] = [];
  const rows: GanttRow<S>[] = [];
  const inOrder = [...spans].sort((a, b) => a.startsAt - b.startsAt || b.endsAt - a.endsAt);
  for (const span of inOrder) {
    if (span.endsAt <= axis.startsAt || span.startsAt >= axis.endsAt) continue;
    const free = laneEnds.findIndex((end) => end <= span.startsAt);
    const lane = free === -1 ? laneEnds.length : free;
    laneEnds[lane] = span.endsAt;
    rows.push({
      span,
      lane,
      state: spanState(span, at),
      fromBp: place(span.startsAt),
      toBp: place(span.endsAt),
    });
  }
  return rows;
}

/** Sorted, disjoint windows that cover the same instants; empty ones vanish, touching ones join. */
export function mergeWindows(windows: readonly Window[]): readonly Window[] {
  const sorted = windows
    .filter((window) => window.startsAt < window.endsAt)
    .sort((a, b) => a.startsAt - b.startsAt);
  const merged: { startsAt: number; endsAt: number }[] = [];
  for (const { startsAt, endsAt } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && startsAt <= last.endsAt) last.endsAt = Math.max(last.endsAt, endsAt);
    else merged.push({ startsAt, endsAt });
  }
  return merged;
}

function firstStartingAfter(windows: readonly Window[], at: number): number {
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (windows[middle]!.startsAt <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
