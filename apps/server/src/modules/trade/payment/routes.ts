import { type PaymentMethod, sandboxNotification } from '@dacu/contract/api';
import { ERRORS, type ErrorCode, Refusal } from '@dacu/contract/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import type { Payment } from './index.ts';
import type { SettleAnswer } from './settle-payment.ts';

const { $schema: _, ...NOTIFICATION } = z.toJSONSchema(sandboxNotification);
const received = z.object({
  received: z.literal(true),
  state: z.enum(['pending', 'succeeded', 'failed', 'refunded']),
  repeated: z.boolean(),
});
/** A provider sends in bursts; anyone else could have us verify signatures for nothing. */
const BURSTS = { burst: 2_000, perMinute: 20_000 };
const FORM = 'application/x-www-form-urlencoded';

/**
 * POST /api/payments/{sandbox,alipay,wechatpay}/notify — what a provider tells. 200 once the books have it, also for a
 * repeat, so that it stops sending; 401 unsigned, altered, old or not for us; 404 a payment that is unknown or another
 * provider's; 422 another amount. Each provider is answered in the words that it expects. Bodies are taken as they came,
 * because signatures are over their bytes.
 */
export function paymentRoutes(app: App, payment: Payment, { clocks }: { clocks: Clocks }): void {
  const receive = (provider: PaymentMethod, request: FastifyRequest): Promise<SettleAnswer> =>
    payment.receive({
      at: clocks.campaign.now(),
      delivery: {
        provider,
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        ),
        rawBody: typeof request.body === 'string' ? request.body : '',
      },
    });

  app.register(async (scope: App) => {
    for (const type of ['application/json', FORM]) {
      if (scope.hasContentTypeParser(type)) scope.removeContentTypeParser(type);
      scope.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) => done(null, body));
    }
    scope.post(
      '/api/payments/sandbox/notify',
      {
        schema: {
          summary: 'Takes the sandbox’s notification',
          description:
            '200 once the books have it, also for a repeat (`repeated`), so that the provider stops sending. The signature is over timestamp and raw body, five minutes old at most; 401 `signatureInvalid` otherwise, and always on a real database. 404 for a payment nobody asked of it, 422 `amountMismatch` for another amount than asked.',
          tags: ['payments'],
          response: { 200: received },
        },
        config: {
          anyOrigin: true,
          rateLimit: BURSTS,
          takes: { type: 'application/json', schema: NOTIFICATION },
          refusals: ['signatureInvalid', 'notFound', 'amountMismatch'],
        },
      },
      async (request) => {
        const answer = await receive('sandbox', request);
        if (answer.kind === 'refused') throw new Refusal(answer.code);
        return { received: true as const, state: answer.state, repeated: answer.repeated };
      },
    );

    scope.post(
      '/api/payments/alipay/notify',
      {
        schema: {
          summary: 'Takes Alipay’s asynchronous notification',
          description:
            'A form, signed with RSA2 over its sorted fields. Answered as Alipay expects: the word `success` once the books have it, also for a repeat; `failure` otherwise, with 401 (signature, another application), 404 (no such payment) or 422 (another amount).',
          tags: ['payments'],
        },
        config: {
          anyOrigin: true,
          rateLimit: BURSTS,
          takes: { type: FORM, schema: { type: 'object', additionalProperties: { type: 'string' } } },
          answers: { type: 'text/plain', description: '`success`' },
        },
      },
      async (request, reply) => {
        const answer = await receive('alipay', request);
        const [status, words] =
          answer.kind === 'refused' ? [statusOf(answer.code), 'failure'] : [200, 'success'];
        return say(reply, status, 'text/plain; charset=utf-8', words);
      },
    );

    scope.post(
      '/api/payments/wechatpay/notify',
      {
        schema: {
          summary: 'Takes WeChat Pay’s notifications, of payments and of refunds',
          description:
            'APIv3: signed by the platform over timestamp, nonce and body, five minutes old at most, its content sealed with AES-256-GCM. Answered as WeChat Pay expects: `{"code":"SUCCESS"}` once the books have it, also for a repeat; `{"code":"FAIL","message"}` otherwise, with 401 (signature, seal, another merchant), 404 (no such payment), 422 (another amount) or 503 (signed under a certificate that WeChat Pay would have to give us, and does not now).',
          tags: ['payments'],
        },
        config: {
          anyOrigin: true,
          rateLimit: BURSTS,
          takes: { type: 'application/json', schema: { type: 'object' } },
          answers: { type: 'application/json', description: '`{"code":"SUCCESS"}`' },
        },
      },
      async (request, reply) => {
        const answer = await receive('wechatpay', request);
        const [status, body] =
          answer.kind === 'refused'
            ? [statusOf(answer.code), { code: 'FAIL', message: answer.code }]
            : [200, { code: 'SUCCESS' }];
        return say(reply, status, 'application/json; charset=utf-8', JSON.stringify(body));
      },
    );
  });
}

const statusOf = (code: ErrorCode): number => ERRORS[code].status;

function say(reply: FastifyReply, status: number, type: string, body: string) {
  return reply.code(status).type(type).serializer(String).send(body);
}
