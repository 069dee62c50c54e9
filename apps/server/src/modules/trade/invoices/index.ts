/**
 * Invoices: asked for by order, issued by finance outside of here and marked with their number, exported for whoever
 * issues them. An invoice is of what stayed paid: what goes back before it is issued lessens it, what goes back later is
 * a red note on it.
 *
 * Invariants
 * - One standing invoice for each shop's order; a voided one makes room for another.
 * - One Idempotency-Key of one shopper makes at most one, and gets the same answer every time.
 * - Title, tax number and e-mail are sealed; they are opened for an export alone, which stays on record.
 * - Every fen that goes back is counted once for its order, from the outbox.
 *
 * When it fails: a refund that the consumer has not counted yet is counted on its next run, and becomes a red note when
 * the invoice was issued meanwhile.
 */
import type { InvoiceList, InvoiceRequest, OpsInvoice, OpsInvoiceList } from '@dacu/contract/api';
import type { ErrorCode } from '@dacu/contract/errors';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Members } from '../../base/members/index.ts';
import type { Orders } from '../orders/index.ts';
import { exportInvoices, listInvoices } from './ops-invoices.ts';
import { readInvoices } from './present-invoices.ts';
import { moveInvoice, requestInvoice } from './request-invoice.ts';

export { invoicesConsumer } from './events.ts';
export { invoicesRoutes } from './routes.ts';

export type InvoicesDeps = {
  readonly db: Db;
  readonly ids: Ids;
  readonly members: Pick<Members, 'people' | 'personal' | 'profiles'>;
  readonly orders: Pick<Orders, 'purchase' | 'purchases'>;
};

export type InvoiceAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly code: ErrorCode };
export type InvoiceMove = {
  readonly at: number;
  readonly invoiceId: string;
  readonly act:
    | { readonly on: 'issue'; readonly number: string }
    | { readonly on: 'void'; readonly note: string | null };
  /** The operator, or the shopper who withdraws what is theirs. */
  readonly by: { readonly operatorId: string; readonly name: string } | { readonly shopperId: string };
};

export type Invoices = {
  /** Null for a purchase that is not the shopper's. */
  of(input: { purchaseId: string; shopperId: string }): Promise<InvoiceList | null>;
  request(
    input: InvoiceRequest & {
      at: number;
      shopperId: string;
      purchaseId: string;
      orderId: string;
      idempotencyKey: string;
    },
  ): Promise<InvoiceAnswer>;
  move(input: InvoiceMove): Promise<InvoiceAnswer>;
  list(input: {
    states: readonly string[];
    invoiceId?: string;
    cursor: string | null;
    limit: number;
  }): Promise<Omit<OpsInvoiceList, 'asOf'>>;
  one(invoiceId: string): Promise<OpsInvoice | null>;
  /** What waits to be issued, with its sealed part opened, as CSV; that it was opened is kept. */
  export(input: { by: string }): Promise<string>;
};

export function createInvoices(deps: InvoicesDeps): Invoices {
  return {
    of: (input) => readInvoices(deps, input),
    request: (input) => requestInvoice(deps, input),
    move: (input) => moveInvoice(deps, input),
    list: (input) => listInvoices(deps, input),
    one: async (invoiceId) =>
      (await listInvoices(deps, { states: [], invoiceId, cursor: null, limit: 1 })).invoices[0] ?? null,
    export: (input) => exportInvoices(deps, input),
  };
}
