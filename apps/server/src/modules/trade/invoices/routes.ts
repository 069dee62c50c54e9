import {
  invoiceIssue,
  invoiceList,
  invoiceRequest,
  invoiceVoid,
  opsInvoiceList,
  opsInvoicesQuery,
  opsInvoiceView,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { idempotencyKeyOf } from '../../../platform/http/idempotency-key.ts';
import type { Members, OperatorRole } from '../../base/members/index.ts';
import type { InvoiceAnswer, Invoices } from './index.ts';

type Deps = { readonly clocks: Clocks; readonly members: Members };
const ANY_OPERATOR = ['notSignedIn', 'passwordChangeRequired'] as const;
const FINANCE: readonly OperatorRole[] = ['commander', 'finance'];
const name = z.string().min(1).max(40);
const byPurchase = z.object({ purchaseId: name });
const byInvoice = z.object({ invoiceId: name });

/**
 * GET /api/purchases/:purchaseId/invoices · POST /api/purchases/:purchaseId/orders/:orderId/invoice ·
 * POST /api/invoices/:invoiceId/withdraw · operators: GET /api/ops/invoices · POST …/export · POST …/:invoiceId/issue · …/void
 */
export function invoicesRoutes(app: App, invoices: Invoices, deps: Deps): void {
  shopperRoutes(app, invoices, deps);
  opsRoutes(app, invoices, deps);
}

function shopperRoutes(app: App, invoices: Invoices, { clocks, members }: Deps): void {
  const listOf = async (purchaseId: string, shopperId: string) => {
    const list = await invoices.of({ purchaseId, shopperId });
    if (list === null) throw new Refusal('notFound');
    return list;
  };
  app.get(
    '/api/purchases/:purchaseId/invoices',
    {
      schema: {
        summary: 'Invoices of a purchase, one for each shop’s order',
        description:
          'With what could be invoiced now: what was paid less what went back. Names and addresses are masked.',
        tags: ['trade'],
        params: byPurchase,
        response: { 200: invoiceList },
      },
      config: { refusals: ['notSignedIn', 'notFound'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      return listOf(request.params.purchaseId, shopperId);
    },
  );
  app.post(
    '/api/purchases/:purchaseId/orders/:orderId/invoice',
    {
      schema: {
        summary: 'Asks for the invoice of one shop’s order',
        description:
          'A company gives its tax number: a unified social credit code (GB 32100-2015) or an old one of 15 characters, both with their check character. One stands for each order; withdraw it to ask for another.',
        tags: ['trade'],
        params: byPurchase.extend({ orderId: name }),
        body: invoiceRequest,
        response: { 201: invoiceList },
      },
      config: {
        refusals: [
          ...(['notSignedIn', 'notFound', 'idempotencyKeyMissing', 'idempotencyKeyReused'] as const),
          ...([
            'returnReplacement',
            'invoiceNotYet',
            'invoiceNothing',
            'invoiceAsked',
            'taxNumberWrong',
          ] as const),
        ],
      },
    },
    async (request, reply) => {
      const { shopperId } = await members.requireShopper(request);
      const { purchaseId, orderId } = request.params;
      done(
        await invoices.request({
          ...{ at: clocks.campaign.now(), shopperId, purchaseId, orderId },
          ...request.body,
          idempotencyKey: idempotencyKeyOf(request),
        }),
      );
      reply.code(201);
      return listOf(purchaseId, shopperId);
    },
  );
  app.post(
    '/api/invoices/:invoiceId/withdraw',
    {
      schema: {
        summary: 'Withdraws a request for an invoice before it is issued',
        description: 'Doing it twice changes nothing. 409 `invoiceIssued` once it is issued.',
        tags: ['trade'],
        params: byInvoice,
        response: { 200: z.object({ invoiceId: z.string() }) },
      },
      config: {
        refusals: ['notSignedIn', 'notFound', 'idempotencyKeyMissing', 'invoiceIssued'],
      },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      const { invoiceId } = request.params;
      idempotencyKeyOf(request);
      const act = { on: 'void', note: null } as const;
      done(await invoices.move({ at: clocks.campaign.now(), invoiceId, act, by: { shopperId } }));
      return { invoiceId };
    },
  );
}

function opsRoutes(app: App, invoices: Invoices, { clocks, members }: Deps): void {
  app.get(
    '/api/ops/invoices',
    {
      schema: {
        summary: 'Invoices that were asked for, oldest first',
        description: 'Names of persons and e-mail addresses masked. At most 500 a page. Any operator.',
        tags: ['ops'],
        querystring: opsInvoicesQuery,
        response: { 200: opsInvoiceList },
      },
      config: { refusals: [...ANY_OPERATOR] },
    },
    async (request) => {
      await members.requireOperator(request);
      const { state = [], cursor, limit } = request.query;
      return {
        asOf: clocks.campaign.now(),
        ...(await invoices.list({ states: state, cursor: cursor ?? null, limit })),
      };
    },
  );
  app.post(
    '/api/ops/invoices/export',
    {
      schema: {
        summary: 'What waits to be issued, as CSV with names and tax numbers',
        description: 'At most 5 000, oldest first. Who exported how many stays on record.',
        tags: ['ops'],
      },
      config: {
        roles: FINANCE,
        act: {
          zh: '导出待开发票（含抬头与税号）',
          en: 'Export invoices to issue, with names and tax numbers',
        },
        refusals: [...ANY_OPERATOR, 'forbidden'],
        answers: { type: 'text/csv; charset=utf-8', description: 'One line for each invoice' },
      },
    },
    async (request, reply) => {
      const { name: by } = await members.requireOperator(request, FINANCE);
      const file = await invoices.export({ by });
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('content-disposition', 'attachment; filename="invoices.csv"')
        .send(file);
    },
  );
  const one = async (invoiceId: string) => {
    const found = await invoices.one(invoiceId);
    if (found === null) throw new Refusal('notFound');
    return found;
  };
  app.post(
    '/api/ops/invoices/:invoiceId/issue',
    {
      schema: {
        summary: 'Marks an invoice as issued, with its number',
        description:
          'Of what stayed paid until now; what goes back later is a red note. The same number twice changes nothing.',
        tags: ['ops'],
        params: byInvoice,
        body: invoiceIssue,
        response: { 200: opsInvoiceView },
      },
      config: {
        roles: FINANCE,
        act: { zh: '登记已开发票', en: 'Mark an invoice as issued' },
        refusals: [...ANY_OPERATOR, 'forbidden', 'notFound', 'invoiceIssued', 'invoiceNothing'],
      },
    },
    async (request) => {
      const { operatorId, name: by } = await members.requireOperator(request, FINANCE);
      const { invoiceId } = request.params;
      const act = { on: 'issue', number: request.body.number } as const;
      done(await invoices.move({ at: clocks.campaign.now(), invoiceId, act, by: { operatorId, name: by } }));
      return one(invoiceId);
    },
  );
  app.post(
    '/api/ops/invoices/:invoiceId/void',
    {
      schema: {
        summary: 'Voids an invoice, with the reason the shopper will read',
        description: 'Makes room for another of the same order. Twice changes nothing.',
        tags: ['ops'],
        params: byInvoice,
        body: invoiceVoid,
        response: { 200: opsInvoiceView },
      },
      config: {
        roles: FINANCE,
        act: { zh: '作废发票', en: 'Void an invoice' },
        refusals: [...ANY_OPERATOR, 'forbidden', 'notFound', 'invoiceIssued'],
      },
    },
    async (request) => {
      const { operatorId, name: by } = await members.requireOperator(request, FINANCE);
      const { invoiceId } = request.params;
      const act = { on: 'void', note: request.body.note } as const;
      done(await invoices.move({ at: clocks.campaign.now(), invoiceId, act, by: { operatorId, name: by } }));
      return one(invoiceId);
    },
  );
}

function done(answer: InvoiceAnswer): void {
  if (answer.kind === 'refused') throw new Refusal(answer.code);
}
