import type { PaymentMethod } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';

/**
 * A payment provider as we see it; several are connected at once, and a payment stays with the one it was asked of.
 * Every call may be repeated: create and refund are keyed by our own ids. No call is made inside a transaction. A call
 * that the provider did not answer throws, and whoever called tries again later.
 */
export type PaymentProvider = {
  readonly name: PaymentMethod;
  /** Opens a charge; a charge that exists answers the same again. */
  create(input: NewCharge): Promise<{ readonly providerRef: string | null; readonly approveUrl: string }>;
  /** Charges by payment; one that the provider never heard of is missing. */
  query(paymentIds: readonly string[]): Promise<Map<string, Charge>>;
  /** Closes those that are open, so that nobody can approve them any more, and tells how all of them stand now. */
  close(paymentIds: readonly string[], at: number): Promise<Map<string, Charge>>;
  /** Sends money back. Resolves when the provider has taken it over, which need not mean that it has arrived. */
  refund(input: NewRefund): Promise<RefundStanding>;
  /** How a refund that was taken over stands now. */
  queryRefund(input: { refundId: string; paymentId: string }): Promise<RefundStanding>;
  /**
   * What a delivery says, or null when signature or age say that it is not the provider's or not fresh. Throws
   * `ProviderUnavailable` when only the provider could tell whose signature it is, and it does not answer.
   */
  verify(delivery: Delivery, nowWall: number): Promise<Notification | null>;
  /** The bill of a day (`2024-06-18`, the provider's zone) as downloaded; null where the provider writes none. */
  readonly bill: ((day: string) => Promise<Bill>) | null;
};

export type NewCharge = {
  readonly paymentId: string;
  readonly purchaseId: string;
  readonly amountFen: number;
  /** The provider must refuse an approval from then on. */
  readonly expiresAt: number;
  readonly at: number;
  /** Address of the payer, which some providers want for their own checks. It is not kept. */
  readonly payerIp: string;
};

export type NewRefund = {
  readonly refundId: string;
  readonly paymentId: string;
  readonly amountFen: number;
  /** Of the payment that it comes from. */
  readonly totalFen: number;
  readonly at: number;
};

export type Charge = {
  readonly paymentId: string;
  readonly providerRef: string;
  /** Null where the provider tells none, of a charge that nobody paid. */
  readonly amountFen: number | null;
  readonly state: 'open' | 'succeeded' | 'failed' | 'closed';
};

/** `abnormal`: the provider cannot send it (card closed, balance short); a person has to look, `reason` in its words. */
export type RefundStanding =
  | { readonly state: 'succeeded' }
  | { readonly state: 'processing' }
  | { readonly state: 'abnormal'; readonly reason: string };

/** What arrived at a notify address, before anybody believes it. Header names are lower case. */
export type Delivery = {
  readonly provider: PaymentMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: string;
};

export type Notification =
  | {
      readonly kind: 'charge';
      readonly notificationId: string;
      readonly paymentId: string;
      readonly providerRef: string;
      readonly outcome: 'succeeded' | 'failed';
      readonly amountFen: number;
    }
  | {
      readonly kind: 'refund';
      readonly notificationId: string;
      readonly refundId: string;
      readonly paymentId: string;
      readonly standing: RefundStanding;
    }
  /** Genuine, and nothing that we act on: it is taken, so that it is not sent again. */
  | { readonly kind: 'other'; readonly notificationId: string; readonly paymentId: string };

/** A day's bill; no lines and no hash where the provider wrote none. `sha256` is of the file as it was downloaded. */
export type Bill = { readonly lines: readonly BillLine[]; readonly sha256: string };
export type BillLine =
  | {
      readonly kind: 'charge';
      readonly paymentId: string;
      readonly providerRef: string;
      readonly fen: number;
      readonly at: number;
    }
  | {
      readonly kind: 'refund';
      readonly paymentId: string;
      readonly refundId: string;
      readonly providerRef: string;
      readonly fen: number;
      readonly at: number;
    };

/** Those that are connected, in the order in which they are offered. */
export type Providers = {
  readonly offered: readonly PaymentMethod[];
  /** Null when it is not connected here. */
  find(name: string): PaymentProvider | null;
  /** Refuses with `paymentNotConnected`. */
  get(name: string): PaymentProvider;
};

export function createProviders(connected: readonly PaymentProvider[]): Providers {
  const byName = new Map<string, PaymentProvider>(connected.map((provider) => [provider.name, provider]));
  return {
    offered: connected.map((provider) => provider.name),
    find: (name) => byName.get(name) ?? null,
    get(name) {
      const provider = byName.get(name);
      if (provider === undefined) throw new Refusal('paymentNotConnected');
      return provider;
    },
  };
}
