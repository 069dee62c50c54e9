import { productList, productQuery, searchWordsView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Catalog } from './index.ts';
import { type CatalogPorts, presentCards } from './present.ts';
import type { Facets } from './search/narrow.ts';
import { createStockCounts } from './stock-counts.ts';

/** GET /api/products · GET /api/search-words */
export function searchRoutes(
  app: FastifyInstance,
  catalog: Catalog,
  { clocks, ports }: { readonly clocks: Clocks; readonly ports: CatalogPorts },
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const stockCounts = createStockCounts({ catalog, ports, clocks });

  routes.get(
    '/api/products',
    {
      schema: {
        summary: 'Searches the catalogue',
        description:
          'Words (Chinese or English), category, shop, tag, price from `minFen` up to but not including `maxFen`, `inStock`, `reduced` (costs less than its list price now), `promotion` (what a promotion of the cart counts); sorted; at most 60 a page. With `facets=true` the answer counts what each further choice would find. `sort=topUp` with `reachFen` lists what fills a cart up to a step: the cheapest item that reaches it alone comes first. `nextCursor` of a page asks for the next one; it goes with its sort only, else 400. When the words find nothing, `didYouMean` has the nearest words that do. Prices are those of now, for a stranger; stock in filters and counts may lag by five seconds. `referenceFen` is the lowest deal of the seven days before, the only price that may be struck through (明码标价和禁止价格欺诈规定 art. 16). Public.',
        tags: ['shop'],
        querystring: productQuery,
        response: { 200: productList },
      },
    },
    async (request) => {
      const { category, shop, promotion, cursor, ...asked } = request.query;
      const at = clocks.campaign.now();
      const answer = await catalog.search({
        ...asked,
        categoryIds: category?.split(','),
        shopId: shop,
        promotionId: promotion,
        cursor,
        priceOf: (skuIds) => ports.priceOf(skuIds, at),
        stockOf: stockCounts,
      });
      if ('reason' in answer)
        throw new Refusal('invalidRequest', {
          errors: [{ place: 'query.cursor', found: cursor ?? '', allowed: 'nextCursor of the page before' }],
        });
      return {
        products: await presentCards(catalog, ports, answer.products, at),
        total: answer.total,
        nextCursor: answer.nextCursor,
        facets: answer.facets === null ? null : presentFacets(answer.facets),
        didYouMean: answer.didYouMean,
        promotion: promotion === undefined ? null : await ports.offerOf(promotion, at),
        suggestions: answer.suggestions.map(({ categoryId, title }) => ({ categoryId, title })),
      };
    },
  );

  routes.get(
    '/api/search-words',
    {
      schema: {
        summary: 'Words under which most was sold',
        description: 'At most ten, best first; each finds something. Public.',
        tags: ['shop'],
        response: { 200: searchWordsView },
      },
    },
    async () => ({ words: await catalog.hotWords(await stockCounts()) }),
  );
}

function presentFacets(facets: Facets) {
  return {
    categories: facets.categories.map(({ category, count }) => ({
      id: category.categoryId,
      title: category.title,
      count,
    })),
    shops: facets.shops.map(({ shop, count }) => ({ id: shop.shopId, title: shop.name, count })),
    tags: facets.tags.map(({ tag, count }) => ({ id: tag, count })),
    prices: [...facets.prices],
    inStock: facets.inStock,
    reduced: facets.reduced,
  };
}
