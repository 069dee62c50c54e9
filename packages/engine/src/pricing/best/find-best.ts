import { byPreference } from '../contest.ts';
import { capLines } from '../offers.ts';
import { askLines, baseOf, leastPayFen, leftOf, sumOver, type Track } from './bound.ts';
import { type FreightChoice, freightWantedMax, settleFreight } from './freight-model.ts';
import { ask, type Model, type SearchOption, type SearchPlace } from './model.ts';
import { shareOut } from './share-out.ts';

/**
 * After so many looks (offers asked, ways begun, freights summed) the search stops and says by how much a cheaper
 * combination could still exist: some milliseconds. Twenty coupons in five groups take some hundreds (`bench/pricing.ts`).
 */
export const LOOKS_MAX = 10_000;

export type Found = {
  /** What each place of the model goes to. */
  readonly holders: readonly (SearchOption | null)[];
  readonly freight: FreightChoice;
  readonly payFen: number;
  /** No combination is cheaper than this; equal to `payFen` when that is proven to be the cheapest. */
  readonly leastFen: number;
};

/**
 * The cheapest way to give each place to one of its options or to nobody, coupons serving one place each.
 *
 * Depth first, places in stacking order, options by preference, nobody last: the first way it finds is the one that
 * gives every place to whoever takes most there, and of equally cheap ways the first stays. A branch is left when even
 * the bound of `bound.ts` is no cheaper than the best so far. Chosen coupons come before the price: as many of them as
 * can be are used, and that is then made as cheap as it can be.
 */
export function findBest(model: Model, looksMax = LOOKS_MAX): Found {
  const { places } = model;
  const rows = [model.startFen];
  const track: Track & Search = {
    ...model,
    rows,
    totals: new Float64Array(places.length + 1),
    stamp: 0,
    looks: 0,
    looksMax,
    rest: new Float64Array(model.startFen.length),
    wantedAhead: wantedAhead(model),
    ...ahead(model),
    held: places.map(() => null),
    best: null,
    leastOpenFen: Number.MAX_SAFE_INTEGER,
    done: false,
    rootFen: 0,
  };
  for (const fen of model.startFen) track.totals[0] = track.totals[0]! + fen;
  track.rootFen = leastPayFen(track, 0, Number.MAX_SAFE_INTEGER);
  walk(track, 0, 0);
  const { holders, freight, payFen } = track.best!;
  return { holders, freight, payFen, leastFen: Math.min(payFen, track.leastOpenFen) };
}

type Search = {
  /** The most that all places from one on could take before anybody took anything. */
  readonly mostAhead: readonly number[];
  readonly looksMax: number;
  readonly rest: Float64Array;
  /** How many chosen coupons could be used from a place on, at most. */
  readonly wantedAhead: readonly number[];
  readonly held: (SearchOption | null)[];
  best: (Omit<Found, 'leastFen'> & { readonly wanted: number }) | null;
  /** Least bound of what was left unlooked at because of the limit. */
  leastOpenFen: number;
  /** The best so far cannot be beaten. */
  done: boolean;
  rootFen: number;
};

function walk(track: Track & Search, depth: number, wanted: number): void {
  const { places, held } = track;
  if (depth === places.length) {
    arrive(track, depth, wanted);
    return;
  }
  const place = places[depth]!;
  rank(track, place, depth);
  for (let i = 0; i <= place.order.length; i++) {
    const option = place.order[i] ?? null;
    const takesFen = option ? place.takes[i]! : 0;
    const nowWanted = wanted + Number(option?.wanted === true);
    if (isHopeless(track, depth, takesFen, nowWanted) || (option && isTwin(place, i))) continue;
    step(track, option, takesFen, depth);
    if (isWorth(track, depth + 1, nowWanted)) {
      held[depth] = option;
      if (option?.pool) option.pool.left -= 1;
      walk(track, depth + 1, nowWanted);
      if (option?.pool) option.pool.left += 1;
      held[depth] = null;
      if (track.done) return;
    }
  }
}

/** The cheap half of the bound, before anything is shared out: whatever comes later takes no more than it could at first. */
function isHopeless(track: Track & Search, depth: number, takesFen: number, wanted: number): boolean {
  const { best } = track;
  if (best === null || wanted + track.wantedAhead[depth + 1]! > best.wanted) return false;
  return track.totals[depth]! - takesFen - track.mostAhead[depth + 1]! >= best.payFen;
}

