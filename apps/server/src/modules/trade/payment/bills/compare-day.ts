import { compareBill, type OurCharge } from '@dacu/engine/bills';
import { addDue } from '../../../../platform/due/add-due.ts';
import type { DueDraft } from '../../../../platform/lane/types.ts';
import type { PaymentDeps } from '../index.ts';
import { beijingDay, DAY_MS, dayStart } from '../money-on-the-wire.ts';
import type { PaymentRow } from '../payment.ts';
import { reconcile } from '../reconcile.ts';
import { settlePayment } from '../settle-payment.ts';
import { readPayments } from '../store.ts';
import * as store from './store.ts';

export const BILL_KIND = 'payment.bill';
/** Both providers have yesterday's bill ready by ten in the morning. */
const READY_AFTER_MS = 10 * 3_600_000;
/** A refund of the last minutes of a day may stand on the next day's bill. */
const EDGE_MS = 10 * 60_000;

/** The work that fetches the bill of the day of `at`, once it is ready. */
export function billDue(provider: string, at: number): DueDraft {
  const day = beijingDay(at);
  return {
    kind: BILL_KIND,
    key: `${provider} ${day}`,
    at: dayStart(day) + DAY_MS + READY_AFTER_MS,
    payload: { provider, day },
  };
}

/**
 * Fetches a provider's bill of a day and compares it with our books. What the bill has for paid and we do not is asked
 * for once more first, so that a difference is one that asking cannot settle. Doing it again keeps nothing twice.
 */
export async function compareDay(
  deps: PaymentDeps,
  { at, provider, day }: { at: number; provider: string; day: string },
): Promise<boolean> {
  const { bill: fetchBill } = deps.providers.get(provider);
  const from = dayStart(day);
  if (fetchBill === null || Number.isNaN(from) || at < from + DAY_MS) return false;
  const bill = await fetchBill(day);
  const named = [...new Set(bill.lines.map((line) => line.paymentId))];
  await settleWhatIsBilled(deps, { at, provider, paymentIds: named });

  const range = { provider, paymentIds: named, from, to: from + DAY_MS, edgeMs: EDGE_MS };
  const rows = await store.readOurs(deps.db, range);
  const refs = rows.flatMap((row) => [row.paymentId, ...row.refunds.map((refund) => refund.refundId)]);
  const elsewhere = await store.readBilledElsewhere(deps.db, { provider, day, refs });
  const compared = compareBill(
    bill.lines,
    rows.map((row) => ourCharge(row, range, elsewhere)),
  );
  await deps.db.transaction(async (tx) => {
    await store.keepComparison(tx, {
      ...{ provider, day, at, bill, compared },
      purchaseOf: new Map(rows.map((row) => [row.paymentId, row.purchaseId])),
      nextId: () => deps.ids.next('bd'),
    });
    await store.closeFoundLater(tx, provider, at);
    await addDue(tx, [billDue(provider, from + DAY_MS)]);
  });
  return true;
}

async function settleWhatIsBilled(
  deps: PaymentDeps,
  { at, provider, paymentIds }: { at: number; provider: string; paymentIds: readonly string[] },
): Promise<void> {
  const rows = [...(await readPayments(deps.db, paymentIds)).values()].filter(
    (row) => row.provider === provider,
  );
  const pending = rows.filter((row) => row.state === 'pending').map((row) => row.paymentId);
  if (pending.length > 0) await reconcile(deps, { at, paymentIds: pending });
  const givenUp = rows.filter((row) => row.state === 'failed').map((row) => row.paymentId);
  if (givenUp.length === 0) return;
  const charges = await deps.providers.get(provider).query(givenUp);
  for (const { paymentId, providerRef, amountFen, state } of charges.values())
    if (state === 'succeeded')
      await settlePayment(deps, { at, word: { paymentId, providerRef, amountFen, outcome: 'succeeded' } });
}

function ourCharge(
  row: PaymentRow,
  { from, to }: { from: number; to: number },
  elsewhere: ReadonlySet<string>,
): OurCharge {
  const paid = row.state === 'succeeded' || row.state === 'refunded';
  const within = (at: number | null, shift: number): boolean =>
    at !== null && at >= from - shift && at < to - shift;
  return {
    paymentId: row.paymentId,
    fen: row.amountFen,
    paid,
    dueToday: within(row.settledAt, 0) && !elsewhere.has(row.paymentId),
    refunds: row.refunds
      .filter((refund) => refund.fen > 0)
      .map(({ refundId, fen, at }) => ({
        ...{ refundId, fen },
        dueToday: within(at, EDGE_MS) && !elsewhere.has(refundId),
      })),
  };
}
