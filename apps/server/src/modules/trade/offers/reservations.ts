import { refuseReservation } from '@dacu/engine/flash-sale';
import type { Db } from '../../../platform/db/types.ts';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import type { FlashActivities } from './flash-activities.ts';
import * as store from './reservations-store.ts';
import type { Sources } from './sources.ts';

export type ReserveRefusal =
  | 'notFound'
  | 'flashStopped'
  | 'reservationNotOffered'
  | 'reservationNotOpen'
  | 'reservationOver';
export type ReserveAnswer =
  | { readonly kind: 'reserved' | 'givenUp'; readonly activityId: string; readonly count: number }
  | { readonly kind: 'refused'; readonly code: ReserveRefusal };

export type Reservations = {
  /**
   * Reserves a flash item for a shopper, or gives it up (`keep` false), within the window of its slot. It is a right to
   * order while the item is kept for those who reserved, and a reminder; no unit is held for it. Twice is once. Tells
   * `flash.reserved` and `flash.givenUp`.
   */
  reserve(input: {
    at: number;
    shopperId: string;
    activityId: string;
    keep: boolean;
  }): Promise<ReserveAnswer>;
  /** What the shopper reserved of slots that begin from `at` on or have begun today, soonest first. */
  reservedBy(shopperId: string, at: number): Promise<readonly store.Reserved[]>;
  hasReserved(activityId: string, shopperId: string): Promise<boolean>;
};

/** A slot that has begun still matters to those who reserved it. */
const BEHIND_MS = 6 * 3_600_000;

export function createReservations(
  db: Db,
  { plan }: Sources,
  { activity }: Pick<FlashActivities, 'activity'>,
): Reservations {
  return {
    async reserve({ at, shopperId, activityId, keep }) {
      const found = await activity(activityId, at);
      if (found === null) return { kind: 'refused', code: 'notFound' };
      const stopped = (await plan.stoppedPromotionIds(at)).includes(found.terms.promotionId);
      const refusal = refuseReservation(found.reservation, { at, stopped });
      if (refusal !== null) return { kind: 'refused', code: refusal };
      return db.transaction(async (tx) => {
        const { startsAt } = found.terms;
        const changed = keep
          ? await store.putReservation(tx, { activityId, shopperId, startsAt, at })
          : await store.dropReservation(tx, { activityId, shopperId });
        if (changed)
          await writeOutbox(tx, [
            {
              type: keep ? 'flash.reserved' : 'flash.givenUp',
              aggregate: activityId,
              at,
              data: { activityId, shopperId, by: 'shopper' },
            },
          ]);
        const counts = await store.countReservations(tx, [activityId]);
        return { kind: keep ? 'reserved' : 'givenUp', activityId, count: counts.get(activityId) ?? 0 };
      });
    },
    reservedBy: (shopperId, at) => store.readReserved(db, shopperId, at - BEHIND_MS),
    hasReserved: (activityId, shopperId) => store.isReserved(db, activityId, shopperId),
  };
}
