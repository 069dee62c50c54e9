import type { LaneHandler } from '../../../platform/lane/types.ts';
import type { DrawsDeps } from './index.ts';
import * as store from './store.ts';
import type { DrawRow } from './types.ts';

type OpenPayload = { readonly drawIds: readonly string[] };
type OpenAnswer = { readonly opened: number };

/**
 * Opens paid boxes: from now on the buyer sees what they hold, and they no longer go back without a reason. What is open
 * stays as it was opened, what was returned stays closed. False when a box is not of this purchase, or it is not theirs.
 */
export async function openBoxes(
  deps: DrawsDeps,
  input: { at: number; shopperId: string; purchaseId: string; drawIds: readonly string[] },
): Promise<boolean> {
  const { at, shopperId, purchaseId } = input;
  const own = (await store.readDrawsOf(deps.db, purchaseId)).filter((draw) => draw.shopperId === shopperId);
  const drawIds = [...new Set(input.drawIds)];
  if (!drawIds.every((drawId) => own.some((draw) => draw.drawId === drawId))) return false;
  await deps.lane.submit<OpenAnswer>({
    kind: 'openBoxes',
    at,
    needs: [{ table: 'draw', keys: drawIds }],
    payload: { drawIds } satisfies OpenPayload,
  });
  return true;
}

export const openBoxesHandler: LaneHandler<OpenPayload, OpenAnswer> = {
  kind: 'openBoxes',
  decide(view, { at, payload: { drawIds } }) {
    const closed = drawIds
      .map((drawId) => view.row<DrawRow>('draw', drawId)!)
      .filter(({ openedAt, returnedAt }) => openedAt === null && returnedAt === null);
    return {
      answer: { opened: closed.length },
      writes: closed.map((draw) => ({ table: 'draw', key: draw.drawId, row: { ...draw, openedAt: at } })),
    };
  },
};
