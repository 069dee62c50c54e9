import {
  balanceChoice,
  balanceQuote,
  balanceRequest,
  noticeList,
  opsPresaleEnd,
  presaleAnswer,
  presaleGiveUp,
  presaleOrderRequest,
  purchaseView,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../../platform/http/app-types.ts';
import { idempotencyKeyOf } from '../../../../platform/http/idempotency-key.ts';
import type { Orders } from '../index.ts';
import { presentPlaced } from '../present-placed.ts';
import { presentPurchase } from '../present-purchase.ts';
import type { OrdersRoutesDeps } from '../routes.ts';
import { fullRoutes } from './full-routes.ts';

const bySku = z.object({ skuId: z.string().min(1).max(80) });
const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });
const nothing = z.object({});
const ENDERS = ['commander', 'merchandiser'] as const;
const BALANCE_REFUSALS = [
  'notSignedIn',
  'notFound',
  'depositNotPaid',
  'alreadyPaid',
  'presaleEnded',
  'balanceNotOpen',
  'notOnSale',
  'couponUnknown',
  'couponUsed',
  'couponExpired',
] as const;

/** GET /api/presale/:skuId · POST …/orders · POST …/full[/quote|/orders] · POST /api/purchases/:purchaseId/balance[/quote] · …/presale/end · notices. */
export function presaleRoutes(app: App, orders: Orders, deps: OrdersRoutesDeps): void {
  depositRoutes(app, orders, deps);
  fullRoutes(app, orders, deps);
  balanceRoutes(app, orders, deps);
  endingRoutes(app, orders, deps);
  noticeRoutes(app, orders, deps);
}

