/**
 * From paid to in hand: which place sends what, what is promised, where a parcel stands, what lateness costs, and the
 * codes that goods are collected with. Pure: stock, instants and random bytes are handed in.
 */
export { CARRIERS, type CarrierId, isRemote, laneDays, PROVINCES } from './lanes.ts';
export {
  type CompensationTerms,
  isLate,
  type Lateness,
  lateCompensation,
} from './lateness.ts';
export { PARCEL_LIFE, PARCEL_STATES, type ParcelEvent, type ParcelState } from './parcel-life.ts';
export {
  afterWrongTry,
  CODE_DIGITS,
  codeFrom,
  isCode,
  NO_TRIES,
  PICKUP_KEEP_MS,
  TRIES_LOCK_MS,
  TRIES_MAX,
  type Tries,
  triesLockedUntil,
} from './pickup-code.ts';
export { type DeliveryPromise, type Pause, pausedMs, promiseOf, SHIP_WITHIN_MS } from './promise.ts';
export { type Place, type Placed, type Split, splitOrder, type Wanted } from './split.ts';
export { STORE_FEW_MAX, STORE_TOLD_MAX, type StoreBand, storeBand, storeLeftOf } from './store-band.ts';
export {
  afterScan,
  deliveredAt,
  SCAN_CODES,
  type Scan,
  type ScanCode,
  scanKey,
  standingOf,
  TRACK_MAX,
} from './tracking.ts';
