/**
 * Aftercare of shipped goods: what may be asked for, until when and at whose cost, and the life of a case. Amounts come
 * from `ledger`'s shares frozen on the order; nothing here prices anything.
 */
export {
  BUYER_SILENCE_MS,
  CASE_EVENTS,
  CASE_KINDS,
  CASE_STATES,
  type CaseEvent,
  type CaseKind,
  type CaseLife,
  type CaseState,
  caseDeadline,
  caseLife,
  type Deadline,
  REFUND_WITHIN_MS,
  SELLER_SILENCE_MS,
  WAREHOUSE_SILENCE_MS,
} from './case-life.ts';
export {
  CASE_REASONS,
  type CaseLine,
  type CaseReason,
  type CaseRefusal,
  DEFECT_DAYS,
  type Fault,
  faultOf,
  type Judged,
  judgeCase,
  kindsFor,
  NO_REASON_DAYS,
  rightEndsAt,
} from './case-terms.ts';
export {
  type CasedUnits,
  calledBack,
  type Found,
  foundWhole,
  type InspectionFault,
  inspectionFault,
  NOT_CASED,
  type UnitPlaces,
  unitsLeft,
} from './case-units.ts';
export {
  PHOTO_BYTES_MAX,
  PHOTO_KEPT_MS,
  PHOTO_PIXELS_MAX,
  PHOTO_SIDE_PX_MAX,
  PHOTO_SIDE_PX_MIN,
  PHOTO_UNUSED_MS,
  PHOTOS_MAX,
  type PhotoKind,
  PURCHASE_PHOTOS_MAX,
  photoKindOf,
  photosUntil,
} from './photos.ts';
export {
  type FreightPayer,
  INSURED_FREIGHT_FEN_MAX,
  type ReturnFreight,
  returnFreight,
} from './return-freight.ts';
