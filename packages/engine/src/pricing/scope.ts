import type { Scope } from './types.ts';

/** What a scope looks at. A cart line has all of it; so has a catalogue item that nobody has put into a cart. */
export type ScopeSubject = {
  readonly skuId: string;
  readonly shopId: string;
  readonly categories: readonly string[];
  readonly brandId: string;
  readonly tags: readonly string[];
};

/** A scope with its lists as sets, so that a test costs the same for one sku and for ten thousand. */
export type CompiledScope = {
  readonly shops: ReadonlySet<string> | null;
  readonly categories: ReadonlySet<string> | null;
  readonly brands: ReadonlySet<string> | null;
  readonly skus: ReadonlySet<string> | null;
  readonly tags: ReadonlySet<string> | null;
  readonly excludeSkus: ReadonlySet<string> | null;
  readonly excludeTags: ReadonlySet<string> | null;
  readonly anyOf: readonly CompiledScope[] | null;
};

export function compileScope(scope: Scope): CompiledScope {
  return {
    shops: setOf(scope.shops),
    categories: setOf(scope.categories),
    brands: setOf(scope.brands),
    skus: setOf(scope.skus),
    tags: setOf(scope.tags),
    excludeSkus: setOf(scope.excludeSkus),
    excludeTags: setOf(scope.excludeTags),
    anyOf: scope.anyOf?.map(compileScope) ?? null,
  };
}

/** Does the scope name this item, its exceptions apart? Every field that is present must match. */
export function scopeNames(scope: CompiledScope, subject: ScopeSubject): boolean {
  return (
    (scope.skus === null || scope.skus.has(subject.skuId)) &&
    (scope.brands === null || scope.brands.has(subject.brandId)) &&
    (scope.shops === null || scope.shops.has(subject.shopId)) &&
    (scope.categories === null || holdsAny(scope.categories, subject.categories)) &&
    (scope.tags === null || holdsAny(scope.tags, subject.tags)) &&
    (scope.anyOf === null ||
      scope.anyOf.some((one) => scopeNames(one, subject) && !scopeExcepts(one, subject)))
  );
}

/** Is the item one of the scope's exceptions? */
export function scopeExcepts(scope: CompiledScope, subject: ScopeSubject): boolean {
  return (
    scope.excludeSkus?.has(subject.skuId) === true ||
    (scope.excludeTags !== null && holdsAny(scope.excludeTags, subject.tags))
  );
}

function setOf(values: readonly string[] | undefined): ReadonlySet<string> | null {
  return values === undefined ? null : new Set(values);
}

function holdsAny(set: ReadonlySet<string>, values: readonly string[]): boolean {
  for (const value of values) if (set.has(value)) return true;
  return false;
}
