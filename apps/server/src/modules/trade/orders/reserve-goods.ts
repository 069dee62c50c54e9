import { freeAt, holdStock, pledgeStock, type StockRow, sellable } from '@dacu/engine/ledger';
import { setAsideUnits } from '@dacu/engine/presale';
import type { LaneView, LaneWrite } from '../../../platform/lane/types.ts';
import type { ActivityCounts, SetAside } from '../offers/index.ts';
import { goodsOf } from '../stock/index.ts';
import { goodsWrites } from './hold.ts';
import type { Refused } from './place-purchase.ts';
import { linesOf, type PurchaseRow } from './purchase.ts';

/** Units that only deposits may take; none once balances are paid, so that what is left of them is on the shelf. */
export function unitsAside(view: LaneView, aside: SetAside | undefined, at: number): number {
  if (aside === undefined) return 0;
  return setAsideUnits(view.row<ActivityCounts>('activity', aside.activityId)!, aside, at);
}

/** Every line's goods, or a refusal that names each one that is short. `aside`: units of a sku kept for others. */
export function reserveGoods(
  view: LaneView,
  row: PurchaseRow,
  aside: (skuId: string) => number = () => 0,
): { kind: 'reserved'; writes: LaneWrite[] } | Refused {
  const lines = linesOf(row.body).map((line) => {
    const stock = view.row<StockRow>('stock', line.skuId);
    const left = stock === undefined ? 0 : Math.max(0, sellable(stock) - aside(line.skuId));
    const enough = stock !== undefined && line.quantity <= left;
    return { line, left, taken: enough ? holdStock(stock, line.quantity) : null };
  });
  const short = lines.filter(({ taken }) => taken === null);
  if (short.length > 0)
    return {
      kind: 'refused',
      code: 'outOfStock',
      extra: { short: short.map(({ line, left }) => ({ skuId: line.skuId, left })) },
    };
  return {
    kind: 'reserved',
    writes: lines.map(({ line, taken }) => ({ table: 'stock', key: line.skuId, row: taken })),
  };
}

/** Every line's goods off the shelf of the store where they will be collected, or a refusal that names what is short there. */
export function pledgeGoods(
  view: LaneView,
  row: PurchaseRow,
  placeId: string,
): { kind: 'reserved'; writes: LaneWrite[] } | Refused {
  const lines = linesOf(row.body);
  const known = lines.every(({ skuId }) => view.row<StockRow>('stock', skuId) !== undefined);
  const writes = known ? goodsWrites(view, row.body, holdStock, { before: pledgeStock }) : null;
  if (writes !== null) return { kind: 'reserved', writes };
  const shelves = goodsOf(view);
  const short = lines
    .map(({ skuId, quantity }) => ({ skuId, quantity, left: freeAt(shelves.shelf(skuId, placeId)) }))
    .filter(({ quantity, left }) => left < quantity);
  return {
    ...{ kind: 'refused', code: 'pickupNotThere' },
    extra: { short: short.map(({ skuId, left }) => ({ skuId, left })) },
  };
}
