import { sandboxItems } from '@dacu/contract/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Catalog } from './index.ts';

const ITEMS_MAX = 5_000;
const query = z.object({ limit: z.coerce.number().int().min(1).max(ITEMS_MAX).default(ITEMS_MAX) });

/** GET /api/ops/catalogue/items?limit= — any operator: costs and floors are theirs to see, not the public's. */
export function itemsRoutes(
  app: FastifyInstance,
  catalog: Catalog,
  { requireOperator }: { readonly requireOperator: (request: FastifyRequest) => Promise<unknown> },
): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/ops/catalogue/items',
    {
      schema: {
        summary: 'Items as the engine prices them, with cost and floor',
        description:
          'Any operator. For pricing a cart in the browser under an edition or a draft: scope, list price, cost, floor, enrolment, and the freight of the shops that state their own. At most 5 000 items, by product and place; `total` says how many there are.',
        tags: ['ops'],
        querystring: query,
        response: { 200: sandboxItems },
      },
      config: { refusals: ['notSignedIn', 'passwordChangeRequired'] },
    },
    async (request) => {
      await requireOperator(request);
      const [skus, shops] = await Promise.all([catalog.allSkus(), catalog.shops()]);
      return {
        items: skus.slice(0, request.query.limit).map((sku) => ({
          ...sku,
          categories: [...sku.categories],
          tags: [...sku.tags],
          enrolledCampaignIds: [...sku.enrolledCampaignIds],
        })),
        total: skus.length,
        shops: [...shops.values()].map(({ shopId, name, freight }) => ({ shopId, name, freight })),
      };
    },
  );
}
