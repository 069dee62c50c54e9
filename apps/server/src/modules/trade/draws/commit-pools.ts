import type { BoxProgramme } from '@dacu/contract/plan';
import { poolFaults } from '@dacu/engine/draw';
import type { Tx } from '../../../platform/db/types.ts';
import { addDue } from '../../../platform/due/add-due.ts';
import type { Ids, RandomBytes } from '../../../platform/ids.ts';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import { REVEAL_KIND } from './hold-boxes.ts';
import type { DrawPlan } from './index.ts';
import { drawPoolOf, type Pools } from './pools.ts';
import * as store from './store.ts';
import type { PoolRow } from './types.ts';

type Event = { readonly type: string; readonly at: number; readonly data: unknown };
export type CommitParts = {
  readonly ids: Ids;
  readonly plan: DrawPlan;
  readonly pools: Pools;
  /** Where seeds come from: cryptographic, or a rehearsal's own. */
  readonly randomBytes: RandomBytes;
};

/** Holds end within half an hour (domain §3.1), so that whatever was promised in time is drawn or given back by then. */
export const REVEAL_AFTER_MS = 30 * 60_000;
const SEED_BYTES = 32;

/**
 * Makes the pools of a published edition: a fresh seed, sealed, and the hash that commits to it and to every term, told in
 * an event. A programme that means what its latest pool promises keeps that pool; other terms are the next version, and
 * the pool before it is revealed once nothing of it is held. Nothing can be bought of a programme without a pool.
 */
export function drawsConsumer(parts: CommitParts) {
  return {
    name: 'draws',
    handles: (type: string) => type === 'edition.published',
    async apply(tx: Tx, events: readonly Event[]): Promise<void> {
      for (const event of events) {
        const { editionId, campaignId } = event.data as { editionId: string; campaignId: string };
        const edition = await parts.plan.edition(editionId);
        if (edition === null) throw new Error(`${editionId} was published and is not there`);
        const latest = await store.readLatestPools(tx, campaignId);
        for (const programme of edition.compiled.boxes ?? []) {
          const before = latest.find(({ promotionId }) => promotionId === programme.promotionId);
          if (before !== undefined && samePromise(before.terms, programme)) continue;
          if (isDrawable(programme))
            await commitPool(tx, parts, { campaignId, programme, before, at: event.at });
        }
      }
    },
  };
}

/** A programme without hours is never sold; one that cannot be drawn is refused by the check of the plan already. */
const isDrawable = (programme: BoxProgramme): boolean =>
  programme.windows.length > 0 && poolFaults({ ...programme, prizes: programme.styles }).length === 0;

async function commitPool(
  tx: Tx,
  { ids, pools, randomBytes }: CommitParts,
  input: { campaignId: string; programme: BoxProgramme; before: PoolRow | undefined; at: number },
): Promise<void> {
  const { campaignId, programme: terms, before, at } = input;
  const { promotionId, skuId } = terms;
  const base = {
    ...{ poolId: ids.next('po'), campaignId, promotionId, skuId, terms },
    version: (before?.version ?? 0) + 1,
  };
  const pool: PoolRow = {
    ...base,
    ...pools.seal(drawPoolOf(base), randomBytes(SEED_BYTES)),
    committedAt: at,
    opensAt: terms.windows[0]!.startsAt,
    closesAt: terms.windows.at(-1)!.endsAt,
  };
  await store.insertPool(tx, pool);
  const { poolId, version, commitment, opensAt, closesAt } = pool;
  await writeOutbox(tx, [
    {
      ...{ type: 'pool.committed', aggregate: poolId, at },
      data: { poolId, campaignId, promotionId, version, commitment, opensAt, closesAt },
    },
  ]);
  await addDue(tx, [
    { kind: REVEAL_KIND, key: poolId, at: Math.max(at, closesAt) + REVEAL_AFTER_MS, payload: { poolId } },
    ...(before === undefined
      ? []
      : [
          {
            kind: REVEAL_KIND,
            key: `${before.poolId}:superseded`,
            at: at + REVEAL_AFTER_MS,
            payload: { poolId: before.poolId },
          },
        ]),
  ]);
}

function samePromise(before: BoxProgramme, now: BoxProgramme): boolean {
  return canonical(before) === canonical(now);
}

/** Keys in one order: what was read back from the database has another. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
