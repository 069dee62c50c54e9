import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/db/types.ts';
import { refusalOf } from './preview-move.ts';

export type MoveInput = {
  readonly toAt: number;
  /** Take the delivery in that fills up what is short. */
  readonly delivery: boolean;
  /** Name of the operator. */
  readonly by: string;
};
export type MoveOutcome =
  | { readonly kind: 'moved' }
  | { readonly kind: 'refused'; readonly reason: 'simulatedOnly' | 'clockBack'; readonly campaignAt: number };

/**
 * Moves campaign time forward. The record of the move, the stored clock and the delivery commit together; only then does
 * the clock in memory jump, and what fell due on the way is done at once. A crash in between starts again at the new
 * instant. One move at a time: `createMoveClock` makes the queue.
 */
export function createMoveClock(parts: {
  readonly context: Context;
  /** Stores the clock as it stands. */
  clockMoved(): Promise<void>;
}): (input: MoveInput) => Promise<MoveOutcome> {
  const { context, clockMoved } = parts;
  let last: Promise<unknown> = Promise.resolve();

  async function move(input: MoveInput): Promise<MoveOutcome> {
    const { shifted, config, clocks } = context;
    const fromAt = clocks.campaign.now();
    if (shifted === null) return { kind: 'refused', reason: 'simulatedOnly', campaignAt: fromAt };
    const reason = refusalOf(config.databaseKind, fromAt, input.toAt);
    if (reason !== null) return { kind: 'refused', reason, campaignAt: fromAt };
    // The slots around the new instant get their rows now, so that the first shopper there waits for nothing.
    await context.offers.materialise(input.toAt);
    await context.db.transaction((tx) => record(tx, context, { ...input, fromAt }));
    // Time went on while this was written: a stop a moment ahead may have been reached by itself.
    shifted.moveTo(input.toAt);
    await clockMoved();
    context.due.nudge();
    context.insight.stream.nudge();
    return { kind: 'moved' };
  }

  return (input) => {
    const mine = last.then(() => move(input));
    last = mine.catch(() => {});
    return mine;
  };
}

async function record(tx: Tx, context: Context, move: MoveInput & { fromAt: number }): Promise<void> {
  const { ids, clocks, stock } = context;
  const moveId = ids.next('cm');
  const rows = move.delivery ? await stock.short() : [];
  if (rows.length > 0) await stock.receive(tx, { receiptId: moveId, at: move.toAt, rows });
  await tx.query(
    `insert into clock_move (move_id, from_at, to_at, moved_by, moved_at_wall, delivered_units)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      moveId,
      move.fromAt,
      move.toAt,
      move.by,
      clocks.wall.now(),
      rows.reduce((sum, row) => sum + row.quantity, 0),
    ],
  );
  await tx.query('update clock set campaign_at = $1, wall_at = $2', [move.toAt, clocks.wall.now()]);
}

const MOVES_SHOWN_MAX = 50;

/** Newest first. */
export function readMoves(context: Pick<Context, 'db'>) {
  return context.db.query<{
    moveId: string;
    fromAt: number;
    toAt: number;
    movedBy: string;
    movedAtWall: number;
    deliveredUnits: number;
  }>(
    `select move_id as "moveId", from_at as "fromAt", to_at as "toAt", moved_by as "movedBy",
            moved_at_wall as "movedAtWall", delivered_units as "deliveredUnits"
     from clock_move order by to_at desc, move_id desc limit $1`,
    [MOVES_SHOWN_MAX],
  );
}
