/** Long because cart, quote, purchase, payment and return are read as one: the way of an order. */
import { PURCHASE_KINDS, STORED_STATES } from '@dacu/engine/order-life';
import { z } from 'zod';
import { address, fen, instant, page, phone, province, quantity, text, wallInstant } from './basics.ts';
import { boxTerms } from './boxes.ts';
import { deliveryChoice } from './fulfilment.ts';
import { purchasePresale } from './presale.ts';

/** Of the shopper's coupons only these; an empty list is none of them, absent the cheapest legal combination. */
const couponIds = z.array(z.string().min(1).max(40)).max(20).optional();

/** Points to pay with: so many, or as many as can be used; absent is none. */
const usePoints = z.union([z.literal('max'), z.number().int().min(0).max(100_000_000)]).optional();

/**
 * GET /api/cart?couponIds= · PUT /api/cart/lines/:skuId {quantity, selected} · DELETE /api/cart/lines/:skuId. `couponIds` is the
 * shopper's own choice, separated by commas; empty is none of them.
 */
export const cartQuery = z.object({
  couponIds: z
    .string()
    .max(1_000)
    .transform((ids) => ids.split(',').filter((id) => id !== ''))
    .pipe(z.array(z.string().max(40)).max(20))
    .optional(),
});
export const cartLinePut = z.object({ quantity, selected: z.boolean().default(true) });

/** PUT /api/cart/selection — ticks or unticks several lines at once: a shop's, or all. Lines that are not there are passed over. */
export const cartSelectionPut = z.object({
  skuIds: z.array(z.string().min(1).max(80)).min(1).max(100),
  selected: z.boolean(),
});

const quotedLine = z.object({
  lineId: z.string(),
  skuId: z.string(),
  productId: z.string(),
  shopId: z.string(),
  title: text,
  skuTitle: text,
  imageUrl: z.string(),
  quantity: z.number().int(),
  unitListFen: fen,
  listFen: fen,
  itemFen: fen,
  netFen: fen,
  itemLabel: text.nullable(),
  allocations: z.array(z.object({ promotionId: z.string(), layer: z.string(), fen })),
  stockLeft: z.number().int().nullable(),
});

/** A present from an amount on; `valueFen` is what one is said to be worth. */
const giftView = z.object({
  promotionId: z.string(),
  shopId: z.string().nullable(),
  title: text,
  quantity: z.number().int(),
  valueFen: fen,
});

const serviceOffer = z.enum(['extendedWarranty', 'freeReturns', 'returnFreightInsurance', 'installation']);

/** A value-added service on a line; `lineId` is the item's SKU. One that costs nothing comes without being asked for. */
const serviceView = z.object({
  promotionId: z.string(),
  lineId: z.string(),
  title: text,
  offer: serviceOffer,
  chargedFen: fen,
  /** Charged once for its shop's order, whatever is in it; `lineId` is the item that sets the price. */
  perOrder: z.boolean(),
});

/** Services that cost something are charged only where they are asked for; one that is not offered is passed over. */
const wantedServices = z
  .array(z.object({ skuId: z.string().min(1).max(80), promotionId: z.string().min(1).max(80) }))
  .max(200)
  .optional();

/** One row of the receipt: a promotion looked at, applied or not, and why. */
export const traceRow = z.object({
  promotionId: z.string(),
  /** Set where the promotion was looked at shop by shop. */
  shopId: z.string().nullable(),
  title: text,
  layer: z.string(),
  applied: z.boolean(),
  reason: z.string(),
  /** The reason as a sentence, with amounts. */
  words: text,
  discountFen: fen,
  /** What a service costs in all, or one unit of it where it was not asked for; 0 for everything else. */
  chargedFen: fen,
  /** What the threshold was tested on; a screen shows the way to it as base : base + missing. */
  baseFen: fen,
  missingFen: fen.nullable(),
  nextOffFen: fen.nullable(),
});

/**
 * POST /api/quotes {lines, region, phone, activityId} and the quote inside the cart. At checkout the phone of the address
 * goes along: a number that has had what newcomers get once is shown its own price the first time. With `activityId` it is
 * the price of that flash activity, of one line of its item.
 */
export const quoteRequest = z
  .object({
    lines: z
      .array(z.object({ skuId: z.string(), quantity }))
      .min(1)
      .max(200),
    region: province.optional(),
    /** Collected in a store: nothing is sent, and no freight is charged. */
    collected: z.boolean().optional(),
    phone: phone.optional(),
    activityId: z.string().min(1).max(180).optional(),
    couponIds,
    usePoints,
    services: wantedServices,
  })
  .refine(({ lines, activityId }) => activityId === undefined || lines.length === 1, {
    message: 'a flash activity is quoted for one line',
    path: ['lines'],
  });
