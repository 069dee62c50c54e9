import type { Db } from '../../../platform/db/types.ts';
import type { LaneWrite } from '../../../platform/lane/types.ts';
import type { Payable } from '../payment/index.ts';
import { countedNeeds, payHold, payWithoutHold, useOf } from './hold.ts';
import type { PurchaseRow } from './purchase.ts';
import * as store from './store.ts';

/**
 * What a payment does to a purchase, handed to the payment module by the context (payment knows no orders).
 * held → paid. Expired → everything is taken again, or the money goes back. Cancelled, or paid already → it goes back.
 */
export function createPayable(db: Db): Payable {
  return {
    async needs(purchaseIds) {
      const rows = await store.readPurchases(db, purchaseIds);
      return new Map(
        [...rows].map(([purchaseId, row]) => [
          purchaseId,
          [{ table: 'purchase', keys: [purchaseId] }, ...countedNeeds(row.body)],
        ]),
      );
    },

    pay(view, { purchaseId, paymentId, at }) {
      const row = view.row<PurchaseRow>('purchase', purchaseId);
      if (row === undefined) throw new Error(`payment ${paymentId} is for a purchase that does not exist`);
      if (row.state === 'paid' || row.state === 'refunded')
        return { kind: 'notPayable', reason: 'alreadyPaid' };
      if (row.closedReason === 'cancelled') return { kind: 'notPayable', reason: 'cancelled' };
      const rehold = row.state === 'closed';
      const counted = rehold ? payWithoutHold(view, row) : payHold(view, row);
      if (counted === null) return { kind: 'notPayable', reason: 'holdLost' };

      const buyers = row.body.buyerKeys.map((key) => useOf(view, key));
      const paid: PurchaseRow = {
        ...row,
        state: 'paid',
        paidAt: at,
        paymentId,
        closedAt: null,
        closedReason: null,
      };
      return {
        kind: 'paid',
        writes: [
          { table: 'purchase', key: purchaseId, row: paid },
          ...buyers.map(
            (buyer): LaneWrite => ({
              table: 'limitUse',
              key: buyer.limitKey,
              row: { ...buyer, used: buyer.used + 1 },
            }),
          ),
          ...counted,
        ],
        events: [
          {
            type: 'purchase.paid',
            aggregate: purchaseId,
            at,
            data: {
              purchaseId,
              paymentId,
              shopperId: row.shopperId,
              payFen: row.payFen,
              freightFen: row.body.freightFen,
              channel: row.body.channel,
              // Exact even for two first orders at once: the rows are counted like stock.
              firstOrder: buyers.every((buyer) => buyer.used === 0),
              rehold,
            },
          },
        ],
      };
    },
  };
}
