import type { LaneView, Need } from '../../../platform/lane/types.ts';
import type { PurchaseRow } from '../orders/index.ts';

/** How far the units of a line have got. */
export type LineStanding = {
  readonly shipped: number;
  readonly delivered: number;
  /** Of the units that came last; null while none did. */
  readonly deliveredAt: number | null;
};

/**
 * What aftercare asks of fulfilment. It is asked inside the decision, under the locks named by `needs`: goods must not
 * leave between the look and the refund. A line that is not in the answer has not left.
 */
export type Standings = {
  needs(purchase: PurchaseRow): readonly Need[];
  of(view: LaneView, purchase: PurchaseRow): ReadonlyMap<string, LineStanding>;
};

/** The same to look at, without a lock. */
export type ReadStanding = (purchaseId: string) => Promise<ReadonlyMap<string, LineStanding>>;

export const NOT_SHIPPED: LineStanding = { shipped: 0, delivered: 0, deliveredAt: null };
