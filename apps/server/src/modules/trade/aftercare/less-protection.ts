import type { LaneView, LaneWrite } from '../../../platform/lane/types.ts';
import { linesOf, type PurchaseRow } from '../orders/index.ts';
import { withdrawFrom } from '../protection/index.ts';
import type { ReturnedLine } from './return-row.ts';

/** Protection that was paid on the returned units is in the buyer's hands already (domain §1.7.9). */
export function lessProtection(
  view: LaneView,
  purchase: PurchaseRow,
  refunds: readonly ReturnedLine[],
): { lines: ReturnedLine[]; writes: LaneWrite[] } {
  const lines = new Map(linesOf(purchase.body).map((line) => [line.lineId, line]));
  const writes: LaneWrite[] = [];
  const less = refunds.map((refund): ReturnedLine => {
    const withdrawn = withdrawFrom(view, purchase, lines.get(refund.lineId)!, refund.quantity);
    if (withdrawn.takenFen === 0) return refund;
    writes.push(...withdrawn.writes);
    const { takenFen } = withdrawn;
    return { ...refund, refundFen: refund.refundFen - takenFen, protectedFen: takenFen };
  });
  return { lines: less, writes };
}
