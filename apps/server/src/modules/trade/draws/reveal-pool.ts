import type { LaneHandler } from '../../../platform/lane/types.ts';
import { REVEAL_KIND } from './hold-boxes.ts';
import type { DrawsDeps } from './index.ts';
import type { CountRow } from './types.ts';

type RevealPayload = { readonly poolId: string; readonly seed: string };
type RevealAnswer = 'revealed' | 'held';

/**
 * Makes the seed of a pool public when its sale is over: at the end of its hours, when its last box is drawn, or when
 * another version took its place. From that transaction on nothing more of it is promised or drawn, whatever a clock says;
 * while a box is still promised it waits and is tried again.
 */
export const revealPoolHandler: LaneHandler<RevealPayload, RevealAnswer> = {
  kind: 'revealPool',
  decide(view, { at, payload: { poolId, seed } }) {
    const row = view.row<CountRow>('drawCount', poolId);
    if (row === undefined) throw new Error(`pool ${poolId} has no count`);
    if (row.revealedAt !== null) return { answer: 'revealed' };
    if (row.held > 0) return { answer: 'held' };
    return {
      answer: 'revealed',
      writes: [{ table: 'drawCount', key: poolId, row: { ...row, revealedAt: at, seed } }],
      events: [{ type: 'pool.revealed', aggregate: poolId, at, data: { poolId, seed } }],
    };
  },
};

/** Work of a kind is tried again while it throws: a promise that waits for its payment ends within the half hour. */
export function drawsDue(deps: Pick<DrawsDeps, 'pools' | 'lane' | 'clocks'>) {
  return [
    {
      kind: REVEAL_KIND,
      async run(items: readonly { readonly payload: unknown }[]): Promise<void> {
        const at = deps.clocks.campaign.now();
        for (const { poolId } of items.map(({ payload }) => payload as { poolId: string })) {
          await deps.pools.prepare([poolId]);
          const answer = await deps.lane.submit<RevealAnswer>({
            kind: 'revealPool',
            at,
            needs: [{ table: 'drawCount', keys: [poolId] }],
            payload: { poolId, seed: deps.pools.known(poolId).seedHex } satisfies RevealPayload,
          });
          if (answer === 'held') throw new Error(`pool ${poolId} still holds boxes that are not paid`);
        }
      },
    },
  ];
}
