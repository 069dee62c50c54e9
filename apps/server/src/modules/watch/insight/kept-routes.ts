import { keptFigure, keptFigureList } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Insight } from './index.ts';

const byReview = z.object({ reviewId: z.string().regex(/^[\w-]{1,64}$/) });
const byFigure = byReview.extend({ metric: z.string().regex(/^[\w-]{1,60}$/) });
const instantOf = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const inWindow = z.object({ from: instantOf.optional(), to: instantOf.optional() });
const OPERATORS_ONLY = ['notSignedIn', 'passwordChangeRequired'] as const;

/** Operators: GET /api/ops/reviews/:reviewId/figures · GET /api/ops/reviews/:reviewId/figures/:metric. */
export function keptRoutes(app: App, insight: Insight, { members }: { members: Members }): void {
  app.get(
    '/api/ops/reviews/:reviewId/figures',
    {
      schema: {
        summary: 'Which figures of a rehearsal open to the sums they are made of',
        description:
          'Any operator. A rehearsal’s rows go with its database; before, it writes down sums by hour and channel of every figure that is made of sums. Empty for a review that has none, the live one (see `/api/ops/figures/:metric/rows`) among them.',
        tags: ['ops'],
        params: byReview,
        response: { 200: keptFigureList },
      },
      config: { refusals: OPERATORS_ONLY },
    },
    async (request) => {
      await members.requireOperator(request);
      const figures = await insight.keptFigures(request.params.reviewId);
      return { figures: figures.map(({ metric, startsAt, endsAt }) => ({ metric, startsAt, endsAt })) };
    },
  );

  app.get(
    '/api/ops/reviews/:reviewId/figures/:metric',
    {
      schema: {
        summary: 'The sums that a figure of a rehearsal is made of',
        description:
          'Any operator. Part and whole by hour and channel; by day, by seven days or at once where there were more than 600 of them. Nothing is cut off: the groups add up to the side, and the sides make the figure of the review. `from` and `to` (epoch ms) are those of the campaign, a phase or a node; without them it is the campaign. 404 `notFound` for a figure that was not kept.',
        tags: ['ops'],
        params: byFigure,
        querystring: inWindow,
        response: { 200: keptFigure },
      },
      config: { refusals: [...OPERATORS_ONLY, 'notFound'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const { reviewId, metric } = request.params;
      const { from, to } = request.query;
      const figures = await insight.keptFigures(reviewId);
      const found = figures.find(
        (one) =>
          one.metric === metric &&
          (from === undefined || one.startsAt === from) &&
          (to === undefined || one.endsAt === to),
      );
      if (found === undefined) throw new Refusal('notFound');
      return found;
    },
  );
}
