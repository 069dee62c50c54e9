import { type FreightShop, leastFreightFen } from './freight-model.ts';
import { ask, type LineSet, type SearchOption, type SearchPlace } from './model.ts';

/** Where the search stands: what is left of each line before every place on its way. */
export type Track = {
  readonly places: readonly SearchPlace[];
  readonly freight: readonly FreightShop[];
  readonly freightFrom: number;
  readonly minPayableFen: number;
  /** From a place on: the next one whose offers depend on what is left, and the most that all before that one take. */
  readonly looseFrom: readonly number[];
  readonly steadyAhead: readonly number[];
  /** `rows[d]`: what is left before place `d`; those up to the depth that is looked at are valid. */
  readonly rows: Float64Array[];
  /** Sums of the rows. */
  readonly totals: Float64Array;
  /** Names the content of the row that is looked at, so that sums over sets are taken once. */
  stamp: number;
  /** Offers asked, ways looked at and freights summed so far: what the stated limit counts. */
  looks: number;
};

/** What is left of a set before place `depth`; summed once for each row. */
export function leftOf(track: Track, set: LineSet, depth: number): number {
  if (set.stamp !== track.stamp) {
    set.stamp = track.stamp;
    set.runningFen = sumOver(track.rows[depth]!, set.lines);
  }
  return set.runningFen;
}

export function sumOver(row: Float64Array, lines: Uint16Array): number {
  let sum = 0;
  for (let k = 0; k < lines.length; k++) sum += row[lines[k]!]!;
  return sum;
}

/** What a threshold of this place is tested on, seen from `depth`; an upper bound for a layer that has not begun. */
export function baseOf(track: Track, place: SearchPlace, option: SearchOption, depth: number): number {
  if (place.base === 'item') return option.set.itemFen;
  if (place.base === 'now' || place.layerFrom >= depth) return leftOf(track, option.set, depth);
  return sumOver(track.rows[place.layerFrom]!, option.set.lines);
}

/**
 * The least that the whole can come to from here: what is left of the goods less the most that each place ahead could
 * still take, plus the least freight.
 *
 * Admissible: an offer never rises when amounts fall, so asked with what is left now it is no smaller than it will be.
 * One that takes a rate is asked with the total that the places before it leave at best: with `f` growing by a fen for
 * a fen at most, `T − f(T)` never falls when `T` rises, so a total that is too low stays too low (thresholds are kept
 * at what is left now, where they are easiest to reach). That coupons serve one place only is left out of account.
 * Freight is the least for what is left now, and what is left only falls; it is not summed where the goods alone come
 * to `enoughFen`.
 */
export function leastPayFen(track: Track, depth: number, enoughFen: number): number {
  const { places, minPayableFen, steadyAhead, looseFrom } = track;
  let totalFen = track.totals[depth]!;
  const lower = (mostFen: number) => {
    totalFen -= Math.min(mostFen, Math.max(0, totalFen - minPayableFen));
  };
  for (let j = depth; ; j++) {
    lower(steadyAhead[j]!);
    j = looseFrom[j]!;
    const place = places[j];
    if (place === undefined) break;
    let mostFen = 0;
    for (const option of place.options) {
      const offFen = mostOff(track, place, option, depth, totalFen);
      if (offFen > mostFen) mostFen = offFen;
    }
    lower(mostFen);
  }
  // Dear enough already: nobody asks by how much.
  if (totalFen >= enoughFen) return totalFen;
  track.looks += track.freight.length;
  if (depth <= track.freightFrom)
    return totalFen + leastFreightFen(track.freight, (set) => leftOf(track, set, depth));
  const row = track.rows[track.freightFrom]!;
  return totalFen + leastFreightFen(track.freight, (set) => sumOver(row, set.lines));
}

function mostOff(
  track: Track,
  place: SearchPlace,
  option: SearchOption,
  depth: number,
  totalFen: number,
): number {
  track.looks += 1;
  const leftFen = Math.min(leftOf(track, option.set, depth), totalFen);
  if (option.lines) return Math.min(askLines(track, option, depth), leftFen);
  ask(option, baseOf(track, place, option, depth), leftFen);
  return Math.min(option.faceFen, leftFen);
}

/** For a kind that takes from single lines: brings its view of them up to date; what it takes in all, each capped. */
export function askLines(track: Track, option: SearchOption, depth: number): number {
  const row = track.rows[depth]!;
  const { lines } = option.set;
  for (let k = 0; k < lines.length; k++) option.lines![k]!.runningFen = row[lines[k]!]!;
  ask(option, 0, 0);
  let sum = 0;
  for (let k = 0; k < option.lineOffFen.length; k++) sum += Math.min(option.lineOffFen[k]!, row[lines[k]!]!);
  return sum;
}
