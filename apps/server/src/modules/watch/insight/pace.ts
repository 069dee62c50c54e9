import type { Window } from '@dacu/engine/pricing';
import { createCurve, type TrafficCurve, type TrafficShape } from '@dacu/engine/simulate';

/** Where the plan's curve says a sum should stand, and where it will end if it goes on as it has. */
export type Pace = { readonly paceTarget: number; readonly forecast: number | null };

/** Below this share of the curve a forecast would be noise multiplied. */
const FORECAST_FROM_SHARE = 0.002;

/**
 * pace = target × the part of the plan's curve since counting began; forecast = the sum so far, blown up to the rest of
 * the curve. A campaign that this database joined midway is paced from when it began to count, so that it is compared
 * with what it could have sold. Stretches that a moved clock skipped were sold in by nobody: they count for neither.
 */
export function paceOf(input: {
  readonly curve: TrafficCurve;
  readonly target: number;
  readonly soFar: number;
  readonly countingSince: number;
  readonly at: number;
  /** Campaign time that a demonstration jumped over. */
  readonly skipped?: readonly Window[];
}): Pace {
  const from = input.curve.shareAt(input.countingSince);
  const skipped = skippedShare(input, from);
  const share = Math.max(0, input.curve.shareAt(input.at) - from - skipped);
  const paceTarget = Math.round(input.target * share);
  const forecast =
    share < FORECAST_FROM_SHARE
      ? null
      : Math.round((input.soFar / share) * Math.max(share, 1 - from - skipped));
  return { paceTarget, forecast };
}

/** The part of the curve that was jumped over, of what lies between `from` and now. Moves never overlap: time goes on. */
function skippedShare({ curve, at, skipped = [] }: Parameters<typeof paceOf>[0], from: number): number {
  return skipped
    .filter((window) => window.startsAt < at)
    .reduce((sum, window) => {
      const until = curve.shareAt(Math.min(window.endsAt, at));
      return sum + Math.max(0, until - Math.max(from, curve.shareAt(window.startsAt)));
    }, 0);
}

/** Curves are laid out once an edition: a year has some ten thousand pieces. */
export function createCurveCache(entriesMax = 8): (key: string, shape: TrafficShape) => TrafficCurve {
  const cache = new Map<string, TrafficCurve>();
  return (key, shape) => {
    let curve = cache.get(key);
    if (curve === undefined) {
      if (cache.size >= entriesMax) cache.clear();
      curve = createCurve(shape);
      cache.set(key, curve);
    }
    return curve;
  };
}

/** The start of the local day that `at` lies in: the plan lists its days, so no zone arithmetic is needed. */
export function dayStart(days: readonly { readonly startsAt: number }[], at: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (days[middle]!.startsAt <= at) low = middle + 1;
    else high = middle;
  }
  const day = days[Math.max(0, low - 1)];
  if (day === undefined) return Math.floor(at / DAY_MS) * DAY_MS;
  return day.startsAt + Math.floor((at - day.startsAt) / DAY_MS) * DAY_MS;
}

const DAY_MS = 86_400_000;
