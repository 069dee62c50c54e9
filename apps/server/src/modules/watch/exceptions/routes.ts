import { opsExceptions, workAgain } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Exceptions } from './index.ts';

const ANY_OPERATOR = ['notSignedIn', 'passwordChangeRequired'] as const;

/** GET /api/ops/exceptions — any operator · POST /api/ops/exceptions/work — commander */
export function exceptionsRoutes(
  app: App,
  exceptions: Exceptions,
  { clocks, members }: { readonly clocks: Clocks; readonly members: Members },
): void {
  app.get(
    '/api/ops/exceptions',
    {
      schema: {
        summary: 'What waits for a person',
        description:
          'Any operator. `lists` are worked through on pages of their own: how much is open, and since when. `work` is what the system tried twenty times and gave up on, longest ago first, at most 100; `at` is campaign time.',
        tags: ['ops'],
        response: { 200: opsExceptions },
      },
      config: { refusals: [...ANY_OPERATOR] },
    },
    async (request) => {
      await members.requireOperator(request);
      return exceptions.list();
    },
  );

  app.post(
    '/api/ops/exceptions/work',
    {
      schema: {
        summary: 'Lets given-up work try again',
        description:
          'Commander. It stands in line again from its first attempt; what it had done already is not done twice. 404 `notFound` when no such work was given up on. Answers what waits now.',
        tags: ['ops'],
        body: workAgain,
        response: { 200: opsExceptions },
      },
      config: {
        roles: ['commander'],
        act: { zh: '让已放弃的后台工作重试', en: 'Let given-up work try again' },
        refusals: [...ANY_OPERATOR, 'forbidden', 'notFound'],
      },
    },
    async (request) => {
      await members.requireOperator(request, ['commander']);
      const again = await exceptions.tryAgain(request.body, clocks.campaign.now());
      if (!again) throw new Refusal('notFound');
      return exceptions.list();
    },
  );
}
