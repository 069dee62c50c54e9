import type { Chance } from '../simulate/index.ts';
import { cartModel } from './cart-model.ts';
import type { Solve } from './linear-model.ts';
import { inMeasure, type Pick, proofOf } from './measure.ts';
import { narrowed } from './narrow.ts';
import { cartsOf, climb, countCarts, type Found, pickOf, worthOf } from './search-cart.ts';
import type { Stall } from './stalls.ts';
import type { AuditBounds, AuditMeasure, AuditSubject, Certainty, DeepestCart, Scene } from './types.ts';

/** What the audit may spend, and how it says that time is over: the engine has no clock. */
export type Effort = {
  /** A scene with at most so many carts is priced out cart by cart. */
  readonly enumerateMax: number;
  /** Pricings of one walk uphill. */
  readonly searchPricings: number;
  readonly solveTimeMs: number;
  /** Carts that promised more than they gave, after which a scene is left with its bound. */
  readonly disappointmentsMax: number;
  /** Asked between scenes; once true, what is left is only searched. */
  isOver(): boolean;
};

export type Stocked = { readonly scene: Scene; readonly stalls: readonly Stall[] };

/** Less than this below cost is nothing to show. */
const NOTHING = { belowCost: 0, share: 0 } as const;

/**
 * The deepest cart of all scenes in one measure. First a walk uphill in every scene; then, scene by scene, either every
 * cart, or a model that either knows no deeper cart than the deepest so far, or names one that is priced for real.
 */
export async function deepestCart(
  subject: AuditSubject,
  stocked: readonly Stocked[],
  bounds: AuditBounds,
  measure: AuditMeasure,
  effort: Effort,
  chance: Chance,
  solve: Solve,
): Promise<DeepestCart> {
  let best: Found | null = null;
  const offer = (scene: Scene, picks: readonly Pick[], value: number) => {
    if (value > (best?.value ?? NOTHING[measure])) best = { scene, picks, value };
  };
  for (const { scene, stalls } of stocked) {
    if (stalls.length === 0) continue;
    const worth = worthOf(subject, scene, measure);
    const starts = startsIn(stalls, measure);
    const found = climb(
      stalls,
      bounds,
      worth,
      chance.split(`${measure} ${scene.promotionIds.join(' ')}`),
      starts,
      effort.searchPricings,
    );
    if (found) offer(scene, found.picks, found.value);
  }

  const verdicts: Verdict[] = [];
  for (const { scene, stalls } of stocked) {
    const best0: Found | null = best;
    const verdict = await settle(scene, stalls, (best0 as Found | null)?.value ?? NOTHING[measure], offer);
    verdicts.push(verdict);
  }
  const deepest = best as Found | null;
  const value = deepest?.value ?? NOTHING[measure];
  return {
    measure,
    ...summed(verdicts, value),
    proof: deepest === null ? null : proofOf(subject, deepest.scene, deepest.picks),
  };

  async function settle(
    scene: Scene,
    all: readonly Stall[],
    toBeat: number,
    found: typeof offer,
  ): Promise<Verdict> {
    if (all.length === 0) return { kind: 'enumerated' };
    const stalls = narrowed(subject, scene, all, bounds, measure, toBeat);
    const narrow = stalls.length < all.length;
    if (stalls.length === 0) return { kind: 'solved' };
    if (countCarts(stalls, bounds, effort.enumerateMax + 1) <= effort.enumerateMax) {
      const worth = worthOf(subject, scene, measure);
      for (const picks of cartsOf(stalls, bounds)) found(scene, picks, worth(picks));
      return { kind: narrow ? 'solved' : 'enumerated' };
    }
    const known: (readonly Pick[])[] = [];
    let beat = toBeat;
    while (!effort.isOver()) {
      const goal =
        measure === 'belowCost'
          ? ({ kind: 'belowCost', atLeastFen: beat + 1 } as const)
          : ({ kind: 'share', atLeastBp: beat + 1 } as const);
      const model = cartModel(subject, scene, stalls, bounds, goal, known);
      const solved = await solve(model.model, { timeMs: effort.solveTimeMs });
      if (solved.kind === 'infeasible') return { kind: 'solved' };
      const promised = boundOf(solved, measure);
      if (solved.kind === 'stopped' && solved.values === null) return { kind: 'bounded', bound: promised };
      const picks = model.read(solved.values!);
      const { depth } = proofOf(subject, scene, picks);
      const value = inMeasure(depth, measure);
      found(scene, picks, value);
      if (solved.kind === 'stopped') return { kind: 'bounded', bound: promised };
      if (measure === 'belowCost' && promised !== null && value >= promised) return { kind: 'solved' };
      if (value > beat) beat = value;
      else {
        known.push(picks);
        if (known.length > effort.disappointmentsMax) return { kind: 'bounded', bound: promised };
      }
    }
    return { kind: 'bounded', bound: null };
  }
}

type Verdict =
  | { readonly kind: 'enumerated' | 'solved' }
  | { readonly kind: 'bounded'; readonly bound: number | null };

/** The objective of a share model says whether, not how much. */
function boundOf(
  solved:
    | { readonly kind: 'optimal'; readonly objective: number }
    | { readonly kind: 'stopped'; readonly bound: number | null },
  measure: AuditMeasure,
): number | null {
  if (measure === 'share') return null;
  const bound = solved.kind === 'optimal' ? solved.objective : solved.bound;
  return bound === null ? null : Math.floor(bound + 1e-4);
}

function summed(
  verdicts: readonly Verdict[],
  value: number,
): { readonly certainty: Certainty; readonly bound: number | null } {
  const open = verdicts.flatMap((verdict) => (verdict.kind === 'bounded' ? [verdict.bound] : []));
  if (open.length === 0) {
    const all = verdicts.every(({ kind }) => kind === 'enumerated');
    return { certainty: all ? 'enumerated' : 'solved', bound: value };
  }
  if (open.some((bound) => bound === null)) return { certainty: 'searched', bound: null };
  const bound = Math.max(value, ...open.map((each) => each!));
  return { certainty: bound === value ? 'solved' : 'bounded', bound };
}

const STARTS = 6;

/** Single pieces that look deepest on their own, by the measure. */
function startsIn(stalls: readonly Stall[], measure: AuditMeasure): readonly (readonly Pick[])[] {
  const depth = ({ item, unitFen }: Stall) =>
    measure === 'belowCost' ? item.costFen - unitFen : 1 - unitFen / item.unitListFen;
  return [...stalls]
    .sort((a, b) => depth(b) - depth(a) || (a.item.skuId < b.item.skuId ? -1 : 1))
    .slice(0, STARTS)
    .map((stall) => [pickOf(stall, 1)]);
}
