import type { Scan } from '@dacu/engine/fulfilment';

/** What a carrier tells of itself, without when we heard it. */
export type Told = Omit<Scan, 'heardAt'>;

/** A push as it came in: the signature header and the very bytes. */
export type Push = { readonly signature: string; readonly rawBody: string };

export type LabelWanted = {
  /** One label for each parcel, whoever asks again. */
  readonly parcelId: string;
  readonly carrier: string;
  readonly fromProvince: string;
  readonly toProvince: string;
  /** When it is handed over. */
  readonly at: number;
  /** It goes to a station or locker, which the buyer agreed to; else to the door. */
  readonly toStation: boolean;
};

/**
 * The carriers, all behind one port: labels, what they push, and what they answer when asked. Called outside every
 * transaction. `label` and `cancel` may be repeated.
 */
export type Carriers = {
  label(wanted: readonly LabelWanted[]): Promise<ReadonlyMap<string, { readonly no: string }>>;
  /** Labels that were not used. */
  cancel(parcelIds: readonly string[]): Promise<void>;
  /** Everything said of these numbers up to `at`, for pushes that were lost. */
  query(
    asked: readonly { readonly carrier: string; readonly no: string }[],
    at: number,
  ): Promise<readonly Told[]>;
  /** What a genuine push says; null for a forged, old or malformed one. */
  verify(push: Push, nowWall: number): readonly Told[] | null;
};

/** Money to a shopper that is no refund of a payment: a transfer, keyed by its id on both sides. */
export type Payouts = {
  payOut(input: { payoutId: string; shopperId: string; amountFen: number; at: number }): Promise<void>;
};

/** On a real database without a contract with any of them: parcels get their numbers by hand, and nothing is pushed. */
export const noCarriers: Carriers = {
  label: async () => new Map(),
  cancel: async () => {},
  query: async () => [],
  verify: () => null,
};
