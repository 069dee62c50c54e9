import { compileScope, type Scope, scopeExcepts, scopeNames } from '@dacu/engine/pricing';
import type { Catalog, CatalogPorts, Product } from '../../base/catalog/index.ts';

type Skus = Awaited<ReturnType<Catalog['allSkus']>>;
/** What each section shows, best first. */
type Picks = readonly (readonly Product[])[];
/** `named` are the products of each section, the same arrays for as long as the catalogue and the sections are. */
export type PickSellers = (
  at: number,
  skus: Skus,
  named: readonly (readonly string[])[],
  make: () => Promise<Picks>,
) => Promise<Picks>;

/**
 * Where every change of stock is seen (a rehearsal), what sells best stays the same until the next one and is
 * not ranked anew for each venue.
 */
export function createPicks({ stockChanges }: Pick<CatalogPorts, 'stockChanges'>): PickSellers {
  let held: {
    readonly skus: Skus;
    readonly named: readonly (readonly string[])[];
    readonly changes: number;
    readonly picks: Picks;
  } | null = null;
  return async (at, skus, named, make) => {
    const changes = stockChanges?.(at) ?? null;
    if (changes === null) return make();
    const same =
      held?.skus === skus &&
      held.changes === changes &&
      held.named.length === named.length &&
      held.named.every((ids, index) => ids === named[index]);
    if (held !== null && same) return held.picks;
    const picks = await make();
    held = { skus, named, changes, picks };
    return picks;
  };
}

/** By catalogue, then by section: both are the same objects until an import or an edition brings new ones. */
const namedProducts = new WeakMap<Skus, Map<Scope, readonly string[]>>();

/** What the scope of a section names and is on sale. */
export function productsNamed(scope: Scope, skus: Skus): readonly string[] {
  let known = namedProducts.get(skus);
  if (known === undefined) {
    known = new Map();
    namedProducts.set(skus, known);
  }
  let ids = known.get(scope);
  if (ids === undefined) {
    const compiled = compileScope(scope);
    const named = skus.filter(
      (sku) => sku.onSale && scopeNames(compiled, sku) && !scopeExcepts(compiled, sku),
    );
    ids = [...new Set(named.map((sku) => sku.productId))];
    if (known.size >= SCOPES_KNOWN_MAX) known.clear();
    known.set(scope, ids);
  }
  return ids;
}

const SCOPES_KNOWN_MAX = 200;
