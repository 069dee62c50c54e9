import type { InvoiceRequest } from '@dacu/contract/api';
import { isTaxNumber } from '@dacu/engine/invoice';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import { bodyHashOf } from '../orders/index.ts';
import type { InvoiceAnswer, InvoiceMove, InvoicesDeps } from './index.ts';
import { paidOf } from './present-invoices.ts';
import * as store from './store.ts';

/** To whom it is made out, under the shopper's key. */
export type InvoiceDetails = Pick<InvoiceRequest, 'title' | 'email'> & { readonly taxNumber: string | null };

/**
 * Asks for the invoice of one shop's order. Refuses with `notFound`, `invoiceNotYet`, `returnReplacement`, `taxNumberWrong`,
 * `invoiceNothing`, `invoiceAsked` (there is one, of another request) or `idempotencyKeyReused`.
 */
export async function requestInvoice(
  deps: InvoicesDeps,
  input: InvoiceRequest & {
    at: number;
    shopperId: string;
    purchaseId: string;
    orderId: string;
    idempotencyKey: string;
  },
): Promise<InvoiceAnswer> {
  const { at, shopperId, purchaseId, orderId, kind, title, email, taxNumber } = input;
  const purchase = await deps.orders.purchase(purchaseId, shopperId);
  const order = purchase?.body.orders.find((one) => one.orderId === orderId);
  if (purchase == null || order === undefined) return { kind: 'refused', code: 'notFound' };
  if (purchase.kind === 'gift') return { kind: 'refused', code: 'returnReplacement' };
  if (purchase.state !== 'paid' && purchase.state !== 'refunded')
    return { kind: 'refused', code: 'invoiceNotYet' };
  if (taxNumber !== undefined && !isTaxNumber(taxNumber)) return { kind: 'refused', code: 'taxNumberWrong' };
  const claimKey = `${shopperId}:${input.idempotencyKey}`;
  const bodyHash = bodyHashOf({ orderId, kind, title, email, taxNumber });
  const details: InvoiceDetails = { title, email, taxNumber: taxNumber ?? null };
  const personId = await deps.members.profiles.personId(shopperId);
  const sealedDetails = await deps.members.personal.seal(personId, JSON.stringify(details));
  const invoiceId = deps.ids.next('iv');
  return deps.db.transaction(async (tx): Promise<InvoiceAnswer> => {
    const known = await store.readByClaim(tx, claimKey);
    if (known !== undefined)
      return known.bodyHash === bodyHash
        ? { kind: 'done' }
        : { kind: 'refused', code: 'idempotencyKeyReused' };
    const refunds = (await store.readRefunds(tx, [orderId])).get(orderId) ?? [];
    const fen = paidOf(order) - refunds.reduce((sum, refund) => sum + refund.fen, 0);
    if (fen <= 0) return { kind: 'refused', code: 'invoiceNothing' };
    const inserted = await store.insertInvoice(tx, {
      ...{ invoiceId, claimKey, bodyHash, purchaseId, orderId, shopId: order.shopId, shopperId, kind },
      ...{ state: 'requested', sealedDetails, requestedAt: at },
      ...{ issuedAt: null, issuedFen: null, number: null, voidedAt: null, note: null },
    });
    if (!inserted) {
      const rival = await store.readByClaim(tx, claimKey);
      return rival?.bodyHash === bodyHash ? { kind: 'done' } : { kind: 'refused', code: 'invoiceAsked' };
    }
    await writeOutbox(tx, [
      {
        ...{ type: 'invoice.requested', aggregate: purchaseId, at },
        data: { invoiceId, purchaseId, orderId, fen, by: 'shopper' },
      },
    ]);
    return { kind: 'done' };
  });
}

const ACTS = { issue: 'invoiceIssued', void: 'invoiceVoided' } as const;

/**
 * Issues it (what stayed paid is written down) or voids it. A shopper may void only what is not issued. Refuses with
 * `notFound`, `invoiceIssued` (it was issued or voided already) or `invoiceNothing`. Doing the same twice changes nothing.
 */
export async function moveInvoice(deps: InvoicesDeps, input: InvoiceMove): Promise<InvoiceAnswer> {
  const { at, invoiceId, act, by } = input;
  return deps.db.transaction(async (tx): Promise<InvoiceAnswer> => {
    const row = await store.lockInvoice(tx, invoiceId);
    if (row === undefined || ('shopperId' in by && row.shopperId !== by.shopperId))
      return { kind: 'refused', code: 'notFound' };
    if (act.on === 'issue' && row.state === 'issued' && row.number === act.number) return { kind: 'done' };
    if (act.on === 'void' && row.state === 'voided') return { kind: 'done' };
    const may = act.on === 'issue' || 'shopperId' in by ? row.state === 'requested' : row.state !== 'voided';
    if (!may) return { kind: 'refused', code: 'invoiceIssued' };
    const { orderId, purchaseId } = row;
    const purchase = (await deps.orders.purchases([purchaseId])).get(purchaseId)!;
    const order = purchase.body.orders.find((one) => one.orderId === orderId)!;
    const refunds = (await store.readRefunds(tx, [orderId])).get(orderId) ?? [];
    const fen = paidOf(order) - refunds.reduce((sum, refund) => sum + refund.fen, 0);
    if (act.on === 'issue' && fen <= 0) return { kind: 'refused', code: 'invoiceNothing' };
    await store.setMoved(
      tx,
      act.on === 'issue'
        ? { ...row, state: 'issued', issuedAt: at, issuedFen: fen, number: act.number }
        : { ...row, state: 'voided', voidedAt: at, note: act.note },
    );
    const actor = 'operatorId' in by ? { by: 'operator', operatorId: by.operatorId } : { by: 'shopper' };
    await writeOutbox(tx, [
      {
        ...{ type: act.on === 'issue' ? 'invoice.issued' : 'invoice.voided', aggregate: purchaseId, at },
        data: { invoiceId, purchaseId, orderId, fen, ...actor },
      },
    ]);
    if ('operatorId' in by)
      await deps.members.people.noteAct(tx, {
        ...{ kind: ACTS[act.on], subject: invoiceId, detail: { fen }, by: by.name },
      });
    return { kind: 'done' };
  });
}
