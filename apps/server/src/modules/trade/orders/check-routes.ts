import {
  paymentCheckPassed,
  paymentCheckRequest,
  paymentCheckView,
  paymentCodeRequest,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import type { Orders } from './index.ts';
import type { OrdersRoutesDeps } from './routes.ts';

const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });
const byCheck = z.object({ checkId: z.string().min(1).max(40) });
/** A message costs money and has a phone ring; the number and the account have limits of their own besides. */
const SENDING = { burst: 10, perMinute: 10 };
const GUESSING = { burst: 20, perMinute: 30 };

/** The second check of a risky payment: POST /api/purchases/:purchaseId/payment-checks · POST /api/payment-checks/:checkId. */
export function paymentCheckRoutes(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  app.post(
    '/api/purchases/:purchaseId/payment-checks',
    {
      schema: {
        summary: 'Sends a code to confirm a risky payment',
        description:
          'For a payment that was refused with `paymentCheckNeeded`. The code goes to the number that the account confirmed before, else to the number of the order; six digits, five minutes, five tries, and an earlier one of this payment is void. One message a minute, five an hour, ten a day, for the number and for the account: 429 `rateLimited` with `retryMs`. 409 `paymentCheckNotNeeded` where nothing is risky, 503 `messageNotSent`.',
        tags: ['trade'],
        params: byPurchase,
        body: paymentCheckRequest,
        response: { 201: paymentCheckView },
      },
      config: {
        rateLimit: SENDING,
        refusals: [
          'notSignedIn',
          'notFound',
          'alreadyPaid',
          'purchaseClosed',
          'depositNotPaid',
          'balanceNotOpen',
          'balanceNotAgreed',
          'presaleEnded',
          'paymentCheckNotNeeded',
          'rateLimited',
          'messageNotSent',
        ],
      },
    },
    async (request, reply) => {
      const { shopperId } = await members.requireShopper(request);
      const answer = await orders.askPaymentCheck({
        ...{ at: clocks.campaign.now(), shopperId },
        ...{ purchaseId: request.params.purchaseId, lang: request.body.lang },
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      const { checkId, phone, expiresAtWall } = answer;
      reply.code(201);
      return { checkId, way: 'sms' as const, phone, expiresAtWall };
    },
  );

  app.post(
    '/api/payment-checks/:checkId',
    {
      schema: {
        summary: 'Answers a check with the code that arrived',
        description:
          'Right: the charge of that purchase and amount may be asked for with `checkId`, once, until `payUntilWall`. 422 `paymentCodeWrong` with `triesLeft`; 409 `paymentCheckOver` when it has expired, was used, has no tries left or a newer code took its place; 404 for somebody else’s.',
        tags: ['trade'],
        params: byCheck,
        body: paymentCodeRequest,
        response: { 200: paymentCheckPassed },
      },
      config: {
        rateLimit: GUESSING,
        refusals: ['notSignedIn', 'notFound', 'paymentCodeWrong', 'paymentCheckOver', 'rateLimited'],
      },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const answer = await orders.answerPaymentCheck({
        ...{ at: clocks.campaign.now(), shopperId },
        ...{ checkId: request.params.checkId, code: request.body.code },
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      return { payUntilWall: answer.payUntilWall };
    },
  );
}
