import { addDays, dayOf, startOfDay } from './local-day.ts';

/** One price at which an item sold, and when. */
export type Deal = { readonly at: number; readonly fen: number };
export type Reference = {
  /** The most that may be shown as the price before; null when it never sold. */
  readonly maxReferenceFen: number | null;
  readonly basis: 'min7d' | 'lastDeal' | 'none';
};

/**
 * The price that may be struck through when its details are not stated: the lowest deal of the seven days before, else
 * the last deal (明码标价和禁止价格欺诈规定 art 16). The window is `[00:00 of the day seven days before, startsAt)`,
 * days in Asia/Shanghai. Amounts are fen.
 */
export function referencePrice(deals: readonly Deal[], startsAt: number): Reference {
  const fromAt = referenceFromAt(startsAt);
  let lowestFen: number | null = null;
  let last: Deal | null = null;
  for (const deal of deals) {
    if (deal.at >= startsAt) continue;
    if (deal.at >= fromAt) lowestFen = lowestFen === null ? deal.fen : Math.min(lowestFen, deal.fen);
    if (last === null || deal.at > last.at) last = deal;
  }
  if (lowestFen !== null) return { maxReferenceFen: lowestFen, basis: 'min7d' };
  if (last !== null) return { maxReferenceFen: last.fen, basis: 'lastDeal' };
  return { maxReferenceFen: null, basis: 'none' };
}

/** May this be shown struck through, with no details stated? */
export function checkReference(shownFen: number, reference: Reference): 'pass' | 'block' {
  if (reference.maxReferenceFen === null) return 'block';
  return shownFen <= reference.maxReferenceFen ? 'pass' : 'block';
}

export function referenceFromAt(startsAt: number): number {
  return startOfDay(addDays(dayOf(startsAt), -7));
}
