import { auditLatest, auditLookup, auditRequest, auditView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Audits } from './index.ts';

const OPERATORS_ONLY = ['notSignedIn', 'passwordChangeRequired'] as const;
/** An audit takes a core of the machine that sells: who answers for the sale decides. */
const STARTERS = ['commander', 'merchandiser'] as const;
const byId = z.object({ id: z.string().min(1).max(60) });
const byAudit = z.object({ auditId: z.string().regex(/^au_[0-9a-z]{26}$/) });
const PLAN_BYTES_MAX = 8_000_000;
const STARTS = { burst: 10, perMinute: 30 };
const LOOKUPS = { burst: 60, perMinute: 240 };

/**
 * POST /api/ops/campaigns/:id/audits, …/audits/latest · GET /api/ops/audits/:auditId · POST …/:auditId/cancel. Any
 * operator reads; commander and merchandiser start and cancel.
 */
export function auditsRoutes(
  app: App,
  audits: Audits,
  { members }: { members: Pick<Members, 'requireOperator'> },
): void {
  startRoutes(app, audits, members);
  app.get(
    '/api/ops/audits/:auditId',
    {
      schema: {
        summary: 'An audit, running or over',
        description:
          'Stages that are done, and what it found once it has ended: each finding with its line in the plan, evidence and the cart that proves it. Any operator.',
        tags: ['ops'],
        params: byAudit,
        response: { 200: auditView },
      },
      config: { refusals: [...OPERATORS_ONLY, 'notFound'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const audit = await audits.get(request.params.auditId);
      if (audit === null) throw new Refusal('notFound');
      return audit;
    },
  );

  app.post(
    '/api/ops/audits/:auditId/cancel',
    {
      schema: {
        summary: 'Cancels an audit that runs',
        description:
          'Commander and merchandiser. Answers when its process has ended, within about 12 s. 409 `auditOver` when it was over.',
        tags: ['ops'],
        params: byAudit,
        response: { 200: auditView },
      },
      config: {
        roles: STARTERS,
        act: { zh: '取消一次审计', en: 'Cancel an audit' },
        refusals: [...OPERATORS_ONLY, 'forbidden', 'notFound', 'auditOver'],
      },
    },
    async (request) => {
      await members.requireOperator(request, STARTERS);
      const outcome = await audits.cancel(request.params.auditId);
      if (typeof outcome === 'string') throw new Refusal(outcome);
      return outcome;
    },
  );
}

function startRoutes(app: App, audits: Audits, members: Pick<Members, 'requireOperator'>): void {
  app.post(
    '/api/ops/campaigns/:id/audits/latest',
    {
      bodyLimit: PLAN_BYTES_MAX,
      schema: {
        summary: 'The last audit of a text of the plan',
        description:
          'Of this very text, running or over; null where there is none. `refused` says why this caller may start none. Any operator.',
        tags: ['ops'],
        params: byId,
        body: auditLookup,
        response: { 200: auditLatest },
      },
      config: {
        rateLimit: LOOKUPS,
        act: { zh: '查看一份方案的上次审计', en: 'Look at the last audit of a plan' },
        refusals: [...OPERATORS_ONLY, 'rateLimited'],
      },
    },
    async (request) => {
      const { role } = await members.requireOperator(request);
      const starter = STARTERS.some((entry) => entry === role);
      return {
        refused: !audits.allowed ? ('auditsOff' as const) : starter ? null : ('forbidden' as const),
        audit: await audits.latest(request.params.id, request.body.yaml),
      };
    },
  );

  app.post(
    '/api/ops/campaigns/:id/audits',
    {
      bodyLimit: PLAN_BYTES_MAX,
      schema: {
        summary: 'Audits a text of the plan: the most that one shopper can get out of it',
        description:
          'Commander and merchandiser. Carts of at most 3 lines, 3 pieces and 2 shops; 10 to 600 wall seconds for proofs and searches, after which it says what is left open. It runs in a process of low priority. 422 `planInvalid` lists the findings of the check; 409 `auditRunning` while another runs here; 409 `auditsOff` where the configuration of the node has none.',
        tags: ['ops'],
        params: byId,
        body: auditRequest,
        response: { 200: auditView },
      },
      config: {
        rateLimit: STARTS,
        roles: STARTERS,
        act: { zh: '开始一次方案审计', en: 'Start an audit of a plan' },
        refusals: [...OPERATORS_ONLY, 'forbidden', 'planInvalid', 'auditsOff', 'auditRunning', 'rateLimited'],
      },
    },
    async (request) => {
      const operator = await members.requireOperator(request, STARTERS);
      const outcome = await audits.start({
        ...request.body,
        campaignId: request.params.id,
        by: operator.name,
      });
      if (outcome.kind === 'accepted') return outcome.audit;
      throw new Refusal(outcome.reason, outcome.reason === 'planInvalid' ? { errors: outcome.findings } : {});
    },
  );
}
