import type { FunderShare, Scope, Text, Window } from '../pricing/index.ts';

/** The promise that an item costs the same online and in a store. */
export type ParityTerms = {
  readonly promotionId: string;
  readonly title: Text;
  readonly scope: Scope;
  readonly windows: readonly Window[];
  /** Of the store's price: how far apart they may be. */
  readonly toleranceBp: number;
  /** Who makes it good; sums to 10 000. */
  readonly funders: readonly FunderShare[];
};

/** How two prices of one item stand to each other; `byFen` > 0. */
export type PriceGap =
  | { readonly kind: 'same' }
  | { readonly kind: 'apart'; readonly cheaper: 'online' | 'store'; readonly byFen: number };

/** Within the tolerance, its edge included, two prices are the same; a part of a fen is not allowed. */
export function priceGap(onlineFen: number, storeFen: number, toleranceBp: number): PriceGap {
  const byFen = Math.abs(onlineFen - storeFen);
  if (BigInt(byFen) * 10_000n <= BigInt(storeFen) * BigInt(toleranceBp)) return { kind: 'same' };
  return { kind: 'apart', cheaper: onlineFen < storeFen ? 'online' : 'store', byFen };
}
