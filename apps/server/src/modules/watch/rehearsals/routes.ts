import { rehearsalList, rehearsalRequest, rehearsalView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Rehearsals } from './index.ts';
import { WAITING_MAX } from './record.ts';

const OPERATORS_ONLY = ['notSignedIn', 'passwordChangeRequired'] as const;
/** A rehearsal takes a core of the machine that sells: who answers for the sale decides. */
const STARTERS = ['commander', 'merchandiser'] as const;
const byId = z.object({ rehearsalId: z.string().regex(/^rh_[0-9a-z]{26}$/) });
/** Plan files are long, and checking one takes a tenth of a second of a core. */
const PLAN_BYTES_MAX = 8_000_000;
const STARTS = { burst: 10, perMinute: 30 };

/**
 * GET, POST /api/ops/rehearsals · POST /api/ops/rehearsals/:rehearsalId/cancel. Any operator watches; commander and
 * merchandiser start and cancel.
 */
export function rehearsalsRoutes(
  app: App,
  rehearsals: Rehearsals,
  { members }: { members: Pick<Members, 'requireOperator'> },
): void {
  app.get(
    '/api/ops/rehearsals',
    {
      schema: {
        summary: 'Rehearsals started from the console of this node',
        description:
          'Newest first, at most 100: what waits, runs (with campaign time reached, visits, orders, paid amount, memory and when it should end), finished, failed, was cancelled, or was interrupted by the end of its server. `refused` says why this caller may start none.',
        tags: ['ops'],
        response: { 200: rehearsalList },
      },
      config: { refusals: OPERATORS_ONLY },
    },
    async (request) => {
      const { role } = await members.requireOperator(request);
      const starter = STARTERS.some((entry) => entry === role);
      return {
        refused: !rehearsals.allowed ? ('rehearsalsOff' as const) : starter ? null : ('forbidden' as const),
        waitingMax: WAITING_MAX,
        rehearsals: [...(await rehearsals.list())],
      };
    },
  );

  app.post(
    '/api/ops/rehearsals',
    {
      bodyLimit: PLAN_BYTES_MAX,
      schema: {
        summary: 'Starts a rehearsal, or puts it behind the one that runs',
        description:
          'Commander and merchandiser. Of an edition, or of a draft that nobody published; 1 to 200 000 visits. It runs in a process of low priority with a database of its own. 422 `planInvalid` lists every finding; 409 `rehearsalsWaiting` when four wait already; 409 `rehearsalsOff` where the configuration of the node has none (production, unless DACU_REHEARSALS=on).',
        tags: ['ops'],
        body: rehearsalRequest,
        response: { 200: rehearsalView },
      },
      config: {
        rateLimit: STARTS,
        roles: STARTERS,
        act: { zh: '开始一次彩排', en: 'Start a rehearsal' },
        refusals: [
          ...OPERATORS_ONLY,
          'forbidden',
          'notFound',
          'planInvalid',
          'rehearsalsOff',
          'rehearsalsWaiting',
          'rateLimited',
        ],
      },
    },
    async (request) => {
      const operator = await members.requireOperator(request, STARTERS);
      const outcome = await rehearsals.request(request.body, operator.name);
      if (outcome.kind === 'accepted') return outcome.rehearsal;
      throw new Refusal(outcome.reason, outcome.reason === 'planInvalid' ? { errors: outcome.findings } : {});
    },
  );

  app.post(
    '/api/ops/rehearsals/:rehearsalId/cancel',
    {
      schema: {
        summary: 'Cancels a rehearsal that waits or runs',
        description:
          'Commander and merchandiser. Answers when its process has ended and its database is removed, within about 12 s. 409 `rehearsalOver` when it was over.',
        tags: ['ops'],
        params: byId,
        response: { 200: rehearsalView },
      },
      config: {
        roles: STARTERS,
        act: { zh: '取消一次彩排', en: 'Cancel a rehearsal' },
        refusals: [...OPERATORS_ONLY, 'forbidden', 'notFound', 'rehearsalOver'],
      },
    },
    async (request) => {
      await members.requireOperator(request, STARTERS);
      const outcome = await rehearsals.cancel(request.params.rehearsalId);
      if (typeof outcome === 'string') throw new Refusal(outcome);
      return outcome;
    },
  );
}
