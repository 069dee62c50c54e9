import {
  emptyPlace,
  type Placed,
  type PlaceStockRow,
  placeStockKey,
  type StockRow,
} from '@dacu/engine/ledger';
import type { LaneView, LaneWrite } from '../../../platform/lane/types.ts';

/** Units of one item. */
export type Units = { readonly skuId: string; readonly quantity: number };

/**
 * Counted goods while one lane decision moves them: a row is as the moves before left it, and `writes` are the rows that
 * moved. The decision needs `stock` of every item that it moves in the network, and `placeStock` of every shelf it looks at.
 */
export type Goods = {
  /** Goods that an order stands on cannot be gone; where they are, the books are broken and the command must fail. */
  network(skuId: string): StockRow;
  /** Empty where the item has never stood. */
  shelf(skuId: string, placeId: string): PlaceStockRow;
  putNetwork(row: StockRow): void;
  putShelf(row: PlaceStockRow): void;
  /** The same move for all of these units at one place, item by item. */
  moveShelf(
    placeId: string,
    units: readonly Units[],
    move: (row: PlaceStockRow, quantity: number) => PlaceStockRow,
  ): void;
  /** A move that both books take. */
  move(placeId: string, units: readonly Units[], move: (rows: Placed, quantity: number) => Placed): void;
  writes(): LaneWrite[];
};

export function goodsOf(view: LaneView): Goods {
  const network = new Map<string, StockRow>();
  const shelves = new Map<string, PlaceStockRow>();
  const goods: Goods = {
    network(skuId) {
      const row = network.get(skuId) ?? view.row<StockRow>('stock', skuId);
      if (row === undefined) throw new Error(`stock/${skuId} is gone while goods are moved`);
      return row;
    },
    shelf(skuId, placeId) {
      const key = placeStockKey(skuId, placeId);
      return shelves.get(key) ?? view.row<PlaceStockRow>('placeStock', key) ?? emptyPlace(skuId, placeId);
    },
    putNetwork: (row) => void network.set(row.skuId, row),
    putShelf: (row) => void shelves.set(row.placeStockKey, row),
    moveShelf(placeId, units, move) {
      for (const { skuId, quantity } of units) goods.putShelf(move(goods.shelf(skuId, placeId), quantity));
    },
    move(placeId, units, move) {
      for (const { skuId, quantity } of units) {
        const after = move({ network: goods.network(skuId), place: goods.shelf(skuId, placeId) }, quantity);
        goods.putNetwork(after.network);
        goods.putShelf(after.place);
      }
    },
    writes: () => [
      ...[...network].map(([key, row]): LaneWrite => ({ table: 'stock', key, row })),
      ...[...shelves].map(([key, row]): LaneWrite => ({ table: 'placeStock', key, row })),
    ],
  };
  return goods;
}
