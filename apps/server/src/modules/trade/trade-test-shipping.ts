import type { Clocks } from '../../platform/clocks.ts';
import type { Db } from '../../platform/db/types.ts';
import type { Ids } from '../../platform/ids.ts';
import type { LineStanding, Standings } from './aftercare/index.ts';
import type { PurchaseRow } from './orders/index.ts';
import type { Stock } from './stock/index.ts';

/** Parcels that a test says have left, beside those that fulfilment knows of. */
export function sayShipped(
  { db, ids, clocks }: { readonly db: Db; readonly ids: Ids; readonly clocks: Clocks },
  known: Standings,
) {
  /** What has left, by purchase and line. */
  const shipped = new Map<string, Map<string, LineStanding>>();
  const standings: Standings = {
    needs: known.needs,
    of: (view, row) => shipped.get(row.purchaseId) ?? known.of(view, row),
  };
  return {
    standings,
    readStanding: async (purchaseId: string) => shipped.get(purchaseId) ?? new Map<string, LineStanding>(),

    /** Units of a paid purchase leave the warehouse, and arrive where an instant is given. A line has its SKU's name. */
    async ship(
      stock: Pick<Stock, 'noteMovements'>,
      { purchaseId }: Pick<PurchaseRow, 'purchaseId'>,
      lines: readonly { readonly lineId: string; readonly quantity: number }[],
      deliveredAt?: number,
    ): Promise<void> {
      const own = shipped.get(purchaseId) ?? new Map<string, LineStanding>();
      for (const { lineId, quantity } of lines) {
        const before = own.get(lineId) ?? { shipped: 0, delivered: 0, deliveredAt: null };
        own.set(lineId, {
          shipped: before.shipped + quantity,
          delivered: before.delivered + (deliveredAt === undefined ? 0 : quantity),
          deliveredAt: deliveredAt ?? before.deliveredAt,
        });
        await db.query(
          'update stock set on_hand = on_hand - $2, locked = locked - $2, sold = sold + $2 where sku_id = $1',
          [lineId, quantity],
        );
      }
      const at = clocks.campaign.now();
      const gone = lines.map(({ lineId, quantity }) => ({
        ...{ bizType: 'parcel' as const, bizId: ids.next('pc'), action: 'ship', skuId: lineId, at },
        ...{ onHand: -quantity, locked: -quantity, sold: quantity },
      }));
      await db.transaction((tx) => stock.noteMovements(tx, gone));
      shipped.set(purchaseId, own);
    },
  };
}
