import type { InvoiceList, InvoiceView } from '@dacu/contract/api';
import { type ShopOrder, servicesFenOf } from '../orders/index.ts';
import type { InvoicesDeps } from './index.ts';
import type { InvoiceDetails } from './request-invoice.ts';
import * as store from './store.ts';

/** Goods, services and freight of one shop's order: what an invoice starts from. */
export function paidOf({ lines, freightFen }: ShopOrder): number {
  return lines.reduce((sum, line) => sum + line.netFen + servicesFenOf(line), freightFen);
}

export async function readInvoices(
  deps: InvoicesDeps,
  { purchaseId, shopperId }: { readonly purchaseId: string; readonly shopperId: string },
): Promise<InvoiceList | null> {
  const purchase = await deps.orders.purchase(purchaseId, shopperId);
  if (purchase === null) return null;
  const { orders } = purchase.body;
  const [rows, refunds] = await Promise.all([
    store.readOfPurchase(deps.db, purchaseId),
    store.readRefunds(
      deps.db,
      orders.map(({ orderId }) => orderId),
    ),
  ]);
  return {
    orders: await Promise.all(
      orders.map(async (order) => {
        const own = refunds.get(order.orderId) ?? [];
        const paidFen = paidOf(order);
        const refundedFen = own.reduce((sum, { fen }) => sum + fen, 0);
        const row = rows.findLast(({ orderId }) => orderId === order.orderId);
        const amountFen = Math.max(0, paidFen - refundedFen);
        return {
          ...{ orderId: order.orderId, shopName: order.shopName, paidFen, refundedFen, amountFen },
          invoice: row === undefined ? null : await presentInvoice(deps, row, { amountFen, refunds: own }),
        };
      }),
    ),
  };
}

/** Masked: whole they are in the export alone. */
export async function presentInvoice(
  deps: InvoicesDeps,
  row: store.InvoiceRow,
  money: { readonly amountFen: number; readonly refunds: readonly store.OrderRefund[] },
): Promise<InvoiceView> {
  const { invoiceId, kind, state, requestedAt, issuedAt, voidedAt, number, note } = row;
  const { title, email } = await openDetails(deps, row);
  return {
    ...{ invoiceId, kind, state, requestedAt, issuedAt, voidedAt, number, note },
    amountFen: row.issuedFen ?? money.amountFen,
    redFen: money.refunds
      .filter((refund) => refund.invoiceId === invoiceId)
      .reduce((sum, { fen }) => sum + fen, 0),
    title: kind === 'company' ? title : maskName(title),
    email: maskEmail(email),
  };
}

export async function openDetails(
  { members }: InvoicesDeps,
  { shopperId, sealedDetails }: Pick<store.InvoiceRow, 'shopperId' | 'sealedDetails'>,
): Promise<InvoiceDetails> {
  const personId = await members.profiles.personId(shopperId);
  return JSON.parse(await members.personal.open(personId, sealedDetails)) as InvoiceDetails;
}

/** `王*`, and of longer names the last character too (domain §11). */
function maskName(name: string): string {
  const letters = [...name];
  if (letters.length <= 2) return `${letters[0]}*`;
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`;
}

/** `f**@x.com` */
function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email[0]}**${email.slice(at)}`;
}
