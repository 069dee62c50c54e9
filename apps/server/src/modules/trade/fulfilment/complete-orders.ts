import type { LaneHandler, OutboxDraft } from '../../../platform/lane/types.ts';
import { COMPLETE_AFTER_MS, completeAtOf } from './deliver.ts';
import type { FulfilmentDeps } from './index.ts';
import { stepOrder } from './standing.ts';
import type { FulfilmentRow } from './types.ts';

type CompletePayload = { readonly purchaseId: string };

/** Orders that have been in their buyer's hands for seven days are over. May be repeated. */
export async function completeOrders(
  { lane }: Pick<FulfilmentDeps, 'lane'>,
  { at, purchaseIds }: { at: number; purchaseIds: readonly string[] },
): Promise<void> {
  await Promise.all(
    purchaseIds.map((purchaseId) =>
      lane.submit({
        ...{ kind: 'completeOrders', at },
        needs: [{ table: 'fulfilment', keys: [purchaseId] }],
        payload: { purchaseId } satisfies CompletePayload,
      }),
    ),
  );
}

export const completeOrdersHandler: LaneHandler<CompletePayload, { completed: number }> = {
  kind: 'completeOrders',
  decide(view, { at, payload: { purchaseId } }) {
    const row = view.row<FulfilmentRow>('fulfilment', purchaseId);
    if (row === undefined) return { answer: { completed: 0 } };
    const events: OutboxDraft[] = [];
    const orders = row.orders.map((order) => {
      const over = order.deliveredAt !== null && at >= order.deliveredAt + COMPLETE_AFTER_MS;
      const state = over ? stepOrder(order, 'complete', 'clock') : null;
      if (state === null) return order;
      const { orderId } = order;
      events.push({
        ...{ type: 'order.completed', aggregate: purchaseId, at },
        data: { purchaseId, orderId, by: 'clock' },
      });
      return { ...order, state, completedAt: at };
    });
    const after: FulfilmentRow = { ...row, orders };
    return {
      answer: { completed: events.length },
      writes: [{ table: 'fulfilment', key: purchaseId, row: { ...after, completeAt: completeAtOf(after) } }],
      events,
    };
  },
};
