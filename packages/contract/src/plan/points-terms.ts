import type { Lead } from './schema/notation.ts';
import type { PlanPromotion } from './schema/promotions.ts';
import { zoned } from './zoned.ts';

/** How points of a promotion with the rule `points` come to people, and how long they last. */
export type PointsTerms = {
  readonly promotionId: string;
  /** `points` for every whole part of `perFen` that is paid for its goods; null where spending earns none. */
  readonly earn: { readonly points: number; readonly perFen: number } | null;
  /** From the payment until they can be used. */
  readonly usableAfterMs: number;
  /** Null is without end. */
  readonly lasts: Lead | null;
};

/** While goods may go back without a reason (消法 25), the points that they earned are promised and not yet given. */
const RETURN_WINDOW_MS = 7 * 86_400_000;

export function pointsTerms({
  id,
  earn,
  usableAfter,
  validFor,
}: Extract<PlanPromotion, { kind: 'points' }>): PointsTerms {
  const spending = earn.find(({ per }) => per !== undefined && per > 0);
  return {
    promotionId: id,
    earn: spending ? { points: spending.points, perFen: spending.per! } : null,
    usableAfterMs: usableAfter ?? RETURN_WINDOW_MS,
    lasts: validFor ?? null,
  };
}

/** When points of an order placed at `at` end: with the day, in the zone of the sale, so that nobody counts hours. */
export function pointsEnd({ lasts }: Pick<PointsTerms, 'lasts'>, zone: string, at: number): number | null {
  if (lasts === null) return null;
  const local = zoned(zone);
  const day = local.midnights({
    startsAt: local.shift(at, lasts, 1),
    endsAt: local.shift(at, lasts, 1) + 1,
  })[0]!;
  return local.shift(day, { count: 1, unit: 'days' }, 1);
}
