import {
  caseList,
  casePreview,
  casePreviewRequest,
  caseRequest,
  caseSendBack,
  caseView,
  returnOptions,
} from '@dacu/contract/api';
import { type ErrorCode, Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import { idempotencyKeyOf } from '../../../platform/http/idempotency-key.ts';
import type { Aftercare } from './index.ts';
import { presentPreview } from './present-case.ts';
import type { AftercareRoutesDeps } from './routes.ts';

const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });
const byCase = z.object({ caseId: z.string().min(1).max(40) });

const ASKED: readonly ErrorCode[] = [
  'notSignedIn',
  'notFound',
  'notPaid',
  'returnReplacement',
  'caseOneShop',
  'nothingToReturn',
  'caseKindNotOffered',
  'caseNotDelivered',
  'caseDelivered',
  'caseExcluded',
  'caseTooLate',
  'boxOpened',
  'overloaded',
];
const MOVED: readonly ErrorCode[] = [
  'notSignedIn',
  'notFound',
  'idempotencyKeyMissing',
  'idempotencyKeyReused',
  'caseStepNotAllowed',
  'overloaded',
];

/**
 * A shopper's cases: GET /api/purchases/:purchaseId/return-options · POST …/cases/preview · POST and GET …/cases ·
 * POST /api/cases/:caseId/withdraw · POST /api/cases/:caseId/send-back
 */
export function caseRoutes(app: App, aftercare: Aftercare, { clocks, members }: AftercareRoutesDeps): void {
  app.get(
    '/api/purchases/:purchaseId/return-options',
    {
      schema: {
        summary: 'What of a purchase may be returned now',
        description:
          'Line by line: units that have not left (they go back at once), units under way and in hand that no case holds, and until when each right lasts, not included. The seven days begin with the day after the delivery.',
        tags: ['trade'],
        params: byPurchase,
        response: { 200: returnOptions },
      },
      config: { refusals: ['notSignedIn', 'notFound'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const { purchaseId } = request.params;
      const options = await aftercare.options({ at: clocks.campaign.now(), shopperId, purchaseId });
      if (options === null) throw new Refusal('notFound');
      return options;
    },
  );

  app.post(
    '/api/purchases/:purchaseId/cases/preview',
    {
      schema: {
        summary: 'What a return or an exchange would bring',
        description: 'Decided as the request would be, and nothing is taken. Sixty a minute.',
        tags: ['trade'],
        params: byPurchase,
        body: casePreviewRequest,
        response: { 200: casePreview },
      },
      config: { rateLimit: { burst: 30, perMinute: 60 }, refusals: ASKED },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const answer = await aftercare.preview({
        ...{ at: clocks.campaign.now(), shopperId, purchaseId: request.params.purchaseId },
        ...request.body,
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      return presentPreview(answer);
    },
  );

  app.post(
    '/api/purchases/:purchaseId/cases',
    {
      schema: {
        summary: 'Asks for shipped units of one shop’s order to be taken back, paid for or exchanged',
        description:
          'The amounts are those frozen on the order. Without an answer of the seller for 48 hours the request is agreed to. One Idempotency-Key makes one case. The words are sealed.',
        tags: ['trade'],
        params: byPurchase,
        body: caseRequest,
        response: { 201: caseView },
      },
      config: { refusals: [...ASKED, 'idempotencyKeyMissing', 'idempotencyKeyReused'] },
    },
    async (request, reply) => {
      const { shopperId } = await members.requireShopper(request);
      const answer = await aftercare.requestCase({
        ...{ at: clocks.campaign.now(), shopperId, purchaseId: request.params.purchaseId },
        ...request.body,
        idempotencyKey: idempotencyKeyOf(request),
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
      reply.code(201);
      return aftercare.shown(answer.row);
    },
  );

  app.get(
    '/api/purchases/:purchaseId/cases',
    {
      schema: {
        summary: 'Cases of a purchase',
        description:
          'Oldest first, with every step and who took it. 404 `notFound` also for somebody else’s.',
        tags: ['trade'],
        params: byPurchase,
        response: { 200: caseList },
      },
      config: { refusals: ['notSignedIn', 'notFound'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const cases = await aftercare.cases({ shopperId, purchaseId: request.params.purchaseId });
      if (cases === null) throw new Refusal('notFound');
      return { cases };
    },
  );

  app.post(
    '/api/cases/:caseId/withdraw',
    {
      schema: {
        summary: 'Withdraws a case before goods are sent back',
        description: 'Its units can be asked for again, while their time lasts.',
        tags: ['trade'],
        params: byCase,
        response: { 200: caseView },
      },
      config: { refusals: MOVED },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      return moved(aftercare, {
        ...{ at: clocks.campaign.now(), caseId: request.params.caseId, shopperId, act: { on: 'withdraw' } },
        ...{ actor: { by: 'shopper' }, idempotencyKey: idempotencyKeyOf(request) },
      });
    },
  );

  app.post(
    '/api/cases/:caseId/send-back',
    {
      schema: {
        summary: 'Tells by which parcel the goods come back',
        description: 'Of an approved case. A parcel that nobody books in for ten days counts as arrived.',
        tags: ['trade'],
        params: byCase,
        body: caseSendBack,
        response: { 200: caseView },
      },
      config: { refusals: MOVED },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const { carrier, trackingNumber } = request.body;
      return moved(aftercare, {
        ...{ at: clocks.campaign.now(), caseId: request.params.caseId, shopperId },
        act: { on: 'sendBack', tracking: { carrier, number: trackingNumber } },
        ...{ actor: { by: 'shopper' }, idempotencyKey: idempotencyKeyOf(request) },
      });
    },
  );
}

async function moved(aftercare: Aftercare, input: Parameters<Aftercare['moveCase']>[0]) {
  const answer = await aftercare.moveCase(input);
  if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
  return aftercare.shown(answer.row);
}
