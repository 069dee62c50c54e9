import type { AuditItem } from '@dacu/engine/audit';
import type { FreightTemplate } from '@dacu/engine/pricing';
import type { Catalog } from '../../base/catalog/index.ts';

export type GoodsSource = Pick<Catalog, 'allSkus' | 'shops'>;

/** What is on sale, as an audit looks at it. */
export async function goodsOf(
  catalog: GoodsSource,
  campaignId: string,
): Promise<{ readonly items: readonly AuditItem[]; readonly freight: readonly FreightTemplate[] }> {
  const [skus, shops] = await Promise.all([catalog.allSkus(), catalog.shops()]);
  return {
    items: skus
      .filter(({ onSale }) => onSale)
      .map((sku) => ({
        ...{ skuId: sku.skuId, shopId: sku.shopId, categories: sku.categories },
        ...{ brandId: sku.brandId, tags: sku.tags, unitListFen: sku.listFen },
        ...{ costFen: sku.costFen, floorFen: sku.floorFen },
        enrolled: sku.enrolledCampaignIds.includes(campaignId),
        title: {
          zh: [sku.title.zh, sku.skuTitle.zh].filter(Boolean).join(' · '),
          en: [sku.title.en, sku.skuTitle.en].filter(Boolean).join(' · '),
        },
      })),
    freight: [...shops.values()].flatMap(({ freight }) => (freight === null ? [] : [freight])),
  };
}
