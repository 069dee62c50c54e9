import {
  aftercareView,
  complaintRequest,
  complaintView,
  returnRequest,
  returnView,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { idempotencyKeyOf } from '../../../platform/http/idempotency-key.ts';
import type { Members } from '../../base/members/index.ts';
import { caseRoutes } from './case-routes.ts';
import type { Aftercare } from './index.ts';
import { opsCaseRoutes } from './ops-routes.ts';
import { photoRoutes } from './photo-routes.ts';
import { presaleOpsRoutes } from './presale-ops-routes.ts';
import { presentReturn } from './present-return.ts';

const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });

export type AftercareRoutesDeps = { readonly clocks: Clocks; readonly members: Members };

/**
 * POST /api/purchases/:purchaseId/returns (with Idempotency-Key) · POST /api/purchases/:purchaseId/complaints ·
 * GET /api/purchases/:purchaseId/aftercare
 */
export function aftercareRoutes(app: App, aftercare: Aftercare, deps: AftercareRoutesDeps): void {
  const { clocks, members } = deps;
  caseRoutes(app, aftercare, deps);
  opsCaseRoutes(app, aftercare, deps);
  photoRoutes(app, aftercare, deps);
  presaleOpsRoutes(app, aftercare, deps);
  app.post(
    '/api/purchases/:purchaseId/returns',
    {
      schema: {
        summary: 'Returns units of a paid purchase',
        description:
          'Refunds the share that was frozen on the order when it was placed; units that stay keep their discounts, even where a threshold is no longer reached. The refunds of a line never sum to more than was paid for it. The original payment gets it back. 409 `nothingToReturn` when the units are used up.',
        tags: ['trade'],
        params: byPurchase,
        body: returnRequest,
        response: { 201: returnView },
      },
      config: {
        refusals: [
          'notSignedIn',
          'idempotencyKeyMissing',
          'idempotencyKeyReused',
          'notFound',
          'notPaid',
          'nothingToReturn',
          'returnNeedsCase',
          'returnReplacement',
          'boxOpened',
          'overloaded',
        ],
      },
    },
    async (request, reply) => {
      const { shopperId } = await members.requireShopper(request);
      const answer = await aftercare.returnLines({
        at: clocks.campaign.now(),
        shopperId,
        idempotencyKey: idempotencyKeyOf(request),
        purchaseId: request.params.purchaseId,
        ...request.body,
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code);
      const { purchaseId } = answer.row;
      reply.code(201);
      return { ...presentReturn(answer.row), purchaseId, state: 'refunded' as const };
    },
  );

  app.post(
    '/api/purchases/:purchaseId/complaints',
    {
      schema: {
        summary: 'Complains about a purchase',
        description: 'Opens a complaint in the shopper’s own words (1 to 500 characters); ten a minute.',
        tags: ['trade'],
        params: byPurchase,
        body: complaintRequest,
        response: { 201: complaintView },
      },
      config: { rateLimit: { burst: 10, perMinute: 10 }, refusals: ['notSignedIn', 'notFound'] },
    },
    async (request, reply) => {
      const { shopperId } = await members.requireShopper(request);
      const answer = await aftercare.complain({
        at: clocks.campaign.now(),
        shopperId,
        purchaseId: request.params.purchaseId,
        ...request.body,
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code);
      const { complaintId, purchaseId, topic } = answer;
      reply.code(201);
      return { complaintId, purchaseId, topic, state: 'open' as const };
    },
  );
  app.get(
    '/api/purchases/:purchaseId/aftercare',
    {
      schema: {
        summary: 'Returns and complaints of a purchase',
        description:
          'Oldest first. A complaint tells its topic and state; its words stay sealed. 404 `notFound` also for somebody else’s.',
        tags: ['trade'],
        params: byPurchase,
        response: { 200: aftercareView },
      },
      config: { refusals: ['notSignedIn', 'notFound'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const view = await aftercare.of({ purchaseId: request.params.purchaseId, shopperId });
      if (view === null) throw new Refusal('notFound');
      return view;
    },
  );
}
