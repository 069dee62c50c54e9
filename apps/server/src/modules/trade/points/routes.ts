import { pointsQuery, pointsView } from '@dacu/contract/api';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Points } from './index.ts';

/** GET /api/points. */
export function pointsRoutes(
  app: App,
  points: Points,
  { clocks, members }: { readonly clocks: Clocks; readonly members: Members },
): void {
  app.get(
    '/api/points',
    {
      schema: {
        summary: 'The shopper’s points',
        description:
          'What can be used now, what is promised until goods can no longer go back, what ends first, and the history, newest first. Points that are over are left out at once, whether or not their end is in the history yet. `terms` is null while the campaign in force takes no points.',
        tags: ['shop'],
        querystring: pointsQuery,
        response: { 200: pointsView },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      return points.read({ at: clocks.campaign.now(), shopperId, ...request.query });
    },
  );
}
