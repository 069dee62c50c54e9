/** A row of `stock`, as the lane's working set holds it. */
export type StockRow = {
  readonly skuId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly locked: number;
  /** Units paid and not returned. */
  readonly sold: number;
  readonly allotment: number;
};

export function sellable(row: StockRow): number {
  return row.onHand - row.reserved - row.locked;
}

/** An order holds units; null when too few are sellable. */
export function reserve(row: StockRow, quantity: number): StockRow | null {
  return sellable(row) < quantity ? null : { ...row, reserved: row.reserved + quantity };
}

/** The hold ended without a payment. */
export function giveBackReserved(row: StockRow, quantity: number): StockRow {
  return { ...row, reserved: row.reserved - quantity };
}

/** The hold was paid. */
export function lockReserved(row: StockRow, quantity: number): StockRow {
  return {
    ...row,
    reserved: row.reserved - quantity,
    locked: row.locked + quantity,
    sold: row.sold + quantity,
  };
}

/** A payment came after its hold had ended; null when the units are gone. */
export function lockSellable(row: StockRow, quantity: number): StockRow | null {
  if (sellable(row) < quantity) return null;
  return { ...row, locked: row.locked + quantity, sold: row.sold + quantity };
}

/** Paid units that have not left the warehouse are refunded: they are sellable again. */
export function unlockReturned(row: StockRow, quantity: number): StockRow {
  return { ...row, locked: row.locked - quantity, sold: row.sold - quantity };
}
