import {
  type CheckAnswer,
  checkAnswer,
  checkView,
  paymentCheckPassed,
  paymentCheckRequest,
  sessionCheckPassed,
  sessionCheckRequest,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import { requireOrigin } from '../../base/members/index.ts';
import type { CheckAsked } from './check-payment.ts';
import type { Orders } from './index.ts';
import type { OrdersRoutesDeps } from './routes.ts';

const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });
const byCheck = z.object({ checkId: z.string().min(1).max(40) });
/** A message costs money and has a phone ring; the number and the account have limits of their own besides. */
const SENDING = { burst: 10, perMinute: 10 };
const GUESSING = { burst: 20, perMinute: 30 };
const ASKING_REFUSALS = [
  'notSignedIn',
  'checkWayClosed',
  'passkeyOriginRefused',
  'rateLimited',
  'messageNotSent',
] as const;
const ANSWER_REFUSALS = [
  'notSignedIn',
  'notFound',
  'passkeyOriginRefused',
  'paymentCodeWrong',
  'passkeyRefused',
  'paymentCheckOver',
  'rateLimited',
] as const;

/**
 * Second checks, by passkey or by a code. Of a risky payment: POST /api/purchases/:purchaseId/payment-checks · POST
 * /api/payment-checks/:checkId. Of a session: POST /api/session-checks · POST /api/session-checks/:checkId.
 */
export function checkRoutes(app: App, orders: Orders, deps: OrdersRoutesDeps): void {
  paymentRoutes(app, orders, deps);
  sessionRoutes(app, orders, deps);
}

function paymentRoutes(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  app.post(
    '/api/purchases/:purchaseId/payment-checks',
    {
      schema: {
        summary: 'Asks for a check of a risky payment',
        description:
          'For a payment that was refused with `paymentCheckNeeded`, in one of its `ways`. By `passkey`: what the authenticator is to sign, for this purchase, amount and `method` alone. By `sms`: a code to the number that the account confirmed before, else to the number of the order (of an account with a passkey: to that of the first purchase it paid for); six digits, five tries, one message a minute, five an hour, ten a day, for the number and for the account: 429 `rateLimited` with `retryMs`. Each is good for five minutes and voids the one before it. 409 `paymentCheckNotNeeded` where nothing is risky, 409 `checkWayClosed` with the `ways` that are open, 503 `messageNotSent`.',
        tags: ['trade'],
        params: byPurchase,
        body: paymentCheckRequest,
        response: { 201: checkView },
      },
      config: {
        rateLimit: SENDING,
        refusals: [
          ...ASKING_REFUSALS,
          'notFound',
          'alreadyPaid',
          'purchaseClosed',
          'depositNotPaid',
          'balanceNotOpen',
          'balanceNotAgreed',
          'presaleEnded',
          'paymentCheckNotNeeded',
        ],
      },
    },
    async (request, reply) => {
      const { shopperId } = await members.requireShopper(request);
      if (request.body.way === 'passkey') requireOrigin(members, request);
      const { purchaseId } = request.params;
      const asked = await orders.askPaymentCheck({
        ...{ at: clocks.campaign.now(), shopperId, purchaseId },
        ...request.body,
      });
      reply.code(201);
      return presentCheck(asked);
    },
  );

  app.post(
    '/api/payment-checks/:checkId',
    {
      schema: {
        summary: 'Answers a check of a payment',
        description:
          'With the code that arrived, or what the authenticator signed. Right: charges of that purchase and amount may be asked for until `payUntilWall`, one open at a time, also of another provider or after a decline. 422 `paymentCodeWrong` with `triesLeft`, 422 `passkeyRefused` (that check is over then); 409 `paymentCheckOver` when it has expired, was answered before, has no tries left or a newer one took its place; 404 for somebody else’s.',
        tags: ['trade'],
        params: byCheck,
        body: checkAnswer,
        response: { 200: paymentCheckPassed },
      },
      config: { rateLimit: GUESSING, refusals: [...ANSWER_REFUSALS] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const answer = await orders.answerCheck({
        ...{ at: clocks.campaign.now(), owner: { shopperId, sessionHash: null } },
        ...{ checkId: request.params.checkId, given: givenBy(members, request, request.body) },
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      return { payUntilWall: answer.untilWall };
    },
  );
}

function sessionRoutes(app: App, orders: Orders, { clocks, members }: OrdersRoutesDeps): void {
  app.post(
    '/api/session-checks',
    {
      schema: {
        summary: 'Asks who holds this session to show that the account is theirs',
        description:
          'Before passkeys are added or removed in a session that is not fresh. By `passkey`, or by `sms` to the number that the account confirmed before, else to that of the first purchase it paid for; limits as for payments. 409 `checkWayClosed` with the `ways` that are open.',
        tags: ['shop'],
        body: sessionCheckRequest,
        response: { 201: checkView },
      },
      config: { rateLimit: SENDING, refusals: [...ASKING_REFUSALS] },
    },
    async (request, reply) => {
      const { shopperId, sessionHash } = await members.requireSession(request);
      if (request.body.way === 'passkey') requireOrigin(members, request);
      const at = clocks.campaign.now();
      const asked = await orders.askSessionCheck({ at, shopperId, sessionHash, ...request.body });
      reply.code(201);
      return presentCheck(asked);
    },
  );

  app.post(
    '/api/session-checks/:checkId',
    {
      schema: {
        summary: 'Answers a check of this session',
        description:
          'Right: passkeys of the account may be added and removed in this session until `freshUntilWall`. Refuses as the answer to a check of a payment does; a check that another session asked for is 404.',
        tags: ['shop'],
        params: byCheck,
        body: checkAnswer,
        response: { 200: sessionCheckPassed },
      },
      config: { rateLimit: GUESSING, refusals: [...ANSWER_REFUSALS] },
    },
    async (request) => {
      const { shopperId, sessionHash } = await members.requireSession(request);
      const answer = await orders.answerCheck({
        ...{ at: clocks.campaign.now(), owner: { shopperId, sessionHash } },
        ...{ checkId: request.params.checkId, given: givenBy(members, request, request.body) },
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      return { freshUntilWall: answer.untilWall };
    },
  );
}

function givenBy(members: OrdersRoutesDeps['members'], request: FastifyRequest, body: CheckAnswer) {
  if ('code' in body) return { kind: 'code' as const, code: body.code };
  return { kind: 'passkey' as const, answer: body.passkey, origin: requireOrigin(members, request) };
}

function presentCheck(asked: CheckAsked): z.input<typeof checkView> {
  if (asked.kind === 'refused') throw new Refusal(asked.code, asked.extra);
  const { kind: _, ...view } = asked;
  return view;
}