export const quoteView = z.object({
  at: instant,
  editionId: z.string(),
  shops: z.array(
    z.object({
      shopId: z.string(),
      name: text,
      lines: z.array(quotedLine),
      goodsFen: fen,
      freightFen: fen,
      freightWords: text,
    }),
  ),
  listFen: fen,
  itemFen: fen,
  goodsFen: fen,
  freightFen: fen,
  savedFen: fen,
  payFen: fen,
  /** Part of `payFen`; reached by no discount. */
  servicesFen: fen,
  services: z.array(serviceView),
  /** What lines could have besides, at what one unit costs. */
  offeredServices: z.array(serviceView.omit({ chargedFen: true }).extend({ unitFen: fen })),
  /** Coupons that an order of this quote takes, and what each takes off. */
  coupons: z.array(
    z.object({
      couponId: z.string(),
      promotionId: z.string(),
      title: text,
      layer: z.string(),
      savedFen: fen,
    }),
  ),
  /**
   * Points: what this quote uses of them, what could be used (`canUse`, worth `canFen`, of `usable` in hand) and the most that
   * they may pay of this order, whatever is in hand. Null where they pay nothing.
   */
  points: z
    .object({
      promotionId: z.string(),
      title: text,
      usable: z.number().int(),
      used: z.number().int(),
      fen,
      canUse: z.number().int(),
      canFen: fen,
      capFen: fen,
      /** What paying this order earns. */
      earns: z.number().int(),
    })
    .nullable(),
  /** Presents that go with the order; `shopId` is null where the campaign gives them. */
  gifts: z.array(giftView),
  /** Lines that an order must not have now: held back for others, or until `opensAt`. */
  closed: z.array(
    z.object({
      lineId: z.string(),
      promotionId: z.string(),
      title: text,
      reason: z.enum(['notYet', 'over', 'audienceMismatch', 'stopped']),
      /** Why, in words; the moment it opens stands beside them. */
      words: text,
      opensAt: instant.nullable(),
    }),
  ),
  /**
   * Whether a cheaper legal combination of coupons and promotions exists: `exact` says none does, `bounded` that the search
   * stopped at its limit and one could save at most `couldSaveFen` more. `lostFen` is what the shopper's own choice costs.
   */
  choice: z.object({ kind: z.enum(['exact', 'bounded']), couldSaveFen: fen, lostFen: fen }),
  trace: z.array(traceRow),
});
export type QuoteView = z.infer<typeof quoteView>;

export const cartView = z.object({
  /** In the order they were put in. */
  lines: z.array(
    z.object({
      skuId: z.string(),
      quantity: z.number().int(),
      selected: z.boolean(),
      /** What it is, ticked or not; null once the catalogue knows it no more. */
      item: z
        .object({
          productId: z.string(),
          shopId: z.string(),
          shopName: text,
          title: text,
          skuTitle: text,
          imageUrl: z.string(),
          /** The line at its item price now, before what depends on the cart; null while it is not on sale. */
          itemFen: fen.nullable(),
          /** Of what is sent, or, where it can only be collected, of the store that has most: as few as the screen may tell. */
          stockLeft: z.number().int().nullable(),
          /** Not that many can be sent, and a store has them: an order with it is collected there. */
          collectOnly: z.boolean(),
        })
        .nullable(),
    }),
  ),
  /** Of the selected lines; null when none is selected. */
  quote: quoteView.nullable(),
  /** Lines that cannot be bought now, with the reason. */
  unavailable: z.array(
    z.object({
      skuId: z.string(),
      title: text,
      reason: z.enum(['notFound', 'notOnSale', 'outOfStock']),
      words: text,
      /** Units that can be bought, sent or collected in one store, where that is why. */
      left: z.number().int().nullable(),
    }),
  ),
});
export type CartView = z.infer<typeof cartView>;

/** POST /api/purchases — header Idempotency-Key. `expectedPayFen` is what the shopper saw; a difference is refused. */
export const purchaseRequest = z.object({
  lines: z
    .array(z.object({ skuId: z.string(), quantity }))
    .min(1)
    .max(100),
  expectedPayFen: fen,
  address,
  couponIds,
  usePoints,
  services: wantedServices,
  /** Asked for where a line is a blind box; else passed over. */
  boxTerms: boxTerms.optional(),
  /** Absent: to the door. */
  delivery: deliveryChoice.optional(),
});
export type PurchaseRequest = z.infer<typeof purchaseRequest>;

