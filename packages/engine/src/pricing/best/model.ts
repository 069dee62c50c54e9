import { sumFen } from '../../money/index.ts';
import type { PricingCart, PricingLine } from '../cart.ts';
import type { CompiledPromotion } from '../compile-promotions.ts';
import type { LineBasis } from '../kinds/kind.ts';
import type { Entrant, Place } from '../places.ts';
import type { LayerRule } from '../stacking.ts';
import type { FreightShop } from './freight-model.ts';

/**
 * A cart made small for the search: lines are positions in typed arrays, sets of lines that occur several times are
 * kept once, and whatever cannot take anything off even before anybody else did is left out (an offer never rises when
 * amounts fall).
 */
export type Model = {
  readonly startFen: Float64Array;
  readonly places: readonly SearchPlace[];
  readonly sets: readonly LineSet[];
  readonly freight: readonly FreightShop[];
  /** The place before which freight thresholds look at the goods. */
  readonly freightFrom: number;
  readonly minPayableFen: number;
};

export type LineSet = {
  readonly lines: Uint16Array;
  readonly quantity: number;
  readonly itemFen: number;
  /** Sum of what is left of them, for the row that `stamp` names. */
  runningFen: number;
  stamp: number;
};

export type SearchPlace = {
  readonly place: Place;
  readonly options: readonly SearchOption[];
  /**
   * What thresholds are tested on: the item price, what is left before place `layerFrom` (the first of its layer), or
   * what is left at the moment.
   */
  readonly base: 'item' | 'layer' | 'now';
  readonly layerFrom: number;
  /** Where no offer depends on what is left: the most that any takes. Null otherwise. */
  readonly mostFen: number | null;
  /** Options by preference once the search is here, and what each takes; one level of the search owns them at a time. */
  readonly order: SearchOption[];
  readonly takes: number[];
};

/** A bid (`contest.ts`) whose amounts are asked again and again. */
export type SearchOption = {
  readonly entrant: Entrant;
  readonly promotion: CompiledPromotion;
  readonly closesAt: number;
  readonly claimedAt: number;
  readonly set: LineSet;
  /** Its offer depends on nothing that changes. */
  readonly steady: boolean;
  readonly pool: Pool | null;
  readonly wanted: boolean;
  savingFen: number;
  faceFen: number;
  thresholdFen: number;
  askedBaseFen: number;
  askedRunningFen: number;
  /** For kinds that take from single lines. */
  readonly lines: readonly { subject: LineBasis['subject']; unitFen: number; runningFen: number }[] | null;
  lineOffFen: readonly number[];
};

/** Coupons of one promotion that several places could use. */
export type Pool = { left: number };

export type Layered = { readonly rule: LayerRule; readonly places: readonly Place[] };

export function openModel(
  cart: PricingCart,
  layers: readonly Layered[],
  couponCount: (promotionId: string) => number,
): Omit<Model, 'freight' | 'freightFrom'> & {
  setOf(lines: readonly PricingLine[]): LineSet;
  firstPlaceAfter(layer: LayerRule['layer']): number;
} {
  const setOf = setsOf(cart);
  const pools = new Map<string, Pool>();
  const poolOf = ({ promotion: { promotion }, couponId }: Entrant): Pool | null => {
    if (!promotion.needsCoupon || couponId !== undefined) return null;
    const pool = pools.get(promotion.id) ?? { left: couponCount(promotion.id) };
    pools.set(promotion.id, pool);
    return pool;
  };
  const places: SearchPlace[] = [];
  const after = new Map<LayerRule['layer'], number>();
  for (const { rule, places: own } of layers) {
    const layerFrom = places.length;
    const base = baseOf(rule, cart);
    for (const place of own) {
      const options = place.entrants
        .map((entrant) => optionOf(entrant, setOf.find(entrant.lines), base, poolOf(entrant)))
        .filter(({ savingFen }) => savingFen > 0);
      if (options.length === 0) continue;
      const mostFen = options.every(({ steady }) => steady)
        ? Math.max(...options.map(({ savingFen }) => savingFen))
        : null;
      places.push({ place, options, base, layerFrom, mostFen, order: [], takes: [] });
    }
    after.set(rule.layer, places.length);
  }
  return {
    startFen: Float64Array.from(cart.lines, ({ runningFen }) => runningFen),
    places,
    sets: setOf.all,
    minPayableFen: cart.profile.minPayableFen,
    setOf: setOf.find,
    firstPlaceAfter: (layer) => after.get(layer)!,
  };
}

