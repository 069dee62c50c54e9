import { boardFrame, planChanges, reviewDocument, reviewList } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { openEventStream } from '../../../platform/http/sse.ts';
import type { Metrics } from '../../../platform/metrics.ts';
import type { Members } from '../../base/members/index.ts';
import { planChanges as changesBetween } from '../../base/plan/index.ts';
import { watchBehaviour } from './behaviour-hook.ts';
import { figureRoutes } from './figure-routes.ts';
import type { Insight } from './index.ts';
import { keptRoutes } from './kept-routes.ts';
import { reviewMarkdown } from './review-markdown.ts';

const byReview = z.object({ reviewId: z.string().regex(/^[\w-]{1,64}$/) });
const byTwo = byReview.extend({ otherId: byReview.shape.reviewId });
const inLanguage = z.object({ lang: z.enum(['zh', 'en', 'both']).default('both') });
const OPERATORS_ONLY = ['notSignedIn', 'passwordChangeRequired'] as const;

/**
 * Operators: definitions and rows (`figure-routes.ts`) · GET /api/ops/board (one frame) · GET /api/ops/stream (SSE, `board` frames,
 * event id = outbox position) · GET /api/ops/reviews · GET /api/ops/reviews/:reviewId · GET
 * /api/ops/reviews/:reviewId.md?lang=zh|en|both · GET /api/ops/reviews/:reviewId/plan-changes/:otherId.
 * The review `live` is written anew when asked for; the others are files of rehearsals.
 */
export function insightRoutes(
  app: App,
  insight: Insight,
  { clocks, members, metrics }: { clocks: Clocks; members: Members; metrics: Metrics },
): void {
  insight.refusals.watch(app);
  watchBehaviour(app, members, clocks.campaign.now);

  figureRoutes(app, insight, { members });
  keptRoutes(app, insight, { members });

  app.get(
    '/api/ops/board',
    {
      schema: {
        summary: 'One frame of the live board',
        description:
          '`position` is the outbox position that the figures include, so that they can be recomputed from the base tables. 404 `notFound` while no campaign runs.',
        tags: ['ops'],
        response: { 200: boardFrame },
      },
      config: { refusals: [...OPERATORS_ONLY, 'notFound'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const frame = await insight.board.frame();
      if (frame === null) throw new Refusal('notFound');
      return frame;
    },
  );

  app.get(
    '/api/ops/stream',
    {
      schema: {
        summary: 'The live board as Server-Sent Events',
        description:
          'Events `board`, each a frame as GET /api/ops/board gives it; the event id is its outbox position. A browser comes back by itself after 2 s; a reader that falls far behind is dropped and gets the state of then when it returns.',
        tags: ['ops'],
      },
      config: {
        refusals: OPERATORS_ONLY,
        answers: { type: 'text/event-stream', description: 'Frames, until either side closes' },
      },
    },
    async (request, reply) => {
      await members.requireOperator(request);
      await insight.stream.join(openEventStream(request, reply, metrics));
    },
  );

  app.get(
    '/api/ops/reviews',
    {
      schema: {
        summary: 'Reviews: the live one and those of rehearsals',
        description: 'Newest first, at most 100 of rehearsals. `createdAtWall` is wall time.',
        tags: ['ops'],
        response: { 200: reviewList },
      },
      config: { refusals: OPERATORS_ONLY },
    },
    async (request) => {
      await members.requireOperator(request);
      return { reviews: await insight.reviews() };
    },
  );

  app.get(
    '/api/ops/reviews/:reviewId',
    {
      schema: {
        summary: 'One review',
        description:
          'Goals and indicators against what happened, phases, funnel, discount cost by funder, stock-outs, best and worst items, what to change, and the audit of the books; each figure names its definition. The review `live` is written anew, up to its position.',
        tags: ['ops'],
        params: byReview,
        response: { 200: reviewDocument },
      },
      config: { refusals: [...OPERATORS_ONLY, 'notFound'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const review = await insight.review(request.params.reviewId);
      if (review === null) throw new Refusal('notFound');
      return review;
    },
  );

  app.get(
    '/api/ops/reviews/:reviewId/plan-changes/:otherId',
    {
      schema: {
        summary: 'What the plan of another review says otherwise',
        description:
          'Change by change, in the words of the file, from the first review’s plan to the second’s. `changes` is null where one of the plans is not kept (reviews of rehearsals from before plans were kept beside them). 404 `notFound` when there is no such review.',
        tags: ['ops'],
        params: byTwo,
        response: { 200: planChanges },
      },
      config: { refusals: [...OPERATORS_ONLY, 'notFound'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const { reviewId, otherId } = request.params;
      const ids = new Set((await insight.reviews()).map((entry) => entry.reviewId));
      if (!ids.has(reviewId) || !ids.has(otherId)) throw new Refusal('notFound');
      const [before, after] = await Promise.all([insight.planOf(reviewId), insight.planOf(otherId)]);
      return {
        changes: before === null || after === null ? null : [...changesBetween(before, after)],
      };
    },
  );

  app.get(
    '/api/ops/reviews/:reviewId(^[\\w-]+).md',
    {
      schema: {
        summary: 'One review as Markdown',
        description: 'The same document for people, in Chinese, English or both, as a file to download.',
        tags: ['ops'],
        params: byReview,
        querystring: inLanguage,
      },
      config: {
        refusals: [...OPERATORS_ONLY, 'notFound'],
        answers: { type: 'text/markdown; charset=utf-8', description: 'The review' },
      },
    },
    async (request, reply) => {
      await members.requireOperator(request);
      const review = await insight.review(request.params.reviewId);
      if (review === null) throw new Refusal('notFound');
      return reply
        .type('text/markdown; charset=utf-8')
        .header('content-disposition', `attachment; filename="dacu-review-${review.reviewId}.md"`)
        .send(reviewMarkdown(review, request.query.lang));
    },
  );
}
