import {
  carrierPush,
  deliveryOptions,
  deliveryQuery,
  fulfilmentView,
  storesAsked,
  storesWith,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Fulfilment } from './index.ts';
import { opsFulfilmentRoutes } from './ops-routes.ts';

const bySku = z.object({ skuId: z.string().min(1).max(80) });
const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });
const { $schema: _, ...PUSH } = z.toJSONSchema(carrierPush);
const heard = z.object({ heard: z.number().int() });

export type FulfilmentRoutesDeps = { readonly clocks: Clocks; readonly members: Members };

/** GET /api/delivery-options · GET /api/skus/:skuId/stores · GET /api/purchases/:purchaseId/fulfilment · POST /api/carriers/notify · /api/ops/… */
export function fulfilmentRoutes(app: App, fulfilment: Fulfilment, deps: FulfilmentRoutesDeps): void {
  const { clocks, members } = deps;
  app.get(
    '/api/delivery-options',
    {
      schema: {
        summary: 'Ways and promises of delivery',
        description:
          'For goods that are about to be ordered: until when they leave and arrive if they were paid now, what a late parcel is paid, whether warehouses have all of it (`shippable`) and if not what they are short of (`short`), whether the province is remote, and the stores that have all of it. `skus` is `sku:quantity`, separated by commas. Anybody.',
        tags: ['trade'],
        querystring: deliveryQuery,
        response: { 200: deliveryOptions },
      },
      config: { refusals: [] },
    },
    async (request) => {
      const goods = request.query.skus.map((part) => {
        const [skuId, quantity] = part.split(':');
        return { skuId: skuId!, quantity: Number(quantity) };
      });
      return fulfilment.options({ at: clocks.campaign.now(), region: request.query.region, goods });
    },
  );

  app.get(
    '/api/skus/:skuId/stores',
    {
      schema: {
        summary: 'Stores where an item can be seen',
        description:
          'Stores that carry it, those that serve `region` first, then the nearest; with their hours. How many are free there is told as a band (`plenty` above 5, `few` from 1 to 5, `none`) and as a number at 3 and fewer. Anybody; empty for an item that no store carries.',
        tags: ['trade'],
        params: bySku,
        querystring: storesAsked,
        response: { 200: storesWith },
      },
      config: { refusals: [] },
    },
    async (request) =>
      fulfilment.storesWith({
        at: clocks.campaign.now(),
        skuId: request.params.skuId,
        region: request.query.region ?? null,
      }),
  );

  app.get(
    '/api/purchases/:purchaseId/fulfilment',
    {
      schema: {
        summary: 'How a purchase is on its way',
        description:
          'Each shop’s order, its parcels with every scan of their carrier by the time of the event, what was promised and what lateness was paid, and codes to collect with: those are shown to the shopper whose they are and nobody else. 404 `notFound` also for somebody else’s.',
        tags: ['trade'],
        params: byPurchase,
        response: { 200: fulfilmentView },
      },
      config: { refusals: ['notSignedIn', 'notFound'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const { purchaseId } = request.params;
      const view = await fulfilment.of({ at: clocks.campaign.now(), purchaseId, shopperId });
      if (view === null) throw new Refusal('notFound');
      return view;
    },
  );

  pushRoute(app, fulfilment, clocks);
  opsFulfilmentRoutes(app, fulfilment, deps);
}

/** The body is taken as it came, because the signature is over its bytes. */
function pushRoute(app: App, fulfilment: Fulfilment, clocks: Clocks): void {
  app.register(async (scope: App) => {
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    scope.post(
      '/api/carriers/notify',
      {
        schema: {
          summary: 'Takes what a carrier pushes',
          description:
            '200 once it is kept, also for a repeat and for parcels that are not ours; `heard` counts what was new. In any order: a parcel stands by the time of its events. The signature (`carrier-signature: t=<wall ms>,hmac=<hex of HMAC-SHA-256 over "<t>.<body>">`) is five minutes old at most; 401 `signatureInvalid` otherwise, and always where no carrier is connected.',
          tags: ['trade'],
          response: { 200: heard },
        },
        config: {
          anyOrigin: true,
          rateLimit: { burst: 2_000, perMinute: 20_000 },
          takes: { type: 'application/json', schema: PUSH },
          refusals: ['signatureInvalid', 'overloaded', 'outcomeUnknown'],
        },
      },
      async (request) => {
        const signature = request.headers['carrier-signature'];
        const answer = await fulfilment.receive({
          at: clocks.campaign.now(),
          push: {
            signature: typeof signature === 'string' ? signature : '',
            rawBody: typeof request.body === 'string' ? request.body : '',
          },
        });
        if (answer === null) throw new Refusal('signatureInvalid');
        return answer;
      },
    );
  });
}
