import {
  caseInspect,
  caseInspected,
  caseNote,
  caseRefuse,
  caseWords,
  opsCaseDetail,
  opsCaseList,
  opsCasesQuery,
} from '@dacu/contract/api';
import { type ErrorCode, Refusal } from '@dacu/contract/errors';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import { idempotencyKeyOf } from '../../../platform/http/idempotency-key.ts';
import type { OperatorRole } from '../../base/members/index.ts';
import type { Aftercare } from './index.ts';
import type { CaseAct } from './move-case.ts';
import { presentRefund } from './present-case.ts';
import type { AftercareRoutesDeps } from './routes.ts';

const byCase = z.object({ caseId: z.string().min(1).max(40) });
const ANY_OPERATOR = ['notSignedIn', 'passwordChangeRequired'] as const;
const STAFF: readonly OperatorRole[] = ['commander', 'service', 'finance'];
const FINANCE: readonly OperatorRole[] = ['commander', 'finance'];

/**
 * Operators: GET /api/ops/cases · GET /api/ops/cases/:caseId — any · POST …/approve, …/refuse, …/receive, …/inspect and
 * …/inspect/preview, …/words and …/refund — commander, service and finance; above a limit the money is finance's to release
 */
export function opsCaseRoutes(app: App, aftercare: Aftercare, deps: AftercareRoutesDeps): void {
  const { clocks, members } = deps;
  app.get(
    '/api/ops/cases',
    {
      schema: {
        summary: 'After-sales cases, by what is due next',
        description:
          'Those with a deadline first, the next one on top, then what has ended, newest first. `counts` are of all open cases. `q` is a case, a purchase, or part of an order number or of a SKU. Any operator.',
        tags: ['ops'],
        querystring: opsCasesQuery,
        response: { 200: opsCaseList },
      },
      config: { refusals: [...ANY_OPERATOR] },
    },
    async (request) => {
      await members.requireOperator(request);
      const { state = [], kind = [], q = '', cursor, limit } = request.query;
      return {
        asOf: clocks.campaign.now(),
        ...(await aftercare.search({
          states: state,
          kinds: kind,
          sought: q.trim(),
          cursor: cursor ?? null,
          limit,
        })),
      };
    },
  );

  app.get(
    '/api/ops/cases/:caseId',
    {
      schema: {
        summary: 'One case, and what paying it would bring now',
        description:
          '`would` is computed as the refund itself would be, for goods that are found whole; null where no money comes of it. Any operator.',
        tags: ['ops'],
        params: byCase,
        response: { 200: opsCaseDetail },
      },
      config: { refusals: [...ANY_OPERATOR, 'notFound'] },
    },
    async (request) => {
      await members.requireOperator(request);
      return detail(aftercare, deps, request.params.caseId);
    },
  );

  app.post(
    '/api/ops/cases/:caseId/words',
    {
      schema: {
        summary: 'Opens what the shopper wrote',
        description: 'Who read it stays on record. An empty text where the shopper wrote nothing.',
        tags: ['ops'],
        params: byCase,
        response: { 200: caseWords },
      },
      config: {
        roles: STAFF,
        act: { zh: '查看售后申请的买家描述', en: 'Read what a shopper wrote in a case' },
        refusals: [...ANY_OPERATOR, 'forbidden', 'notFound'],
      },
    },
    async (request) => {
      const operator = await members.requireOperator(request, STAFF);
      const words = await aftercare.readWords({ caseId: request.params.caseId, by: operator.name });
      if (words === null) throw new Refusal('notFound');
      return { words };
    },
  );

  const move = async (
    request: FastifyRequest & { params: { caseId: string } },
    roles: readonly OperatorRole[],
    act: CaseAct,
  ) => {
    const operator = await members.requireOperator(request, roles);
    const answer = await aftercare.moveCase({
      ...{ at: clocks.campaign.now(), caseId: request.params.caseId, act },
      actor: {
        ...{ by: 'operator', operatorId: operator.operatorId, operator: operator.name },
        finance: FINANCE.includes(operator.role),
      },
      idempotencyKey: idempotencyKeyOf(request),
    });
    if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
    return detail(aftercare, deps, request.params.caseId);
  };

  app.post(
    '/api/ops/cases/:caseId/approve',
    {
      schema: {
        summary: 'Agrees to a case',
        description:
          'Money without goods is paid at once, unless the amount waits for finance; an exchange reserves its goods, or is refused with `exchangeOutOfStock`.',
        tags: ['ops'],
        params: byCase,
        body: caseNote,
        response: { 200: opsCaseDetail },
      },
      config: {
        roles: STAFF,
        act: { zh: '同意售后申请', en: 'Agree to a return, refund or exchange' },
        refusals: moving('exchangeOutOfStock'),
      },
    },
    (request) => move(request, STAFF, { on: 'approve', note: request.body.note }),
  );
  app.post(
    '/api/ops/cases/:caseId/refuse',
    {
      schema: {
        summary: 'Refuses a case, with the reason the shopper will read',
        description:
          'Nothing moves: its units can be asked for again while their time lasts. Refusing what has been decided is refused with `caseStepNotAllowed`.',
        tags: ['ops'],
        params: byCase,
        body: caseRefuse,
        response: { 200: opsCaseDetail },
      },
      config: {
        roles: STAFF,
        act: { zh: '拒绝售后申请', en: 'Refuse a return, refund or exchange' },
        refusals: moving(),
      },
    },
    (request) => move(request, STAFF, { on: 'refuse', note: request.body.note }),
  );
  app.post(
    '/api/ops/cases/:caseId/receive',
    {
      schema: {
        summary: 'Books the returned parcel in',
        description: 'From then on the money goes back within seven days, whatever happens.',
        tags: ['ops'],
        params: byCase,
        body: caseNote,
        response: { 200: opsCaseDetail },
      },
      config: {
        roles: STAFF,
        act: { zh: '登记退货包裹签收', en: 'Book a returned parcel in' },
        refusals: moving(),
      },
    },
    (request) => move(request, STAFF, { on: 'receive', note: request.body.note }),
  );
  app.post(
    '/api/ops/cases/:caseId/inspect',
    {
      schema: {
        summary: 'Says what was found of the returned goods',
        description:
          'Every unit is sellable, unsellable or turned down; a deduction or a unit turned down needs its reason, and nothing is deducted where the seller is at fault (422 `inspectionWrong` with `reason`). Then the case pays or sends what it promised, in the same transaction.',
        tags: ['ops'],
        params: byCase,
        body: caseInspect,
        response: { 200: opsCaseDetail },
      },
      config: {
        roles: STAFF,
        act: { zh: '登记退货验货结果', en: 'Inspect returned goods' },
        refusals: moving('inspectionWrong'),
      },
    },
    (request) => move(request, STAFF, { on: 'inspect', found: request.body.lines }),
  );
  app.post(
    '/api/ops/cases/:caseId/inspect/preview',
    {
      schema: {
        summary: 'What an inspection would pay',
        description:
          'As saving it would, to the fen; null where no money comes of it. Nothing is kept. 422 `inspectionWrong` with `reason`, 409 `caseStepNotAllowed` where nothing waits to be inspected.',
        tags: ['ops'],
        params: byCase,
        body: caseInspect,
        response: { 200: caseInspected },
      },
      config: {
        roles: STAFF,
        act: { zh: '试算验货后的退款', en: 'Work out what an inspection would pay' },
        refusals: [
          ...[...ANY_OPERATOR, 'forbidden', 'notFound', 'caseStepNotAllowed', 'inspectionWrong'],
          'overloaded',
        ] as ErrorCode[],
      },
    },
    async (request) => {
      await members.requireOperator(request, STAFF);
      const input = { at: clocks.campaign.now(), caseId: request.params.caseId, found: request.body.lines };
      const answer = await aftercare.previewInspection(input);
      if (answer.kind === 'refused')
        throw new Refusal(answer.code, 'reason' in answer ? { reason: answer.reason } : {});
      return { refund: answer.refund && presentRefund(answer.refund) };
    },
  );
  app.post(
    '/api/ops/cases/:caseId/refund',
    {
      schema: {
        summary: 'Releases a refund that waited for finance',
        description:
          'Above ¥5,000 finance and commander only: 403 `financeNeeded` for others. The money goes back once, to where it came from.',
        tags: ['ops'],
        params: byCase,
        body: caseNote,
        response: { 200: opsCaseDetail },
      },
      config: {
        roles: STAFF,
        act: { zh: '大额售后退款放款', en: 'Release a large refund of a case' },
        refusals: moving('financeNeeded'),
      },
    },
    (request) => move(request, STAFF, { on: 'refund', note: request.body.note }),
  );
}

function moving(...more: readonly ErrorCode[]): ErrorCode[] {
  return [
    ...ANY_OPERATOR,
    'forbidden',
    'notFound',
    'idempotencyKeyMissing',
    'idempotencyKeyReused',
    'caseStepNotAllowed',
    'overloaded',
    ...more,
  ];
}

async function detail(aftercare: Aftercare, { clocks }: AftercareRoutesDeps, caseId: string) {
  const one = await aftercare.opsCase({ at: clocks.campaign.now(), caseId });
  if (one === null) throw new Refusal('notFound');
  return one;
}
