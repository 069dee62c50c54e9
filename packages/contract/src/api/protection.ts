import { z } from 'zod';
import { fen, instant, page, text } from './basics.ts';

/** POST /api/purchases/:id/protections — header Idempotency-Key; pays what is owed because the price fell (domain §6). */
export const protectionRequest = z.object({
  /** Without it all lines. */
  lineIds: z.array(z.string().min(1).max(80)).min(1).max(100).optional(),
});
const protectionPart = z.object({ lineId: z.string(), fen });
export const protectionPaid = z.object({
  protectionId: z.string(),
  purchaseId: z.string(),
  fen,
  at: instant,
  lines: z.array(protectionPart),
});

/**
 * GET /api/purchases/:id/protection — how each line stands at the campaign clock's now. `state` is `due`, or why nothing
 * is owed. Compared are the kept units at the prices everybody gets; both amounts are null where nothing was compared.
 */
export const protectionView = z.object({
  purchaseId: z.string(),
  asOf: instant,
  dueFen: fen,
  /** All that was paid, in money that may have left again with returned units. */
  paidFen: fen,
  lines: z.array(
    z.object({
      lineId: z.string(),
      /** Of the promise; null where there is none. */
      title: text.nullable(),
      /** Not included; null where nothing is promised. */
      until: instant.nullable(),
      automatic: z.boolean(),
      /** When it is compared next without asking; null where it is not. */
      nextAt: instant.nullable(),
      state: z.enum([
        'due',
        'notPromised',
        'flashBought',
        'over',
        'notOnSale',
        'allReturned',
        'notLower',
        'alreadyPaid',
        'nothingLeft',
      ]),
      dueFen: fen,
      comparedPaidFen: fen.nullable(),
      comparedNowFen: fen.nullable(),
      /** Paid on the units that are still kept: a return is refunded that much less. */
      protectedFen: fen,
    }),
  ),
  payments: z.array(
    z.object({
      protectionId: z.string(),
      at: instant,
      source: z.enum(['claim', 'automatic']),
      fen,
      lines: z.array(protectionPart),
    }),
  ),
});
export type ProtectionView = z.infer<typeof protectionView>;

/** GET /api/ops/protections?campaignId=&cursor=&limit= — price protection that was paid, newest first; any operator. */
export const opsProtectionsQuery = z.object({
  /** Without it the campaign in force. */
  campaignId: z.string().min(1).max(80).optional(),
  cursor: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const opsProtections = page.extend({
  asOf: instant,
  /** Of all, whatever the page. */
  count: z.number().int(),
  sumFen: fen,
  payments: z.array(
    z.object({
      protectionId: z.string(),
      purchaseId: z.string(),
      number: z.string(),
      at: instant,
      source: z.enum(['claim', 'automatic']),
      fen,
      lines: z.number().int(),
    }),
  ),
});
export type OpsProtections = z.infer<typeof opsProtections>;

/** GET /api/ops/price-differences?open= — prices that differ between online and stores; any operator. */
export const opsDifferencesQuery = z.object({
  open: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
});
export const opsDifferences = z.object({
  /** Whether the plan in force promises the same price. */
  promised: z.boolean(),
  /** Prices of stores that are known. */
  shelves: z.number().int(),
  /** There are more than are listed. */
  more: z.boolean(),
  differences: z.array(
    z.object({
      differenceId: z.string(),
      storeId: z.string(),
      storeName: text,
      skuId: z.string(),
      productId: z.string().nullable(),
      title: text,
      shopId: z.string(),
      shopName: text,
      onlineFen: fen,
      storeFen: fen,
      /** The day on which somebody saw the price in the store. */
      seenOn: z.string(),
      /** Who makes it good, as the plan says. */
      funders: z.array(z.object({ funder: z.string(), bp: z.number().int() })),
      foundAt: instant,
      checkedAt: instant,
      state: z.enum(['new', 'acknowledged', 'solved']),
      /** Null for a new one, and where the prices met again by themselves. */
      movedBy: z.string().nullable(),
      movedAt: instant.nullable(),
      note: z.string().nullable(),
    }),
  ),
});
export type OpsDifferences = z.infer<typeof opsDifferences>;

/** POST /api/ops/price-differences/:differenceId — commander and merchandiser; answers the whole list. */
export const differenceMove = z.object({
  state: z.enum(['acknowledged', 'solved']),
  note: z.string().trim().max(200).optional(),
});
/** POST /api/ops/price-differences/compare */
export const differencesCompared = z.object({
  shelves: z.number().int(),
  found: z.number().int(),
  gone: z.number().int(),
});
