import type { PriceStretch } from '@dacu/engine/compliance';
import { DAY_MS, startOfDay } from '../local-day.ts';
import type { Finding, Shop } from '../types.ts';
import { checkPrices } from './check-prices.ts';
import { checkProducts, type ProductDraft, type SkuDraft } from './check-products.ts';
import { checkShops } from './check-shops.ts';
import { readTables, type UploadedFile } from './read-tables.ts';

export type ReadCatalogue = {
  readonly shops: readonly Shop[];
  /** Each with its product. */
  readonly goods: readonly { readonly sku: SkuDraft; readonly product: ProductDraft }[];
  /** By sku: list prices and lowest deals of the past. */
  readonly history: ReadonlyMap<string, readonly PriceStretch[]>;
  readonly findings: readonly Finding[];
};

/**
 * The files of a catalogue as an import would read them, without a database: for looking at a plan before anything runs.
 * Categories are taken by id as written; pictures are not looked at.
 */
export async function readCatalogue(files: readonly UploadedFile[]): Promise<ReadCatalogue> {
  const { tables, findings: read } = await readTables(files);
  const findings = [...read];
  const of = (kind: 'shops' | 'products' | 'prices') => tables.filter((table) => table.kind === kind);
  const shops = of('shops').flatMap((table) => checkShops(table, findings));
  const shopIds = new Set(shops.map(({ shopId }) => shopId));
  const checked = of('products').map((table) =>
    checkProducts(
      table,
      {
        isShop: (shopId) => shopIds.has(shopId),
        categoryId: (word) => (/^[a-z][a-z0-9-]*$/.test(word) ? word : null),
        isImage: () => true,
        brandZh: () => null,
        productOf: () => null,
      },
      findings,
    ),
  );
  const products = new Map(
    checked.flatMap((one) => one.products).map((product) => [product.productId, product]),
  );
  const goods = checked
    .flatMap((one) => one.skus)
    .flatMap((sku) => {
      const product = products.get(sku.productId);
      return product === undefined ? [] : [{ sku, product }];
    });
  const skuIds = new Set(goods.map(({ sku }) => sku.skuId));
  const history = new Map<string, PriceStretch[]>();
  for (const table of of('prices')) {
    for (const { skuId, from, until, listFen, dealFen } of checkPrices(
      table,
      (id) => skuIds.has(id),
      findings,
    )) {
      const own = history.get(skuId) ?? [];
      own.push({ startsAt: startOfDay(from), endsAt: startOfDay(until) + DAY_MS, listFen, dealFen });
      history.set(skuId, own);
    }
  }
  return { shops, goods, history, findings };
}
