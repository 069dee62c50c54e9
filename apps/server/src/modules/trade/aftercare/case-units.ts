import { calledBack, type Found, NOT_CASED, type UnitPlaces } from '@dacu/engine/aftercare';
import type { Sql } from '../../../platform/db/types.ts';
import type { LaneView, LaneWrite, Need } from '../../../platform/lane/types.ts';
import { linesOf, type PurchaseRow } from '../orders/index.ts';
import type { BookRow, CaseRow } from './case-row.ts';
import { readBook } from './case-store.ts';
import type { RefundedUnits } from './decide-refund.ts';
import { NOT_SHIPPED, type Standings } from './standings.ts';

/** Where the units of each line are, under the locks of this decision. */
export function placesOf(
  view: LaneView,
  standings: Standings,
  purchase: PurchaseRow,
): (lineId: string) => UnitPlaces {
  const book = bookOf(view, purchase.purchaseId);
  const standing = standings.of(view, purchase);
  const quantities = new Map(linesOf(purchase.body).map(({ lineId, quantity }) => [lineId, quantity]));
  return (lineId) => {
    const { shipped, delivered } = standing.get(lineId) ?? NOT_SHIPPED;
    return {
      ...{ shipped, delivered, quantity: quantities.get(lineId) ?? 0 },
      returned: purchase.returned[lineId] ?? 0,
      cased: book.units[lineId] ?? NOT_CASED,
    };
  };
}

export function bookOf(view: LaneView, purchaseId: string): BookRow {
  return view.row<BookRow>('returnBook', purchaseId) ?? { purchaseId, units: {}, insured: [] };
}

/** Of what was returned, that which had not left: what fulfilment must not send. */
export const returnedUnshipped = {
  needs: (purchaseId: string): readonly Need[] => [{ table: 'returnBook', keys: [purchaseId] }],
  unshipped: (view: LaneView, purchase: PurchaseRow) => notLeft(bookOf(view, purchase.purchaseId), purchase),
  /** The same as it stands, for whoever only shows it. */
  read: async (sql: Sql, purchase: PurchaseRow) =>
    notLeft(await readBook(sql, purchase.purchaseId), purchase),
  /**
   * Units under way that will not reach their buyer: those that a case refunded as lost count as returned before they left,
   * so that nobody sends or refunds them again. Null while a case about them is open.
   */
  calledBack(view: LaneView, purchaseId: string, units: readonly CalledBack[]): CalledBackAnswer | null {
    let book = bookOf(view, purchaseId);
    const refunded: { lineId: string; quantity: number }[] = [];
    for (const { lineId, quantity, shipped, delivered } of units) {
      const cased = book.units[lineId] ?? NOT_CASED;
      const about = calledBack({ shipped, delivered, cased }, quantity);
      if (about.open > 0) return null;
      if (about.refunded === 0) continue;
      refunded.push({ lineId, quantity: about.refunded });
      const after = {
        ...cased,
        lost: cased.lost - about.refunded,
        refunded: cased.refunded - about.refunded,
        refundedLost: cased.refundedLost! - about.refunded,
      };
      book = { ...book, units: { ...book.units, [lineId]: after } };
    }
    return {
      refunded,
      writes: refunded.length === 0 ? [] : [{ table: 'returnBook', key: purchaseId, row: book }],
    };
  },
};

type CalledBack = {
  readonly lineId: string;
  readonly quantity: number;
  readonly shipped: number;
  readonly delivered: number;
};
type CalledBackAnswer = { readonly refunded: Counted; readonly writes: readonly LaneWrite[] };

function notLeft({ units }: BookRow, { returned }: PurchaseRow): (lineId: string) => number {
  return (lineId) => (returned[lineId] ?? 0) - (units[lineId] ?? NOT_CASED).refunded;
}

type Counted = readonly { readonly lineId: string; readonly quantity: number }[];

/** Units enter a case (`sign` 1) or leave it unrefunded (−1). */
export function moveUnits(book: BookRow, reason: CaseRow['reason'], lines: Counted, sign: 1 | -1): BookRow {
  const place = reason === 'notArrived' ? 'lost' : 'arrived';
  const units = { ...book.units };
  for (const { lineId, quantity } of lines) {
    const cased = units[lineId] ?? NOT_CASED;
    units[lineId] = { ...cased, [place]: cased[place] + sign * quantity };
  }
  return { ...book, units };
}

/** Units of a case were refunded: they stay where it took them. */
export function refundedUnits(book: BookRow, reason: CaseRow['reason'], lines: Counted): BookRow {
  const units = { ...book.units };
  for (const { lineId, quantity } of lines) {
    const cased = units[lineId] ?? NOT_CASED;
    units[lineId] = {
      ...{ ...cased, refunded: cased.refunded + quantity },
      ...(reason === 'notArrived' && { refundedLost: (cased.refundedLost ?? 0) + quantity }),
    };
  }
  return { ...book, units };
}

/** What an inspection took, line by line, less what it keeps of the money. */
export function acceptedOf(found: readonly Found[]): RefundedUnits[] {
  return found
    .map(({ lineId, sellable, unsellable, deductFen }) => ({
      lineId,
      quantity: sellable + unsellable,
      deductFen,
    }))
    .filter(({ quantity }) => quantity > 0);
}
