import type { SandboxItems } from '@dacu/contract/client';
import type { CompiledPlan } from '@dacu/contract/plan';
import {
  type CombiningItem,
  compilePromotions,
  compileScope,
  type FreightTemplate,
  mergeFreight,
  type Promotion,
  type PromotionIndex,
  scopeExcepts,
  scopeNames,
} from '@dacu/engine/pricing';

export type Item = SandboxItems['items'][number];
export type ShopOf = SandboxItems['shops'][number];

/** Everything that prices a cart under one plan: the same index and the same freight as the server makes of it. */
export type Sale = {
  readonly kind: 'live' | 'draft';
  readonly compiled: CompiledPlan;
  readonly index: PromotionIndex;
  /** In stacking order. */
  readonly promotions: readonly Promotion[];
  readonly stopped: readonly string[];
  readonly items: ReadonlyMap<string, Item>;
  /** Items of the catalogue beyond those that are here. */
  readonly itemsMissing: number;
  readonly shops: ReadonlyMap<string, ShopOf>;
  readonly freight: readonly FreightTemplate[];
};

export function openSale(
  kind: Sale['kind'],
  compiled: CompiledPlan,
  catalogue: SandboxItems,
  stopped: readonly string[],
): Sale {
  const index = compilePromotions(compiled.promotions, compiled.profile);
  const templates = catalogue.shops.flatMap(({ freight }) => (freight ? [freightOf(freight)] : []));
  return {
    kind,
    compiled,
    index,
    promotions: index.promotions.map(({ promotion }) => promotion),
    stopped,
    items: new Map(catalogue.items.map((item) => [item.skuId, item])),
    itemsMissing: catalogue.total - catalogue.items.length,
    shops: new Map(catalogue.shops.map((shop) => [shop.shopId, shop])),
    freight: mergeFreight(templates, compiled.freight),
  };
}

function freightOf({ freeFromFen, ...template }: NonNullable<ShopOf['freight']>): FreightTemplate {
  return { ...template, ...(freeFromFen !== undefined && { freeFromFen }) };
}

export function isEnrolled(sale: Sale, item: Item): boolean {
  return item.enrolledCampaignIds.includes(sale.compiled.campaignId);
}

/** What is on sale, as the question who combines with whom looks at it. */
export function combiningItems(sale: Sale): CombiningItem[] {
  return [...sale.items.values()]
    .filter(({ onSale }) => onSale)
    .map((item) => ({ ...item, unitListFen: item.listFen, enrolled: isEnrolled(sale, item) }));
}

/** The promotions that name this item, of the kinds asked for. */
export function naming(sale: Sale, item: Item, kinds: readonly Promotion['rule']['kind'][]): Promotion[] {
  return sale.promotions.filter((promotion) => {
    if (!kinds.includes(promotion.rule.kind)) return false;
    const scope = compileScope(promotion.scope);
    return scopeNames(scope, item) && !scopeExcepts(scope, item);
  });
}
