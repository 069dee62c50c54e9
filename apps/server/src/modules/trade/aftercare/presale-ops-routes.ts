import { presaleDefault, presaleDefaulted, presaleEndings } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import type { Aftercare } from './index.ts';
import type { AftercareRoutesDeps } from './routes.ts';

const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });
const ENDERS = ['commander', 'merchandiser'] as const;

/** GET /api/ops/purchases/:purchaseId/presale/endings — any operator · POST …/presale/default — commander and merchandiser. */
export function presaleOpsRoutes(
  app: App,
  aftercare: Aftercare,
  { clocks, members }: AftercareRoutesDeps,
): void {
  app.get(
    '/api/ops/purchases/:purchaseId/presale/endings',
    {
      schema: {
        summary: 'How a pre-sale could be ended now',
        description:
          'Any operator. What each way pays back and what the seller pays on top, decided as it would be and nothing changed. None once nothing can be ended: not paid, over, or all of it has left.',
        tags: ['ops'],
        params: byPurchase,
        response: { 200: presaleEndings },
      },
      config: {
        refusals: ['notSignedIn', 'passwordChangeRequired', 'notFound', 'overloaded', 'outcomeUnknown'],
      },
    },
    async (request) => {
      await members.requireOperator(request);
      const { purchaseId } = request.params;
      const endings = await aftercare.presaleEndings({ at: clocks.campaign.now(), purchaseId });
      if (endings === null) throw new Refusal('notFound');
      return endings;
    },
  );

  app.post(
    '/api/ops/purchases/:purchaseId/presale/default',
    {
      schema: {
        summary: 'Says that the seller cannot deliver a pre-sale',
        description:
          'Commander and merchandiser, with a reason; for all units that have not left. Between the payments the deposit is returned twice; after full payment those units are refunded, and the seller pays their part of the deposit’s legal part on top, as a transfer. Twice answers the same. 409 `nothingToReturn` when nothing is left to fail on.',
        tags: ['ops'],
        params: byPurchase,
        body: presaleDefault,
        response: { 200: presaleDefaulted },
      },
      config: {
        roles: ENDERS,
        act: { zh: '登记预售商家不能交货', en: 'Record that a pre-sale’s seller cannot deliver' },
        refusals: [
          'notSignedIn',
          'passwordChangeRequired',
          'forbidden',
          'notFound',
          'notPaid',
          'depositNotPaid',
          'alreadyPaid',
          'presaleEnded',
          'nothingToReturn',
          'returnNeedsCase',
          'boxOpened',
          'idempotencyKeyReused',
          'overloaded',
          'outcomeUnknown',
        ],
      },
    },
    async (request) => {
      const { operatorId } = await members.requireOperator(request, ENDERS);
      const answer = await aftercare.defaultOnPresale({
        ...{ at: clocks.campaign.now(), operatorId },
        ...{ purchaseId: request.params.purchaseId, reason: request.body.reason },
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code);
      return { refundFen: answer.refundFen };
    },
  );
}
