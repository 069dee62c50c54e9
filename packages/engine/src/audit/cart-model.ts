import type { Promotion } from '../pricing/index.ts';
import { CART_LAYERS, FREIGHT_BASIS_AFTER, type LayerRule, layerOrder } from '../pricing/stacking.ts';
import { addFreight } from './freight-model.ts';
import {
  buildModel,
  type LinearModel,
  type ModelBuilder,
  negative,
  type Term,
  times,
} from './linear-model.ts';
import type { Pick } from './measure.ts';
import { offerInto } from './offer-model.ts';
import type { Stall } from './stalls.ts';
import type { AuditBounds, AuditSubject, Scene } from './types.ts';

/**
 * All carts of a scene within the bounds as one linear model, whose discounts are at least those of pricing: whatever
 * `priceCart` answers is a point of it. So its optimum bounds every cart, and a cart that reaches it is the deepest.
 * Where a rate meets goods that an earlier discount touched only in part, or a kind has no linear form, it allows more
 * than pricing does; `loose` names those promotions.
 */
export type CartModel = {
  readonly model: LinearModel;
  readonly loose: readonly string[];
  read(values: readonly number[]): Pick[];
};

export type Goal =
  /** The most fen below cost, at least this many. */
  | { readonly kind: 'belowCost'; readonly atLeastFen: number }
  /** A cart that leaves at least this share of the list price unpaid. */
  | { readonly kind: 'share'; readonly atLeastBp: number };

/** A discount that the model may take: from which stalls, and in which column. */
export type Taken = {
  readonly layer: number;
  readonly stalls: ReadonlySet<number>;
  readonly column: number;
};

/** What the rows about one promotion are made of. */
export type Entrant = {
  readonly promotion: Promotion;
  readonly rule: LayerRule;
  readonly shopId: string | undefined;
  readonly stalls: ReadonlySet<number>;
  /** Of several coupons of one promotion, which. */
  readonly copy: number;
};

export function cartModel(
  subject: AuditSubject,
  scene: Scene,
  stalls: readonly Stall[],
  bounds: AuditBounds,
  goal: Goal,
  known: readonly (readonly Pick[])[],
): CartModel {
  const build = buildModel();
  const quantities = addLines(build, stalls, bounds);
  const itemFen = (of: Iterable<number>) =>
    [...of].map((at): Term => [stalls[at]!.unitFen, quantities[at]!.count]);
  const everywhere = stalls.map((_, at) => at);
  const mostFen = largestCartFen(stalls, bounds);
  const taken: Taken[] = [];
  const loose = new Set<string>();
  const given: Term[] = [];

  for (const rule of CART_LAYERS) {
    const places = new Map<string, Term[]>();
    for (const entrant of entrantsOf(rule, scene, subject, stalls)) {
      const layer = layerOrder(rule.layer);
      const before = taken.filter((one) => one.layer < layer && meet(one.stalls, entrant.stalls));
      const within = before.filter((one) => contains(entrant.stalls, one.stalls));
      const items = itemFen(entrant.stalls);
      const running: Term[] = [...items, ...within.map(({ column }): Term => [-1, column])];
      const parallel = rule.threshold === 'profile' && subject.index.profile.thresholdMode === 'parallel';
      const offer = offerInto(build, entrant.promotion.rule, {
        base: parallel ? items : running,
        running,
        pieces: [...entrant.stalls].map((at) => ({
          skuId: stalls[at]!.item.skuId,
          unitFen: stalls[at]!.unitFen,
          most: stalls[at]!.quantityMax,
          column: quantities[at]!.count,
        })),
        mostFen,
      });
      if (!offer.exact || (offer.rate && within.length < before.length)) loose.add(entrant.promotion.id);
      build.atMost([[1, offer.column], ...negative(running)], 0);
      taken.push({ layer, stalls: entrant.stalls, column: offer.column });
      given.push([isGovernments(entrant.promotion) && goal.kind === 'belowCost' ? 0 : 1, offer.column]);
      const place = placeOf(entrant);
      places.set(place, [...(places.get(place) ?? []), ...offer.holds]);
    }
    for (const holds of places.values()) build.atMost(holds, 1);
  }
  const all = itemFen(everywhere);
  if (subject.index.profile.minPayableFen > 0)
    build.atMost([...taken.map(({ column }): Term => [1, column]), ...negative(all)], -1);

  const costs = stalls.map(({ item }, at): Term => [item.costFen, quantities[at]!.count]);
  const lists = stalls.map(({ item }, at): Term => [item.unitListFen, quantities[at]!.count]);
  let maximise: Term[];
  if (goal.kind === 'belowCost') {
    const counted = taken.filter(({ layer }) => layer <= layerOrder(FREIGHT_BASIS_AFTER));
    const freight = addFreight(build, { subject, scene, stalls, quantities, taken: counted, mostFen });
    maximise = [...costs, ...negative(all), ...given, ...freight];
    build.atLeast(maximise, goal.atLeastFen);
  } else {
    maximise = [...times(1 - goal.atLeastBp / 10_000, lists), ...negative(all), ...given];
    build.atLeast(maximise, 0);
  }
  for (const picks of known) forbid(build, stalls, quantities, picks);
  return {
    model: build.done(maximise),
    loose: [...loose],
    read: (values) => read(values, stalls, quantities),
  };
}

