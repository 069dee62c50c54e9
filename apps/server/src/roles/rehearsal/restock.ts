import { PARAMETERS, scaleDown } from '@dacu/engine/simulate';
import type { Context } from '../../context.ts';

const DAY_MS = 86_400_000;

type Row = { readonly skuId: string; readonly quantity: number };
type OpeningRow = Row & { readonly placeId?: string; readonly receiptId?: string };

/** Fills the shelves of a scaled sale again and again, as a supplier under contract would. */
export type Restock = {
  readonly everyMs: number;
  run(at: number): Promise<void>;
};

/** Opening stock for one in `divisor`: largest remainder, but never an empty shelf. The network's first, then each store's. */
export function scaleStock<Given extends OpeningRow>(
  rows: readonly Given[],
  divisor: number,
): (Pick<Given, 'skuId' | 'placeId' | 'receiptId'> & Row)[] {
  const [network, stores] = [true, false].map((ours) =>
    rows.filter(({ placeId }) => (placeId === undefined) === ours),
  ) as [Given[], Given[]];
  return [network, stores].flatMap((part) => {
    const scaled = scaleDown(
      part.map((row) => row.quantity),
      divisor,
    );
    return part.map(({ skuId, quantity, placeId, receiptId }, index) => ({
      ...{ skuId, ...(placeId !== undefined && { placeId }), ...(receiptId !== undefined && { receiptId }) },
      quantity: quantity === 0 ? 0 : Math.max(Math.min(quantity, PARAMETERS.restockUnitsMin), scaled[index]!),
    }));
  });
}

export function createRestock(context: Context, opening: readonly Row[]): Restock {
  return {
    everyMs: PARAMETERS.restockEveryDays * DAY_MS,
    async run(at) {
      await context.db.transaction(async (tx) => {
        const rows = await tx.query<{ skuId: string; sellable: number }>(
          'select sku_id as "skuId", on_hand - reserved - locked - unavailable as sellable from stock order by sku_id',
        );
        const sellable = new Map(rows.map((row) => [row.skuId, row.sellable]));
        const missing = opening
          .map((row) => ({ skuId: row.skuId, quantity: row.quantity - (sellable.get(row.skuId) ?? 0) }))
          .filter((row) => row.quantity > 0);
        if (missing.length > 0) {
          await context.stock.receive(tx, { receiptId: `restock-${at}`, at, rows: missing });
        }
      });
    },
  };
}
