import type { Context } from '../context.ts';
import { type CatalogPorts, presentProduct, productShareHead } from '../modules/base/catalog/index.ts';
import type { PageHead, PageRequest } from '../platform/http/page-head.ts';

const PRODUCT = /^\/products\/([\w-]{1,48})$/;

/**
 * What a page says of itself before any script runs: a product page its product, the venue its campaign; null for
 * pages that have nothing to share. A product that is not sold is a 404, with the page that says so.
 */
export function pageHeads(
  context: Context,
  ports: CatalogPorts,
): (request: PageRequest) => Promise<PageHead | null> {
  const { catalog, clocks, plan } = context;
  return async ({ path, origin, lang }) => {
    const at = clocks.campaign.now();
    const productId = PRODUCT.exec(path)?.[1];
    if (productId !== undefined) {
      const product = await catalog.product(productId);
      if (product === null || !product.onSale) return { missing: true };
      const view = await presentProduct(catalog, ports, { product, at, favourite: false });
      return productShareHead({ product: view, origin, lang });
    }
    if (path !== '/') return null;
    const campaign = (await plan.editionAt(at))?.compiled;
    return campaign === undefined
      ? null
      : {
          title: campaign.title[lang],
          description: (campaign.slogan ?? campaign.title)[lang],
          markup: '',
        };
  };
}
