import {
  presaleFullOrderRequest,
  presaleFullQuoteRequest,
  purchaseView,
  quoteView,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../../platform/http/app-types.ts';
import { idempotencyKeyOf } from '../../../../platform/http/idempotency-key.ts';
import type { Orders } from '../index.ts';
import { presentPlaced } from '../present-placed.ts';
import type { OrdersRoutesDeps } from '../routes.ts';

const bySku = z.object({ skuId: z.string().min(1).max(80) });

/** While an item is short and the plan turns its pre-sale to full payment. */
export function fullRoutes(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  const closed = ['notSignedIn', 'presaleNotOpen', 'presaleStopped', 'presaleTurned'] as const;
  const coupons = ['couponUnknown', 'couponUsed', 'couponExpired'] as const;
  app.post(
    '/api/presale/:skuId/full/quote',
    {
      schema: {
        summary: 'What an item of a pre-sale costs at full payment',
        description:
          'While its stock is short and the plan says so (`pays` is `full`): the contract price of the pre-sale, and what comes off an order now. Nothing is held by it. 409 `presaleTurned` with the offer of now (`presale`) once deposits are taken again.',
        tags: ['trade'],
        params: bySku,
        body: presaleFullQuoteRequest,
        response: { 200: quoteView },
      },
      config: { refusals: [...closed, ...coupons] },
    },
    async (request) => {
      const { shopperId, channel } = await members.requireShopper(request);
      const answer = await orders.presale.quoteInFull({
        ...{ at: clocks.campaign.now(), skuId: request.params.skuId, buyer: { shopperId, channel } },
        ...request.body,
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      return answer.quote;
    },
  );

  app.post(
    '/api/presale/:skuId/full/orders',
    {
      schema: {
        summary: 'Books an item of a pre-sale at full payment',
        description:
          'One payment, no deposit: its units, coupons and points are held until `holdUntil`. 409 as booking by deposit; `presaleTurned` with the offer of now (`presale`) once deposits are taken again, `priceChanged` with the `quote` of now when `expectedPayFen` is not what it costs. With Idempotency-Key.',
        tags: ['trade'],
        params: bySku,
        body: presaleFullOrderRequest,
        response: { 201: purchaseView },
      },
      config: {
        rateLimit: { burst: 60, perMinute: 600 },
        refusals: [
          ...closed,
          ...coupons,
          'couponLimit',
          'idempotencyKeyMissing',
          'idempotencyKeyReused',
          'priceChanged',
          'perPersonLimit',
          'soldOut',
          'outOfStock',
          'overloaded',
          'outcomeUnknown',
        ],
      },
    },
    async (request, reply) => {
      const caller = await members.requireShopper(request);
      const at = clocks.campaign.now();
      const answer = await orders.presale.placeInFull({
        ...{ at, buyer: caller, skuId: request.params.skuId, request: request.body },
        idempotencyKey: idempotencyKeyOf(request),
      });
      reply.code(201);
      return presentPlaced(members, caller, at, answer);
    },
  );
}
