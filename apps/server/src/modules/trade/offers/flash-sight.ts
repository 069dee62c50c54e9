import type { FlashItem } from '@dacu/contract/api';
import type { FlashProgramme } from '@dacu/contract/plan';
import type { Window } from '@dacu/engine/pricing';
import type { ActivityTerms } from './flash-programme.ts';
import type { Edition } from './sources.ts';

/** A slot is in sight from so long before it starts until so long after it ended. */
const AHEAD_MS = 48 * 3_600_000;
const BEHIND_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** Programmes and slots in sight, by start. */
export function slotsInSight(
  edition: Edition,
  at: number,
): { readonly programme: FlashProgramme; readonly slotIndex: number }[] {
  return edition.compiled.flash
    .flatMap((programme) =>
      programme.slots.flatMap((slot, slotIndex) =>
        slot.endsAt > at - BEHIND_MS && slot.startsAt < at + AHEAD_MS ? [{ programme, slotIndex }] : [],
      ),
    )
    .sort((a, b) => a.programme.slots[a.slotIndex]!.startsAt - b.programme.slots[b.slotIndex]!.startsAt);
}

const edges = new WeakMap<Edition, readonly number[]>();

/** Every instant at which a slot comes into sight, starts, ends or leaves it, sorted. */
export function sightEdges(edition: Edition): readonly number[] {
  let sorted = edges.get(edition);
  if (sorted === undefined) {
    const slots = edition.compiled.flash.flatMap((programme) => programme.slots);
    const instants = slots.flatMap(({ startsAt, endsAt }) => [
      ...[startsAt - AHEAD_MS + 1, startsAt, endsAt, endsAt + BEHIND_MS],
    ]);
    sorted = [...new Set(instants)].sort((a, b) => a - b);
    edges.set(edition, sorted);
  }
  return sorted;
}

/** A slot that has begun has one reference for good; one to come has that of the minute. */
export function referenceKey(skuId: string, slot: Window, at: number): string {
  const asOf = at >= slot.startsAt ? slot.startsAt : Math.floor(at / MINUTE_MS) * MINUTE_MS;
  return `${skuId}|${slot.startsAt}|${asOf}`;
}

/** What an open slot has left is in its pool and on the shelf: spot orders may have sold what it was to sell, or a pre-sale keep it. */
export function shownCounts(
  { stockTotal, taken }: { stockTotal: number; taken: number },
  inStock: number | null,
): { stockTotal: number; taken: number } {
  if (inStock === null) return { stockTotal, taken };
  return { stockTotal, taken: Math.max(taken, stockTotal - Math.max(0, inStock)) };
}

export function stateOf(
  terms: ActivityTerms,
  counts: { stockTotal: number; taken: number },
  at: number,
  stopped: ReadonlySet<string>,
): FlashItem['state'] {
  if (at >= terms.endsAt) return 'ended';
  if (stopped.has(terms.promotionId)) return 'stopped';
  if (at < terms.startsAt) return 'upcoming';
  return counts.taken >= counts.stockTotal ? 'soldOut' : 'open';
}
