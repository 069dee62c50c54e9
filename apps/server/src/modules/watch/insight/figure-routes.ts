import { definitionList, figureRows, figureRowsQuery, opsOrderView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import type { Members } from '../../base/members/index.ts';
import { DEFINITIONS } from './definitions.ts';
import { FIGURE_PARTS, LIVE_WORDS } from './figure-parts.ts';
import type { Insight } from './index.ts';
import { presentDefinitions } from './review.ts';

const byMetric = z.object({ metric: z.string().regex(/^[\w-]{1,60}$/) });
const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });
const OPERATORS_ONLY = ['notSignedIn', 'passwordChangeRequired'] as const;
/** Adding up a long sale reads every order of it: nobody needs that more often than this. */
const READING = { burst: 30, perMinute: 120 };

/** Operators: GET /api/ops/definitions · GET /api/ops/figures/:metric/rows · GET /api/ops/orders/:purchaseId. */
export function figureRoutes(app: App, insight: Insight, { members }: { members: Members }): void {
  app.get(
    '/api/ops/definitions',
    {
      schema: {
        summary: 'What each figure means',
        description:
          'Name, definition and the query that computes it, in both languages, for the board and the review; and for figures of the board, which rows add up to them.',
        tags: ['ops'],
        response: { 200: definitionList },
      },
      config: { refusals: OPERATORS_ONLY },
    },
    async (request) => {
      await members.requireOperator(request);
      return {
        definitions: presentDefinitions(DEFINITIONS).map((definition) => ({
          ...definition,
          live: LIVE_WORDS[definition.id] ?? null,
          rows: FIGURE_PARTS[definition.id] ?? null,
        })),
      };
    },
  );

  app.get(
    '/api/ops/figures/:metric/rows',
    {
      schema: {
        summary: 'The rows that add up to a figure',
        description:
          'Any operator. Payments, buyers, visitors, deposits, balances, refunds or complaints behind a figure of the board, newest first, as of `position` (now, where none is given; it never goes beyond what the board has counted). The first page carries the sums of all rows. `from` and `to` are epoch ms of campaign time, half-open. 404 `notFound` for a metric without rows or a campaign without an edition. At most 500 a page; no personal data.',
        tags: ['ops'],
        params: byMetric,
        querystring: figureRowsQuery,
        response: { 200: figureRows },
      },
      config: { rateLimit: READING, refusals: [...OPERATORS_ONLY, 'notFound'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const rows = await insight.figureRows({ ...request.query, metric: request.params.metric });
      if (rows === null) throw new Refusal('notFound');
      return rows;
    },
  );

  app.get(
    '/api/ops/orders/:purchaseId',
    {
      schema: {
        summary: 'One purchase, with all that happened to it',
        description:
          'Any operator. Shops, lines and the frozen share of every discount with who pays for it; events and stock movements, oldest first. Recipient, phone and street are masked. 404 `notFound`.',
        tags: ['ops'],
        params: byPurchase,
        response: { 200: opsOrderView },
      },
      config: { refusals: [...OPERATORS_ONLY, 'notFound'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const order = await insight.order(request.params.purchaseId);
      if (order === null) throw new Refusal('notFound');
      return order;
    },
  );
}
