import type { CompensationTerms, Lateness, ParcelState, Pause, Scan } from '@dacu/engine/fulfilment';
import type { DeliveryWay, OrderState } from '@dacu/engine/order-life';

/** What the edition promised when the order was placed, with what it left open filled in. */
export type FulfilmentTerms = {
  readonly carrierIds: readonly string[];
  readonly late: CompensationTerms | null;
  readonly keepForMs: number;
  /** Its buyer agreed to a station or locker. */
  readonly toStation: boolean;
};

/** Units of one line of a shop's order, and how far they are. */
export type LineStanding = {
  readonly lineId: string;
  readonly skuId: string;
  readonly quantity: number;
  readonly netFen: number;
  /** A stated date that it ships on instead of at once (pre-sale). */
  readonly shipOn: number | null;
  /** A voucher: it is sent by itself, at once, and carried by nobody. */
  readonly electronic: boolean;
  /** In parcels that were not cancelled. */
  readonly parcelled: number;
  readonly shipped: number;
  readonly delivered: number;
  /** When the last unit that has arrived arrived. */
  readonly deliveredAt: number | null;
};

export type OrderStanding = {
  readonly orderId: string;
  readonly shopId: string;
  readonly way: DeliveryWay;
  /** Where it is collected; null for what is shipped. */
  readonly placeId: string | null;
  readonly state: OrderState;
  readonly shipBy: number;
  readonly deliverBy: number;
  readonly shippedAt: number | null;
  readonly deliveredAt: number | null;
  readonly completedAt: number | null;
  readonly lines: readonly LineStanding[];
};

/** A row of `fulfilment`, one for each paid purchase. */
export type FulfilmentRow = {
  readonly purchaseId: string;
  readonly shopperId: string;
  readonly campaignId: string | null;
  readonly number: string;
  readonly region: string;
  readonly paidAt: number;
  readonly terms: FulfilmentTerms;
  readonly orders: readonly OrderStanding[];
  readonly allotAt: number | null;
  readonly completeAt: number | null;
};

export type ParcelUnits = { readonly lineId: string; readonly skuId: string; readonly quantity: number };

/** `paidAt` is when the bank said so; null while it is owed. */
export type Compensation = {
  readonly fen: number;
  readonly lateness: Lateness;
  readonly at: number;
  readonly paidAt: number | null;
};

/** Carried by nobody: a voucher. */
export const ELECTRONIC = 'electronic';

export type ParcelNote = { readonly at: number; readonly operatorId: string; readonly act: string };

/** A row of `parcel`. `units` are those that it holds, or held when it left. */
export type ParcelRow = {
  readonly parcelId: string;
  readonly purchaseId: string;
  readonly orderId: string;
  readonly shopId: string;
  readonly number: string;
  readonly way: DeliveryWay;
  readonly placeId: string;
  readonly region: string;
  readonly state: ParcelState;
  readonly carrier: string | null;
  readonly trackingNo: string | null;
  readonly units: readonly ParcelUnits[];
  readonly netFen: number;
  readonly shipBy: number;
  readonly deliverBy: number;
  readonly createdAt: number;
  readonly shippedAt: number | null;
  readonly deliveredAt: number | null;
  readonly track: readonly Scan[];
  readonly pauses: readonly Pause[];
  readonly compensation: Compensation | null;
  readonly notes: readonly ParcelNote[];
  readonly workAt: number | null;
  readonly lateAt: number | null;
  readonly pollAt: number | null;
};

/** A row of `pickup_code`. */
export type PickupCodeRow = {
  readonly codeKey: string;
  readonly placeId: string;
  readonly parcelId: string;
  readonly purchaseId: string;
  readonly state: 'open' | 'used' | 'expired' | 'void';
  readonly sealedCode: string;
  readonly readyAt: number;
  readonly expiresAt: number;
  readonly remindedAt: number | null;
  readonly endedAt: number | null;
  readonly clerkId: string | null;
  readonly nextAt: number | null;
};

/** A row of `pickup_tries`, the engine's `Tries` under the place and the clerk. */
export type PickupTriesRow = {
  readonly triesKey: string;
  readonly wrong: number;
  readonly lockedUntil: number | null;
};
