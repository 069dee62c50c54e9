import {
  billRequest,
  differenceReason,
  type ReconciliationView,
  reconciliationView,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Clocks } from '../../../../platform/clocks.ts';
import type { App } from '../../../../platform/http/app-types.ts';
import type { Members } from '../../../base/members/index.ts';
import type { Payment } from '../index.ts';

const byDifference = z.object({ differenceId: z.string().min(1).max(40) });
const byRefund = z.object({ refundId: z.string().min(1).max(40) });
const ANY_OPERATOR = ['notSignedIn', 'passwordChangeRequired'] as const;
/** Who answers for the money of a sale. */
const ROLES = ['commander', 'analyst'] as const;

/**
 * GET /api/ops/reconciliation · POST /api/ops/reconciliation/bills · POST …/differences/:differenceId ·
 * POST …/refunds/:refundId. Each answers with the whole as it stands then.
 */
export function reconciliationRoutes(
  app: App,
  payment: Payment,
  { clocks, members }: { clocks: Clocks; members: Members },
): void {
  const response = { 200: reconciliationView };
  const view = (): Promise<ReconciliationView> => payment.reconciliation();

  app.get(
    '/api/ops/reconciliation',
    {
      schema: {
        summary: 'Bills of the providers against our books',
        description:
          'Newest day first, at most 60 bills and 200 differences, open ones first. The sums of a bill add up with its differences.',
        tags: ['ops'],
        response,
      },
      config: { refusals: [...ANY_OPERATOR] },
    },
    async (request) => {
      await members.requireOperator(request);
      return view();
    },
  );

  app.post(
    '/api/ops/reconciliation/bills',
    {
      schema: {
        summary: 'Fetches a bill now and compares it again',
        description:
          'It happens every morning by itself. What a bill has for paid and we do not is asked for first, so that a lost notification is no difference. 409 `billNotReady` for a day that is not over, or a provider that writes no bills.',
        tags: ['ops'],
        body: billRequest,
        response,
      },
      config: {
        roles: ROLES,
        act: { zh: '下载支付账单并重新对账', en: 'Fetch a provider’s bill and compare it again' },
        refusals: [...ANY_OPERATOR, 'forbidden', 'billNotReady', 'paymentNotConnected'],
      },
    },
    async (request) => {
      await members.requireOperator(request, ROLES);
      const { provider, day } = request.body;
      if (!(await payment.compareDay({ at: clocks.campaign.now(), provider, day })))
        throw new Refusal('billNotReady');
      return view();
    },
  );

  app.post(
    '/api/ops/reconciliation/differences/:differenceId',
    {
      schema: {
        summary: 'Acknowledges a difference, with what was found out',
        description: 'It stays on record with who said so and why. Doing it twice changes nothing.',
        tags: ['ops'],
        params: byDifference,
        body: differenceReason,
        response,
      },
      config: {
        roles: ROLES,
        act: { zh: '确认对账差异并写明原因', en: 'Acknowledge a difference of a bill, with a reason' },
        refusals: [...ANY_OPERATOR, 'forbidden', 'notFound'],
      },
    },
    async (request) => {
      const { name } = await members.requireOperator(request, ROLES);
      const { differenceId } = request.params;
      const { reason } = request.body;
      const at = clocks.campaign.now();
      if (!(await payment.acknowledge({ at, differenceId, by: name, reason }))) throw new Refusal('notFound');
      return view();
    },
  );

  app.post(
    '/api/ops/reconciliation/refunds/:refundId',
    {
      schema: {
        summary: 'Sends a refund that did not arrive to its provider once more',
        description:
          'Under the same number, so that it is never paid twice. How it stands then is in the answer; a provider that does not answer changes nothing.',
        tags: ['ops'],
        params: byRefund,
        response,
      },
      config: {
        roles: ROLES,
        act: { zh: '重新提交未到账的退款', en: 'Send a stuck refund to its provider again' },
        refusals: [...ANY_OPERATOR, 'forbidden', 'notFound', 'paymentNotConnected'],
      },
    },
    async (request) => {
      await members.requireOperator(request, ROLES);
      const { refundId } = request.params;
      if (!(await payment.retryRefund({ at: clocks.campaign.now(), refundId })))
        throw new Refusal('notFound');
      return view();
    },
  );
}
