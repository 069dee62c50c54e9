import { replayList, replayRequest, replayResult, replayView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Replays } from './index.ts';

const OPERATORS_ONLY = ['notSignedIn', 'passwordChangeRequired'] as const;
/** A replay takes a core of the machine that sells: who answers for the sale decides. */
const STARTERS = ['commander', 'merchandiser'] as const;
const byId = z.object({ replayId: z.string().regex(/^rp_[0-9a-z]{26}$/) });
const PLAN_BYTES_MAX = 8_000_000;
const STARTS = { burst: 10, perMinute: 30 };

/**
 * GET, POST /api/ops/replays · GET /api/ops/replays/:replayId · POST /api/ops/replays/:replayId/cancel. Any operator
 * reads; commander and merchandiser start and cancel.
 */
export function replaysRoutes(
  app: App,
  replays: Replays,
  { members }: { members: Pick<Members, 'requireOperator'> },
): void {
  app.get(
    '/api/ops/replays',
    {
      schema: {
        summary: 'Replays started from the console of this node',
        description:
          'Newest first, at most 50, and the rehearsals whose orders were kept. `refused` says why this caller may start none.',
        tags: ['ops'],
        response: { 200: replayList },
      },
      config: { refusals: OPERATORS_ONLY },
    },
    async (request) => {
      const { role } = await members.requireOperator(request);
      const starter = STARTERS.some((entry) => entry === role);
      return {
        refused: !replays.allowed ? ('replaysOff' as const) : starter ? null : ('forbidden' as const),
        ...(await replays.list()),
      };
    },
  );

  app.get(
    '/api/ops/replays/:replayId',
    {
      schema: {
        summary: 'A replay and what came out',
        description:
          'Amounts in fen, `pastFen` as paid and `draftFen` under the draft; the same people and baskets are assumed. `document` is null until it is finished.',
        tags: ['ops'],
        params: byId,
        response: { 200: replayResult },
      },
      config: { refusals: [...OPERATORS_ONLY, 'notFound'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const found = await replays.read(request.params.replayId);
      if (found === null) throw new Refusal('notFound');
      return found;
    },
  );

  app.post(
    '/api/ops/replays',
    {
      bodyLimit: PLAN_BYTES_MAX,
      schema: {
        summary: 'Prices the orders of a campaign again under a plan',
        description:
          'Commander and merchandiser. Orders of a finished rehearsal of this node, or of the campaign in force; under an edition, or a draft that nobody published. It runs in a process of low priority, one at a time. 422 `planInvalid` lists every finding; 409 `replayRunning`, `ordersNotKept`, `replaysOff`.',
        tags: ['ops'],
        body: replayRequest,
        response: { 200: replayView },
      },
      config: {
        rateLimit: STARTS,
        roles: STARTERS,
        act: { zh: '开始一次重放', en: 'Start a replay' },
        refusals: [
          ...OPERATORS_ONLY,
          ...(['forbidden', 'notFound', 'planInvalid', 'replaysOff', 'replayRunning'] as const),
          ...(['ordersNotKept', 'rateLimited'] as const),
        ],
      },
    },
    async (request) => {
      const operator = await members.requireOperator(request, STARTERS);
      const outcome = await replays.request(request.body, operator.name);
      if (outcome.kind === 'accepted') return outcome.replay;
      throw new Refusal(outcome.reason, outcome.reason === 'planInvalid' ? { errors: outcome.findings } : {});
    },
  );

  app.post(
    '/api/ops/replays/:replayId/cancel',
    {
      schema: {
        summary: 'Cancels a replay that runs',
        description:
          'Commander and merchandiser. Answers when its process has ended. 409 `replayOver` when it was over.',
        tags: ['ops'],
        params: byId,
        response: { 200: replayView },
      },
      config: {
        roles: STARTERS,
        act: { zh: '取消一次重放', en: 'Cancel a replay' },
        refusals: [...OPERATORS_ONLY, 'forbidden', 'notFound', 'replayOver'],
      },
    },
    async (request) => {
      await members.requireOperator(request, STARTERS);
      const outcome = await replays.cancel(request.params.replayId);
      if (typeof outcome === 'string') throw new Refusal(outcome);
      return outcome;
    },
  );
}
