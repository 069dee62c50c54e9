import { priceCart } from '../pricing/index.ts';
import type { Chance } from '../simulate/index.ts';
import { costOf, depthOf, inMeasure, type Pick, requestOf } from './measure.ts';
import type { Stall } from './stalls.ts';
import type { AuditBounds, AuditMeasure, AuditSubject, Scene } from './types.ts';

export type Found = { readonly scene: Scene; readonly picks: readonly Pick[]; readonly value: number };

/** What a search makes as large as it can. */
export type Worth = (picks: readonly Pick[]) => number;

export function worthOf(subject: AuditSubject, scene: Scene, measure: AuditMeasure): Worth {
  return (picks) => {
    const quote = priceCart(requestOf(subject, scene, picks), subject.index);
    return inMeasure(depthOf(quote, costOf(picks)), measure);
  };
}

/** Every cart of a scene within the bounds, one after the other. */
export function* cartsOf(stalls: readonly Stall[], bounds: AuditBounds): Generator<readonly Pick[]> {
  yield* extend(0, []);

  function* extend(from: number, picks: readonly Pick[]): Generator<readonly Pick[]> {
    if (picks.length > 0) yield picks;
    if (picks.length === bounds.linesMax) return;
    for (let at = from; at < stalls.length; at++) {
      if (!roomFor(stalls[at]!, picks, bounds)) continue;
      for (let quantity = 1; quantity <= stalls[at]!.quantityMax; quantity++)
        yield* extend(at + 1, [...picks, pickOf(stalls[at]!, quantity)]);
    }
  }
}

/** How many carts that is, at most `most`. */
export function countCarts(stalls: readonly Stall[], { linesMax }: AuditBounds, most: number): number {
  // counts[n]: carts of n lines among the stalls looked at so far; shops are not looked at, so this is an upper count.
  const counts = [1, ...Array.from({ length: linesMax }, () => 0)];
  for (const { quantityMax } of stalls)
    for (let lines = linesMax; lines > 0; lines--)
      counts[lines] = Math.min(most, counts[lines]! + counts[lines - 1]! * quantityMax);
  return Math.min(
    most,
    counts.slice(1).reduce((sum, count) => sum + count, 0),
  );
}

const NEIGHBOURS = 24;

/**
 * A walk uphill from several carts: one piece more or less, a line exchanged, added or left out, always to the best
 * of a drawn handful. `pricingsMax` bounds what it costs; the same chance finds the same cart.
 */
export function climb(
  stalls: readonly Stall[],
  bounds: AuditBounds,
  worth: Worth,
  chance: Chance,
  starts: readonly (readonly Pick[])[],
  pricingsMax: number,
): { readonly picks: readonly Pick[]; readonly value: number } | null {
  let best: { picks: readonly Pick[]; value: number } | null = null;
  let pricings = 0;
  for (const start of starts) {
    let here = { picks: start, value: worth(start) };
    pricings += 1;
    for (let stuck = 0; stuck < 2 && pricings < pricingsMax; ) {
      let next = here;
      for (let draw = 0; draw < NEIGHBOURS; draw++) {
        const picks = neighbour(here.picks, stalls, bounds, chance);
        if (picks === null) continue;
        const value = worth(picks);
        pricings += 1;
        if (value > next.value) next = { picks, value };
      }
      if (next === here) stuck += 1;
      else here = next;
    }
    if (best === null || here.value > best.value) best = here;
    if (pricings >= pricingsMax) break;
  }
  return best;
}

function neighbour(
  picks: readonly Pick[],
  stalls: readonly Stall[],
  bounds: AuditBounds,
  chance: Chance,
): readonly Pick[] | null {
  const at = chance.below(picks.length);
  const others = picks.filter((_, place) => place !== at);
  const move = chance.below(5);
  if (move === 0) {
    const { quantityMax } = stallOf(picks[at]!, stalls);
    return [...others, { ...picks[at]!, quantity: 1 + chance.below(quantityMax) }];
  }
  if (move === 1) return others.length > 0 ? others : null;
  const stall = stalls[chance.below(stalls.length)]!;
  const kept = move === 2 ? picks : others;
  if (kept.length >= bounds.linesMax || !roomFor(stall, kept, bounds)) return null;
  return [...kept, pickOf(stall, 1 + chance.below(stall.quantityMax))];
}

function roomFor({ item, way }: Stall, picks: readonly Pick[], { shopsMax }: AuditBounds): boolean {
  const shops = new Set([item.shopId, ...picks.map((pick) => pick.item.shopId)]);
  const twice = picks.some((pick) => pick.item === item && pick.way === way);
  return shops.size <= shopsMax && !twice;
}

export function pickOf({ item, way }: Stall, quantity: number): Pick {
  return { item, quantity, way };
}

const stallOf = (pick: Pick, stalls: readonly Stall[]): Stall =>
  stalls.find(({ item, way }) => item === pick.item && way === pick.way)!;
