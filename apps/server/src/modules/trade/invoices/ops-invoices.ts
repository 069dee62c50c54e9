import type { OpsInvoiceList } from '@dacu/contract/api';
import type { InvoicesDeps } from './index.ts';
import { openDetails, paidOf, presentInvoice } from './present-invoices.ts';
import * as store from './store.ts';

export async function listInvoices(
  deps: InvoicesDeps,
  input: {
    readonly states: readonly string[];
    readonly invoiceId?: string;
    readonly cursor: string | null;
    readonly limit: number;
  },
): Promise<Omit<OpsInvoiceList, 'asOf'>> {
  const match = /^(\d{1,15}):(iv_[0-9a-v]{26})$/.exec(input.cursor ?? '');
  const after = match && { at: Number(match[1]), invoiceId: match[2]! };
  const rows = await store.searchInvoices(deps.db, { ...input, after, limit: input.limit + 1 });
  const shown = rows.slice(0, input.limit);
  const [refunds, purchases] = await Promise.all([
    store.readRefunds(
      deps.db,
      shown.map(({ orderId }) => orderId),
    ),
    deps.orders.purchases([...new Set(shown.map(({ purchaseId }) => purchaseId))]),
  ]);
  const last = shown.at(-1);
  const more = rows.length > input.limit && last !== undefined;
  return {
    nextCursor: more ? `${last.requestedAt}:${last.invoiceId}` : null,
    invoices: await Promise.all(
      shown.map(async (row) => {
        const { purchaseId, orderId, shopId } = row;
        const { body } = purchases.get(purchaseId)!;
        const order = body.orders.find((one) => one.orderId === orderId)!;
        const own = refunds.get(orderId) ?? [];
        const amountFen = Math.max(0, paidOf(order) - own.reduce((sum, { fen }) => sum + fen, 0));
        return {
          ...(await presentInvoice(deps, row, { amountFen, refunds: own })),
          ...{ purchaseId, orderId, shopId, shopName: order.shopName, orderNumber: body.number },
          notes: own
            .filter(({ invoiceId }) => invoiceId === row.invoiceId)
            .map(({ refundId, fen, at }) => ({ refundId, fen, at })),
        };
      }),
    ),
  };
}

const EXPORT_MAX = 5_000;
const HEAD = ['invoiceId', 'orderNumber', 'shopId', 'kind', 'title', 'taxNumber', 'email', 'amountYuan'];

/** With a byte order mark: spreadsheets would read Chinese as something else without one. */
export async function exportInvoices(deps: InvoicesDeps, { by }: { readonly by: string }): Promise<string> {
  const rows = await store.searchInvoices(deps.db, {
    ...{ states: ['requested'], after: null, limit: EXPORT_MAX },
  });
  const { invoices } = await listInvoices(deps, { states: ['requested'], cursor: null, limit: EXPORT_MAX });
  const shown = new Map(invoices.map((one) => [one.invoiceId, one]));
  const lines = [HEAD.join(',')];
  for (const row of rows) {
    const one = shown.get(row.invoiceId);
    if (one === undefined) continue;
    const { title, taxNumber, email } = await openDetails(deps, row);
    const cells = [one.invoiceId, one.orderNumber, one.shopId, one.kind, title, taxNumber ?? '', email];
    lines.push([...cells, (one.amountFen / 100).toFixed(2)].map(cellOf).join(','));
  }
  await deps.members.people.noteAct(deps.db, {
    ...{ kind: 'invoicesExported', subject: 'invoices', detail: { invoices: lines.length - 1 }, by },
  });
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

/** Quoted; what a spreadsheet would run as a formula is text. */
function cellOf(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
