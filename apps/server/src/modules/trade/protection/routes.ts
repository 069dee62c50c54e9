import {
  opsProtections,
  opsProtectionsQuery,
  protectionPaid,
  protectionRequest,
  protectionView,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { idempotencyKeyOf } from '../../../platform/http/idempotency-key.ts';
import type { Members } from '../../base/members/index.ts';
import type { PlanSource } from '../offers/index.ts';
import type { Protection } from './index.ts';
import { REFUSALS } from './pay-protection.ts';

const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });

export type ProtectionRoutesDeps = {
  readonly clocks: Clocks;
  readonly members: Members;
  readonly plan: PlanSource;
};

/**
 * GET /api/purchases/:purchaseId/protection · POST /api/purchases/:purchaseId/protections (with Idempotency-Key) ·
 * GET /api/ops/protections
 */
export function protectionRoutes(app: App, protection: Protection, deps: ProtectionRoutesDeps): void {
  const { clocks, members } = deps;
  app.get(
    '/api/purchases/:purchaseId/protection',
    {
      schema: {
        summary: 'Price protection of a purchase',
        description:
          'Until when each line is protected by the plan under which it was ordered, what it is owed at the campaign clock’s now, or why nothing, and what was paid. Compared are the prices everybody gets (L1–L3): today’s for the same lines in a cart that is nobody’s. 404 `notFound` also for somebody else’s.',
        tags: ['trade'],
        params: byPurchase,
        response: { 200: protectionView },
      },
      config: { refusals: ['notSignedIn', 'notFound'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const { purchaseId } = request.params;
      const view = await protection.of({ at: clocks.campaign.now(), purchaseId, shopperId });
      if (view === null) throw new Refusal('notFound');
      return view;
    },
  );

  app.post(
    '/api/purchases/:purchaseId/protections',
    {
      schema: {
        summary: 'Claims the difference to a price that fell',
        description:
          'Pays what the lines are owed at the campaign clock’s now, to the original payment; without `lineIds` all lines. One fall in price is paid once, a further fall only in its further part. When no line is owed anything the answer is 409 with the reason of the first.',
        tags: ['trade'],
        params: byPurchase,
        body: protectionRequest,
        response: { 201: protectionPaid },
      },
      config: {
        rateLimit: { burst: 20, perMinute: 20 },
        refusals: [
          'notSignedIn',
          'idempotencyKeyMissing',
          'idempotencyKeyReused',
          'notFound',
          'notPaid',
          ...Object.values(REFUSALS),
          'overloaded',
          'outcomeUnknown',
        ],
      },
    },
    async (request, reply) => {
      const { shopperId } = await members.requireShopper(request);
      const answer = await protection.claim({
        at: clocks.campaign.now(),
        shopperId,
        idempotencyKey: idempotencyKeyOf(request),
        purchaseId: request.params.purchaseId,
        lineIds: request.body.lineIds,
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code);
      const { protectionId, purchaseId, fen, at, lines } = answer.row;
      reply.code(201);
      return {
        ...{ protectionId, purchaseId, fen, at },
        lines: lines.map(({ lineId, fen: partFen }) => ({ lineId, fen: partFen })),
      };
    },
  );

  opsRoutes(app, protection, deps);
}

function opsRoutes(app: App, protection: Protection, { clocks, members, plan }: ProtectionRoutesDeps): void {
  app.get(
    '/api/ops/protections',
    {
      schema: {
        summary: 'Price protection that was paid',
        description:
          'Of a campaign, newest first, with count and sum of all; without `campaignId` the campaign in force, and nothing where none is. Any operator.',
        tags: ['ops'],
        querystring: opsProtectionsQuery,
        response: { 200: opsProtections },
      },
      config: { refusals: ['notSignedIn', 'passwordChangeRequired'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const { cursor, limit } = request.query;
      const asOf = clocks.campaign.now();
      const campaignId = request.query.campaignId ?? (await plan.editionAt(asOf))?.campaignId ?? '';
      const { rows, ...sums } = await protection.payments({ campaignId, cursor: cursor ?? null, limit });
      return {
        asOf,
        ...sums,
        payments: rows.map(({ protectionId, purchaseId, number, at, source, fen, lines }) => ({
          ...{ protectionId, purchaseId, number, at, source, fen, lines: lines.length },
        })),
      };
    },
  );
}