/** Columns of one stall: how many pieces, and whether any. */
export type Quantity = { readonly count: number; readonly used: number };

function addLines(build: ModelBuilder, stalls: readonly Stall[], bounds: AuditBounds): Quantity[] {
  const quantities = stalls.map(({ quantityMax }): Quantity => {
    const used = build.column(1, true);
    if (quantityMax === 1) return { count: used, used };
    const count = build.column(quantityMax, true);
    build.atMost(
      [
        [1, count],
        [-quantityMax, used],
      ],
      0,
    );
    build.atLeast(
      [
        [1, count],
        [-1, used],
      ],
      0,
    );
    return { count, used };
  });
  const lines = quantities.map(({ used }): Term => [1, used]);
  build.atMost(lines, bounds.linesMax);
  build.atLeast(lines, 1);
  const shopIds = [...new Set(stalls.map(({ item }) => item.shopId))];
  if (bounds.shopsMax < Math.min(shopIds.length, bounds.linesMax)) {
    const entered = shopIds.map((shopId) => {
      const shop = build.column(1, true);
      const own = quantities.filter((_, at) => stalls[at]!.item.shopId === shopId);
      build.atMost([...own.map(({ used }): Term => [1, used]), [-bounds.linesMax, shop]], 0);
      return shop;
    });
    build.atMost(
      entered.map((shop) => [1, shop]),
      bounds.shopsMax,
    );
  }
  return quantities;
}

/** Who may stand in a layer: each promotion, on the layers of shops once for each, and once for each coupon in hand. */
function entrantsOf(
  rule: LayerRule,
  scene: Scene,
  { index }: AuditSubject,
  stalls: readonly Stall[],
): Entrant[] {
  return scene.promotionIds.flatMap((id) => {
    const { promotion, terms } = index.byId.get(id)!;
    // Points are paid with what the shopper earned; nobody brings any here.
    if (promotion.layer !== rule.layer || terms.on === 'points') return [];
    const counted = stalls.flatMap(({ counting }, at) => (counting.includes(promotion) ? [at] : []));
    const parts =
      rule.contest === 'shop'
        ? [...new Set(counted.map((at) => stalls[at]!.item.shopId))].map((shopId) => ({
            shopId,
            stalls: new Set(counted.filter((at) => stalls[at]!.item.shopId === shopId)),
          }))
        : [{ shopId: undefined, stalls: new Set(counted) }];
    const several = rule.contest === 'each' && promotion.needsCoupon && promotion.mutexGroup === undefined;
    const copies = several ? scene.coupons.filter(({ promotionId }) => promotionId === id).length : 1;
    return parts
      .filter((part) => part.stalls.size > 0)
      .flatMap((part) => Array.from({ length: copies }, (_, copy) => ({ promotion, rule, ...part, copy })));
  });
}

function placeOf({ promotion: { id, mutexGroup }, rule, shopId, copy }: Entrant): string {
  switch (rule.contest) {
    case 'shop':
      return `shop ${shopId}`;
    case 'group':
      return `group ${mutexGroup ?? ''}`;
    case 'each':
      return mutexGroup === undefined ? `alone ${id} ${copy}` : `group ${mutexGroup}`;
    default:
      return 'cart';
  }
}

/** Bars one cart, so that the next answer is another one. */
function forbid(
  build: ModelBuilder,
  stalls: readonly Stall[],
  quantities: readonly Quantity[],
  picks: readonly Pick[],
): void {
  const differs: Term[] = [];
  for (const [at, { quantityMax, item, way }] of stalls.entries()) {
    const { count, used } = quantities[at]!;
    const pick = picks.find((one) => one.item === item && one.way === way);
    if (pick === undefined) {
      differs.push([1, used]);
      continue;
    }
    const fewer = build.column(1, true);
    const more = build.column(1, true);
    // fewer: count ≤ quantity − 1; more: count ≥ quantity + 1
    build.atMost(
      [
        [1, count],
        [quantityMax, fewer],
      ],
      pick.quantity - 1 + quantityMax,
    );
    build.atLeast(
      [
        [1, count],
        [-(pick.quantity + 1), more],
      ],
      0,
    );
    differs.push([1, fewer], [1, more]);
  }
  build.atLeast(differs, 1);
}

function read(values: readonly number[], stalls: readonly Stall[], quantities: readonly Quantity[]): Pick[] {
  return stalls.flatMap(({ item, way }, at) => {
    const quantity = Math.round(values[quantities[at]!.count]!);
    if (quantity < 1) return [];
    return [{ item, quantity, way }];
  });
}

function largestCartFen(stalls: readonly Stall[], { linesMax }: AuditBounds): number {
  const lines = stalls.map(({ unitFen, quantityMax }) => unitFen * quantityMax).sort((a, b) => b - a);
  return lines.slice(0, linesMax).reduce((sum, fen) => sum + fen, 0);
}

const isGovernments = ({ funders }: Promotion) => funders.every(({ funder }) => funder === 'government');
const meet = (a: ReadonlySet<number>, b: ReadonlySet<number>) => [...a].some((at) => b.has(at));
const contains = (all: ReadonlySet<number>, some: ReadonlySet<number>) =>
  [...some].every((at) => all.has(at));
