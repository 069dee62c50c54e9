import type { PurchaseView } from '@dacu/contract/api';
import { earnedPoints } from '@dacu/engine/points';
import { CLOSE_BEFORE_HOLD_MS } from '../payment/index.ts';
import { presentPurchasePresale } from './presale/present-presale.ts';
import { linesOf, type PurchaseRow, servicesFenOf } from './purchase.ts';

type Words = { readonly zh: string; readonly en: string };

/**
 * A purchase as its shopper sees it; the address is masked in the row already (domain §11). Every object is written out
 * field by field: a row that was read back has its fields in jsonb's order, and a retry must get the very same bytes.
 */
export function presentPurchase(row: PurchaseRow): PurchaseView {
  const { body } = row;
  const { recipient, phone, region, line: addressLine } = body.address;
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
    servicesFen: linesOf(body).reduce((sum, line) => sum + servicesFenOf(line), 0),
    savedFen: body.listFen - body.goodsFen,
    refundedFen: row.refundedFen,
    address: { recipient, phone, region, line: addressLine },
    presale: presentPurchasePresale(row),
    boxCount: (body.boxes ?? []).reduce((sum, { quantity }) => sum + quantity, 0),
    couponIds: (body.coupons ?? []).map(({ couponId }) => couponId),
    points: pointsOf(row),
    gifts: (body.gifts ?? []).map(({ promotionId, shopId, title, quantity, valueFen, lineIds = [] }) => ({
      ...{ promotionId, shopId, title: inOrder(title), quantity, valueFen, lineIds: [...lineIds] },
    })),
    delivery: {
      way: body.delivery?.way ?? 'ship',
      toStation: body.delivery?.toStation !== undefined,
      placeId: body.delivery?.placeId ?? null,
    },
    orders: body.orders.map((order) => ({
      orderId: order.orderId,
      shopId: order.shopId,
      shopName: inOrder(order.shopName),
      goodsFen: order.goodsFen,
      freightFen: order.freightFen,
      lines: order.lines.map((line) => ({
        lineId: line.lineId,
        skuId: line.skuId,
        productId: line.productId,
        title: inOrder(line.title),
        imageUrl: line.imageUrl,
        quantity: line.quantity,
        returnedQuantity: row.returned[line.lineId] ?? 0,
        unitListFen: line.unitListFen,
        netFen: line.netFen,
        services: (line.services ?? []).map(
          ({ promotionId, title, offer, chargedFen, perOrder = false }) => ({
            ...{ promotionId, title: inOrder(title), offer, chargedFen, perOrder },
          }),
        ),
        allocations: line.allocations.map(({ promotionId, title, layer, fen }) => ({
          promotionId,
          title: inOrder(title),
          layer,
          fen,
        })),
      })),
    })),
  };
}

function pointsOf({ body }: PurchaseRow): PurchaseView['points'] {
  if (body.points === undefined) return null;
  const { used, fen } = body.points;
  const lines = linesOf(body).map((line) => ({ ...line, returnedQuantity: 0 }));
  return { used, fen, earns: earnedPoints(body.points, lines) };
}

const inOrder = ({ zh, en }: Words): Words => ({ zh, en });
