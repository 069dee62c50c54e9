import { Refusal } from '@dacu/contract/errors';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Clocks } from '../../../../platform/clocks.ts';
import type { App } from '../../../../platform/http/app-types.ts';
import type { Gateway, Sandbox } from './index.ts';
import { cashierPage, PAGE_POLICY } from './page.ts';
import type { BookedCharge } from './store.ts';

const params = z.object({ providerRef: z.string().min(1).max(40) });
const decision = z.object({ outcome: z.enum(['succeeded', 'failed']).default('succeeded') });
const decided = z.object({ state: z.enum(['succeeded', 'failed']) });
const FORM = 'application/x-www-form-urlencoded';

type Parts = { readonly clocks: Clocks; readonly gateway: Gateway | null };

/**
 * POST /api/sandbox/charges/:providerRef {outcome} — the shopper approves (or declines) a charge of the sandbox. 200
 * decided · 404 no such charge · 409 closed. That our side hears of it comes later. Beside it, where the gateway is open,
 * the pages of both providers' cashiers.
 */
export function sandboxRoutes(app: App, sandbox: Sandbox, { clocks, gateway }: Parts): void {
  app.post(
    '/api/sandbox/charges/:providerRef',
    {
      schema: {
        summary: 'Approves or declines a charge of the sandbox',
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
  if (gateway !== null) cashierPages(app, sandbox, gateway, clocks);
}

/** What a browser sees of the providers: pages of another party, so they stand in no description of ours. */
function cashierPages(app: App, sandbox: Sandbox, gateway: Gateway, clocks: Clocks): void {
  const show = (reply: FastifyReply, charge: BookedCharge | null, returnUrl: string | null) => {
    if (charge === null) throw new Refusal('notFound');
    return reply
      .header('content-security-policy', PAGE_POLICY)
      .type('text/html; charset=utf-8')
      .send(cashierPage(charge, ownPage(returnUrl), clocks.campaign.now()));
  };

  app.get('/api/sandbox/alipay/gateway.do', { schema: { hide: true } }, async (request, reply) => {
    const charge = await gateway.alipay.openPage(queryOf(request.url));
    return show(reply, charge, charge?.returnUrl ?? null);
  });

  app.get('/api/sandbox/wechatpay/checkmweb', { schema: { hide: true } }, async (request, reply) => {
    const opened = await gateway.wechatpay.openPage(queryOf(request.url));
    return show(reply, opened?.charge ?? null, opened?.returnUrl ?? null);
  });

  app.register(async (scope: App) => {
    scope.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.post(
      '/api/sandbox/cashier/:providerRef',
      { schema: { hide: true, params } },
      async (request, reply) => {
        const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
        const outcome = form.get('outcome');
        const { providerRef } = request.params;
        if (outcome === 'succeeded' || outcome === 'failed') {
          const answer = await sandbox.decide({ at: clocks.campaign.now(), providerRef, outcome });
          // Too late is told by the cashier, which knows better what became of the order.
          if (answer.kind === 'refused' && answer.code === 'notFound') throw new Refusal('notFound');
        }
        return reply.redirect(ownPage(form.get('returnUrl')) ?? '/orders', 303);
      },
    );
  });
}

const queryOf = (url: string): URLSearchParams => new URLSearchParams(url.split('?')[1] ?? '');

/** Only back to our own cashier: a page that anybody can write into an address must not send people elsewhere. */
function ownPage(url: string | null): string | null {
  return url !== null && /^\/pay\/[\w?=&-]{1,120}$/.test(url) ? url : null;
}
