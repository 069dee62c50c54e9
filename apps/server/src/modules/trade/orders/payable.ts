import type { Db } from '../../../platform/db/types.ts';
import type { Caps } from '../../../platform/lane/caps.ts';
import type { LaneWrite } from '../../../platform/lane/types.ts';
import { drawBoxes, type Pools } from '../draws/index.ts';
import type { Payable } from '../payment/index.ts';
import { countedNeeds, extraNeeds, payHold, payWithoutHold, useOf } from './hold.ts';
import { payPresale } from './presale/pay-presale.ts';
import { paysInTwo } from './presale/purchase-presale.ts';
import { type PurchaseRow, stepPurchase } from './purchase.ts';
import * as store from './store.ts';

/**
 * What a payment does to a purchase, handed to the payment module by the context (payment knows no orders).
 * held → paid. Expired → everything is taken again, or the money goes back. Cancelled, or paid already → it goes back.
 */
export function createPayable({
  db,
  caps,
  pools,
}: {
  readonly db: Db;
  readonly caps: Caps;
  readonly pools: Pools;
}): Payable {
  const { nodeId } = caps;
  return {
    async needs(purchaseIds) {
      const rows = await store.readPurchases(db, purchaseIds);
      // One that was closed spends from its budgets once more; in the lane there is no leasing.
      const again = [...rows.values()].filter(({ state }) => state === 'closed');
      await caps.provide(again.flatMap(({ body }) => body.budgets ?? []));
      await pools.prepare(
        [...rows.values()].flatMap(({ body }) => (body.boxes ?? []).map((box) => box.poolId)),
      );
      return new Map(
        [...rows].map(([purchaseId, row]) => [
          purchaseId,
          [
            { table: 'purchase', keys: [purchaseId] },
            ...countedNeeds(row.body),
            ...extraNeeds(row, 'paid', nodeId),
            ...(paysInTwo(row) ? [{ table: 'presaleDeposit', keys: [purchaseId] }] : []),
          ],
        ]),
      );
    },

    pay(view, input) {
      const { purchaseId, paymentId, at } = input;
      const row = view.row<PurchaseRow>('purchase', purchaseId);
      if (row === undefined) throw new Error(`payment ${paymentId} is for a purchase that does not exist`);
      if (paysInTwo(row)) return payPresale(view, row, input, nodeId);
      if (stepPurchase(row, row.kind === 'presale' ? 'payInFull' : 'pay', 'provider') === null)
        return { kind: 'notPayable', reason: row.state === 'closed' ? 'cancelled' : 'alreadyPaid' };
      const rehold = row.state === 'closed';
      const counted = rehold ? payWithoutHold(view, row, { at, nodeId }) : payHold(view, row, at);
      const drawn = drawBoxes(view, pools, { ...row, boxes: row.body.boxes ?? [] }, { at, rehold });
      if (counted === null || drawn === null) return { kind: 'notPayable', reason: 'holdLost' };

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
          ...drawn.writes,
        ],
        due: drawn.due,
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
              by: 'provider',
            },
          },
          ...drawn.events,
        ],
      };
    },
  };
}
