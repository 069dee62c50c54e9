/**
 * Goods stock of one sku, in units. Every move is a pure function from row to row, with its undo beside it.
 *
 * Always: `onHand`, `reserved`, `locked`, `unavailable`, `sold` ≥ 0 and `reserved + locked + unavailable ≤ onHand`, so
 * `sellable ≥ 0`: nothing is ever promised twice. Not enough stock for a hold is a refusal; a move that takes back what
 * was never given is a bug and throws.
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
  /** On hand and not for sale: damaged, or waiting to be looked at. */
  readonly unavailable: number;
  /** What the campaign planned to sell; the measure of stock alerts, not a limit. */
  readonly allotment: number;
};

/** What a new order may take. */
export function sellable({ onHand, reserved, locked, unavailable }: StockRow): number {
  return onHand - reserved - locked - unavailable;
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
 * was shipped. Goods that came back damaged go through `returnUnavailable`.
 */
export function returnStock(row: StockRow, quantity: number, from: 'locked' | 'sold'): StockRow {
  units(quantity);
  if (from === 'locked') return sound({ ...row, locked: row.locked - quantity });
  return sound({ ...row, sold: row.sold - quantity, onHand: row.onHand + quantity });
}

/** A shipped unit comes back and is not fit for sale: it is on hand, and counts as unavailable. */
export function returnUnavailable(row: StockRow, quantity: number): StockRow {
  return sound({
    ...row,
    sold: row.sold - units(quantity),
    onHand: row.onHand + quantity,
    unavailable: row.unavailable + quantity,
  });
}

/** Goods come in. */
export function receiveStock(row: StockRow, quantity: number): StockRow {
  return sound({ ...row, onHand: row.onHand + units(quantity) });
}

/**
 * Goods are found or missing when they are counted, or leave for a place whose stock is its own: on hand moves by
 * `change`. Null when what is promised and what is unavailable would not be covered any more.
 */
export function adjustStock(row: StockRow, change: number): StockRow | null {
  whole(change);
  return sellable(row) + change < 0 ? null : sound({ ...row, onHand: row.onHand + change });
}

/** Units are taken out of sale (above 0) or put back into it (below 0); null when there are not that many. */
export function setAside(row: StockRow, change: number): StockRow | null {
  whole(change);
  if (change > sellable(row) || -change > row.unavailable) return null;
  return sound({ ...row, unavailable: row.unavailable + change });
}

/** Units that are unavailable leave for good: scrapped, or back to the supplier. Null when there are not that many. */
export function scrapStock(row: StockRow, quantity: number): StockRow | null {
  if (units(quantity) > row.unavailable) return null;
  return sound({ ...row, onHand: row.onHand - quantity, unavailable: row.unavailable - quantity });
}

/** The quantity itself; throws when it is not a whole number of units above 0. */
export function units(quantity: number): number {
  if (!Number.isSafeInteger(quantity) || quantity < 1) throw new RangeError(`not a quantity: ${quantity}`);
  return quantity;
}

/** The change itself; throws when it is not a whole number of units, up or down. */
export function whole(change: number): number {
  if (!Number.isSafeInteger(change) || change === 0) throw new RangeError(`not a change: ${change}`);
  return change;
}

function sound(row: StockRow): StockRow {
  const { onHand, reserved, locked, sold, unavailable } = row;
  if (Math.min(onHand, reserved, locked, sold, unavailable, sellable(row)) < 0) {
    throw new RangeError(
      `stock of ${row.skuId} would be ${JSON.stringify({ onHand, reserved, locked, sold, unavailable })}`,
    );
  }
  return row;
}
