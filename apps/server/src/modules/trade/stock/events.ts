import type { StockChange } from '@dacu/engine/ledger';
import type { Tx } from '../../../platform/db/types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Movement, Stock } from './index.ts';
import { readActs } from './store.ts';

type Event = {
  readonly type: string;
  readonly aggregate: string;
  readonly at: number;
  readonly data: unknown;
};
type Moved = {
  readonly actId: string;
  readonly kind: string;
  readonly skuId: string;
  readonly changes: readonly StockChange[];
};

/** What people did to goods, in the ledger and in the record of acts. */
export function stockConsumer({ stock, members }: { stock: Stock; members: Pick<Members, 'people'> }) {
  return {
    name: 'stock',
    handles: (type: string) => type === 'stock.moved',
    async apply(tx: Tx, events: readonly Event[]): Promise<void> {
      await stock.noteMovements(
        tx,
        events.flatMap(({ at, data }) => {
          const { actId, kind, skuId, changes } = data as Moved;
          return changes.map(
            (change): Movement => ({ bizType: 'act', bizId: actId, action: kind, skuId, at, ...change }),
          );
        }),
      );
      const acts = await readActs(
        tx,
        events.map(({ data }) => (data as Moved).actId),
      );
      for (const { actId, kind, skuId, reason, operatorName, changes } of acts)
        await members.people.noteAct(tx, {
          ...{ kind: 'stockMoved', subject: skuId, by: operatorName },
          detail: {
            actId,
            act: kind,
            reason,
            units: changes.reduce(
              (most, { onHand, unavailable }) => Math.max(most, Math.abs(onHand), Math.abs(unavailable)),
              0,
            ),
          },
        });
    },
  };
}