function depositRoutes(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  app.get(
    '/api/presale/:skuId',
    {
      schema: {
        summary: 'How an item is sold by deposit',
        description:
          'Now or next, by the edition in force: what a deposit counts as, both windows, and what of it is lost when the balance is not paid (a fifth of the contract price at most). `presale` is null where the item is not sold so. Without a session.',
        tags: ['trade'],
        params: bySku,
        response: { 200: presaleAnswer },
      },
      config: { refusals: [] },
    },
    async (request) => ({
      presale: await orders.presale.offer(request.params.skuId, clocks.campaign.now()),
    }),
  );

  app.post(
    '/api/presale/:skuId/orders',
    {
      schema: {
        summary: 'Orders an item by deposit',
        description:
          'Its units are held until `holdUntil` for the deposit, and until the balance window ends once that is paid. `acceptsDeposit` must be true: the deposit is kept up to its legal part when the balance is not paid. 409 `presaleNotOpen`, `presaleStopped`, `perPersonLimit`, `soldOut` (`left` says how many) or `outOfStock`; `presaleTurned` with the offer of now (`presale`) where its stock is so short that it is to be paid in full; `priceChanged` when `expectedDepositFen` is not what it costs. With Idempotency-Key.',
        tags: ['trade'],
        params: bySku,
        body: presaleOrderRequest,
        response: { 201: purchaseView },
      },
      config: {
        rateLimit: { burst: 60, perMinute: 600 },
        refusals: [
          'notSignedIn',
          'idempotencyKeyMissing',
          'idempotencyKeyReused',
          'presaleNotOpen',
          'presaleStopped',
          'presaleTurned',
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
      const answer = await orders.presale.place({
        ...{ at, buyer: caller, skuId: request.params.skuId, request: request.body },
        idempotencyKey: idempotencyKeyOf(request),
      });
      reply.code(201);
      return presentPlaced(members, caller, at, answer);
    },
  );
}

function balanceRoutes(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  app.post(
    '/api/purchases/:purchaseId/balance/quote',
    {
      schema: {
        summary: 'What the balance of a pre-sale costs now',
        description:
          'Within the balance window. Thresholds are tested on deposit and balance together after the extra cut; everything comes off the balance, and a coupon only where the balance exceeds its face. Nothing is held by it.',
        tags: ['trade'],
        params: byPurchase,
        body: balanceChoice,
        response: { 200: balanceQuote },
      },
      config: { refusals: BALANCE_REFUSALS },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const answer = await orders.presale.quoteBalance({
        ...{ at: clocks.campaign.now(), shopperId, purchaseId: request.params.purchaseId },
        ...request.body,
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      return answer.quote;
    },
  );

  app.post(
    '/api/purchases/:purchaseId/balance',
    {
      schema: {
        summary: 'Agrees the balance of a pre-sale',
        description:
          'Holds the coupons and points of the choice until `presale.balance.holdUntil`; then POST …/payments asks for the charge. The same choice answers the same again; another one gives back what the first held. 409 `priceChanged` when `expectedPayFen` is not what it costs.',
        tags: ['trade'],
        params: byPurchase,
        body: balanceRequest,
        response: { 200: purchaseView },
      },
      config: {
        refusals: [...BALANCE_REFUSALS, 'priceChanged', 'couponLimit', 'overloaded', 'outcomeUnknown'],
      },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const answer = await orders.presale.agreeBalance({
        ...{ at: clocks.campaign.now(), shopperId, purchaseId: request.params.purchaseId },
        request: request.body,
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      return presentPurchase(answer.row);
    },
  );
}

function endingRoutes(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  const refusals = [
    'notSignedIn',
    'notFound',
    'depositNotPaid',
    'alreadyPaid',
    'presaleEnded',
    'overloaded',
    'outcomeUnknown',
  ] as const;
  app.post(
    '/api/purchases/:purchaseId/presale/end',
    {
      schema: {
        summary: 'Gives up a pre-sale whose deposit is paid',
        description:
          'The legal part of the deposit is kept and the rest goes back, or all of it where the campaign lets buyers withdraw until now. 409 `refundChanged` when `expectedRefundFen` is not what would come back. Twice answers the same.',
        tags: ['trade'],
        params: byPurchase,
        body: presaleGiveUp,
        response: { 200: purchaseView },
      },
      config: { refusals: [...refusals, 'refundChanged'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const { expectedRefundFen } = request.body;
      const answer = await orders.presale.end({
        ...{ at: clocks.campaign.now(), shopperId, purchaseId: request.params.purchaseId },
        ...{ ending: 'buyerCancels', by: 'shopper', expectedRefundFen },
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      return presentPurchase(answer.row);
    },
  );

  app.post(
    '/api/ops/purchases/:purchaseId/presale/end',
    {
      schema: {
        summary: 'Ends a pre-sale whose deposit is paid',
        description:
          'Commander and merchandiser, with a reason. `buyerCancels`: we let the buyer go and return the deposit; `sellerDefault`: we return it twice, its second half as far as the law gives it the effect of a deposit, sent as a transfer; `forceMajeure`: we return it once. Twice answers the same.',
        tags: ['ops'],
        params: byPurchase,
        body: opsPresaleEnd,
        response: { 200: purchaseView },
      },
      config: {
        roles: ENDERS,
        act: { zh: '了结一笔已付定金的预售', en: 'End a pre-sale whose deposit is paid' },
        refusals: [...refusals, 'passwordChangeRequired', 'forbidden'],
      },
    },
    async (request) => {
      const operator = await members.requireOperator(request, ENDERS);
      const { kind: ending, reason } = request.body;
      const answer = await orders.presale.end({
        ...{ at: clocks.campaign.now(), purchaseId: request.params.purchaseId, ending, reason },
        ...{ by: 'operator', operatorId: operator.operatorId },
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      return presentPurchase(answer.row);
    },
  );
}

function noticeRoutes(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  app.get(
    '/api/notices',
    {
      schema: {
        summary: 'What the shopper was told about open balances',
        description: 'Newest first, at most 50: when a balance opened, a day and two hours before it closes.',
        tags: ['trade'],
        response: { 200: noticeList },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => orders.presale.notices((await members.requireShopper(request)).shopperId),
  );

  app.post(
    '/api/notices/read',
    {
      schema: {
        summary: 'Takes all notices as read',
        description: 'Repeating it changes nothing. Answers with the list.',
        tags: ['trade'],
        body: nothing,
        response: { 200: noticeList },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      return orders.presale.readNotices(shopperId, clocks.campaign.now());
    },
  );
}
