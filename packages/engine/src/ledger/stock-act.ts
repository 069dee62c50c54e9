import {
  adjustAt,
  type Placed,
  type PlaceKind,
  type PlaceStockRow,
  scrapAt,
  setAsideAt,
  transferStock,
} from './place-stock.ts';
import { type StockRow, sellable } from './stock.ts';

/**
 * What a person does to goods where they stand, in units. `count` says how many were found, all of them, whatever they
 * are for; `setAside` takes units out of sale (above 0) or puts them back (below 0).
 */
export type StockAct =
  | { readonly kind: 'receive'; readonly quantity: number }
  | { readonly kind: 'count'; readonly counted: number }
  | { readonly kind: 'setAside'; readonly change: number }
  | { readonly kind: 'scrap'; readonly quantity: number }
  | { readonly kind: 'transfer'; readonly quantity: number };

export const STOCK_ACTS = ['receive', 'count', 'setAside', 'scrap', 'transfer'] as const;

/** How an act changed the counts at one place, and with them the network's where the place is a warehouse. */
export type StockChange = { readonly placeId: string; readonly onHand: number; readonly unavailable: number };

export type StockActRows = {
  readonly network: StockRow;
  readonly at: { readonly kind: PlaceKind; readonly row: PlaceStockRow };
  /** Where a transfer goes. */
  readonly to?: { readonly kind: PlaceKind; readonly row: PlaceStockRow };
};

export type StockActDecision =
  | {
      readonly kind: 'done';
      readonly network: StockRow;
      readonly places: readonly PlaceStockRow[];
      readonly changes: readonly StockChange[];
    }
  /** More than is free there, or than the network has left to sell. */
  | { readonly kind: 'refused'; readonly free: number; readonly sellable: number };

/** Does the act to the rows, or says that what is promised would not be covered any more; a count that finds what stands in the books changes nothing. */
export function decideStockAct(rows: StockActRows, act: StockAct): StockActDecision {
  const { network, at, to } = rows;
  if (act.kind === 'transfer') {
    if (to === undefined) throw new RangeError('a transfer needs to go somewhere');
    const moved = transferStock({ network, from: at, to }, act.quantity);
    if (moved === null) return refused(rows);
    return {
      ...{ kind: 'done', network: moved.network, places: [moved.from.row, moved.to.row] },
      changes: [changeOf(at.row, moved.from.row), changeOf(to.row, moved.to.row)],
    };
  }
  if (act.kind === 'count' && (!Number.isSafeInteger(act.counted) || act.counted < 0))
    throw new RangeError(`not a count: ${act.counted}`);
  if (act.kind === 'count' && act.counted === at.row.onHand)
    return { kind: 'done', network, places: [], changes: [] };
  const after = placedAfter({ network, place: at.row }, at.kind, act);
  if (after === null) return refused(rows);
  return {
    ...{ kind: 'done', network: after.network, places: [after.place] },
    changes: [changeOf(at.row, after.place)],
  };
}

function placedAfter(
  placed: Placed,
  kind: PlaceKind,
  act: Exclude<StockAct, { kind: 'transfer' }>,
): Placed | null {
  switch (act.kind) {
    case 'receive':
      if (act.quantity < 1) throw new RangeError(`not a quantity: ${act.quantity}`);
      return adjustAt(placed, kind, act.quantity);
    case 'count':
      return adjustAt(placed, kind, act.counted - placed.place.onHand);
    case 'setAside':
      return setAsideAt(placed, kind, act.change);
    case 'scrap':
      return scrapAt(placed, kind, act.quantity);
  }
}

function changeOf(before: PlaceStockRow, after: PlaceStockRow): StockChange {
  return {
    placeId: after.placeId,
    onHand: after.onHand - before.onHand,
    unavailable: after.unavailable - before.unavailable,
  };
}

function refused({ network, at }: StockActRows): StockActDecision {
  const { onHand, allotted, unavailable } = at.row;
  return { kind: 'refused', free: onHand - allotted - unavailable, sellable: sellable(network) };
}
