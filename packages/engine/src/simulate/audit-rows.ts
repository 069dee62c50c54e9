import type { Funder, FunderShare } from '../pricing/types.ts';

/**
 * What the auditor reads: rows as they stand in the books, plus what clients were told. Amounts fen, instants epoch
 * milliseconds of campaign time. Deliberately plain and of its own: an auditor that borrowed the types of the
 * decisions would borrow their mistakes.
 * Long because every book has its row here.
 */
export type AuditLine = {
  readonly lineId: string;
  readonly skuId: string;
  readonly quantity: number;
  readonly returnedQuantity: number;
  readonly listFen: number;
  readonly netFen: number;
  /** Charged for services beside the goods. */
  readonly servicesFen: number;
  readonly allocations: readonly {
    readonly promotionId: string;
    readonly layer: string;
    readonly fen: number;
    readonly funderFen: readonly { readonly funder: Funder; readonly fen: number }[];
  }[];
};

export type AuditPresale = {
  readonly shopperId: string;
  readonly quantity: number;
  readonly depositFen: number;
  /** Deposit and balance as they were agreed with the deposit. */
  readonly bookedFen: number;
  readonly depositPaid: boolean;
  /** The payment of the deposit; null before. */
  readonly paymentId: string | null;
  readonly balanceEndsAt: number;
  /** How it ended without a balance; null while it has not. */
  readonly ending: {
    readonly kind: 'balanceUnpaid' | 'buyerCancels' | 'sellerDefault' | 'forceMajeure';
    readonly refundFen: number;
    /** Of the deposit, kept by the seller. */
    readonly forfeitedFen: number;
    /** From the seller on top of the refund. */
    readonly extraFen: number;
  } | null;
};

/** A paid deposit, as it is ranked and summed by. */
export type AuditDeposit = {
  readonly purchaseId: string;
  readonly shopperId: string;
  readonly paymentId: string;
  readonly quantity: number;
  readonly depositFen: number;
  readonly bookedFen: number;
};

/** The second half of a double return: it is no refund of a payment, a bank sends it. */
export type AuditPayout = {
  readonly purchaseId: string;
  readonly shopperId: string;
  readonly fen: number;
  readonly owedAt: number;
  readonly paidAt: number | null;
  /** Somebody is to send it: its work is due, or a person was told that it failed. */
  readonly waits: boolean;
  /** What the bank sent under its name; null where its books are not ours to read. */
  readonly sent: readonly { readonly shopperId: string; readonly fen: number }[] | null;
};

export type AuditPurchase = {
  readonly purchaseId: string;
  /** Shopper and idempotency key: one of them, one purchase. */
  readonly claimKey: string;
  readonly kind: 'ordinary' | 'flash' | 'presale' | 'group' | 'gift';
  readonly state: 'held' | 'depositPaid' | 'paid' | 'closed' | 'forfeited' | 'refunded';
  readonly editionId: string;
  readonly placedAt: number;
  readonly holdUntil: number;
  readonly paidAt: number | null;
  readonly closedAt: number | null;
  readonly payFen: number;
  readonly goodsFen: number;
  readonly freightFen: number;
  readonly refundedFen: number;
  /** Set for a pre-sale: what was agreed, and how far it came. */
  readonly presale?: AuditPresale;
  /** Set for what takes from a stock of its own: a flash purchase, a pre-sale. */
  readonly activityId: string | null;
  /** The keys of the per-person limits that it counts against, unit by unit. */
  readonly limitKeys: readonly string[];
  /** What one person may take in its activity, as it was when placed; null without one. */
  readonly perPersonMax: number | null;
  /** Keys of what newcomers get: one purchase each, unpaid or paid. */
  readonly newcomerKeys: readonly string[];
  /** Keys that count paid purchases of a buyer, one each. */
  readonly buyerKeys: readonly string[];
  readonly couponIds: readonly string[];
  /** Limits on the use of coupons by one phone and of gifts by one person, counted once for each. */
  readonly couponUses: readonly { readonly limitKey: string; readonly count: number; readonly max: number }[];
  /** What it took of capped promotions. */
  readonly budgets: readonly { readonly capId: string; readonly amount: number }[];
  /** Points that it takes, what they pay, and what its payment earns; null without. */
  readonly points: {
    readonly used: number;
    readonly fen: number;
    readonly earn: {
      readonly points: number;
      readonly perFen: number;
      readonly lineIds: readonly string[];
    } | null;
  } | null;
  /** Its blind boxes, by line: one draw for each, counted by account and phone. */
  readonly boxes: readonly {
    readonly lineId: string;
    readonly poolId: string;
    readonly drawIds: readonly string[];
    readonly buyerKeys: readonly string[];
    readonly perPersonMax: number | null;
  }[];
  readonly lines: readonly AuditLine[];
};

