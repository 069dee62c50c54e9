import type { Premium } from '../premium.ts';
import type { CartLine, GiftTier, Layer, PointsInHand, Rule, ServiceOffer } from '../types.ts';
import { exclusive, priority } from './access.ts';
import { amount } from './amount.ts';
import { bundle } from './bundle.ts';
import { each } from './each.ts';
import { flashPrice } from './flash-price.ts';
import { freeFreight } from './free-freight.ts';
import { gift } from './gift.ts';
import { itemCut } from './item-cut.ts';
import type {
  AccessKind,
  Basis,
  CartKind,
  CutKind,
  FreeFrom,
  FreightKind,
  GiftKind,
  LineBasis,
  LinesKind,
  LinesOffer,
  Offer,
  PointsKind,
  PointsUse,
  PriceKind,
  ServiceKind,
} from './kind.ts';
import { memberRate } from './member-rate.ts';
import { nthUnit } from './nth-unit.ts';
import { percent } from './percent.ts';
import { points } from './points.ts';
import { presale } from './presale.ts';
import { service } from './service.ts';
import { subsidy } from './subsidy.ts';
import { groupPrice, livePrice } from './through-price.ts';
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
  livePrice,
  groupPrice,
  presale,
  nthUnit,
  bundle,
  gift,
  subsidy,
  points,
  service,
  exclusive,
  priority,
} satisfies {
  readonly [K in Rule['kind']]: { readonly kind: K };
};

/** A kind together with the rule it executes: what pricing calls, with nothing left to choose. */
export type Terms =
  | { readonly on: 'cart'; readonly byBaseAlone: boolean; offer(basis: Basis): Offer }
  | { readonly on: 'lines'; readonly byBaseAlone: boolean; offer(lines: readonly LineBasis[]): LinesOffer }
  | {
      readonly on: 'price';
      readonly flash: boolean;
      /** What was bought with a deposit keeps its price, whatever else is open. */
      readonly presale: boolean;
      /** Holds only for lines bought in a way of their own (a live room, a group). */
      readonly through: boolean;
      holdsFor(subject: CartLine): boolean;
      unitPriceFen(unitListFen: number, openFen: number): number;
      unitDepositFen(unitListFen: number): number;
    }
  | { readonly on: 'cut'; readonly slot: 'rate' | 'amount'; unitCutFen(unitFen: number): number }
  | { readonly on: 'freight'; readonly free: FreeFrom }
  | { readonly on: 'gift'; readonly tiers: readonly GiftTier[] }
  | { readonly on: 'points'; use(goodsFen: number, inHand: PointsInHand): PointsUse }
  | {
      readonly on: 'service';
      readonly offer: ServiceOffer;
      readonly unitFen: number;
      readonly premium?: Premium;
      readonly lastsMs?: number;
    }
  | { readonly on: 'access'; readonly aheadMs: number | null };

/** `promotionId` matters to prices that hold for lines bought out of that very promotion. */
export function termsOf(rule: Rule, promotionId = ''): Terms {
  // A rule finds its own kind by its name; the types cannot follow that, hence `never` as the parameter of all.
  const kind = KINDS[rule.kind] as
    | CartKind<never>
    | LinesKind<never>
    | PriceKind<never>
    | CutKind<never>
    | FreightKind<never>
    | GiftKind<never>
    | PointsKind<never>
    | ServiceKind<never>
    | AccessKind<never>;
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
        presale: rule.kind === 'presale',
        through: rule.kind === 'livePrice' || rule.kind === 'groupPrice',
        holdsFor: (subject) => kind.holdsFor?.(own, subject, promotionId) ?? true,
        unitPriceFen: (unitListFen, openFen) => kind.unitPriceFen(own, unitListFen, openFen),
        unitDepositFen: (unitListFen) => kind.unitDepositFen?.(own, unitListFen) ?? 0,
      };
    case 'cut':
      return { on: 'cut', slot: kind.slot(own), unitCutFen: (unitFen) => kind.unitCutFen(own, unitFen) };
    case 'freight':
      return { on: 'freight', free: kind.free(own) };
    case 'gift':
      return { on: 'gift', tiers: kind.tiers(own) };
    case 'points':
      return { on: 'points', use: (goodsFen, inHand) => kind.use(own, goodsFen, inHand) };
    case 'service':
      return { on: 'service', ...kind.offer(own) };
    case 'access':
      return { on: 'access', aheadMs: kind.aheadMs(own) };
  }
}

/** What is wrong with a rule on its layer, in English; empty when it can be executed. */
export function ruleFaults(rule: Rule, layer: Layer): readonly string[] {
  const kind = KINDS[rule.kind];
  const misplaced = kind.layers.includes(layer) ? [] : [`${rule.kind} cannot stand on layer ${layer}`];
  return [...misplaced, ...(kind.faults as (rule: Rule) => readonly string[])(rule)];
}
