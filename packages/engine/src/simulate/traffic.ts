import type { Window } from '../pricing/types.ts';
import type { Chance } from './chance.ts';
import type { DemandScenario } from './parameters.ts';

/** What a plan says about its visits; weights are relative (the compiled plan's `traffic` fits). */
export type TrafficShape = {
  readonly days: readonly { readonly startsAt: number; readonly weight: number }[];
  readonly hourWeights: readonly number[];
  readonly surges: readonly (Window & { readonly factor: number })[];
};

/** The plan's curve of visits: which share of the whole has come by an instant, and back. */
export type TrafficCurve = {
  /** Expected share of all visits in `[start, at)`, 0 … 1. */
  shareAt(at: number): number;
  /** The instant by which this share has come (inverse of `shareAt`), whole milliseconds. */
  instantAt(share: number): number;
  /** Total weight; 0 means that the plan expects nobody. */
  readonly total: number;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Lays the curve out as pieces of constant weight: every hour of every day, cut where a surge begins or ends.
 * A day's weight is spread by the hours first and lifted by the surges after, so a surge adds visits to its day.
 */
export function createCurve(shape: TrafficShape): TrafficCurve {
  const starts: number[] = [];
  const ends: number[] = [];
  /** Cumulative weight before each piece, and the total at the end. */
  const before: number[] = [0];
  const hourTotal = shape.hourWeights.reduce((sum, weight) => sum + weight, 0);
  const surges = [...shape.surges].sort((a, b) => a.startsAt - b.startsAt);
  let firstSurge = 0;
  const days = [...shape.days].sort((a, b) => a.startsAt - b.startsAt);
  for (const [index, day] of days.entries()) {
    const dayEnds = Math.min(day.startsAt + DAY_MS, days[index + 1]?.startsAt ?? Number.POSITIVE_INFINITY);
    while (firstSurge < surges.length && surges[firstSurge]!.endsAt <= day.startsAt) firstSurge += 1;
    const touching: (typeof surges)[number][] = [];
    for (let at = firstSurge; at < surges.length && surges[at]!.startsAt < dayEnds; at += 1) {
      if (surges[at]!.endsAt > day.startsAt) touching.push(surges[at]!);
    }
    for (let hour = 0; hour < 24; hour += 1) {
      const from = day.startsAt + hour * HOUR_MS;
      const to = Math.min(from + HOUR_MS, dayEnds);
      if (to <= from || hourTotal <= 0) continue;
      const perMs = (day.weight * (shape.hourWeights[hour] ?? 0)) / hourTotal / HOUR_MS;
      for (const [pieceFrom, pieceTo] of cut(from, to, touching)) {
        const lift = touching.reduce(
          (factor, surge) =>
            surge.startsAt <= pieceFrom && pieceTo <= surge.endsAt ? factor * surge.factor : factor,
          1,
        );
        starts.push(pieceFrom);
        ends.push(pieceTo);
        before.push(before.at(-1)! + perMs * lift * (pieceTo - pieceFrom));
      }
    }
  }
  const total = before.at(-1)!;
  return {
    total,
    shareAt(at) {
      if (total <= 0) return 0;
      const piece = lastAtOrBefore(starts, at);
      if (piece < 0) return 0;
      const within = Math.min(1, (at - starts[piece]!) / (ends[piece]! - starts[piece]!));
      return (before[piece]! + (before[piece + 1]! - before[piece]!) * within) / total;
    },
    instantAt(share) {
      const target = share * total;
      // The last piece that begins at or below the target and has any weight.
      let piece = lastAtOrBefore(before, target);
      piece = Math.min(piece, starts.length - 1);
      while (piece > 0 && before[piece + 1]! - before[piece]! <= 0) piece -= 1;
      const weight = before[piece + 1]! - before[piece]!;
      const within = weight <= 0 ? 0 : Math.min(1, (target - before[piece]!) / weight);
      const span = ends[piece]! - starts[piece]!;
      return starts[piece]! + Math.min(span - 1, Math.floor(span * within));
    },
  };
}

/** The curve in a scenario: how far its surges rise above an ordinary hour. */
export function trafficIn(scenario: DemandScenario, shape: TrafficShape): TrafficShape {
  return {
    ...shape,
    surges: shape.surges.map((surge) => ({
      ...surge,
      factor: Math.max(0, 1 + (surge.factor - 1) * scenario.surgeFactor),
    })),
  };
}

/**
 * Arrival instants of exactly `visits` visits over the curve, sorted. Sorted uniforms come from exponential gaps
 * (their partial sums over the total are order statistics of uniforms), so nothing needs sorting and memory is one array.
 */
export function arrivals(curve: TrafficCurve, visits: number, chance: Chance): Float64Array {
  const out = new Float64Array(visits);
  if (visits === 0 || curve.total <= 0) return out.subarray(0, 0);
  let sum = 0;
  for (let index = 0; index < visits; index += 1) {
    sum += chance.exponential(1);
    out[index] = sum;
  }
  sum += chance.exponential(1);
  for (let index = 0; index < visits; index += 1) out[index] = curve.instantAt(out[index]! / sum);
  return out;
}

function cut(from: number, to: number, surges: readonly Window[]): [number, number][] {
  const edges = new Set([from, to]);
  for (const surge of surges) {
    if (surge.startsAt > from && surge.startsAt < to) edges.add(surge.startsAt);
    if (surge.endsAt > from && surge.endsAt < to) edges.add(surge.endsAt);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(1).map((edge, index) => [sorted[index]!, edge]);
}

/** Greatest index whose value is at or below `value`; -1 when none is. `sorted` ascends. */
function lastAtOrBefore(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
