/** Long because each route carries its own words for the description of the API. */
import {
  cartLinePut,
  cartQuery,
  cartSelectionPut,
  cartView,
  flashOrderRequest,
  purchaseList,
  purchaseRequest,
  purchaseState,
  purchaseView,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { idempotencyKeyOf, isRetry } from '../../../platform/http/idempotency-key.ts';
import type { Caller, Members } from '../../base/members/index.ts';
import type { CatalogSource } from '../offers/index.ts';
import { checkRoutes } from './check-routes.ts';
import { flashHotPost } from './flash-hot-post.ts';
import type { Orders } from './index.ts';
import { note } from './note-behaviour.ts';
import { opsOrdersRoutes } from './ops-routes.ts';
import { purchasePaymentRoutes } from './payment-routes.ts';
import { presaleRoutes } from './presale/routes.ts';
import { presentPlaced } from './present-placed.ts';
import { presentPurchase } from './present-purchase.ts';
import { storeSourceRoutes } from './store-source/routes.ts';
import { topUpRoute } from './top-up-route.ts';

export type OrdersRoutesDeps = {
  readonly clocks: Clocks;
  readonly members: Members;
  readonly catalog: CatalogSource;
};

const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });
const byActivity = z.object({ activityId: z.string().min(1).max(180) });
const bySku = z.object({ skuId: z.string().min(1).max(80) });
const listQuery = z.object({
  state: purchaseState.optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
/** One person places no more than this, however fast the fingers. */
const PLACING = { burst: 60, perMinute: 600 };
const FLASH_ORDERS = '/api/flash/:activityId/orders';
const PLACE_REFUSALS = [
  'notSignedIn',
  'idempotencyKeyMissing',
  'idempotencyKeyReused',
  'notOnSale',
  'priceChanged',
  'outOfStock',
  'couponUnknown',
  'couponUsed',
  'couponExpired',
  'couponLimit',
  'itemClosed',
  'boxNotOpen',
  'boxTermsMissing',
  'boxAge',
  'boxLimit',
  'boxGone',
  'overloaded',
  'outcomeUnknown',
] as const;

/**
 * Cart: GET /api/cart · PUT, DELETE /api/cart/lines/:skuId · PUT /api/cart/selection.
 * Purchases: POST /api/purchases · POST /api/flash/:activityId/orders (both with Idempotency-Key) · GET /api/purchases ·
 * GET /api/purchases/:purchaseId · POST …/cancel · GET, POST …/payments. Operators: `ops-routes.ts`.
 */
export function ordersRoutes(app: App, orders: Orders, deps: OrdersRoutesDeps): void {
  cartRoutes(app, orders, deps);
  cartSelectionRoute(app, orders, deps);
  topUpRoute(app, orders, deps);
  placingRoutes(app, orders, deps);
  purchaseRoutes(app, orders, deps);
  purchasePaymentRoutes(app, orders, deps);
  checkRoutes(app, orders, deps);
  presaleRoutes(app, orders, deps);
  storeSourceRoutes(app, orders, deps);
  opsOrdersRoutes(app, orders, deps);
}

function cartRoutes(app: App, orders: Orders, { clocks, members, catalog }: OrdersRoutesDeps): void {
  const view = (caller: Caller) => orders.cart({ at: clocks.campaign.now(), caller });

  app.get(
    '/api/cart',
    {
      schema: {
        summary: 'The cart, quoted',
        description:
          'The quote covers the selected lines and is priced anew at each reading, with the best of the shopper’s coupons or with `couponIds` (separated by commas; empty is none); nothing in a cart is held.',
        tags: ['trade'],
        querystring: cartQuery,
        response: { 200: cartView },
      },
      config: { refusals: ['notSignedIn', 'couponUnknown', 'couponUsed', 'couponExpired'] },
    },
    async (request) =>
      orders.cart({
        at: clocks.campaign.now(),
        caller: await members.requireShopper(request),
        couponIds: request.query.couponIds,
      }),
  );

  app.put(
    '/api/cart/lines/:skuId',
    {
      schema: {
        summary: 'Puts an item into the cart, or changes its quantity',
        description: 'Sets the quantity (1 to 999), it does not add to it. 409 `cartFull` at 100 lines.',
        tags: ['trade'],
        params: bySku,
        body: cartLinePut,
        response: { 200: cartView },
      },
      config: { refusals: ['notSignedIn', 'notFound', 'cartFull'] },
    },
    async (request) => {
      const caller = await members.requireShopper(request);
      const { skuId } = request.params;
      const sku = (await catalog.getSkus([skuId])).get(skuId);
      if (sku === undefined) throw new Refusal('notFound');
      const at = clocks.campaign.now();
      if (!(await orders.putCartLine({ at, shopperId: caller.shopperId, skuId, ...request.body })))
        throw new Refusal('cartFull');
      note(members, caller, { at, kind: 'cartAdd', skuId, productId: sku.productId });
      return view(caller);
    },
  );

  app.delete(
    '/api/cart/lines/:skuId',
    {
      schema: {
        summary: 'Takes an item out of the cart',
        description: 'Repeating it changes nothing. Answers with the cart.',
        tags: ['trade'],
        params: bySku,
        response: { 200: cartView },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      const caller = await members.requireShopper(request);
      const { skuId } = request.params;
      await orders.dropCartLines(caller.shopperId, [skuId]);
      note(members, caller, { at: clocks.campaign.now(), kind: 'cartRemove', skuId });
      return view(caller);
    },
  );
}

/** Several lines at once: what a shop's tick, or the one for all, would else ask for line by line. */
function cartSelectionRoute(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  app.put(
    '/api/cart/selection',
    {
      schema: {
        summary: 'Ticks or unticks lines of the cart',
        description:
          'At most 100; lines that are not in the cart are passed over. Answers with the cart, quoted anew.',
        tags: ['trade'],
        body: cartSelectionPut,
        response: { 200: cartView },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      const caller = await members.requireShopper(request);
      await orders.selectCartLines({ shopperId: caller.shopperId, ...request.body });
      return orders.cart({ at: clocks.campaign.now(), caller });
    },
  );
}

function placingRoutes(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  app.post(
    '/api/purchases',
    {
      schema: {
        summary: 'Places a purchase over one or several shops',
        description:
          'Stock is held until `holdUntil`: as long as the plan says, 15 minutes where it says nothing. `expectedPayFen` is what the shopper saw: another amount is 409 `priceChanged` with the new one, never a surprise. The allocation of every discount is frozen on the order; refunds read it and never price again. 409 `outOfStock` names the items; nothing is taken then. Coupons (`couponIds`, or the best of the shopper’s) are frozen with it: one that another order has taken since is `priceChanged`, or `couponUsed` where it was chosen. 503: retry with the same key.',
        tags: ['trade'],
        body: purchaseRequest,
        response: { 201: purchaseView },
      },
      config: { rateLimit: PLACING, refusals: PLACE_REFUSALS },
    },
    async (request, reply) => {
      const caller = await members.requireShopper(request);
      const at = clocks.campaign.now();
      const answer = await orders.placePurchase({
        at,
        buyer: caller,
        idempotencyKey: idempotencyKeyOf(request),
        request: request.body,
      });
      reply.code(201);
      return presentPlaced(members, caller, at, answer);
    },
  );

  app.hotPosts.push(
    flashHotPost({
      url: FLASH_ORDERS,
      rateLimit: PLACING,
      orders,
      members,
      clocks,
      present: (caller, at, answer) => presentPlaced(members, caller, at, answer),
    }),
  );
  app.post(
    FLASH_ORDERS,
    {
      schema: {
        summary: 'Orders an item of the flash sale',
        description:
          'Decided in the order of arrival; sold and held never exceed the activity’s stock. The limit per person counts account, phone and address, open holds included. 409 `flashNotOpen`, `flashEnded`, `flashStopped`, `perPersonLimit` (`left` says how many) or `soldOut`, tested in that order; 409 `priceChanged` when `expectedPayFen` is not what it costs. An accepted order is never cut afterwards (电子商务法 art. 49). `soldOut` brings `nextKey`: the next try may take it as its Idempotency-Key, and is answered at once while this node knows that nothing came back. Whoever sends a request again under its key says so with `Idempotency-Retry: 1`.',
        tags: ['trade'],
        params: byActivity,
        body: flashOrderRequest,
        response: { 201: purchaseView },
      },
      config: {
        rateLimit: PLACING,
        refusals: [
          ...PLACE_REFUSALS,
          'notFound',
          'flashNotOpen',
          'flashEnded',
          'flashStopped',
          'perPersonLimit',
          'soldOut',
        ],
      },
    },
    async (request, reply) => {
      const caller = await members.requireShopper(request);
      const at = clocks.campaign.now();
      const answer = await orders.placeFlashOrder({
        at,
        buyer: caller,
        idempotencyKey: idempotencyKeyOf(request),
        again: isRetry(request),
        activityId: request.params.activityId,
        request: request.body,
      });
      reply.code(201);
      return presentPlaced(members, caller, at, answer);
    },
  );
}

function purchaseRoutes(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  app.get(
    '/api/purchases',
    {
      schema: {
        summary: 'The shopper’s purchases, newest first',
        description:
          'At most 100 a page; recipient, phone and street are masked. `counts` are by state over all of them, whatever is filtered.',
        tags: ['trade'],
        querystring: listQuery,
        response: { 200: purchaseList },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const { rows, nextCursor } = await orders.list({ ...request.query, shopperId });
      const counts = await orders.countsOf(shopperId);
      return { purchases: rows.map(presentPurchase), nextCursor, counts };
    },
  );

  app.get(
    '/api/purchases/:purchaseId',
    {
      schema: {
        summary: 'One purchase',
        description: '404 `notFound` also for somebody else’s. Recipient, phone and street are masked.',
        tags: ['trade'],
        params: byPurchase,
        response: { 200: purchaseView },
      },
      config: { refusals: ['notSignedIn', 'notFound'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const row = await orders.purchase(request.params.purchaseId, shopperId);
      if (row === null) throw new Refusal('notFound');
      return presentPurchase(row);
    },
  );

  app.post(
    '/api/purchases/:purchaseId/cancel',
    {
      schema: {
        summary: 'Cancels an unpaid purchase',
        description:
          'What was held is given back in the same transaction. Cancelling twice answers the same; 409 `alreadyPaid` once it is paid, `purchaseClosed` once it has expired.',
        tags: ['trade'],
        params: byPurchase,
        response: { 200: purchaseView },
      },
      config: {
        refusals: [
          'notSignedIn',
          'notFound',
          'alreadyPaid',
          'purchaseClosed',
          'paymentUnanswered',
          'overloaded',
        ],
      },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const { purchaseId } = request.params;
      const answer = await orders.cancel({ at: clocks.campaign.now(), shopperId, purchaseId });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      return presentPurchase(answer.row);
    },
  );
}