/** POST /api/flash/:activityId/orders — header Idempotency-Key. */
export const flashOrderRequest = z.object({
  quantity: z.number().int().min(1).max(20),
  expectedPayFen: fen,
  address,
  couponIds,
  usePoints,
});
export type FlashOrderRequest = z.infer<typeof flashOrderRequest>;

export const purchaseState = z.enum(STORED_STATES);
export const purchaseKind = z.enum(PURCHASE_KINDS);
/** `held` = stock is held and payment awaited until `holdUntil`; `closed` = expired or cancelled; `depositPaid` and `forfeited` are of a pre-sale. */
export const purchaseView = z.object({
  purchaseId: z.string(),
  number: z.string(),
  state: purchaseState,
  kind: purchaseKind,
  placedAt: instant,
  holdUntil: instant,
  /** The provider takes no approval from then on; a little before the hold ends, so that nobody pays for what was given back. */
  payUntil: instant,
  paidAt: instant.nullable(),
  closedAt: instant.nullable(),
  closedReason: z.string().nullable(),
  payFen: fen,
  goodsFen: fen,
  freightFen: fen,
  servicesFen: fen,
  savedFen: fen,
  refundedFen: fen,
  address: z.object({ recipient: z.string(), phone: z.string(), region: z.string(), line: z.string() }),
  /** Deposit and balance of a pre-sale; null for every other kind. */
  presale: purchasePresale.nullable(),
  /** Blind boxes in it; GET …/boxes tells what they hold. */
  boxCount: z.number().int(),
  /** Coupons that it took. */
  couponIds: z.array(z.string()),
  /** Points that paid a part of it (held while it is unpaid), and what its payment earns or earned. */
  points: z.object({ used: z.number().int(), fen, earns: z.number().int() }).nullable(),
  /** `lineIds`: it goes back with the last of these lines. */
  gifts: z.array(giftView.extend({ lineIds: z.array(z.string()) })),
  /** How its goods reach their buyer, as chosen at checkout. */
  delivery: z.object({
    way: z.enum(['ship', 'pickup']),
    toStation: z.boolean(),
    placeId: z.string().nullable(),
  }),
  orders: z.array(
    z.object({
      orderId: z.string(),
      shopId: z.string(),
      shopName: text,
      goodsFen: fen,
      freightFen: fen,
      lines: z.array(
        z.object({
          lineId: z.string(),
          skuId: z.string(),
          productId: z.string(),
          title: text,
          imageUrl: z.string(),
          quantity: z.number().int(),
          returnedQuantity: z.number().int(),
          unitListFen: fen,
          netFen: fen,
          services: z.array(serviceView.omit({ lineId: true })),
          allocations: z.array(z.object({ promotionId: z.string(), title: text, layer: z.string(), fen })),
        }),
      ),
    }),
  ),
});
export type PurchaseView = z.infer<typeof purchaseView>;
/** GET /api/purchases?state=&cursor=&limit= — `counts` are of all the shopper's purchases, whatever is filtered. */
export const purchaseList = page.extend({
  purchases: z.array(purchaseView),
  counts: z.object({
    held: z.number().int(),
    depositPaid: z.number().int(),
    paid: z.number().int(),
    closed: z.number().int(),
    forfeited: z.number().int(),
    refunded: z.number().int(),
  }),
});

/** Whom a charge is asked of. `sandbox` approves without a page of its own: simulated databases, rehearsals and tests. */
export const paymentMethod = z.enum(['alipay', 'wechatpay', 'sandbox']);
export type PaymentMethod = z.infer<typeof paymentMethod>;

/**
 * POST /api/purchases/:id/payments {method} — asks the provider; the answer comes later by a signed notification. Where it
 * looks risky it wants a check that was passed for it (403 `paymentCheckNeeded`, with `ways`).
 */
export const paymentRequest = z.object({ method: paymentMethod });
export const paymentView = z.object({
  paymentId: z.string(),
  purchaseId: z.string(),
  method: paymentMethod,
  amountFen: fen,
  state: z.enum(['pending', 'succeeded', 'failed', 'refunded']),
  /** The provider's page, where the shopper approves it. */
  approveUrl: z.string(),
  expiresAt: instant,
});
export type PaymentView = z.infer<typeof paymentView>;

