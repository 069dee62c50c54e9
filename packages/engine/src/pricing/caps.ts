import { giftTierId } from './gifts.ts';
import type { Promotion } from './promotion.ts';
import type { Quote } from './types.ts';

/** What has an end: a promotion with a budget, or one tier of its gifts with a stock. */
export type Capped = {
  /** What stops at its end, as `QuoteRequest.stoppedPromotionIds` names it. */
  readonly stopId: string;
  readonly promotionId: string;
  /** Fen of a budget, pieces of a gift. */
  readonly total: number;
  readonly of: 'budget' | 'gifts';
};

/** Every cap of these promotions, in their order. */
export function cappedOf(promotions: readonly Promotion[]): readonly Capped[] {
  return promotions.flatMap(({ id, budgetCapFen, rule }): Capped[] => [
    ...(budgetCapFen === undefined
      ? []
      : [{ stopId: id, promotionId: id, total: budgetCapFen, of: 'budget' as const }]),
    ...(rule.kind !== 'gift'
      ? []
      : rule.tiers.flatMap(({ thresholdFen, stock }): Capped[] =>
          stock === undefined
            ? []
            : [{ stopId: giftTierId(id, thresholdFen), promotionId: id, total: stock, of: 'gifts' }],
        )),
  ]);
}

/** Every fen that promotions take off goods and freight, whoever pays for it, and every piece they give; by what stops. */
export function capTakesOf(quote: Quote, counts: (stopId: string) => boolean): Map<string, number> {
  const taken = new Map<string, number>();
  const add = (stopId: string | undefined, amount: number) => {
    if (stopId === undefined || amount === 0 || !counts(stopId)) return;
    taken.set(stopId, (taken.get(stopId) ?? 0) + amount);
  };
  for (const { allocations } of quote.lines)
    for (const { promotionId, fen } of allocations) add(promotionId, fen);
  for (const { promotionId, waivedFen } of quote.freight) add(promotionId, waivedFen);
  for (const { promotionId, tierFen, quantity } of quote.gifts)
    add(giftTierId(promotionId, tierFen), quantity);
  return taken;
}

/** What this cart would take more of than is left. */
export function capsOverrun(quote: Quote, left: ReadonlyMap<string, number>): string[] {
  if (left.size === 0) return [];
  const taken = capTakesOf(quote, (stopId) => left.has(stopId));
  return [...taken].filter(([stopId, amount]) => amount > left.get(stopId)!).map(([stopId]) => stopId);
}
