import { FULL_BP } from '../money/index.ts';
import { ruleFaults, type Terms, termsOf } from './kinds/registry.ts';
import { type CompiledScope, compileScope } from './scope.ts';
import { ITEM_LAYERS, layerOrder } from './stacking.ts';
import type { PricingProfile, Promotion } from './types.ts';
import { windowsAreOrdered } from './windows.ts';

/** A promotion ready to be asked. `rank` is its place in stacking order: layer, then priority, then id. */
export type CompiledPromotion = {
  readonly promotion: Promotion;
  readonly rank: number;
  readonly scope: CompiledScope;
  readonly terms: Terms;
  /** A shop's own promotion, which needs no consent to a campaign. */
  readonly shopsOwn: boolean;
};

type Shelf = ReadonlyMap<string, readonly CompiledPromotion[]>;

/**
 * The promotions of one edition, filed so that a cart finds those that can reach it without looking at the others:
 * each stands under the narrowest thing its scope names. Immutable; made once an edition and shared by all requests.
 */
export type PromotionIndex = {
  readonly profile: PricingProfile;
  /** In stacking order. */
  readonly promotions: readonly CompiledPromotion[];
  readonly byId: ReadonlyMap<string, CompiledPromotion>;
  readonly bySku: Shelf;
  readonly byBrand: Shelf;
  readonly byShop: Shelf;
  readonly byCategory: Shelf;
  readonly byTag: Shelf;
  /** Those whose scope names nothing. */
  readonly everywhere: readonly CompiledPromotion[];
};

/**
 * Builds the index of an edition's promotions. Their order in the plan does not matter. Throws on promotions that
 * cannot be executed (a plan that passed its check has none): unknown placement, overlapping windows, funder shares
 * that do not sum to 10 000 bp, a repeated id.
 */
export function compilePromotions(promotions: readonly Promotion[], profile: PricingProfile): PromotionIndex {
  const faults = promotions.flatMap(faultsOf);
  if (faults.length > 0) throw new Error(`promotions cannot be compiled:\n${faults.join('\n')}`);

  const compiled = [...promotions].sort(byStackingOrder).map(compileOne);
  const byId = new Map(compiled.map((entry) => [entry.promotion.id, entry]));
  if (byId.size < compiled.length) throw new Error('promotions cannot be compiled: an id occurs twice');

  const shelves = {
    bySku: new Map<string, CompiledPromotion[]>(),
    byBrand: new Map<string, CompiledPromotion[]>(),
    byShop: new Map<string, CompiledPromotion[]>(),
    byCategory: new Map<string, CompiledPromotion[]>(),
    byTag: new Map<string, CompiledPromotion[]>(),
  };
  const everywhere: CompiledPromotion[] = [];
  const shelve = (
    entry: CompiledPromotion,
    { skus, brands, shops, categories, tags, anyOf }: CompiledScope,
  ) => {
    if (skus) file(shelves.bySku, skus, entry);
    else if (brands) file(shelves.byBrand, brands, entry);
    else if (shops) file(shelves.byShop, shops, entry);
    else if (categories) file(shelves.byCategory, categories, entry);
    else if (tags) file(shelves.byTag, tags, entry);
    else if (anyOf) for (const one of anyOf) shelve(entry, one);
    else if (everywhere.at(-1) !== entry) everywhere.push(entry);
  };
  for (const entry of compiled) shelve(entry, entry.scope);
  return Object.freeze({ profile, promotions: compiled, byId, ...shelves, everywhere });
}

function faultsOf({ id, rule, layer, windows, funders, needsCoupon }: Promotion): string[] {
  const shareBp = funders.reduce((sum, { bp }) => sum + bp, 0);
  return [
    ...ruleFaults(rule, layer),
    ...(needsCoupon && ITEM_LAYERS.includes(layer)
      ? [`a promotion of layer ${layer} cannot need a coupon: an item's price is the same for all its units`]
      : []),
    ...(windowsAreOrdered(windows) ? [] : ['windows must be sorted, disjoint and not empty']),
    ...(shareBp === FULL_BP ? [] : [`funder shares must sum to ${FULL_BP} bp, but sum to ${shareBp}`]),
  ].map((fault) => `${id}: ${fault}`);
}

function byStackingOrder(a: Promotion, b: Promotion): number {
  return layerOrder(a.layer) - layerOrder(b.layer) || b.priority - a.priority || (a.id < b.id ? -1 : 1);
}

function compileOne(promotion: Promotion, rank: number): CompiledPromotion {
  return {
    promotion,
    rank,
    scope: compileScope(promotion.scope),
    terms: termsOf(promotion.rule, promotion.id),
    shopsOwn: isShopsOwn(promotion),
  };
}

/**
 * A promotion is a shop's own when it names that one shop alone and nobody but the seller side pays for it. All else
 * is the campaign's, and reaches an item only with its shop's consent (domain §1.4: forcing participation is unlawful).
 */
function isShopsOwn({ scope, funders }: Promotion): boolean {
  return (
    scope.shops?.length === 1 && funders.every(({ funder }) => funder === 'seller' || funder === 'brand')
  );
}

function file(
  shelf: Map<string, CompiledPromotion[]>,
  keys: ReadonlySet<string>,
  entry: CompiledPromotion,
): void {
  for (const key of keys) {
    const row = shelf.get(key);
    if (row?.at(-1) === entry) continue;
    if (row) row.push(entry);
    else shelf.set(key, [entry]);
  }
}
