/**
 * What anybody may be told of how much of an item a store has: a band, as a crowd would see it on the shelf. The number itself
 * only where it is so small that a way there may be in vain. Both lines are ours.
 */
export type StoreBand = 'plenty' | 'few' | 'none';
/** “仅剩少量” at or under this many. */
export const STORE_FEW_MAX = 5;
/** The number is told at or under this many. */
export const STORE_TOLD_MAX = 3;

export function storeBand(free: number): StoreBand {
  if (free <= 0) return 'none';
  return free <= STORE_FEW_MAX ? 'few' : 'plenty';
}

/** The number that may be told; null where there is none or too many. */
export function storeLeftOf(free: number): number | null {
  return free > 0 && free <= STORE_TOLD_MAX ? free : null;
}