function baseOf({ threshold }: LayerRule, { profile }: PricingCart): SearchPlace['base'] {
  if (threshold !== 'profile') return 'now';
  return profile.thresholdMode === 'parallel' ? 'item' : 'layer';
}

function setsOf(cart: PricingCart) {
  const positions = new Map(cart.lines.map((line, i) => [line, i]));
  const byArray = new Map<readonly PricingLine[], LineSet>();
  const byKey = new Map<string, LineSet>();
  const all: LineSet[] = [];
  return {
    all,
    find(lines: readonly PricingLine[]): LineSet {
      const known = byArray.get(lines);
      if (known) return known;
      const own = Uint16Array.from(lines, (line) => positions.get(line)!);
      const key = own.join();
      let set = byKey.get(key);
      if (!set) {
        set = {
          lines: own,
          quantity: lines.reduce((sum, { subject }) => sum + subject.quantity, 0),
          itemFen: sumFen(lines.map(({ itemFen }) => itemFen)),
          runningFen: 0,
          stamp: -1,
        };
        byKey.set(key, set);
        all.push(set);
      }
      byArray.set(lines, set);
      return set;
    },
  };
}

/** An option with what it would take at best: before anybody else takes anything. */
function optionOf(
  entrant: Entrant,
  set: LineSet,
  base: SearchPlace['base'],
  pool: Pool | null,
): SearchOption {
  const { promotion, closesAt, claimedAt, wanted } = entrant;
  const { terms } = promotion;
  if (terms.on !== 'cart' && terms.on !== 'lines')
    throw new TypeError(`${promotion.promotion.id} has no offer for a cart`);
  const option: SearchOption = {
    entrant,
    promotion,
    closesAt,
    claimedAt,
    set,
    steady: false,
    pool,
    wanted,
    savingFen: 0,
    faceFen: 0,
    thresholdFen: 0,
    askedBaseFen: -1,
    askedRunningFen: -1,
    lines:
      terms.on === 'lines'
        ? entrant.lines.map(({ subject, unitFen, runningFen }) => ({ subject, unitFen, runningFen }))
        : null,
    lineOffFen: [],
  };
  ask(option, set.itemFen, set.itemFen);
  option.savingFen = Math.min(option.faceFen, set.itemFen);
  const steady = terms.byBaseAlone && (base === 'item' || terms.on === 'lines');
  return { ...option, steady };
}

/** Brings `faceFen` and `thresholdFen` (for single lines: `lineOffFen`, from `lines` as they stand) up to date. */
export function ask(option: SearchOption, baseFen: number, runningFen: number): void {
  const { terms } = option.promotion;
  if (option.steady) return;
  if (terms.on === 'cart') {
    const sameRunning = terms.byBaseAlone || option.askedRunningFen === runningFen;
    if (option.askedBaseFen === baseFen && sameRunning) return;
    const offer = terms.offer({ baseFen, runningFen, quantity: option.set.quantity });
    option.faceFen = offer.kind === 'met' ? offer.offFen : 0;
    option.thresholdFen = offer.kind === 'met' ? offer.thresholdFen : 0;
    option.askedBaseFen = baseFen;
    option.askedRunningFen = runningFen;
  } else if (terms.on === 'lines') {
    const offer = terms.offer(option.lines!);
    option.lineOffFen = offer.kind === 'met' ? offer.lineOffFen : [];
    option.faceFen = 0;
    for (const fen of option.lineOffFen) option.faceFen += fen;
  }
}
