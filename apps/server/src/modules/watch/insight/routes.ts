import { boardFrame, definitionList, reviewDocument, reviewList } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { openEventStream } from '../../../platform/http/sse.ts';
import type { Metrics } from '../../../platform/metrics.ts';
import type { Members } from '../../base/members/index.ts';
import { watchBehaviour } from './behaviour-hook.ts';
import { DEFINITIONS } from './definitions.ts';
import type { Insight } from './index.ts';
import { presentDefinitions } from './review.ts';
import { reviewMarkdown } from './review-markdown.ts';

const byReview = z.object({ reviewId: z.string().regex(/^[\w-]{1,64}$/) });
const inLanguage = z.object({ lang: z.enum(['zh', 'en', 'both']).default('both') });
const OPERATORS_ONLY = ['notSignedIn', 'passwordChangeRequired'] as const;

/**
 * Operators: GET /api/ops/definitions · GET /api/ops/board (one frame) · GET /api/ops/stream (SSE, `board` frames,
 * event id = outbox position) · GET /api/ops/reviews · GET /api/ops/reviews/:reviewId · GET
 * /api/ops/reviews/:reviewId.md?lang=zh|en|both.
 * The review `live` is written anew when asked for; the others are files of rehearsals.
 */
export function insightRoutes(
  app: App,
  insight: Insight,
  { clocks, members, metrics }: { clocks: Clocks; members: Members; metrics: Metrics },
): void {
  insight.refusals.watch(app);
  watchBehaviour(app, members, clocks.campaign.now);

  app.get(
    '/api/ops/definitions',
    { schema: { tags: ['ops'], response: { 200: definitionList } }, config: { refusals: OPERATORS_ONLY } },
    async (request) => {
      await members.requireOperator(request);
      return { definitions: presentDefinitions(DEFINITIONS) };
    },
  );

  app.get(
    '/api/ops/board',
    {
      schema: { tags: ['ops'], response: { 200: boardFrame } },
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
    { schema: { tags: ['ops'] }, config: { refusals: OPERATORS_ONLY } },
    async (request, reply) => {
      await members.requireOperator(request);
      await insight.stream.join(openEventStream(request, reply, metrics));
    },
  );

  app.get(
    '/api/ops/reviews',
    { schema: { tags: ['ops'], response: { 200: reviewList } }, config: { refusals: OPERATORS_ONLY } },
    async (request) => {
      await members.requireOperator(request);
      return { reviews: await insight.reviews() };
    },
  );

  app.get(
    '/api/ops/reviews/:reviewId',
    {
      schema: { tags: ['ops'], params: byReview, response: { 200: reviewDocument } },
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
    '/api/ops/reviews/:reviewId(^[\\w-]+).md',
    {
      schema: { tags: ['ops'], params: byReview, querystring: inLanguage },
      config: { refusals: [...OPERATORS_ONLY, 'notFound'] },
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
