import { paymentList, paymentRequest, paymentView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import type { PaymentRow } from '../payment/index.ts';
import type { Orders } from './index.ts';
import { note } from './note-behaviour.ts';
import type { OrdersRoutesDeps } from './routes.ts';

const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });
/** Asking the provider costs a call over the network. */
const CHECKING = { burst: 20, perMinute: 60 };

/**
 * What is asked of providers for a purchase, and how it stands: GET, POST /api/purchases/:purchaseId/payments ·
 * POST …/payments/check.
 */
export function purchasePaymentRoutes(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  const listOf = async (purchaseId: string, shopperId: string) => {
    const rows = await orders.payments(purchaseId, shopperId);
    if (rows === null) throw new Refusal('notFound');
    return { methods: [...orders.paymentMethods], payments: rows.map(presentCharge) };
  };

  app.get(
    '/api/purchases/:purchaseId/payments',
    {
      schema: {
        summary: 'The charges asked for over a purchase',
        description:
          'Newest first, whatever became of them, so that a cashier that was reloaded knows where it stands; with the providers that can be chosen. `approveUrl` is empty once a charge is settled. 404 `notFound` also for somebody else’s.',
        tags: ['trade'],
        params: byPurchase,
        response: { 200: paymentList },
      },
      config: { refusals: ['notSignedIn', 'notFound'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      return listOf(request.params.purchaseId, shopperId);
    },
  );

  app.post(
    '/api/purchases/:purchaseId/payments',
    {
      schema: {
        summary: 'Asks a provider for a charge',
        description:
          'Answers `pending`; the outcome comes later by the provider’s signed notification. While a charge of this provider is open the same one is given again; an open one of another provider is closed first, and 409 `alreadyPaid` says that it turned out to be paid. It ends 30 s before the hold does, so that nobody pays for what was given back. 403 `paymentCheckNeeded` where it looks risky and no check was passed for this purchase and amount in the last ten minutes (`ways` says how it can be; none after a reset of passkeys, until a new one was added), `paymentAfterReset` for ¥5,000 and more within seven days of one, with `untilWall`. 503 `paymentNotConnected` where this provider is not connected (a real database has no sandbox), `paymentUnanswered` while it does not answer.',
        tags: ['trade'],
        params: byPurchase,
        body: paymentRequest,
        response: { 201: paymentView },
      },
      config: {
        refusals: [
          'notSignedIn',
          'notFound',
          'alreadyPaid',
          'purchaseClosed',
          'paymentNotConnected',
          'paymentUnanswered',
          'depositNotPaid',
          'balanceNotOpen',
          'balanceNotAgreed',
          'presaleEnded',
          'paymentCheckNeeded',
          'paymentAfterReset',
        ],
      },
    },
    async (request, reply) => {
      const caller = await members.requireShopper(request);
      const at = clocks.campaign.now();
      const answer = await orders.requestPayment({
        ...{ at, shopperId: caller.shopperId, purchaseId: request.params.purchaseId },
        ...{ method: request.body.method, payerIp: request.ip },
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      note(members, caller, { at, kind: 'pay' });
      reply.code(201);
      return answer.payment;
    },
  );

  app.post(
    '/api/purchases/:purchaseId/payments/check',
    {
      schema: {
        summary: 'Asks the providers how open charges stand',
        description:
          'For a cashier to which the shopper has come back from a provider’s page: what is decided is settled at once instead of when the notification arrives. Nothing is believed because a browser came back. Answers as GET does; a provider that does not answer changes nothing.',
        tags: ['trade'],
        params: byPurchase,
        response: { 200: paymentList },
      },
      config: { rateLimit: CHECKING, refusals: ['notSignedIn', 'notFound'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const { purchaseId } = request.params;
      await orders.checkPayments({ at: clocks.campaign.now(), shopperId, purchaseId });
      return listOf(purchaseId, shopperId);
    },
  );
}

function presentCharge(row: PaymentRow) {
  return {
    paymentId: row.paymentId,
    purchaseId: row.purchaseId,
    method: row.provider,
    amountFen: row.amountFen,
    stage: row.stage,
    state: row.state,
    approveUrl: row.state === 'pending' ? (row.approveUrl ?? '') : '',
    expiresAt: row.expiresAt,
    requestedAt: row.requestedAt,
    settledAt: row.settledAt,
    refundedFen: row.refundedFen,
  };
}
