/** In the order in which they are looked at and told to the person on duty; shoppers are told none of them. */
export const PAYMENT_RISKS = ['highAmount', 'newRecipient', 'failedTries', 'sharedPhone'] as const;
export type PaymentRisk = (typeof PAYMENT_RISKS)[number];

/** How somebody shows that the account is theirs, what is offered first in front: a passkey, a code by text message. */
export const CHECK_WAYS = ['passkey', 'sms'] as const;
export type CheckWay = (typeof CHECK_WAYS)[number];

/** What is known when somebody wants to pay; counts are of campaign time before that instant. */
export type PaymentFacts = {
  readonly amountFen: number;
  /** The account has paid for something before. */
  readonly hasPaid: boolean;
  /** It has paid for something that went to this phone number. */
  readonly knowsRecipient: boolean;
  /** Charges of the account that ended unpaid within `failedWithinMs`. */
  readonly failedTries: number;
  /** Other accounts that ordered for this phone number within `sharedWithinMs`. */
  readonly otherAccounts: number;
};

export type PaymentRiskTerms = {
  readonly amountFenFrom: number;
  readonly recipientFenFrom: number;
  readonly failedTriesFrom: number;
  readonly failedWithinMs: number;
  readonly otherAccountsFrom: number;
  readonly sharedWithinMs: number;
};

const DAY_MS = 86_400_000;

/**
 * - `amountFenFrom`: so much that its loss would hurt whoever's session was left open.
 * - `recipientFenFrom`: an account that was taken over sends valuable goods to a place it never sent any to. Presents are
 *   sent so too, so small ones pass.
 * - `failedTriesFrom`: cards and wallets that are tried out one after the other leave charges unpaid.
 * - `otherAccountsFrom`: one number behind many accounts is the mark of limits that are got round (domain §7: from three).
 */
export const PAYMENT_RISK_TERMS: PaymentRiskTerms = {
  amountFenFrom: 500_000,
  recipientFenFrom: 100_000,
  failedTriesFrom: 5,
  failedWithinMs: DAY_MS,
  otherAccountsFrom: 3,
  sharedWithinMs: 30 * DAY_MS,
};

/** Every reason for which the payment wants a second check; none: it goes on. */
export function judgePayment(
  facts: PaymentFacts,
  terms: PaymentRiskTerms = PAYMENT_RISK_TERMS,
): readonly PaymentRisk[] {
  const found: Readonly<Record<PaymentRisk, boolean>> = {
    highAmount: facts.amountFen >= terms.amountFenFrom,
    newRecipient: facts.hasPaid && !facts.knowsRecipient && facts.amountFen >= terms.recipientFenFrom,
    failedTries: facts.failedTries >= terms.failedTriesFrom,
    sharedPhone: facts.otherAccounts >= terms.otherAccountsFrom,
  };
  return PAYMENT_RISKS.filter((risk) => found[risk]);
}
