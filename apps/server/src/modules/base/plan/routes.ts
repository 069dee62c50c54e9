import {
  campaignList,
  campaignView,
  editionCompare,
  editionList,
  planCheckView,
  planText,
  planTimelineView,
  publishRequest,
  switchThrow,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { parsePlan, readPlanValues } from '@dacu/contract/plan';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { diffEditions } from './diff-editions.ts';
import type { Plans } from './index.ts';
import { lawRoutes } from './law-routes.ts';
import { presentCampaign, presentListed, presentTimeline } from './present-campaign.ts';

type Role = 'commander' | 'merchandiser' | 'analyst';

/** Members stand on the same floor, so who asks is handed in. */
export type PlanRouteDeps = {
  readonly clocks: Clocks;
  requireOperator(request: FastifyRequest, roles?: readonly Role[]): Promise<{ readonly name: string }>;
  /** What each promotion of a campaign has cost so far, from the books of the orders. */
  spentFen(campaignId: string): Promise<ReadonlyMap<string, number>>;
};

const OPERATORS_ONLY = ['notSignedIn', 'passwordChangeRequired'] as const;
const byId = z.object({ id: z.string().min(1).max(60) });
const done = z.object({ ok: z.literal(true) });
const PUBLISHERS: readonly Role[] = ['commander', 'merchandiser'];
/** Plan files are long, and checking one takes a tenth of a second of a core. */
const PLAN_BYTES_MAX = 8_000_000;
const CHECKS = { burst: 30, perMinute: 120 };

/**
 * GET /api/ops/campaigns · GET /api/ops/campaigns/:id · GET, POST /api/ops/campaigns/:id/editions ·
 * GET /api/ops/campaigns/:id/timeline · GET /api/ops/campaigns/:id/compare · POST /api/ops/plans/check · POST /api/ops/switches. Any operator reads; commander and merchandiser publish; the
 * commander throws switches.
 */
export function planRoutes(app: App, plans: Plans, deps: PlanRouteDeps): void {
  readRoutes(app, plans, deps);
  compareRoutes(app, plans, deps);
  writeRoutes(app, plans, deps);
  lawRoutes(app, plans, deps);
}

function readRoutes(app: App, plans: Plans, { clocks, requireOperator, spentFen }: PlanRouteDeps): void {
  app.get(
    '/api/ops/campaigns',
    {
      schema: {
        summary: 'Every campaign with its latest edition',
        description:
          '`current` is the one that runs now: of those that overlap, the one of the highest precedence.',
        tags: ['ops'],
        response: { 200: campaignList },
      },
      config: { refusals: [...OPERATORS_ONLY] },
    },
    async (request) => {
      await requireOperator(request);
      const at = clocks.campaign.now();
      const currentId = await plans.campaignIdAt(at);
      const editions = await Promise.all(
        (await plans.campaigns()).map(({ editionId }) => plans.edition(editionId)),
      );
      return {
        campaigns: editions.flatMap((edition) =>
          edition === null ? [] : [presentListed(edition, currentId, at)],
        ),
      };
    },
  );

  app.get(
    '/api/ops/campaigns/:id',
    {
      schema: {
        summary: 'A campaign as published, and what is live now',
        description:
          'The whole plan with its YAML, the calendar folded into instants, each promotion with whether it is executed or only described, whether it is live, and what it has cost in fen, and the findings of the check.',
        tags: ['ops'],
        params: byId,
        response: { 200: campaignView },
      },
      config: { refusals: [...OPERATORS_ONLY, 'notFound'] },
    },
    async (request) => {
      await requireOperator(request);
      const at = clocks.campaign.now();
      const row = await plans.latest(request.params.id);
      const edition = row === null ? null : await plans.edition(row.editionId);
      if (row === null || edition === null) throw new Refusal('notFound');
      const [stopped, spent] = await Promise.all([
        plans.stoppedIn(row.campaignId, at),
        spentFen(row.campaignId),
      ]);
      return presentCampaign(row, edition, { at, stopped, spentFen: spent });
    },
  );

  app.get(
    '/api/ops/campaigns/:id/editions',
    {
      schema: {
        summary: 'The editions of a campaign, newest first',
        description: 'Each with who published it, its hash and what it changed; at most 100 editions.',
        tags: ['ops'],
        params: byId,
        response: { 200: editionList },
      },
      config: { refusals: [...OPERATORS_ONLY, 'notFound'] },
    },
    async (request) => {
      await requireOperator(request);
      const entries = await plans.entries(request.params.id);
      if (entries.length === 0) throw new Refusal('notFound');
      return { editions: entries.map(({ changes, ...entry }) => ({ ...entry, changes: [...changes] })) };
    },
  );
}

function compareRoutes(app: App, plans: Plans, { requireOperator }: PlanRouteDeps): void {
  app.get(
    '/api/ops/campaigns/:id/timeline',
    {
      schema: {
        summary: 'The plan laid out in time',
        description:
          'Seasons, phases, nodes, tasks with what they wait for, promotions with every window, content, channels, live rooms and reviews, as rows of a Gantt chart. A task tells how long it may slip (`floatMs`) and whether it is critical towards what it prepares. Any operator.',
        tags: ['ops'],
        params: byId,
        response: { 200: planTimelineView },
      },
      config: { refusals: [...OPERATORS_ONLY, 'notFound'] },
    },
    async (request) => {
      await requireOperator(request);
      const row = await plans.latest(request.params.id);
      const edition = row === null ? null : await plans.edition(row.editionId);
      if (row === null || edition === null) throw new Refusal('notFound');
      return presentTimeline(row, edition);
    },
  );

  app.get(
    '/api/ops/campaigns/:id/compare',
    {
      schema: {
        summary: 'Any two editions beside each other',
        description:
          'Both texts, and what differs between them by meaning: list elements are named by their id, values stand as they are written. Any operator.',
        tags: ['ops'],
        params: byId,
        querystring: z.object({
          from: z.coerce.number().int().min(1).max(1_000_000),
          to: z.coerce.number().int().min(1).max(1_000_000),
        }),
        response: { 200: editionCompare },
      },
      config: { refusals: [...OPERATORS_ONLY, 'notFound'] },
    },
    async (request) => {
      await requireOperator(request);
      const [from, to] = await Promise.all(
        [request.query.from, request.query.to].map((no) => plans.numbered(request.params.id, no)),
      );
      if (!from || !to) throw new Refusal('notFound');
      const shown = ({ editionNo, publishedAt, publishedBy, note, yaml }: typeof from) => ({
        editionNo,
        publishedAt,
        publishedBy,
        note,
        yaml,
      });
      const changes = diffEditions(readPlanValues(from.yaml), readPlanValues(to.yaml));
      return { from: shown(from), to: shown(to), changes: [...changes] };
    },
  );
}

function writeRoutes(app: App, plans: Plans, { clocks, requireOperator }: PlanRouteDeps): void {
  app.post(
    '/api/ops/plans/check',
    {
      bodyLimit: PLAN_BYTES_MAX,
      schema: {
        summary: 'Checks a plan without publishing it',
        description:
          'All findings at once, each with line, column, what was found, what is allowed and the nearest known word: the same as `npx dacu check`. 200 also for a plan with errors; `ok` tells. At most 2 000 000 characters and 120 checks a minute.',
        tags: ['ops'],
        body: planText,
        response: { 200: planCheckView },
      },
      config: {
        rateLimit: CHECKS,
        act: { zh: '检查方案文件（不发布）', en: 'Check a plan file without publishing it' },
        refusals: [...OPERATORS_ONLY, 'rateLimited'],
      },
    },
    async (request) => {
      await requireOperator(request);
      const { ok, findings } = parsePlan(request.body.yaml);
      return { ok, findings: [...findings] };
    },
  );

  app.post(
    '/api/ops/campaigns/:id/editions',
    {
      bodyLimit: PLAN_BYTES_MAX,
      schema: {
        summary: 'Publishes the next edition',
        description:
          'Commander and merchandiser. An edition is immutable and live at once; `note` says what for. 422 `planInvalid` lists every finding, 422 `lawBroken` those of the law that nobody waived; 409 `editionUnchanged` when it says the same as the edition before.',
        tags: ['ops'],
        params: byId,
        body: publishRequest,
        response: { 200: editionList },
      },
      config: {
        rateLimit: CHECKS,
        roles: PUBLISHERS,
        act: { zh: '发布方案的下一个版本', en: 'Publish the next edition of a plan' },
        refusals: [
          ...OPERATORS_ONLY,
          'forbidden',
          'planInvalid',
          'lawBroken',
          'editionUnchanged',
          'rateLimited',
        ],
      },
    },
    async (request) => {
      const operator = await requireOperator(request, PUBLISHERS);
      const campaignId = request.params.id;
      const outcome = await plans.publish({
        yaml: request.body.yaml,
        note: request.body.note,
        by: operator.name,
        at: clocks.campaign.now(),
        campaignId,
      });
      if (outcome.kind === 'refused')
        throw new Refusal(
          outcome.reason,
          outcome.reason === 'editionUnchanged'
            ? { editionId: outcome.editionId }
            : { errors: outcome.findings },
        );
      const entries = await plans.entries(campaignId);
      return { editions: entries.map(({ changes, ...entry }) => ({ ...entry, changes: [...changes] })) };
    },
  );

  app.post(
    '/api/ops/switches',
    {
      schema: {
        summary: 'Stops a promotion, or lets it run again',
        description:
          'Commander. Takes effect at once, beside the edition, and is kept with name, time and reason. `target` is the promotion’s id; 404 `notFound` when the campaign has none of it.',
        tags: ['ops'],
        body: switchThrow,
        response: { 200: done },
      },
      config: {
        roles: ['commander'],
        act: { zh: '停用或恢复一项促销', en: 'Stop a promotion, or let it run again' },
        refusals: [...OPERATORS_ONLY, 'forbidden', 'notFound'],
      },
    },
    async (request) => {
      const operator = await requireOperator(request, ['commander']);
      const thrown = await plans.throwSwitch({
        ...request.body,
        by: operator.name,
        at: clocks.campaign.now(),
      });
      if (thrown === 'notFound') throw new Refusal('notFound');
      return { ok: true as const };
    },
  );
}
