import type { PurchaseView } from '@dacu/contract/api';
import { CLOSE_BEFORE_HOLD_MS } from '../payment/index.ts';
import type { PurchaseRow } from './purchase.ts';

/** A purchase as its shopper sees it; the address is masked in the row already (domain §11). */
export function presentPurchase(row: PurchaseRow): PurchaseView {
  const { body } = row;
  return {
    purchaseId: row.purchaseId,
    number: body.number,
    state: row.state,
    kind: row.kind,
    placedAt: row.placedAt,
    holdUntil: row.holdUntil,
    payUntil: Math.max(row.placedAt, row.holdUntil - CLOSE_BEFORE_HOLD_MS),
    paidAt: row.paidAt,
    closedAt: row.closedAt,
    closedReason: row.closedReason,
    payFen: row.payFen,
    goodsFen: body.goodsFen,
    freightFen: body.freightFen,
    savedFen: body.listFen - body.goodsFen,
    refundedFen: row.refundedFen,
    address: body.address,
    orders: body.orders.map((order) => ({
      orderId: order.orderId,
      shopId: order.shopId,
      shopName: order.shopName,
      goodsFen: order.goodsFen,
      freightFen: order.freightFen,
      lines: order.lines.map((line) => ({
        lineId: line.lineId,
        skuId: line.skuId,
        productId: line.productId,
        title: line.title,
        imageUrl: line.imageUrl,
        quantity: line.quantity,
        returnedQuantity: row.returned[line.lineId] ?? 0,
        unitListFen: line.unitListFen,
        netFen: line.netFen,
        allocations: line.allocations.map(({ promotionId, title, layer, fen }) => ({
          promotionId,
          title,
          layer,
          fen,
        })),
      })),
    })),
  };
}
