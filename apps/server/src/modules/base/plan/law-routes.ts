import { lawCheckView, lawWaive, lawWaiverList, lawWaiverView, planText } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import type { Plans } from './index.ts';
import type { PlanRouteDeps } from './routes.ts';

const OPERATORS_ONLY = ['notSignedIn', 'passwordChangeRequired'] as const;
const byId = z.object({ id: z.string().min(1).max(60) });
const PLAN_BYTES_MAX = 8_000_000;
const CHECKS = { burst: 30, perMinute: 120 };

/**
 * POST /api/ops/campaigns/:id/law · GET, POST /api/ops/campaigns/:id/waivers. Any operator reads; the commander waives.
 */
export function lawRoutes(app: App, plans: Plans, { clocks, requireOperator }: PlanRouteDeps): void {
  app.post(
    '/api/ops/campaigns/:id/law',
    {
      bodyLimit: PLAN_BYTES_MAX,
      schema: {
        summary: 'What the law says about a draft',
        description:
          'Any operator. Each finding names article, evidence and place; an error keeps the plan from being published unless it is waived. 422 `planInvalid` lists the findings of the check.',
        tags: ['ops'],
        params: byId,
        body: planText,
        response: { 200: lawCheckView },
      },
      config: {
        rateLimit: CHECKS,
        refusals: [...OPERATORS_ONLY, 'planInvalid', 'rateLimited'],
        act: {
          zh: '对方案文件做合规检查（不发布）',
          en: 'Check a plan file against the law without publishing it',
        },
      },
    },
    async (request) => {
      await requireOperator(request);
      const checked = await plans.checkLaw({
        yaml: request.body.yaml,
        campaignId: request.params.id,
        at: clocks.campaign.now(),
      });
      if ('invalid' in checked) throw new Refusal('planInvalid', { errors: checked.invalid });
      return checked;
    },
  );

  app.get(
    '/api/ops/campaigns/:id/waivers',
    {
      schema: {
        summary: 'Errors of law that somebody answers for',
        description: 'Newest first, each with name, time and reason. Any operator.',
        tags: ['ops'],
        params: byId,
        response: { 200: lawWaiverList },
      },
      config: { refusals: [...OPERATORS_ONLY] },
    },
    async (request) => {
      await requireOperator(request);
      return { waivers: [...(await plans.waivers(request.params.id))] };
    },
  );

  app.post(
    '/api/ops/campaigns/:id/waivers',
    {
      bodyLimit: PLAN_BYTES_MAX,
      schema: {
        summary: 'Answers for an error of law in a draft',
        description:
          'Commander, with a reason; kept for good. It holds for this finding on this evidence: other wording or other prices make another finding. 404 `notFound` when the draft has no such error.',
        tags: ['ops'],
        params: byId,
        body: lawWaive,
        response: { 200: lawWaiverView },
      },
      config: {
        rateLimit: CHECKS,
        roles: ['commander'],
        act: { zh: '豁免方案的一项合规错误', en: 'Waive an error of law in a plan' },
        refusals: [...OPERATORS_ONLY, 'forbidden', 'notFound', 'planInvalid', 'rateLimited'],
      },
    },
    async (request) => {
      const operator = await requireOperator(request, ['commander']);
      const outcome = await plans.waive({
        ...request.body,
        campaignId: request.params.id,
        by: operator.name,
        at: clocks.campaign.now(),
      });
      if (outcome.kind === 'waived') return outcome.waiver;
      throw outcome.reason === 'planInvalid'
        ? new Refusal('planInvalid', { errors: outcome.findings })
        : new Refusal('notFound');
    },
  );
}