/**
 * GET /api/purchases/:id/payments — every charge asked for, newest first, so that a cashier that was reloaded knows where it
 * stands. `approveUrl` is empty once a charge is settled; `refundedFen` > 0 also for one that came too late and went back.
 */
export const paymentList = z.object({
  /** Providers that are connected here, in the order in which they are offered. */
  methods: z.array(paymentMethod),
  payments: z.array(
    paymentView.extend({
      /** Which of the purchase's payments it is: a pre-sale has two. */
      stage: z.enum(['whole', 'deposit', 'balance']),
      requestedAt: instant,
      settledAt: instant.nullable(),
      refundedFen: fen,
    }),
  ),
});
export type PaymentList = z.infer<typeof paymentList>;

/** POST /api/payments/sandbox/notify — body of the provider's notification; header `sandbox-signature` (Ed25519 over timestamp.body). */
export const sandboxNotification = z.object({
  notificationId: z.string(),
  paymentId: z.string(),
  providerRef: z.string(),
  outcome: z.enum(['succeeded', 'failed']),
  amountFen: fen,
  sentAtWall: wallInstant,
});

/**
 * What returned units had been paid with beside money; it is no part of `refundFen`. A red packet can be used again once
 * everything that it paid a part of has come back, and it has not ended; points and subsidies go back to where they are kept.
 */
export const tenders = z.object({ redPacketFen: fen, pointsFen: fen, subsidyFen: fen });

/** Points given back, and those taken back that the goods had earned; what of these was gone was kept of the money (`shortFen`). */
export const returnedPoints = z.object({
  returned: z.number().int(),
  clawedBack: z.number().int(),
  short: z.number().int(),
  shortFen: fen,
});

/** POST /api/purchases/:id/returns — header Idempotency-Key; refunds the frozen share of the units (domain §1.7). */
export const returnRequest = z.object({
  lines: z
    .array(z.object({ lineId: z.string(), quantity }))
    .min(1)
    .max(100),
  reason: z.enum(['noReason', 'quality', 'wrongItem', 'late', 'other']),
  /**
   * Gifts that the shopper keeps, by promotion: what they are said to be worth is kept of the refund. Counts with the return
   * that brings the last of their goods back; until then a gift stays.
   */
  keptGifts: z.array(z.string().min(1).max(80)).max(50).optional(),
});
export const returnView = z.object({
  returnId: z.string(),
  purchaseId: z.string(),
  refundFen: fen,
  tenders,
  points: returnedPoints,
  /** Kept of the refund for gifts that stay with the shopper. */
  giftsFen: fen,
  state: z.enum(['refunded']),
  lines: z.array(z.object({ lineId: z.string(), quantity: z.number().int(), refundFen: fen })),
});

/** POST /api/purchases/:id/complaints */
export const complaintRequest = z.object({
  topic: z.enum(['quality', 'delivery', 'price', 'service']),
  words: z.string().min(1).max(500),
});
export const complaintView = z.object({
  complaintId: z.string(),
  purchaseId: z.string(),
  topic: z.string(),
  state: z.enum(['open']),
});

/** GET /api/purchases/:id/aftercare — what was returned and complained about, oldest first. The words stay sealed. */
export const aftercareView = z.object({
  returns: z.array(
    z.object({
      returnId: z.string(),
      at: instant,
      reason: z.string(),
      refundFen: fen,
      tenders,
      points: returnedPoints,
      giftsFen: fen,
      lines: z.array(z.object({ lineId: z.string(), quantity: z.number().int(), refundFen: fen })),
    }),
  ),
  complaints: z.array(
    z.object({ complaintId: z.string(), at: instant, topic: z.string(), state: z.enum(['open']) }),
  ),
});
export type AftercareView = z.infer<typeof aftercareView>;

/** POST /api/purchases/:id/balance/quote — what the balance costs now; with the coupons and points of the choice. */
export const balanceChoice = z.object({ couponIds, usePoints });
export type BalanceChoice = z.infer<typeof balanceChoice>;
export const balanceQuote = z.object({
  depositFen: fen,
  /** `quote.payFen`: the balance, from which alone everything comes off. */
  quote: quoteView,
  balanceStartsAt: instant,
  balanceEndsAt: instant,
});
export type BalanceQuote = z.infer<typeof balanceQuote>;

/** POST /api/purchases/:id/balance — agrees the balance: coupons and points of the choice are held until it is paid. */
export const balanceRequest = z.object({ expectedPayFen: fen, couponIds, usePoints });
export type BalanceRequest = z.infer<typeof balanceRequest>;