/** A pool of blind boxes: what was promised of it, what it counts, and its seed once that is public. */
export type AuditPool = {
  readonly poolId: string;
  readonly version: number;
  readonly mode: 'finite' | 'independent';
  readonly pityDraws: number | null;
  readonly prizes: readonly {
    readonly prizeId: string;
    readonly ppm: number;
    readonly count: number | null;
    readonly guaranteed: boolean;
  }[];
  /** SHA-256 in hex. */
  readonly commitment: string;
  readonly held: number;
  readonly drawn: number;
  readonly byPrize: Readonly<Record<string, number>>;
  readonly revealedAt: number | null;
  /** 64 hex digits. */
  readonly seed: string | null;
};

/** One box as it was drawn. `programme` goes on over versions of a pool. */
export type AuditDraw = {
  readonly drawId: string;
  readonly poolId: string;
  readonly programme: string;
  readonly purchaseId: string;
  readonly lineId: string;
  readonly shopperId: string;
  readonly position: number;
  readonly ordinal: number;
  readonly missesBefore: number;
  readonly prizeId: string;
  readonly hit: boolean;
  readonly byPity: boolean;
  readonly drawnAt: number;
  readonly opened: boolean;
  readonly returnedAt: number | null;
};

/** The counter of one account or phone in a programme of boxes. */
export type AuditBoxBuyer = { readonly buyerKey: string; readonly held: number; readonly draws: number };

/** What is left of the points of one shopper. */
export type AuditPointsAccount = {
  readonly shopperId: string;
  readonly balance: number;
  readonly lots: readonly { readonly lotId: string; readonly left: number }[];
};

/** One change of such an account. */
export type AuditPointsEntry = {
  readonly entryId: string;
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly points: number;
  readonly moves: readonly { readonly kind: string; readonly lotId: string; readonly points: number }[];
};

/** A coupon in somebody's hands, and what it was counted against when it was issued. */
export type AuditCoupon = {
  readonly couponId: string;
  readonly state: 'available' | 'frozen' | 'used';
  readonly purchaseId: string | null;
  /** It came back with a refund at least once. */
  readonly returned: boolean;
  readonly limits: readonly { readonly limitKey: string; readonly max: number }[];
  readonly takes: readonly { readonly capId: string; readonly amount: number }[];
};

/** A budget in fen, or a lot of coupons or gifts in pieces. */
export type AuditCap = { readonly capId: string; readonly total: number; readonly spent: number };

export type AuditActivity = {
  readonly activityId: string;
  readonly total: number;
  readonly held: number;
  readonly paid: number;
};

/** A counter of one person by one kind of key: in an activity (units), or of paid purchases. */
export type AuditLimitUse = {
  readonly limitKey: string;
  readonly held: number;
  readonly used: number;
};

export type AuditStock = {
  readonly skuId: string;
  /** Everything that came in or went otherwise than by an order: receipts, and what people counted, sent or scrapped. */
  readonly received: number;
  readonly onHand: number;
  readonly reserved: number;
  readonly locked: number;
  /** Units that left the warehouse. */
  readonly shipped: number;
  /** On hand and not for sale. */
  readonly unavailable: number;
  /** What its movements in the ledger sum to; null where nobody summed them. */
  readonly told: Readonly<Record<'onHand' | 'reserved' | 'locked' | 'sold' | 'unavailable', number>> | null;
};

/** What stands at one place of one sku. */
export type AuditPlaced = {
  readonly skuId: string;
  readonly placeId: string;
  readonly kind: 'warehouse' | 'store';
  readonly onHand: number;
  readonly allotted: number;
  readonly unavailable: number;
  readonly told: Readonly<Record<'onHand' | 'allotted' | 'unavailable', number>> | null;
};

