import { confirmStock, holdStock } from '@dacu/engine/ledger';
import type { LaneWrite, OutboxDraft } from '../../../platform/lane/types.ts';
import { linesOf, numberOf, type OrderLine, type PurchaseRow } from '../orders/index.ts';
import type { Goods } from '../stock/index.ts';
import type { CaseRow } from './case-row.ts';

/** Names of a purchase that does not exist yet; a repeat of the decision makes the same one. */
export type ReplacementIds = { readonly purchaseId: string; readonly orderId: string };

export const replacementClaim = (caseId: string): string => `exchange:${caseId}`;

/**
 * What is sent instead: a purchase of nothing, paid as it is placed, to the address of the first. Its goods were reserved
 * when the exchange was approved; the caller has just given them back, so they are there to be locked for shipping.
 */
export function replace(
  purchase: PurchaseRow,
  one: CaseRow,
  input: {
    readonly at: number;
    readonly ids: ReplacementIds;
    readonly accepted: readonly { readonly lineId: string; readonly quantity: number }[];
    /** Rows as the steps before in this decision left them. */
    readonly goods: Goods;
  },
): {
  readonly row: PurchaseRow;
  readonly writes: readonly LaneWrite[];
  readonly events: readonly OutboxDraft[];
} {
  const { at, ids, accepted, goods } = input;
  const { purchaseId } = ids;
  const original = purchase.body.orders.find(({ orderId }) => orderId === one.orderId)!;
  const lines = accepted.map(({ lineId, quantity }) =>
    freeOf(linesOf(purchase.body).find((line) => line.lineId === lineId)!, quantity),
  );
  for (const { skuId, quantity } of lines)
    goods.putNetwork(confirmStock(holdStock(goods.network(skuId), quantity)!, quantity));
  const {
    number: _,
    coupons: _coupons,
    gifts: _gifts,
    points: _points,
    boxes: _boxes,
    // Deposit and balance stay with the order that was paid.
    presale: _presale,
    ...kept
  } = purchase.body;
  const row: PurchaseRow = {
    ...{ purchaseId, claimKey: replacementClaim(one.caseId), bodyHash: one.bodyHash },
    ...{ shopperId: purchase.shopperId, kind: 'gift', state: 'paid', placedAt: at, holdUntil: at },
    ...{
      paidAt: at,
      closedAt: null,
      closedReason: null,
      paymentId: null,
      payFen: 0,
      refundedFen: 0,
      returned: {},
    },
    body: {
      ...kept,
      ...{
        number: numberOf(purchaseId),
        listFen: 0,
        goodsFen: 0,
        freightFen: 0,
        flash: null,
        newcomerKeys: [],
      },
      ...{ couponUses: [], giftUses: [], budgets: [], buyerKeys: [] },
      replaces: { purchaseId: purchase.purchaseId, caseId: one.caseId },
      orders: [{ ...original, orderId: ids.orderId, goodsFen: 0, freightFen: 0, lines }],
    },
  };
  const common = {
    purchaseId,
    shopperId: row.shopperId,
    channel: row.body.channel,
    payFen: 0,
    freightFen: 0,
  };
  return {
    row,
    writes: [{ table: 'purchaseClaim', key: row.claimKey, row }],
    events: [
      {
        type: 'purchase.placed',
        aggregate: purchaseId,
        at,
        data: {
          ...{ ...common, kind: 'gift', editionId: row.body.editionId, region: row.body.address.region },
          ...{ holdUntil: at, by: 'system' },
        },
      },
      {
        type: 'purchase.paid',
        aggregate: purchaseId,
        at,
        data: { ...common, kind: 'gift', paymentId: '', firstOrder: false, rehold: false, by: 'system' },
      },
    ],
  };
}

/** The same goods at no price: what was paid for them stands on the first order. */
function freeOf(line: OrderLine, quantity: number): OrderLine {
  const { services: _, ...goods } = line;
  return { ...goods, quantity, unitListFen: 0, listFen: 0, itemFen: 0, netFen: 0, allocations: [] };
}
