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
  /** The place of steady offers that takes most of what freight is tested on; -1 if there is none. */
  readonly sharer: number;
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
 * to `enoughFen`. Where that is not dear enough, the place that takes most (`sharer`) is looked at option by option: what
 * an option takes it also takes off the shops that are near the edge of free freight.
 */
export function leastPayFen(track: Track, depth: number, enoughFen: number): number {
  const goodsFen = leastGoodsFen(track, depth, NOBODY, 0);
  // Dear enough already: nobody asks by how much.
  if (goodsFen >= enoughFen) return goodsFen;
  track.looks += track.freight.length;
  if (depth > track.freightFrom) {
    const row = track.rows[track.freightFrom]!;
    return goodsFen + leastFreightFen(track.freight, (set) => sumOver(row, set.lines));
  }
  const leastFen = goodsFen + leastFreightFen(track.freight, (set) => leftOf(track, set, depth));
  if (leastFen >= enoughFen || depth > track.sharer) return leastFen;
  return leastBySharerFen(track, depth, leastFen);
}

const NOBODY = -1;

/** What is left of the goods at least; place `except` is taken to take `exceptFen`. */
function leastGoodsFen(track: Track, depth: number, except: number, exceptFen: number): number {
  const { places, minPayableFen, steadyAhead, looseFrom } = track;
  let totalFen = track.totals[depth]!;
  for (let j = depth; ; j++) {
    const isExcept = j <= except && except < looseFrom[j]!;
    const steadyFen = steadyAhead[j]! - (isExcept ? places[except]!.mostFen! - exceptFen : 0);
    totalFen -= Math.min(steadyFen, Math.max(0, totalFen - minPayableFen));
    j = looseFrom[j]!;
    const place = places[j];
    if (place === undefined) return totalFen;
    let mostFen = 0;
    for (const option of place.options) {
      const offFen = mostOff(track, place, option, depth, totalFen);
      if (offFen > mostFen) mostFen = offFen;
    }
    totalFen -= Math.min(mostFen, Math.max(0, totalFen - minPayableFen));
  }
}

/** No less than `plainFen`; the option that takes most comes first, and mostly settles it. */
function leastBySharerFen(track: Track, depth: number, plainFen: number): number {
  const { options } = track.places[track.sharer]!;
  let leastFen =
    leastGoodsFen(track, depth, track.sharer, 0) +
    leastFreightFen(track.freight, (set) => leftOf(track, set, depth));
  for (const option of options) {
    if (leastFen <= plainFen) return plainFen;
    track.looks += 1;
    const goodsFen = leastGoodsFen(track, depth, track.sharer, option.faceFen);
    if (goodsFen >= leastFen) continue;
    track.looks += track.freight.length;
    const freightFen = leastFreightFen(track.freight, (set) => mostLeftAfter(track, set, option, depth));
    leastFen = Math.min(leastFen, goodsFen + freightFen);
  }
  return Math.max(leastFen, plainFen);
}

/**
 * The most that can be left of a set after an option took its part. Of a line's `w` out of `W` it takes `⌊F·w/W⌋` at
 * least; `w` and `W` are no more than now, so `w·(1 − F/W) + 1` is no less than what is left; one fen more for the
 * floating point.
 */
function mostLeftAfter(track: Track, set: LineSet, option: SearchOption, depth: number): number {
  const row = track.rows[depth]!;
  const sumFen = leftOf(track, option.set, depth);
  if (option.lines || sumFen === 0) return leftOf(track, set, depth);
  const keeps = Math.max(0, 1 - option.faceFen / sumFen);
  const shares = membersOf(option.set, row.length);
  let leftFen = 0;
  for (let k = 0; k < set.lines.length; k++) {
    const line = set.lines[k]!;
    const fen = row[line]!;
    leftFen += shares[line] === 1 ? Math.min(fen, fen * keeps + 2) : fen;
  }
  return leftFen;
}

function membersOf(set: LineSet, lineCount: number): Uint8Array {
  if (set.has === null) {
    set.has = new Uint8Array(lineCount);
    for (const line of set.lines) set.has[line] = 1;
  }
  return set.has;
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
