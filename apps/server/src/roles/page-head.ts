import type { CompiledPlan } from '@dacu/contract/plan';
import type { Context } from '../context.ts';
import { type CatalogPorts, presentProduct, productShareHead } from '../modules/base/catalog/index.ts';
import { seasonOf } from '../modules/trade/offers/index.ts';
import type { PageHead, PageHeads, PageRequest } from '../platform/http/page-head.ts';

const PRODUCT = /^\/products\/([\w-]{1,48})$/;

/**
 * What a page says of itself before any script runs: a product page its product, the venue its campaign, the others
 * nothing; and the look of the season, so that no page shows another one first. A product that is not sold is a 404,
 * with the page that says so.
 */
export function pageHeads(context: Context, ports: CatalogPorts): PageHeads {
  const { clocks, plan } = context;
  return async (request) => {
    const at = clocks.campaign.now();
    const compiled = (await plan.editionAt(at))?.compiled;
    return {
      theme: compiled === undefined ? null : seasonOf(compiled, at).theme.id,
      words: await wordsOf(context, ports, { ...request, at, compiled }),
    };
  };
}

async function wordsOf(
  { catalog }: Context,
  ports: CatalogPorts,
  { path, origin, lang, at, compiled }: PageRequest & { at: number; compiled: CompiledPlan | undefined },
): Promise<PageHead['words']> {
  const productId = PRODUCT.exec(path)?.[1];
  if (productId !== undefined) {
    const product = await catalog.product(productId);
    if (product === null || !product.onSale) return 'missing';
    const view = await presentProduct(catalog, ports, { product, at, favourite: false });
    return productShareHead({ product: view, origin, lang });
  }
  if (path !== '/' || compiled === undefined) return null;
  return {
    title: compiled.title[lang],
    description: (compiled.slogan ?? compiled.title)[lang],
    markup: '',
  };
}
