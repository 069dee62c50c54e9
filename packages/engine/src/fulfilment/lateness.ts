import { FULL_BP, mulDiv } from '../money/index.ts';
import { type Pause, pausedMs } from './promise.ts';

/** What a late parcel is worth: a share of its goods within two bounds (domain §10, V73). */
export type CompensationTerms = { readonly bp: number; readonly minFen: number; readonly maxFen: number };

/** `clamp(floor(net × bp / 10 000), min, max)`. */
export function lateCompensation(netFen: number, { bp, minFen, maxFen }: CompensationTerms): number {
  if (minFen > maxFen) throw new RangeError(`a compensation of at least ${minFen} and at most ${maxFen} fen`);
  return Math.min(maxFen, Math.max(minFen, mulDiv(netFen, bp, FULL_BP)));
}

export type Lateness = 'shipping' | 'delivery';

/**
 * Whether a promise is broken at `now`, and which first: what has not left by `shipBy`, what left and has not arrived by
 * `deliverBy`. Pauses move both. What arrived late stays late, however late one looks.
 */
export function isLate(
  parcel: {
    readonly shipBy: number;
    readonly deliverBy: number;
    readonly shippedAt: number | null;
    readonly deliveredAt: number | null;
    readonly pauses: readonly Pause[];
  },
  now: number,
): Lateness | null {
  const over = (by: number, at: number) => at >= by + pausedMs(parcel.pauses, at);
  if (over(parcel.shipBy, parcel.shippedAt ?? now)) return 'shipping';
  if (parcel.shippedAt === null) return null;
  return over(parcel.deliverBy, parcel.deliveredAt ?? now) ? 'delivery' : null;
}
