import type { ErrorCode } from '@dacu/contract/errors';
import { PARCEL_LIFE } from '@dacu/engine/fulfilment';
import { adjustStock, confirmStock, holdStock, restockAt, returnStock } from '@dacu/engine/ledger';
import { step } from '@dacu/engine/order-life';
import type { LaneHandler, LaneView } from '../../../platform/lane/types.ts';
import { type Goods, goodsOf } from '../stock/index.ts';
import { REFUND_KIND, type RefundWork } from './expire-code.ts';
import type { FulfilmentDeps } from './index.ts';
import { noted, parcelNeeds } from './move-parcel.ts';
import { type Returned, stepOrder, withLines, withOrder } from './standing.ts';
import type { FulfilmentRow, ParcelRow, ParcelUnits } from './types.ts';

/** What became of goods that did not reach their buyer, and what the buyer gets instead. */
export type UnshipInput = {
  readonly at: number;
  readonly operatorId: string;
  readonly goods: 'back' | 'lost';
  readonly instead: 'refund' | 'reship';
};
export type UnshipAnswer =
  | { readonly kind: 'unshipped'; readonly row: ParcelRow }
  | { readonly kind: 'refused'; readonly code: ErrorCode };
type UnshipPayload = Omit<UnshipInput, 'at'> & { readonly parcelId: string };

/**
 * A parcel that left and did not arrive is ended by a person: its goods are back on their shelf, or lost. Its units count as
 * paid and not shipped again, and are sent once more or refunded; units that a case refunded already are owed to nobody.
 * Refuses with `notFound`, `parcelStepWrong`, `parcelInCase` while such a case is open, or `outOfStock` where lost units would
 * have to be sent or given back out of stock that is promised to others.
 */
export async function unshipParcel(
  { lane, returned }: FulfilmentDeps,
  parcel: ParcelRow,
  input: UnshipInput,
): Promise<UnshipAnswer> {
  const { at, ...payload } = input;
  return lane.submit<UnshipAnswer>({
    ...{ kind: 'unshipParcel', at },
    needs: parcelNeeds(parcel, returned),
    payload: { ...payload, parcelId: parcel.parcelId } satisfies UnshipPayload,
  });
}

export const unshipParcelHandler = (returned: Returned): LaneHandler<UnshipPayload, UnshipAnswer> => ({
  kind: 'unshipParcel',
  decide(view, { at, payload }) {
    const refuse = (code: ErrorCode) => ({ answer: { kind: 'refused', code } as const });
    const row = view.row<ParcelRow>('parcel', payload.parcelId);
    if (row === undefined) return refuse('notFound');
    const on = payload.goods === 'lost' ? 'lose' : 'comeBack';
    const stepped = step(PARCEL_LIFE, { from: row.state, on, by: 'operator' });
    const before = view.row<FulfilmentRow>('fulfilment', row.purchaseId)!;
    const order = before.orders.find(({ orderId }) => orderId === row.orderId)!;
    const state = stepOrder(order, 'unship', 'operator');
    if (stepped.kind === 'refused' || state === null || row.deliveredAt !== null)
      return refuse('parcelStepWrong');
    const { purchaseId, orderId, parcelId, placeId, units } = row;
    const back = returned.calledBack(
      view,
      purchaseId,
      units.map((unit) => ({ ...order.lines.find(({ lineId }) => lineId === unit.lineId)!, ...unit })),
    );
    if (back === null) return refuse('parcelInCase');
    const owed = less(units, back.refunded);
    const goods = goodsBack(view, row, owed, payload.goods);
    if (goods === null) return refuse('outOfStock');
    const { operatorId, instead } = payload;
    const moved = withLines({ ...order, state }, units, (line, quantity) => ({
      ...{ ...line, shipped: line.shipped - quantity, parcelled: line.parcelled - quantity },
    }));
    const after: FulfilmentRow = {
      ...withOrder(before, orderId, () => moved),
      // Sent again at the next round; after a refund it is looked at whether anything is left to send.
      allotAt: Math.min(before.allotAt ?? at, at),
    };
    const parcel: ParcelRow = {
      ...{ ...row, state: stepped.to, pollAt: null },
      ...noted(row, at, { on: `${on}.${instead}`, operatorId }),
    };
    const refund: RefundWork = {
      ...{ parcelId, purchaseId, shopperId: before.shopperId, units: owed },
      reason: payload.goods === 'lost' ? 'lost' : 'undelivered',
    };
    const told = { purchaseId, orderId, parcelId, placeId, units, goods: payload.goods, instead };
    return {
      answer: { kind: 'unshipped', row: parcel },
      writes: [
        { table: 'fulfilment', key: purchaseId, row: after },
        { table: 'parcel', key: parcelId, row: parcel },
        ...back.writes,
        ...goods.writes(),
      ],
      events: [
        {
          ...{ type: 'parcel.unshipped', aggregate: purchaseId, at },
          data: {
            ...{ ...told, by: 'operator', operatorId },
            ...(back.refunded.length > 0 && { refunded: back.refunded }),
          },
        },
      ],
      due:
        instead === 'refund' && owed.length > 0
          ? [{ kind: REFUND_KIND, key: `unshipped:${parcelId}`, at, payload: refund }]
          : [],
    };
  },
});

type Counted = readonly { readonly lineId: string; readonly quantity: number }[];

function less(units: readonly ParcelUnits[], some: Counted): ParcelUnits[] {
  return units
    .map((unit) => {
      const taken = some.find(({ lineId }) => lineId === unit.lineId)?.quantity ?? 0;
      return { ...unit, quantity: unit.quantity - taken };
    })
    .filter(({ quantity }) => quantity > 0);
}

/**
 * What comes back is for sale again and what is lost is written off; then as many units as are owed are locked for their
 * order again, those that came back or others in place of the lost ones. Null where no others are left.
 */
function goodsBack(
  view: LaneView,
  { placeId, units }: ParcelRow,
  owed: readonly ParcelUnits[],
  how: 'back' | 'lost',
): Goods | null {
  const goods = goodsOf(view);
  if (how === 'back') goods.move(placeId, units, (rows, quantity) => restockAt(rows, quantity, 'sellable'));
  else
    for (const { skuId, quantity } of units)
      goods.putNetwork(adjustStock(returnStock(goods.network(skuId), quantity, 'sold'), -quantity)!);
  for (const { skuId, quantity } of owed) {
    const held = holdStock(goods.network(skuId), quantity);
    if (held === null) return null;
    goods.putNetwork(confirmStock(held, quantity));
  }
  return goods;
}
