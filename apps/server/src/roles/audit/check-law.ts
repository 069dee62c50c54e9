import type { LawFindingView } from '@dacu/contract/api';
import { checkPlanLaw, type LawProfile, type PricedGoods } from '@dacu/contract/plan';
import type { PlanFiles } from './read-plan-files.ts';

/** What the law says about a plan file, with the prices of the catalogue's own files as evidence. */
export function checkLaw(
  { yaml, plan, compiled, catalogue }: PlanFiles,
  profile: LawProfile,
): LawFindingView[] {
  const goods = catalogue.goods.map(
    ({ sku, product }): PricedGoods => ({
      skuId: sku.skuId,
      shopId: product.shopId,
      categories: [product.categoryId],
      brandId: product.brandId,
      tags: product.tags,
      listFen: sku.listFen,
      enrolled: product.enrolments.some(({ campaignId }) => campaignId === compiled.campaignId),
      facts: product.attributes,
      history: catalogue.history.get(sku.skuId) ?? [],
    }),
  );
  return checkPlanLaw(yaml, plan, goods, profile);
}
