import { nextOpening, openWindow } from '../plan/index.ts';
import type { Window } from '../pricing/index.ts';

/** When coupons of a programme are given out. */
export type ClaimTerms = {
  /** Sorted, disjoint. */
  readonly windows: readonly Window[];
  /** Minutes of the local day at which a grab begins; empty: any time in the windows. */
  readonly grabAt: readonly number[];
};

/** The stretch in which one lot of coupons is given out: a grab lasts until the next one, or until its window ends. */
export type Grab = Window;

export type ClaimRefusal = {
  readonly kind: 'refused';
  readonly reason: 'couponNotOpen' | 'couponEnded';
  /** When it opens next; null when it never does again. */
  readonly opensAt: number | null;
};

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The grab that is open at `at`, or when the next one opens. `zoneOffsetMs` is what local time is ahead of UTC. */
export function claimableAt(
  { windows, grabAt }: ClaimTerms,
  at: number,
  zoneOffsetMs: number,
): { readonly kind: 'open'; readonly grab: Grab } | ClaimRefusal {
  const window = openWindow(windows, at);
  if (grabAt.length === 0) {
    if (window !== null) return { kind: 'open', grab: window };
    return notOpen(nextOpening(windows, at)?.startsAt ?? null);
  }
  if (window !== null) {
    const starts = startsWithin(window, grabAt, at - DAY_MS, zoneOffsetMs);
    const startsAt = starts.findLast((start) => start <= at);
    const next = starts.find((start) => start > at);
    if (startsAt !== undefined) return { kind: 'open', grab: { startsAt, endsAt: next ?? window.endsAt } };
    if (next !== undefined) return notOpen(next);
  }
  for (let next = nextOpening(windows, at); next !== null; next = nextOpening(windows, next.startsAt)) {
    const first = startsWithin(next, grabAt, next.startsAt, zoneOffsetMs)[0];
    if (first !== undefined) return notOpen(first);
  }
  return notOpen(null);
}

function notOpen(opensAt: number | null): ClaimRefusal {
  return { kind: 'refused', reason: opensAt === null ? 'couponEnded' : 'couponNotOpen', opensAt };
}

/** Beginnings of grabs inside the window, of three local days from the one of `from`. */
function startsWithin(
  window: Window,
  grabAt: readonly number[],
  from: number,
  zoneOffsetMs: number,
): number[] {
  const firstDay = Math.floor((from + zoneOffsetMs) / DAY_MS);
  const minutes = [...grabAt].sort((a, b) => a - b);
  return [0, 1, 2]
    .flatMap((days) =>
      minutes.map((minute) => (firstDay + days) * DAY_MS - zoneOffsetMs + minute * MINUTE_MS),
    )
    .filter((start) => window.startsAt <= start && start < window.endsAt);
}
