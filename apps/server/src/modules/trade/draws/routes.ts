import { boxList, boxOpening, boxPool, boxQuery, opsBoxes, purchaseBoxes } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Draws } from './index.ts';

export type DrawsRoutesDeps = { readonly clocks: Clocks; readonly members: Members };

const byPool = z.object({ poolId: z.string().min(1).max(40) });
const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });

/**
 * GET /api/boxes · GET /api/boxes/:poolId · GET /api/purchases/:purchaseId/boxes · POST …/boxes/open. Operators:
 * GET /api/ops/boxes.
 */
export function drawsRoutes(app: App, draws: Draws, { clocks, members }: DrawsRoutesDeps): void {
  app.get(
    '/api/boxes',
    {
      schema: {
        summary: 'Blind boxes of the campaign in force',
        description:
          'Pools with their styles, odds (one draw, and over many with the guarantee), quantities, and the hash that commits to seed and terms before the sale. `mine` says how far the shopper is from the guarantee; without a session it is null. Works without a session.',
        tags: ['shop'],
        querystring: boxQuery,
        response: { 200: boxList },
      },
    },
    async (request) => {
      const caller = await members.shopperOf(request);
      const shopperId = caller?.shopperId ?? null;
      return draws.boxes({ at: clocks.campaign.now(), skuId: request.query.sku, shopperId });
    },
  );

  app.get(
    '/api/boxes/:poolId',
    {
      schema: {
        summary: 'One pool, to check a draw by',
        description:
          'Every term that the commitment binds; `seed` once the sale of the pool is over. What a box holds follows from seed, place and misses; how is written in the engine’s room `draw`. Works without a session.',
        tags: ['shop'],
        params: byPool,
        response: { 200: boxPool },
      },
      config: { refusals: ['notFound'] },
    },
    async (request) => {
      const pool = await draws.pool(request.params.poolId, clocks.campaign.now());
      if (pool === null) throw new Refusal('notFound');
      return pool;
    },
  );

  app.get(
    '/api/purchases/:purchaseId/boxes',
    {
      schema: {
        summary: 'The boxes of a purchase',
        description:
          'One entry for each paid box; `result` once it was opened. Empty before the payment, and for a purchase of somebody else.',
        tags: ['trade'],
        params: byPurchase,
        response: { 200: purchaseBoxes },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const { purchaseId } = request.params;
      return draws.drawsOf({ at: clocks.campaign.now(), shopperId, purchaseId });
    },
  );

  app.post(
    '/api/purchases/:purchaseId/boxes/open',
    {
      schema: {
        summary: 'Opens boxes of a purchase',
        description:
          'Shows what they hold; opened boxes no longer go back without a reason. Repeating it changes nothing. 404 `notFound` when one of them is not of this purchase.',
        tags: ['trade'],
        params: byPurchase,
        body: boxOpening,
        response: { 200: purchaseBoxes },
      },
      config: { refusals: ['notSignedIn', 'notFound', 'overloaded', 'outcomeUnknown'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const { purchaseId } = request.params;
      const at = clocks.campaign.now();
      const { drawIds } = request.body;
      if (!(await draws.open({ at, shopperId, purchaseId, drawIds }))) throw new Refusal('notFound');
      return draws.drawsOf({ at, shopperId, purchaseId });
    },
  );

  app.get(
    '/api/ops/boxes',
    {
      schema: {
        summary: 'Pools of the campaign in force',
        description:
          'What of each pool is promised and drawn, what is left by style, its commitment and when the seed becomes public. All versions, newest first. Any operator.',
        tags: ['ops'],
        response: { 200: opsBoxes },
      },
      config: { refusals: ['notSignedIn', 'passwordChangeRequired'] },
    },
    async (request) => {
      await members.requireOperator(request);
      return draws.ops(clocks.campaign.now());
    },
  );
}
