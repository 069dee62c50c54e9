/**
 * Goods stock of one sku, in units. Every move is a pure function from row to row, with its undo beside it.
 *
 * Always: `onHand`, `reserved`, `locked`, `sold` ≥ 0 and `reserved + locked ≤ onHand`, so `sellable ≥ 0`: nothing is ever
 * promised twice. `onHand + sold` changes only when goods come in. Not enough stock for a hold is a refusal; a move
 * that takes back what was never given is a bug and throws.
 */
export type StockRow = {
  readonly skuId: string;
  /** Physically in the warehouse, the reserved and locked units included. */
  readonly onHand: number;
  /** Held by orders that are not paid yet. */
  readonly reserved: number;
  /** Paid and not shipped yet. */
  readonly locked: number;
  /** Shipped, less what came back. */
  readonly sold: number;
  /** What the campaign planned to sell; the measure of stock alerts, not a limit. */
  readonly allotment: number;
};

/** What a new order may take. */
export function sellable({ onHand, reserved, locked }: StockRow): number {
  return onHand - reserved - locked;
}

/** Units paid for and kept, shipped or not: what a shopper calls sold. */
export function unitsPaid({ locked, sold }: StockRow): number {
  return locked + sold;
}

/** Reserves for an unpaid order; `null` when not enough is sellable (the caller's refusal is `outOfStock`). */
export function holdStock(row: StockRow, quantity: number): StockRow | null {
  if (sellable(row) < units(quantity)) return null;
  return { ...row, reserved: row.reserved + quantity };
}

/** Undo of `holdStock`: the order expired or was cancelled before it was paid. */
export function giveBackStock(row: StockRow, quantity: number): StockRow {
  return sound({ ...row, reserved: row.reserved - units(quantity) });
}

/** The order was paid: what it reserved is locked for shipping. */
export function confirmStock(row: StockRow, quantity: number): StockRow {
  return sound({ ...row, reserved: row.reserved - units(quantity), locked: row.locked + quantity });
}

/** The parcel left. */
export function shipStock(row: StockRow, quantity: number): StockRow {
  return sound({
    ...row,
    onHand: row.onHand - units(quantity),
    locked: row.locked - quantity,
    sold: row.sold + quantity,
  });
}

/**
 * A paid unit comes back and may be sold again: out of `locked` when it never left the warehouse, out of `sold` when it
 * was shipped. Damaged goods are not returned to stock.
 */
export function returnStock(row: StockRow, quantity: number, from: 'locked' | 'sold'): StockRow {
  units(quantity);
  if (from === 'locked') return sound({ ...row, locked: row.locked - quantity });
  return sound({ ...row, sold: row.sold - quantity, onHand: row.onHand + quantity });
}

/** Goods come in. */
export function receiveStock(row: StockRow, quantity: number): StockRow {
  return sound({ ...row, onHand: row.onHand + units(quantity) });
}

/** The quantity itself; throws when it is not a whole number of units above 0. */
export function units(quantity: number): number {
  if (!Number.isSafeInteger(quantity) || quantity < 1) throw new RangeError(`not a quantity: ${quantity}`);
  return quantity;
}

function sound(row: StockRow): StockRow {
  const { onHand, reserved, locked, sold } = row;
  if (Math.min(onHand, reserved, locked, sold, sellable(row)) < 0) {
    throw new RangeError(
      `stock of ${row.skuId} would be ${JSON.stringify({ onHand, reserved, locked, sold })}`,
    );
  }
  return row;
}
