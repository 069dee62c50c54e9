import {
  type Capped,
  cappedOf,
  capsOverrun,
  capTakesOf,
  type Promotion,
  type Quote,
} from '../pricing/index.ts';
import { scaleDown } from '../simulate/index.ts';
import type { CapUse } from './types.ts';

/** The draft's budgets and stocks of gifts, spent by one purchase after the other. */
export type DraftCaps = {
  /**
   * Prices a cart so that it takes no more of anything than is left, as an order would be: where it would, the promotion
   * stops for this cart, and stands in `without`.
   */
  within(price: (stopped: readonly string[]) => Quote): WithinCaps;
  took(at: number, priced: WithinCaps): void;
  uses(): CapUse[];
};
export type WithinCaps = { readonly quote: Quote; readonly without: readonly string[] };

/** `stopping` off: nothing stops, and what is taken is only counted. */
export function openDraftCaps(promotions: readonly Promotion[], scale: number, stopping: boolean): DraftCaps {
  const caps = scaledCaps(cappedOf(promotions), scale).map((cap) => ({
    ...cap,
    taken: 0,
    reachedAt: null as number | null,
    wentWithout: 0,
  }));
  const byId = new Map(caps.map((cap) => [cap.stopId, cap]));

  return {
    within(price) {
      if (!stopping || caps.length === 0) return { quote: price([]), without: [] };
      const left = new Map(caps.map(({ stopId, total, taken }) => [stopId, total - taken]));
      let without: readonly string[] = [];
      for (;;) {
        const quote = price(without);
        const over = capsOverrun(quote, left);
        // Each turn stops at least one more.
        if (over.length === 0) return { quote, without };
        without = [...without, ...over];
      }
    },
    took(at, { quote, without }) {
      for (const stopId of without) {
        const cap = byId.get(stopId)!;
        cap.wentWithout += 1;
        cap.reachedAt ??= at;
      }
      for (const [stopId, amount] of capTakesOf(quote, (id) => byId.has(id))) {
        const cap = byId.get(stopId)!;
        cap.taken += amount;
        if (cap.taken >= cap.total) cap.reachedAt ??= at;
      }
    },
    uses: () => caps,
  };
}

/** As a rehearsal shrinks them: budgets together by largest remainder, stocks of gifts each, one at least. */
function scaledCaps(caps: readonly Capped[], scale: number): Capped[] {
  if (scale <= 1) return [...caps];
  const budgets = caps.filter((cap) => cap.of === 'budget');
  const scaled = scaleDown(
    budgets.map(({ total }) => total),
    scale,
  );
  const totals = new Map(budgets.map(({ stopId }, i) => [stopId, scaled[i]!]));
  return caps.map((cap) => ({
    ...cap,
    total: totals.get(cap.stopId) ?? Math.max(1, Math.round(cap.total / scale)),
  }));
}
