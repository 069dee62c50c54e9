import type { OpsInvoiceList } from '@dacu/contract/api';
import type { InvoicesDeps } from './index.ts';
import { openDetails, paidOf, presentInvoice } from './present-invoices.ts';
import * as store from './store.ts';

type Asked = {
  readonly states: readonly string[];
  readonly invoiceId?: string;
  readonly cursor: string | null;
  readonly limit: number;
};

export async function listInvoices(deps: InvoicesDeps, input: Asked): Promise<Omit<OpsInvoiceList, 'asOf'>> {
  const { shown, nextCursor } = await readPage(deps, input);
  return {
    nextCursor,
    invoices: await Promise.all(
      shown.map(async ({ row, order, orderNumber, amountFen, refunds }) => {
        const { purchaseId, orderId, shopId } = row;
        return {
          ...(await presentInvoice(deps, row, { amountFen, refunds })),
          ...{ purchaseId, orderId, shopId, shopName: order.shopName, orderNumber },
          notes: refunds
            .filter(({ invoiceId }) => invoiceId === row.invoiceId)
            .map(({ refundId, fen, at }) => ({ refundId, fen, at })),
        };
      }),
    ),
  };
}

/** Invoices with the orders that they are of, and what stays to be invoiced. */
async function readPage(deps: InvoicesDeps, input: Asked) {
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
    shown: shown.map((row) => {
      const { body } = purchases.get(row.purchaseId)!;
      const order = body.orders.find(({ orderId }) => orderId === row.orderId)!;
      const own = refunds.get(row.orderId) ?? [];
      const amountFen = Math.max(0, paidOf(order) - own.reduce((sum, { fen }) => sum + fen, 0));
      return { row, order, orderNumber: body.number, amountFen, refunds: own };
    }),
  };
}

const EXPORT_MAX = 5_000;
const HEAD = ['invoiceId', 'orderNumber', 'shopId', 'kind', 'title', 'taxNumber', 'email', 'amountYuan'];

/** With a byte order mark: spreadsheets would read Chinese as something else without one. */
export async function exportInvoices(deps: InvoicesDeps, { by }: { readonly by: string }): Promise<string> {
  const { shown } = await readPage(deps, { states: ['requested'], cursor: null, limit: EXPORT_MAX });
  const lines = [HEAD.join(',')];
  for (const { row, orderNumber, amountFen } of shown) {
    const { title, taxNumber, email } = await openDetails(deps, row);
    const cells = [row.invoiceId, orderNumber, row.shopId, row.kind, title, taxNumber ?? '', email];
    lines.push([...cells, (amountFen / 100).toFixed(2)].map(cellOf).join(','));
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
