import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import { insertSwitch, type SwitchRow } from './store.ts';

export type SwitchInput = {
  readonly kind: 'stopPromotion';
  readonly campaignId: string;
  /** The promotion. */
  readonly target: string;
  /** `true` stops it, `false` lets it run again. */
  readonly on: boolean;
  readonly reason: string;
  readonly by: string;
  /** Campaign time from which it holds. */
  readonly at: number;
};

/** Throws a switch: appended, never changed, told as `switch.thrown`. */
export async function throwSwitch(db: Db, ids: Ids, input: SwitchInput): Promise<SwitchRow> {
  const { by, at, ...rest } = input;
  const row: SwitchRow = { ...rest, switchId: ids.next('sw'), thrownAt: at, thrownBy: by };
  await db.transaction(async (tx) => {
    await insertSwitch(tx, row);
    await writeOutbox(tx, [
      {
        type: 'switch.thrown',
        aggregate: row.switchId,
        at,
        data: { switchId: row.switchId, kind: row.kind, target: row.target, on: row.on },
      },
    ]);
  });
  return row;
}

/** Promotions of a campaign that are stopped at an instant: the last switch thrown by then decides. */
export function stoppedAt(switches: readonly SwitchRow[], campaignId: string, at: number): string[] {
  const last = new Map<string, boolean>();
  for (const row of switches) {
    if (row.campaignId === campaignId && row.kind === 'stopPromotion' && row.thrownAt <= at)
      last.set(row.target, row.on);
  }
  return [...last].filter(([, on]) => on).map(([target]) => target);
}
