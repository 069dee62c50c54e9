import type { DacuEvent } from '@dacu/contract/events';
import type { Tx } from '../../../platform/db/types.ts';
import { CONSUMER } from './board-store.ts';
import { dayStart } from './pace.ts';
import { foldEvents, type PositionedEvent } from './rollup.ts';
import type { PlanSource } from './sources.ts';
import { addIncrements, readSnapshots } from './store.ts';

const HANDLED: ReadonlySet<string> = new Set<DacuEvent['type']>([
  'visit.opened',
  'purchase.placed',
  'purchase.depositPaid',
  'purchase.paid',
  'purchase.closed',
  'purchase.forfeited',
  'purchase.depositReturned',
  'purchase.refunded',
  'purchase.protected',
  'complaint.opened',
]);

/** Keeps the running sums: gathers the orders that a batch of events names, folds, adds; position and sums move together. */
export function insightConsumer(deps: { plan: PlanSource; changed?: () => void }) {
  return {
    name: CONSUMER,
    handles: (type: string): boolean => HANDLED.has(type),
    async apply(tx: Tx, events: readonly PositionedEvent[]): Promise<void> {
      const purchaseIds = new Set<string>();
      for (const event of events) {
        const id = (event.data as { purchaseId?: string }).purchaseId;
        if (id !== undefined) purchaseIds.add(id);
      }
      const orders = await readSnapshots(tx, [...purchaseIds].sort());
      const campaignOf = new Map<number, string | null>();
      const daysOf = new Map<string, readonly { readonly startsAt: number }[]>();
      for (const { at } of events) {
        if (campaignOf.has(at)) continue;
        const edition = await deps.plan.editionAt(at);
        campaignOf.set(at, edition?.campaignId ?? null);
        if (edition !== null) daysOf.set(edition.campaignId, edition.compiled.traffic.days);
      }
      const sums = foldEvents(
        events,
        orders,
        (at) => campaignOf.get(at) ?? null,
        (campaignId, at) => dayStart(daysOf.get(campaignId) ?? [], at),
      );
      await addIncrements(tx, sums);
      deps.changed?.();
    },
  };
}
