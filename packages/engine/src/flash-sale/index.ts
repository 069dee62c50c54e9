/**
 * Flash sale: who gets a unit. One pure yes or no over the counted rows, and what undoes or completes it.
 *
 * Always: `held + sold ≤ stockTotal`; a key never holds and uses more than `perPersonMax`; a refusal changes nothing. A
 * refund after payment touches neither activity nor allowance (domain §1.7.4), only goods stock: see `ledger`.
 */
export {
  type Admitted,
  confirmFlashOrder,
  decideFlashOrder,
  type FlashDecision,
  type FlashRequest,
  flashLeft,
  giveBackFlashOrder,
  takeLateFlashOrder,
} from './decide.ts';
export {
  keptForReserved,
  type ReservationRefusal,
  type ReservationTerms,
  type ReservationWindow,
  refuseReservation,
  refuseUnreserved,
  reservationWindow,
} from './reserve.ts';
export type { ActivityRow, FlashRefusal, FlashRows, LimitUseRow, Refused } from './types.ts';
