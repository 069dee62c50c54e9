/**
 * A payment provider as we see it. Every call may be repeated: create and refund are keyed by our own ids. No call is
 * made inside a transaction.
 */
export type PaymentProvider = {
  readonly name: string;
  /** Opens a charge; a charge that exists answers the same again. */
  create(input: {
    paymentId: string;
    amountFen: number;
    /** The provider must refuse an approval from then on. */
    expiresAt: number;
    at: number;
  }): Promise<{ readonly providerRef: string; readonly approveUrl: string }>;
  /** Charges by payment; one that the provider never heard of is missing. */
  query(paymentIds: readonly string[]): Promise<Map<string, Charge>>;
  /** Closes those that are open, so that nobody can approve them any more, and tells how all of them stand now. */
  close(paymentIds: readonly string[], at: number): Promise<Map<string, Charge>>;
  /** Sends money back. Resolves when the provider has taken it over. */
  refund(input: { refundId: string; paymentId: string; amountFen: number; at: number }): Promise<void>;
  /** The notification in a delivery, or null when signature or age say that it is not the provider's or not fresh. */
  verify(delivery: Delivery, nowWall: number): Notification | null;
};

export type Charge = {
  readonly paymentId: string;
  readonly providerRef: string;
  readonly amountFen: number;
  readonly state: 'open' | 'succeeded' | 'failed' | 'closed';
};

/** What arrived at our notify address, before anybody believes it. */
export type Delivery = { readonly signature: string; readonly rawBody: string };

export type Notification = {
  readonly notificationId: string;
  readonly paymentId: string;
  readonly providerRef: string;
  readonly outcome: 'succeeded' | 'failed';
  readonly amountFen: number;
};
