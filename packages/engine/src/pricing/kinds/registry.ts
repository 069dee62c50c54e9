import type { Layer, Rule } from '../types.ts';
import { amount } from './amount.ts';
import { each } from './each.ts';
import { flashPrice } from './flash-price.ts';
import { freeFreight } from './free-freight.ts';
import { itemCut } from './item-cut.ts';
import type {
  Basis,
  CartKind,
  CutKind,
  FreeFrom,
  FreightKind,
  LineBasis,
  LinesKind,
  LinesOffer,
  Offer,
  PriceKind,
} from './kind.ts';
import { memberRate } from './member-rate.ts';
import { percent } from './percent.ts';
import { tiered } from './tiered.ts';
import { timedPrice } from './timed-price.ts';

/** Every kind there is. The type demands one for each variant of `Rule`. */
const KINDS = {
  tiered,
  each,
  amount,
  percent,
  timedPrice,
  flashPrice,
  memberRate,
  itemCut,
  freeFreight,
} satisfies {
  readonly [K in Rule['kind']]: { readonly kind: K };
};

/** A kind together with the rule it executes: what pricing calls, with nothing left to choose. */
export type Terms =
  | { readonly on: 'cart'; readonly byBaseAlone: boolean; offer(basis: Basis): Offer }
  | { readonly on: 'lines'; readonly byBaseAlone: boolean; offer(lines: readonly LineBasis[]): LinesOffer }
  | { readonly on: 'price'; readonly flash: boolean; unitPriceFen(unitListFen: number): number }
  | { readonly on: 'cut'; readonly slot: 'rate' | 'amount'; unitCutFen(unitFen: number): number }
  | { readonly on: 'freight'; readonly free: FreeFrom };

export function termsOf(rule: Rule): Terms {
  // A rule finds its own kind by its name; the types cannot follow that, hence `never` as the parameter of all.
  const kind = KINDS[rule.kind] as
    | CartKind<never>
    | LinesKind<never>
    | PriceKind<never>
    | CutKind<never>
    | FreightKind<never>;
  const own = rule as never;
  switch (kind.on) {
    case 'cart':
      return { on: 'cart', byBaseAlone: kind.byBaseAlone === true, offer: (basis) => kind.offer(own, basis) };
    case 'lines':
      return {
        on: 'lines',
        byBaseAlone: kind.byBaseAlone === true,
        offer: (lines) => kind.offer(own, lines),
      };
    case 'price':
      return {
        on: 'price',
        flash: rule.kind === 'flashPrice',
        unitPriceFen: (unitListFen) => kind.unitPriceFen(own, unitListFen),
      };
    case 'cut':
      return { on: 'cut', slot: kind.slot(own), unitCutFen: (unitFen) => kind.unitCutFen(own, unitFen) };
    case 'freight':
      return { on: 'freight', free: kind.free(own) };
  }
}

/** What is wrong with a rule on its layer, in English; empty when it can be executed. */
export function ruleFaults(rule: Rule, layer: Layer): readonly string[] {
  const kind = KINDS[rule.kind];
  const misplaced = kind.layers.includes(layer) ? [] : [`${rule.kind} cannot stand on layer ${layer}`];
  return [...misplaced, ...(kind.faults as (rule: Rule) => readonly string[])(rule)];
}
