import { sandboxNotification } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import type { Payment } from './index.ts';

const { $schema: _, ...NOTIFICATION } = z.toJSONSchema(sandboxNotification);
const received = z.object({
  received: z.literal(true),
  state: z.enum(['pending', 'succeeded', 'failed', 'refunded']),
  repeated: z.boolean(),
});

/**
 * POST /api/payments/sandbox/notify — the provider's notification (`sandboxNotification`), with its signature in
 * `sandbox-signature`. 200 once the books have it, also for a repeat; 401 unsigned, altered or old; 404 unknown
 * payment; 422 another amount. The body is taken as it came, because the signature is over its bytes.
 */
export function paymentRoutes(app: App, payment: Payment, { clocks }: { clocks: Clocks }): void {
  app.register(async (scope: App) => {
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    scope.post(
      '/api/payments/sandbox/notify',
      {
        schema: {
          summary: 'Takes the provider’s notification',
          description:
            '200 once the books have it, also for a repeat (`repeated`), so that the provider stops sending. The signature is over timestamp and raw body, five minutes old at most; 401 `signatureInvalid` otherwise, and always on a real database. 404 for a payment nobody asked for, 422 `amountMismatch` for another amount than asked.',
          tags: ['payments'],
          response: { 200: received },
        },
        config: {
          anyOrigin: true,
          takes: { type: 'application/json', schema: NOTIFICATION },
          refusals: ['signatureInvalid', 'notFound', 'amountMismatch'],
        },
      },
      async (request) => {
        const signature = request.headers['sandbox-signature'];
        const answer = await payment.receive({
          at: clocks.campaign.now(),
          delivery: {
            signature: typeof signature === 'string' ? signature : '',
            rawBody: typeof request.body === 'string' ? request.body : '',
          },
        });
        if (answer.kind === 'refused') throw new Refusal(answer.code);
        return { received: true as const, state: answer.state, repeated: answer.repeated };
      },
    );
  });
}