export type AuditPayment = {
  readonly paymentId: string;
  readonly purchaseId: string;
  readonly amountFen: number;
  readonly state: 'pending' | 'succeeded' | 'failed' | 'refunded';
  readonly refundedFen: number;
  /** Absent: of the whole. */
  readonly stage?: 'whole' | 'deposit' | 'balance';
};

/** What a counter stood at when the books were opened: purchases from before that no row here tells of. */
export type AuditOpening = { readonly limitKey: string; readonly used: number };

/** One refund as asked of the provider. */
export type AuditRefund = { readonly refundId: string; readonly paymentId: string; readonly fen: number };

/** What price protection paid on one order line: once for each fall in price. */
export type AuditProtection = {
  readonly purchaseId: string;
  readonly lineId: string;
  readonly paidFen: number;
  /** Of it on the units still kept. */
  readonly heldFen: number;
  /** `paidFen` and `nowFen` of the units kept then, `heldFen` what they had had before. */
  readonly payments: readonly {
    readonly protectionId: string;
    readonly fen: number;
    readonly paidFen: number;
    readonly nowFen: number;
    readonly heldFen: number;
  }[];
};

/** A paid purchase and everything that says where its units are, as each table has it. */
export type AuditSent = {
  readonly purchaseId: string;
  readonly lines: readonly {
    readonly orderId: string;
    readonly lineId: string;
    readonly skuId: string;
    readonly quantity: number;
    readonly returnedQuantity: number;
  }[];
  /** What is counted of it line by line, and whether it waits to be set aside; null while nobody heard of the payment. */
  readonly counted: {
    readonly waits: boolean;
    readonly lines: readonly {
      readonly lineId: string;
      readonly parcelled: number;
      readonly shipped: number;
      readonly delivered: number;
    }[];
  } | null;
  readonly parcels: readonly {
    readonly parcelId: string;
    readonly orderId: string;
    readonly way: 'ship' | 'pickup';
    readonly state: string;
    readonly shippedAt: number | null;
    readonly deliveredAt: number | null;
    readonly units: AuditUnits;
    /** Codes that were made for it. */
    readonly codes: readonly { readonly state: string; readonly clerkId: string | null }[];
  }[];
  /** Refunds that cases brought. */
  readonly caseRefunds: readonly { readonly caseId: string; readonly lines: AuditUnits }[];
  readonly cases: readonly {
    readonly caseId: string;
    readonly state: string;
    readonly held: boolean;
    readonly lines: AuditUnits;
    readonly found: readonly {
      readonly lineId: string;
      readonly sellable: number;
      readonly unsellable: number;
    }[];
  }[];
  /** Units refunded by cases after they had left, as the book of returns has it. */
  readonly refundedOutside: Readonly<Record<string, number>>;
};
type AuditUnits = readonly { readonly lineId: string; readonly quantity: number }[];

export type AuditEvent = {
  readonly position: number | null;
  readonly type: string;
  readonly aggregate: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** An order that a client was told it has. */
export type AcknowledgedOrder = {
  readonly purchaseId: string;
  readonly claimKey: string;
  readonly payFen: number;
};

/** Who pays for a promotion, as the edition says. */
export type AuditPromotion = {
  readonly editionId: string;
  readonly promotionId: string;
  readonly funders: readonly FunderShare[];
};

export type AuditCheckId =
  | 'activityBooks'
  | 'soldWithinStock'
  | 'perPersonLimit'
  | 'acknowledgedOrders'
  | 'holdsAccounted'
  | 'stockConserved'
  | 'stockLedger'
  | 'allocationsSum'
  | 'funderShares'
  | 'paymentsMatch'
  | 'refundsWithinPay'
  | 'depositsSettled'
  | 'unitsPlaced'
  | 'protectedOnce'
  | 'couponsOnce'
  | 'capsKept'
  | 'pointsLedger'
  | 'boxesDrawn'
  | 'drawsRecomputed'
  | 'outboxMatchesState'
  | 'positionsGapFree';

export type AuditCheck = {
  readonly id: AuditCheckId;
  readonly title: { readonly zh: string; readonly en: string };
  readonly passed: boolean;
  /** How many rows or sums were looked at: a check that examined nothing proves nothing. */
  readonly examined: number;
  readonly violationCount: number;
  /** The first twenty, in words an engineer can follow up. */
  readonly violations: readonly string[];
};

export type AuditReport = { readonly passed: boolean; readonly checks: readonly AuditCheck[] };
