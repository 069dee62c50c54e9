import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Clocks } from '../../../../platform/clocks.ts';
import type { App } from '../../../../platform/http/app-types.ts';
import type { Sandbox } from './index.ts';

const params = z.object({ providerRef: z.string().min(1).max(40) });
const decision = z.object({ outcome: z.enum(['succeeded', 'failed']).default('succeeded') });
const decided = z.object({ state: z.enum(['succeeded', 'failed']) });

/**
 * POST /api/sandbox/charges/:providerRef {outcome} — the shopper approves (or declines) on the sandbox's page, which
 * our cashier shows. 200 decided · 404 no such charge · 409 closed. That our side hears of it comes later.
 */
export function sandboxRoutes(app: App, sandbox: Sandbox, { clocks }: { clocks: Clocks }): void {
  app.post(
    '/api/sandbox/charges/:providerRef',
    {
      schema: {
        summary: 'Approves or declines a charge on the sandbox’s page',
        description:
          'Simulated databases only; no money exists here. That our side hears of it comes later, by a notification. 409 `purchaseClosed` when the charge is over.',
        tags: ['payments'],
        params,
        body: decision,
        response: { 200: decided },
      },
      config: { refusals: ['notFound', 'purchaseClosed'] },
    },
    async (request) => {
      const answer = await sandbox.decide({
        at: clocks.campaign.now(),
        providerRef: request.params.providerRef,
        outcome: request.body.outcome,
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code);
      return { state: answer.state };
    },
  );
}
