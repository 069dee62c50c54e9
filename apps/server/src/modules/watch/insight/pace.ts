import { createCurve, type TrafficCurve, type TrafficShape } from '@dacu/engine/simulate';

/** Where the plan says a sum should stand, and where it will end if it goes on as it has. */
export type Pace = { readonly paceTarget: number | null; readonly forecast: number | null };

/** Below this share of the curve a forecast would be noise multiplied. */
const FORECAST_FROM_SHARE = 0.002;

/**
 * pace = target × the part of the plan's curve since counting began; forecast = the sum so far, blown up to the rest of
 * the curve. A campaign that this database joined midway is paced from when it began to count, so that it is compared
 * with what it could have sold.
 */
export function paceOf(input: {
  readonly curve: TrafficCurve;
  readonly target: number;
  readonly soFar: number;
  readonly countingSince: number;
  readonly at: number;
}): Pace {
  const from = input.curve.shareAt(input.countingSince);
  const share = Math.max(0, input.curve.shareAt(input.at) - from);
  const paceTarget = Math.round(input.target * share);
  const forecast =
    share < FORECAST_FROM_SHARE ? null : Math.round((input.soFar / share) * Math.max(share, 1 - from));
  return { paceTarget, forecast };
}

/** Fewer visits than these buy by chance: no comparison is drawn from them. */
export const PACED_VISITS_MIN = 1_000;

/**
 * pace = target × visits so far ÷ the plan's visits: what the plan asks of as many visits. For shoppers who are simulated,
 * of whom a machine serves as many as it can and not as many as the plan awaits; by the clock such a sale would be behind
 * whatever it does. No forecast: how many more will come is nobody's guess.
 */
export function paceOfVisits(input: {
  readonly target: number;
  readonly visits: number;
  readonly plannedVisits: number;
}): Pace {
  const { target, visits, plannedVisits } = input;
  const known = plannedVisits > 0 && visits >= PACED_VISITS_MIN;
  return { paceTarget: known ? Math.round((target * visits) / plannedVisits) : null, forecast: null };
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
