import type { Db } from '../../../../platform/db/types.ts';
import type { DueDraft, LaneWrite } from '../../../../platform/lane/types.ts';
import { writeOutbox } from '../../../../platform/outbox/write-outbox.ts';
import type { PayoutRow } from './purchase-presale.ts';
import { notePayoutPaid, readOwed } from './store.ts';

export const PRESALE_PAYOUT_KIND = 'presale.payout';

/** Money to a shopper that is no refund of a payment: a transfer, keyed by its id on both sides. */
export type Payouts = {
  payOut(input: { payoutId: string; shopperId: string; amountFen: number; at: number }): Promise<void>;
};

/** What a seller owes on top of a refund, and the work that sends it; nothing where nothing is owed. */
export function oweExtra(row: PayoutRow): { readonly writes: LaneWrite[]; readonly due: DueDraft[] } {
  if (row.fen === 0) return { writes: [], due: [] };
  const { purchaseId, owedAt } = row;
  return {
    writes: [{ table: 'presalePayout', key: purchaseId, row }],
    due: [{ kind: PRESALE_PAYOUT_KIND, key: purchaseId, at: owedAt, payload: { purchaseId } }],
  };
}

/**
 * Sends what is owed, after commit and until the bank has it. The purchase is the key on both sides, so a repeat after a
 * crash between the transfer and our own row sends nothing more. Without a bank it stays owed, and is tried again.
 */
export async function payOutExtras(
  { db, payouts }: { readonly db: Db; readonly payouts: Payouts | null },
  { at, purchaseIds }: { readonly at: number; readonly purchaseIds: readonly string[] },
): Promise<void> {
  if (payouts === null) throw new Error('no bank is connected: what sellers owe on top stays owed');
  for (const { purchaseId, shopperId, fen } of await readOwed(db, purchaseIds)) {
    await payouts.payOut({ payoutId: `presale:${purchaseId}`, shopperId, amountFen: fen, at });
    await db.transaction(async (tx) => {
      if (!(await notePayoutPaid(tx, purchaseId, at))) return;
      await writeOutbox(tx, [
        { type: 'purchase.extraPaid', aggregate: purchaseId, at, data: { purchaseId, fen, by: 'system' } },
      ]);
    });
  }
}
