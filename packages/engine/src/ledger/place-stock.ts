import {
  adjustStock,
  receiveStock,
  returnStock,
  returnUnavailable,
  type StockRow,
  scrapStock,
  setAside,
  shipStock,
  units,
  whole,
} from './stock.ts';

/**
 * Where the goods of one sku stand. A warehouse holds a part of the network's stock: over all warehouses `onHand` and
 * `unavailable` add up to the network's row, so what moves in one moves in the other, together, here. A store's stock is
 * its own: the network counts of it only what is `allotted`, which an order to be collected there was promised.
 *
 * Always: `onHand`, `allotted`, `unavailable` ≥ 0 and `allotted + unavailable ≤ onHand`. Too little for an allotment is a
 * refusal (`null`); a move that takes back what was never given is a bug and throws.
 */
export const PLACE_KINDS = ['warehouse', 'store'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

export type PlaceStockRow = {
  /** `skuId@placeId`. */
  readonly placeStockKey: string;
  readonly skuId: string;
  readonly placeId: string;
  readonly onHand: number;
  /** Set aside here for parcels that have not left yet, or for orders to be collected. */
  readonly allotted: number;
  /** Damaged, or waiting to be looked at. */
  readonly unavailable: number;
};

/** The two rows of a move in a warehouse. */
export type Placed = { readonly network: StockRow; readonly place: PlaceStockRow };

export function placeStockKey(skuId: string, placeId: string): string {
  return `${skuId}@${placeId}`;
}

/** A place at which the sku has never stood. */
export function emptyPlace(skuId: string, placeId: string): PlaceStockRow {
  return {
    placeStockKey: placeStockKey(skuId, placeId),
    ...{ skuId, placeId, onHand: 0, allotted: 0, unavailable: 0 },
  };
}

/** What can still be allotted here. */
export function freeAt({ onHand, allotted, unavailable }: PlaceStockRow): number {
  return onHand - allotted - unavailable;
}

/** Sets units aside here; `null` when there are not enough. */
export function allotStock(place: PlaceStockRow, quantity: number): PlaceStockRow | null {
  if (freeAt(place) < units(quantity)) return null;
  return { ...place, allotted: place.allotted + quantity };
}

/** Undo of `allotStock`: the parcel is sent from elsewhere, or not at all. */
export function unallotStock(place: PlaceStockRow, quantity: number): PlaceStockRow {
  return sound({ ...place, allotted: place.allotted - units(quantity) });
}

/** Allotted units leave a warehouse, or a store that pledged them: paid before (`locked` in the network), sold now. */
export function shipFrom({ network, place }: Placed, quantity: number): Placed {
  return { network: shipStock(network, quantity), place: handOver(place, quantity) };
}

/** Allotted units leave their shelf. */
function handOver(place: PlaceStockRow, quantity: number): PlaceStockRow {
  return sound({
    ...place,
    onHand: place.onHand - units(quantity),
    allotted: place.allotted - quantity,
  });
}

/**
 * Free units of a store are promised to an order that collects them there: they are set aside on their shelf, and from now on
 * the network counts them too, so that an order holds, pays and returns them like any others. Null when not enough are free.
 */
export function pledgeStock({ network, place }: Placed, quantity: number): Placed | null {
  const pledged = allotStock(place, quantity);
  return pledged && { network: receiveStock(network, quantity), place: pledged };
}

/** Undo of `pledgeStock`, once the order holds them no more: the store's shelf has them again, and the network does not. */
export function withdrawPledge({ network, place }: Placed, quantity: number): Placed {
  const without = adjustStock(network, -units(quantity));
  if (without === null) throw new RangeError(`${quantity} of ${place.placeStockKey} are still promised`);
  return { network: without, place: unallotStock(place, quantity) };
}

/** In what state returned goods are, as found when they were looked at. */
export type Condition = 'sellable' | 'unavailable';

/** Shipped units come back into a warehouse. */
export function restockAt({ network, place }: Placed, quantity: number, condition: Condition): Placed {
  return {
    network:
      condition === 'sellable'
        ? returnStock(network, quantity, 'sold')
        : returnUnavailable(network, quantity),
    place: takeBack(place, quantity, condition),
  };
}

/** Units that a store handed over come back to it. */
export function takeBack(place: PlaceStockRow, quantity: number, condition: Condition): PlaceStockRow {
  return sound({
    ...place,
    onHand: place.onHand + units(quantity),
    unavailable: place.unavailable + (condition === 'unavailable' ? quantity : 0),
  });
}

/** Goods come in, or are found or missing at a count. Null when what is promised here or in the network is not covered. */
export function adjustAt(placed: Placed, kind: PlaceKind, change: number): Placed | null {
  if (freeAt(placed.place) + whole(change) < 0) return null;
  const place = sound({ ...placed.place, onHand: placed.place.onHand + change });
  return inNetwork(placed.network, kind, place, (row) => adjustStock(row, change));
}

/** Units here are taken out of sale (above 0) or put back into it (below 0). */
export function setAsideAt(placed: Placed, kind: PlaceKind, change: number): Placed | null {
  if (freeAt(placed.place) < whole(change) || placed.place.unavailable + change < 0) return null;
  const place = sound({ ...placed.place, unavailable: placed.place.unavailable + change });
  return inNetwork(placed.network, kind, place, (row) => setAside(row, change));
}

/** Unavailable units here leave for good. */
export function scrapAt(placed: Placed, kind: PlaceKind, quantity: number): Placed | null {
  if (placed.place.unavailable < units(quantity)) return null;
  const { onHand, unavailable } = placed.place;
  const place = sound({
    ...placed.place,
    ...{ onHand: onHand - quantity, unavailable: unavailable - quantity },
  });
  return inNetwork(placed.network, kind, place, (row) => scrapStock(row, quantity));
}

export type Transfer = {
  readonly network: StockRow;
  readonly from: { readonly kind: PlaceKind; readonly row: PlaceStockRow };
  readonly to: { readonly kind: PlaceKind; readonly row: PlaceStockRow };
};

/**
 * Goods move from one place to another. Between warehouses the network stays as it is; into a store they leave it, and
 * out of a store they join it. Null when the place has not that many free, or the network has promised them.
 */
export function transferStock({ network, from, to }: Transfer, quantity: number): Transfer | null {
  if (from.row.placeStockKey === to.row.placeStockKey) throw new RangeError('a transfer to the same place');
  if (freeAt(from.row) < units(quantity)) return null;
  const sent = { ...from.row, onHand: from.row.onHand - quantity };
  const come = { ...to.row, onHand: to.row.onHand + quantity };
  const change = (to.kind === 'warehouse' ? quantity : 0) - (from.kind === 'warehouse' ? quantity : 0);
  const after = change === 0 ? network : adjustStock(network, change);
  if (after === null) return null;
  return { network: after, from: { ...from, row: sound(sent) }, to: { ...to, row: sound(come) } };
}

/** Below this many units a delivery is not split over one more warehouse. */
const LOT_UNITS = 10;

/**
 * Where a delivery goes when nobody says: to the warehouses by their share, in as many of them as get a lot of ten at
 * least, the largest share first. Sums to the quantity; a warehouse that gets nothing is left out.
 */
export function spreadDelivery(
  warehouses: readonly { readonly placeId: string; readonly share: number }[],
  quantity: number,
): { readonly placeId: string; readonly quantity: number }[] {
  const largest = [...warehouses]
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || (a.placeId < b.placeId ? -1 : 1))
    .slice(0, Math.max(1, Math.floor(units(quantity) / LOT_UNITS)));
  const whole = largest.reduce((sum, { share }) => sum + share, 0);
  let [shares, given] = [0, 0];
  return largest.flatMap(({ placeId, share }) => {
    shares += share;
    const upTo = Math.floor((quantity * shares) / whole);
    const part = upTo - given;
    given = upTo;
    return part === 0 ? [] : [{ placeId, quantity: part }];
  });
}

function inNetwork(
  network: StockRow,
  kind: PlaceKind,
  place: PlaceStockRow,
  move: (row: StockRow) => StockRow | null,
): Placed | null {
  const after = kind === 'warehouse' ? move(network) : network;
  return after && { network: after, place };
}

function sound(row: PlaceStockRow): PlaceStockRow {
  const { onHand, allotted, unavailable } = row;
  if (Math.min(onHand, allotted, unavailable, freeAt(row)) < 0) {
    throw new RangeError(
      `stock of ${row.placeStockKey} would be ${JSON.stringify({ onHand, allotted, unavailable })}`,
    );
  }
  return row;
}
