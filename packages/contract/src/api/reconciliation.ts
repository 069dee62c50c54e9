import { DIFFERENCE_KINDS } from '@dacu/engine/bills';
import { z } from 'zod';
import { fen, instant } from './basics.ts';
import { paymentMethod } from './trade.ts';

const tally = z.object({ count: z.number().int(), fen });
const side = z.object({ ours: tally, theirs: tally, agreed: tally });
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/**
 * GET /api/ops/reconciliation — bills compared with our books, newest day first, with every difference (open ones first)
 * and refunds that have not arrived. `charges` and `refunds` add up: a side is what agrees plus its amounts of the
 * differences of that day.
 */
export const reconciliationView = z.object({
  /** Providers that write bills. */
  providers: z.array(paymentMethod),
  bills: z.array(
    z.object({
      provider: paymentMethod,
      /** In Beijing. */
      day,
      fetchedAt: instant,
      /** Empty where the provider wrote no bill: nothing happened there that day. */
      sha256: z.string(),
      charges: side,
      refunds: side,
      open: z.number().int(),
    }),
  ),
  differences: z.array(
    z.object({
      differenceId: z.string(),
      provider: paymentMethod,
      day,
      kind: z.enum(DIFFERENCE_KINDS),
      paymentId: z.string(),
      refundId: z.string().nullable(),
      /** Null where we do not know the payment. */
      purchaseId: z.string().nullable(),
      oursFen: fen.nullable(),
      theirsFen: fen.nullable(),
      foundAt: instant,
      /** `gone`: a later comparison found it no more. */
      state: z.enum(['open', 'acknowledged', 'gone']),
      closedAt: instant.nullable(),
      closedBy: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  /** Refunds that a provider has not finished, or cannot carry out (`abnormal`, with its own words). */
  refunds: z.array(
    z.object({
      refundId: z.string(),
      paymentId: z.string(),
      purchaseId: z.string(),
      provider: paymentMethod,
      fen,
      state: z.enum(['processing', 'abnormal']),
      reason: z.string().nullable(),
      askedAt: instant,
      checks: z.number().int(),
    }),
  ),
});
export type ReconciliationView = z.infer<typeof reconciliationView>;

/** POST /api/ops/reconciliation/bills {provider, day} — fetches that bill now and compares it again. */
export const billRequest = z.object({ provider: paymentMethod, day });
/** POST /api/ops/reconciliation/differences/:differenceId {reason} — what was found out and done about it. */
export const differenceReason = z.object({ reason: z.string().trim().min(2).max(200) });
