import { currentSpan } from '../plan/index.ts';
import type { Window } from '../pricing/types.ts';
import type { ReplayPhase, ReplaySeason, ReplaySpan } from './types.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365.25 * DAY_MS;

/** Where in the draft an instant of the past lies; `past` is the phase that it was in. */
export type MappedInstant =
  | { readonly kind: 'mapped'; readonly at: number; readonly past: ReplayPhase | null }
  | { readonly kind: 'noPhase'; readonly past: ReplayPhase };

/**
 * The draft's phase for each phase of the past; null where it has none. First by season: of the same id, else of the same
 * theme, else the one that lies most in the same time of year. In it by id, else the same one of its kind (the second
 * burst for the second burst).
 */
export function matchPhases(past: ReplaySpan, draft: ReplaySpan): ReadonlyMap<string, ReplayPhase | null> {
  const seasons = matchSeasons(past.seasons, draft.seasons);
  return new Map(
    past.phases.map((phase) => {
      const draftSeasonId = phase.seasonId === null ? null : (seasons.get(phase.seasonId) ?? undefined);
      const there = draft.phases.filter(({ seasonId }) => seasonId === draftSeasonId);
      const named = there.find(({ id, kind }) => id === phase.id && kind === phase.kind);
      const here = past.phases.filter(
        ({ seasonId, kind }) => seasonId === phase.seasonId && kind === phase.kind,
      );
      const nth = there.filter(({ kind }) => kind === phase.kind)[here.indexOf(phase)];
      return [phase.id, named ?? nth ?? null];
    }),
  );
}

function matchSeasons(
  past: readonly ReplaySeason[],
  draft: readonly ReplaySeason[],
): ReadonlyMap<string, string> {
  const matched = new Map<string, string>();
  const taken = new Set<string>();
  const settle = (one: ReplaySeason, other: ReplaySeason | undefined) => {
    if (other === undefined || matched.has(one.id) || taken.has(other.id)) return;
    matched.set(one.id, other.id);
    taken.add(other.id);
  };
  for (const one of past)
    settle(
      one,
      draft.find(({ id }) => id === one.id),
    );
  for (const one of past)
    settle(
      one,
      draft.find(({ id, theme }) => theme === one.theme && !taken.has(id)),
    );
  const pairs = past.flatMap((one) =>
    draft.map((other) => ({ one, other, overlapMs: overlapInYear(one, other) })),
  );
  for (const { one, other, overlapMs } of pairs.sort((a, b) => b.overlapMs - a.overlapMs))
    if (overlapMs > 0) settle(one, other);
  return matched;
}

/** How long two seasons run in the same time of the year, whatever the year. */
function overlapInYear(one: Window, other: Window): number {
  const shift = Math.round((other.startsAt - one.startsAt) / YEAR_MS) * YEAR_MS;
  return Math.min(one.endsAt + shift, other.endsAt) - Math.max(one.startsAt + shift, other.startsAt);
}

/**
 * Carries an instant of a past campaign into the draft: the same place of the matching phase. Outside every phase it keeps
 * its place in the campaign.
 */
export function mapInstant(
  at: number,
  past: ReplaySpan,
  draft: ReplaySpan,
  matches: ReadonlyMap<string, ReplayPhase | null>,
): MappedInstant {
  const phase = currentSpan(past.phases, at);
  if (phase === null) return { kind: 'mapped', at: stretch(at, past, draft), past: null };
  const match = matches.get(phase.id) ?? null;
  if (match === null) return { kind: 'noPhase', past: phase };
  return { kind: 'mapped', at: stretch(at, phase, match), past: phase };
}

/**
 * Spans of one length: shifted. Otherwise day by day, in proportion, at the same time of the day, since prices open and
 * close by the clock; never outside the span. Days are taken as 24 hours, as in the zone of the plans.
 */
function stretch(at: number, from: Window, to: Window): number {
  const place = at - from.startsAt;
  const lengthMs = to.endsAt - to.startsAt;
  if (from.endsAt - from.startsAt === lengthMs) return to.startsAt + place;
  const days = (ms: number) => Math.max(1, Math.ceil(ms / DAY_MS));
  const day = Math.floor((Math.floor(place / DAY_MS) * days(lengthMs)) / days(from.endsAt - from.startsAt));
  const clock = (place % DAY_MS) - clockShift(from.startsAt, to.startsAt);
  return Math.min(to.endsAt - 1, Math.max(to.startsAt, to.startsAt + day * DAY_MS + clock));
}

/** How much later in the day the second begins, between -12 and +12 hours. */
function clockShift(from: number, to: number): number {
  const shift = (((to - from) % DAY_MS) + DAY_MS) % DAY_MS;
  return shift > DAY_MS / 2 ? shift - DAY_MS : shift;
}