/** Could a better way lie behind the row of `depth`? Past the limit it is only written down that one could. */
function isWorth(track: Track & Search, depth: number, wanted: number): boolean {
  const { best } = track;
  track.stamp += 1;
  track.looks += 1;
  if (best === null) return true;
  const mostWanted = wanted + track.wantedAhead[depth]!;
  if (mostWanted < best.wanted) return false;
  const leastFen = leastPayFen(
    track,
    depth,
    mostWanted === best.wanted ? best.payFen : Number.MAX_SAFE_INTEGER,
  );
  if (mostWanted === best.wanted && leastFen >= best.payFen) return false;
  if (track.looks < track.looksMax) return true;
  track.leastOpenFen = Math.min(track.leastOpenFen, leastFen);
  return false;
}

/** Orders the options that take anything here by preference, chosen coupons first. */
function rank(track: Track, place: SearchPlace, depth: number): void {
  const { order, takes } = place;
  const roomFen = Math.max(0, track.totals[depth]! - track.minPayableFen);
  order.length = 0;
  for (const option of place.options) {
    if (option.pool?.left === 0) continue;
    track.looks += 1;
    const leftFen = leftOf(track, option.set, depth);
    if (option.lines) option.savingFen = Math.min(askLines(track, option, depth), roomFen);
    else {
      ask(option, baseOf(track, place, option, depth), leftFen);
      option.savingFen = Math.min(option.faceFen, leftFen, roomFen);
    }
    if (option.savingFen > 0) order.push(option);
  }
  if (order.length > 1) order.sort((a, b) => Number(b.wanted) - Number(a.wanted) || byPreference(a, b));
  for (let i = 0; i < order.length; i++) takes[i] = order[i]!.savingFen;
}

/** Takes as much off the same lines as an option before it, and costs no coupon that another place could use. */
function isTwin({ order, takes }: SearchPlace, at: number): boolean {
  const option = order[at]!;
  if (option.lines) return false;
  for (let i = 0; i < at; i++) {
    const other = order[i]!;
    if (takes[i] !== takes[at] || other.set !== option.set || other.lines || other.wanted !== option.wanted)
      continue;
    if (!other.pool || other.pool === option.pool) return true;
  }
  return false;
}

/** Writes the row after this place: what is left when `option` takes its part, or nobody does. */
function step(track: Track & Search, option: SearchOption | null, takesFen: number, depth: number): void {
  const row = track.rows[depth]!;
  const next = track.rows[depth + 1] ?? new Float64Array(row.length);
  track.rows[depth + 1] = next;
  next.set(row);
  track.totals[depth + 1] = track.totals[depth]! - takesFen;
  if (!option) return;
  const { lines } = option.set;
  if (!option.lines) {
    shareOut(row, next, lines, takesFen, sumOver(row, lines), track.rest);
    return;
  }
  const roomFen = Math.max(0, track.totals[depth]! - track.minPayableFen);
  askLines(track, option, depth);
  const own = Array.from(lines, (line) => row[line]!);
  const parts = capLines(option.lineOffFen, own, roomFen);
  for (const [k, line] of lines.entries()) next[line] = own[k]! - parts[k]!;
}

/** A whole way: priced with its freight, and kept if it is better than the best so far. */
function arrive(track: Track & Search, depth: number, wantedGoods: number): void {
  const row = track.rows[Math.min(depth, track.freightFrom)]!;
  const freight = settleFreight(track.freight, (set) => sumOver(row, set.lines));
  const payFen = track.totals[depth]! + freight.fen;
  const wanted = wantedGoods + freight.wanted;
  const { best } = track;
  if (best && (wanted < best.wanted || (wanted === best.wanted && payFen >= best.payFen))) return;
  track.best = { holders: [...track.held], freight, payFen, wanted };
  track.done = payFen <= track.rootFen && wanted === track.wantedAhead[0];
}

function ahead({ places }: Model): Pick<Track & Search, 'looseFrom' | 'steadyAhead' | 'mostAhead'> {
  const looseFrom = [...places, null].map(() => places.length);
  const steadyAhead = looseFrom.map(() => 0);
  const mostAhead = looseFrom.map(() => 0);
  for (let i = places.length - 1; i >= 0; i--) {
    const { mostFen, options } = places[i]!;
    const atFirstFen = mostFen ?? Math.max(...options.map(({ savingFen }) => savingFen));
    mostAhead[i] = mostAhead[i + 1]! + atFirstFen;
    looseFrom[i] = mostFen === null ? i : looseFrom[i + 1]!;
    steadyAhead[i] = mostFen === null ? 0 : steadyAhead[i + 1]! + mostFen;
  }
  return { looseFrom, steadyAhead, mostAhead };
}

function wantedAhead({ places, freight }: Model): number[] {
  const ahead = [...places.map(() => 0), freightWantedMax(freight)];
  for (let i = places.length - 1; i >= 0; i--)
    ahead[i] = ahead[i + 1]! + Number(places[i]!.options.some(({ wanted }) => wanted));
  return ahead;
}
