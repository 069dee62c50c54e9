import { z } from 'zod';
import { fen, instant, page, text } from './basics.ts';

/** Invoices: asked for by order, issued by finance with their number, corrected by notes when money goes back later. */

const title = z
  .string()
  .trim()
  .min(2)
  .max(100)
  .regex(/^[^\p{Cc}]+$/u);

/** POST /api/purchases/:purchaseId/orders/:orderId/invoice — header Idempotency-Key. A company needs its tax number. */
export const invoiceRequest = z
  .object({
    kind: z.enum(['person', 'company']),
    title,
    taxNumber: z.string().trim().toUpperCase().max(20).optional(),
    email: z.email().max(120),
  })
  .refine(({ kind, taxNumber }) => (kind === 'company') === (taxNumber !== undefined), {
    message: 'a company has a tax number, a person has none',
    path: ['taxNumber'],
  });
export type InvoiceRequest = z.infer<typeof invoiceRequest>;

const invoiceFacts = z.object({
  invoiceId: z.string(),
  kind: z.enum(['person', 'company']),
  state: z.enum(['requested', 'issued', 'voided']),
  /** As it was issued; until then what it would be now. */
  amountFen: fen,
  /** Went back after it was issued: corrected by red notes. */
  redFen: fen,
  requestedAt: instant,
  issuedAt: instant.nullable(),
  voidedAt: instant.nullable(),
  number: z.string().nullable(),
  note: z.string().nullable(),
});
export const invoiceView = invoiceFacts.extend({ title: z.string(), email: z.string() });
export type InvoiceView = z.infer<typeof invoiceView>;

/** GET /api/purchases/:purchaseId/invoices — one row for each shop’s order; title and e-mail masked. */
export const invoiceList = z.object({
  orders: z.array(
    z.object({
      orderId: z.string(),
      shopName: text,
      paidFen: fen,
      refundedFen: fen,
      /** What could be invoiced now. */
      amountFen: fen,
      /** The one that stands; one that was voided makes room for another. */
      invoice: invoiceView.nullable(),
    }),
  ),
});
export type InvoiceList = z.infer<typeof invoiceList>;

/** GET /api/ops/invoices?state=requested,issued&cursor=&limit= — oldest request first. */
export const opsInvoicesQuery = z.object({
  state: z
    .string()
    .max(60)
    .transform((words) => words.split(',').filter((word) => word !== ''))
    .pipe(z.array(z.enum(['requested', 'issued', 'voided'])).max(3))
    .optional(),
  cursor: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const opsInvoice = invoiceView.extend({
  purchaseId: z.string(),
  orderId: z.string(),
  shopId: z.string(),
  shopName: text,
  orderNumber: z.string(),
  notes: z.array(z.object({ refundId: z.string(), fen, at: instant })),
});
export const opsInvoiceView = opsInvoice;
export const opsInvoiceList = page.extend({ asOf: instant, invoices: z.array(opsInvoice) });
export type OpsInvoiceList = z.infer<typeof opsInvoiceList>;
export type OpsInvoice = z.infer<typeof opsInvoice>;

/** POST /api/ops/invoices/:invoiceId/issue {number} · POST …/void {note} — commander and finance. */
export const invoiceIssue = z.object({
  number: z
    .string()
    .trim()
    .regex(/^\d{8}(\d{12})?$/),
});
export const invoiceVoid = z.object({ note: z.string().trim().min(4).max(200) });
