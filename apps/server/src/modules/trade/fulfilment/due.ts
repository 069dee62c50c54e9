import { addDue } from '../../../platform/due/add-due.ts';
import type { DueDraft } from '../../../platform/lane/types.ts';
import { ALLOT_BATCH, allotParcels } from './allot.ts';
import { compensateLate, PAYOUT_KIND, type PayoutWork, payOut } from './compensate-late.ts';
import { completeOrders } from './complete-orders.ts';
import { expireCodes, REFUND_KIND, type RefundWork, refundUnits } from './expire-code.ts';
import { hearScans, receivePush } from './hear-scans.ts';
import type { FulfilmentDeps } from './index.ts';
import * as store from './store.ts';
import { workParcels } from './work-parcels.ts';

export const WORK_KIND = 'fulfilment.work';
/** Of each kind of work; what is more waits for the next round, which then comes at once. */
const ROUND_MAX = 500;

/** A round at the first beat of `tickMs` at or after an instant: many orders of one beat share it. */
export function workDraft(after: number, tickMs: number): DueDraft {
  const at = Math.ceil(after / tickMs) * tickMs;
  return { kind: WORK_KIND, key: String(at), at, payload: null };
}

type Item = { readonly key: string; readonly at: number; readonly payload: unknown };

/**
 * Rounds of fulfilment: what was paid is allotted, a simulated warehouse packs, carriers are heard and asked, codes expire,
 * orders are completed and late parcels compensated. One round looks at everything that is due by its instant and adds the
 * next one before it ends, for as long as anything waits. Repeating a round changes nothing.
 */
export function fulfilmentDue(deps: FulfilmentDeps) {
  return [
    {
      kind: WORK_KIND,
      async run(items: readonly Item[]): Promise<void> {
        for (const { at } of items) await workRound(deps, at);
      },
    },
    {
      kind: PAYOUT_KIND,
      run: (items: readonly Item[]) =>
        payOut(deps, {
          at: deps.clocks.campaign.now(),
          work: items.map(({ payload }) => payload as PayoutWork),
        }),
    },
    {
      kind: REFUND_KIND,
      async run(items: readonly Item[]): Promise<void> {
        const at = deps.clocks.campaign.now();
        for (const { key, payload } of items)
          await refundUnits(deps, { at, key, work: payload as RefundWork });
      },
    },
  ];
}

/**
 * In a simulated database a round that comes late plays its own instant, so that a clock that was moved on finds what would
 * have happened meanwhile. For real parties it is now.
 */
export async function workRound(deps: FulfilmentDeps, dueAt: number): Promise<void> {
  const { db, simulated, tickMs, clocks } = deps;
  const at = simulated ? dueAt : Math.max(dueAt, clocks.campaign.now());
  const waiting = await store.readWaiting(db, simulated);
  const isDue = (kind: keyof store.Waiting) => waiting[kind] !== null && waiting[kind] <= at;
  if (isDue('allot')) await allotParcels(deps, { at, rows: await store.readToAllot(db, at, ALLOT_BATCH) });
  if (isDue('work') || isDue('allot'))
    await workParcels(deps, await store.readParcelsDue(db, 'work', at, ROUND_MAX));
  if (isDue('push') || isDue('work'))
    for (const push of (await deps.sandboxCarriers?.pushes(at)) ?? []) await receivePush(deps, { at, push });
  if (isDue('poll')) await askCarriers(deps, at);
  if (isDue('code')) await expireCodes(deps, { at, codes: await store.readCodesDue(db, at, ROUND_MAX) });
  if (isDue('complete'))
    await completeOrders(deps, { at, purchaseIds: await store.readToComplete(db, at, ROUND_MAX) });
  if (isDue('late'))
    await compensateLate(deps, { at, parcels: await store.readParcelsDue(db, 'late', at, ROUND_MAX) });
  const next = Object.values(await store.readWaiting(db, simulated)).filter((instant) => instant !== null);
  if (next.length === 0) return;
  const draft = workDraft(Math.max(Math.min(...next), at + 1), tickMs);
  await db.transaction((tx) => addDue(tx, [draft]));
}

/** Parcels of which nobody has said anything for long: their carrier is asked what it knows. */
async function askCarriers(deps: FulfilmentDeps, at: number): Promise<void> {
  const silent = await store.readParcelsDue(deps.db, 'poll', at, ROUND_MAX);
  if (silent.length === 0) return;
  const asked = silent.map(({ carrier, trackingNo }) => ({ carrier: carrier!, no: trackingNo! }));
  const told = await deps.carriers.query(asked, at);
  await hearScans(deps, { at, told, asked: silent });
}
