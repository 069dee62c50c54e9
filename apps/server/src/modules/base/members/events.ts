import type { Tx } from '../../../platform/db/types.ts';
import type { Members } from './index.ts';
import * as store from './store.ts';

type PaidEvent = { readonly type: string; readonly at: number; readonly data: unknown };

/** Keeps `newcomer` and `idleDays` true: a paid purchase ends the first and restarts the second. */
export function membersConsumer(members: Members) {
  return {
    name: 'members',
    handles: (type: string) => type === 'purchase.paid',
    async apply(tx: Tx, events: readonly PaidEvent[]): Promise<void> {
      const rows = events.map((event) => ({
        shopperId: (event.data as { shopperId: string }).shopperId,
        at: event.at,
      }));
      await store.notePaid(tx, rows);
      members.profiles.forget(rows.map((row) => row.shopperId));
    },
  };
}
