import { opsStoreLink, storeLinkOpen, storeLinkOpened } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../../platform/http/app-types.ts';
import type { Orders } from '../index.ts';
import type { OrdersRoutesDeps } from '../routes.ts';

const byStore = z.object({ placeId: z.string().min(1).max(80), productId: z.string().min(1).max(80) });

/** POST /api/store-links · GET /api/ops/places/:placeId/links/:productId */
export function storeSourceRoutes(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  app.post(
    '/api/store-links',
    {
      schema: {
        summary: 'Opens a store’s link for a product',
        description:
          'What the label in a store leads to. `from` is signed for this store and this product; 422 `storeLinkInvalid` for anything else. A purchase with this product before `until` (72 hours) counts for the store; the last link opened for a product counts. Nothing about the person is in the link.',
        tags: ['trade'],
        body: storeLinkOpen,
        response: { 200: storeLinkOpened },
      },
      config: { rateLimit: { burst: 30, perMinute: 60 }, refusals: ['notSignedIn', 'storeLinkInvalid'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const opened = await orders.openStoreLink({
        ...{ at: clocks.campaign.now(), shopperId },
        ...request.body,
      });
      if (opened === null) throw new Refusal('storeLinkInvalid');
      return opened;
    },
  );

  app.get(
    '/api/ops/places/:placeId/links/:productId',
    {
      schema: {
        summary: 'A store’s link for a product',
        description:
          'Any operator. `path` opens the product page with the store as its source, for a label beside the goods: it does not expire, and names no person. 404 `notFound` where there is no such store or product.',
        tags: ['ops'],
        params: byStore,
        response: { 200: opsStoreLink },
      },
      config: { refusals: ['notSignedIn', 'passwordChangeRequired', 'notFound'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const path = await orders.storeLink(request.params);
      if (path === null) throw new Refusal('notFound');
      return { path };
    },
  );
}
