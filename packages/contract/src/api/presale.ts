import { z } from 'zod';
import { address, fen, instant, province, quantity, text } from './basics.ts';

/** One unit of a pre-sale: `depositFen` counts as `expansionFen`; deposit and `balanceFen` are `contractFen` together. */
const unit = z.object({
  priceFen: fen,
  depositFen: fen,
  expansionFen: fen,
  extraCutFen: fen,
  contractFen: fen,
  balanceFen: fen,
  /** Of the deposit, what is lost when the balance is not paid: a fifth of the contract at most (Civil Code art. 586). */
  legalFen: fen,
});
const gift = z.object({
  title: text,
  valueFen: fen,
  quantity: z.number().int(),
  /** The first so many deposits get it; null: everybody. */
  firstN: z.number().int().nullable(),
});
const windows = {
  balanceStartsAt: instant,
  balanceEndsAt: instant,
  freeFreight: z.boolean(),
  /** Until then the whole deposit may be had back; null: never. */
  refundableUntil: instant.nullable(),
  /** Goods leave before this instant, as it was stated with the booking; null: as soon after full payment as any other order. */
  shipOn: instant.nullable(),
};

/** GET /api/presale/:skuId — how the item is sold by deposit now or next; null where it is not. */
export const presaleOffer = z.object({
  promotionId: z.string(),
  skuId: z.string(),
  title: text,
  item: z.object({ productId: z.string(), title: text, skuTitle: text, imageUrl: z.string() }),
  stage: z.enum(['upcoming', 'depositOpen', 'between', 'balanceOpen']),
  stopped: z.boolean(),
  unit,
  depositStartsAt: instant,
  depositEndsAt: instant,
  ...windows,
  gift: gift.nullable(),
  /** Units that deposits can still take; null where none are set aside for it. */
  left: z.number().int().nullable(),
  /** `full`: it is short, so a new booking is paid at once at `contractFen`, without a deposit; booked ones stay as agreed. */
  pays: z.enum(['deposit', 'full']),
  /** Since when its stock is short enough for the plan to act on it; null while it is not. */
  shortSince: instant.nullable(),
  perPersonMax: z.number().int().nullable(),
  holdMs: z.number().int(),
});
export type PresaleOffer = z.infer<typeof presaleOffer>;
export const presaleAnswer = z.object({ presale: presaleOffer.nullable() });
export type PresaleAnswer = z.infer<typeof presaleAnswer>;

/**
 * POST /api/presale/:skuId/orders — places a purchase by deposit. `acceptsDeposit`: the buyer has read that the deposit is
 * not returned; without it nothing is placed (Consumer Protection Law art. 26).
 */
export const presaleOrderRequest = z.object({
  promotionId: z.string().min(1).max(80),
  quantity: quantity,
  expectedDepositFen: fen,
  acceptsDeposit: z.literal(true),
  address,
});
export type PresaleOrderRequest = z.infer<typeof presaleOrderRequest>;

/** Coupons and points of a booking at full payment, as with every quote. */
const choice = {
  couponIds: z.array(z.string().min(1).max(40)).max(20).optional(),
  usePoints: z.union([z.literal('max'), z.number().int().min(0).max(100_000_000)]).optional(),
};

/** POST /api/presale/:skuId/full/quote — what it costs at full payment now; the answer is a quote. */
export const presaleFullQuoteRequest = z.object({
  promotionId: z.string().min(1).max(80),
  quantity: quantity,
  region: province.optional(),
  ...choice,
});
export type PresaleFullQuoteRequest = z.infer<typeof presaleFullQuoteRequest>;

/** POST /api/presale/:skuId/full/orders — books it at full payment, while its stock is short and the plan says so. */
export const presaleFullOrderRequest = z.object({
  promotionId: z.string().min(1).max(80),
  quantity: quantity,
  expectedPayFen: fen,
  address,
  ...choice,
});
export type PresaleFullOrderRequest = z.infer<typeof presaleFullOrderRequest>;

/** An item to buy instead of another, and whether it stands `beside` that one or, nothing being left of it, `instead`. */
export const similarItem = z.object({
  place: z.enum(['beside', 'instead']),
  item: z.object({
    skuId: z.string(),
    productId: z.string(),
    title: text,
    imageUrl: z.string(),
    /** What anybody pays for one now. */
    priceFen: fen,
  }),
});

export type SimilarItem = z.infer<typeof similarItem>;

/** GET /api/similar/:skuId — what to buy instead of an item that is short or sold out, where the plan offers it. */
export const similarAnswer = z.object({ similar: similarItem.nullable() });
export type SimilarAnswer = z.infer<typeof similarAnswer>;

/** How a pre-sale purchase stands, beside what every purchase says. */
export const purchasePresale = z.object({
  promotionId: z.string(),
  quantity: z.number().int(),
  unit,
  depositFen: fen,
  /** What is to be paid as balance, or was; before it is agreed, without what may still come off. */
  balanceFen: fen,
  /** Of the deposit, what is lost when the balance is not paid. */
  legalFen: fen,
  depositPaidAt: instant.nullable(),
  ...windows,
  gift: gift.extend({ vests: z.enum(['undecided', 'yes', 'no']) }).nullable(),
  /** The balance as it was agreed, with the coupons and points that are held for it until `holdUntil`. */
  balance: z.object({ payFen: fen, holdUntil: instant, payUntil: instant }).nullable(),
  /** How it ended otherwise than by delivery. */
  ending: z
    .object({
      kind: z.enum(['balanceUnpaid', 'buyerCancels', 'sellerDefault', 'forceMajeure']),
      at: instant,
      reason: z.string().nullable(),
      refundFen: fen,
      forfeitedFen: fen,
      /** From the seller on top: the second half of the double return. */
      extraFen: fen,
    })
    .nullable(),
});
export type PurchasePresale = z.infer<typeof purchasePresale>;

/** POST /api/purchases/:id/presale/end — the buyer gives up; `expectedRefundFen` is what was shown to come back. */
export const presaleGiveUp = z.object({ expectedRefundFen: fen });
export type PresaleGiveUp = z.infer<typeof presaleGiveUp>;

/** POST /api/ops/purchases/:id/presale/end — commander and merchandiser: the seller lets go, fails, or cannot be blamed. */
export const opsPresaleEnd = z.object({
  kind: z.enum(['buyerCancels', 'sellerDefault', 'forceMajeure']),
  reason: z.string().min(4).max(200),
});
export type OpsPresaleEnd = z.infer<typeof opsPresaleEnd>;

/** GET /api/ops/purchases/:id/presale/endings — how a pre-sale could be ended now, and what each way pays back. */
export const presaleEndings = z.object({
  endings: z.array(
    z.object({
      kind: z.enum(['buyerCancels', 'sellerDefault', 'forceMajeure']),
      /** How many units it is about: after full payment those that have not left. */
      units: z.number().int(),
      refundFen: fen,
      /** From the seller on top, as a transfer: the second half of the double return. */
      extraFen: fen,
    }),
  ),
});
export type PresaleEndings = z.infer<typeof presaleEndings>;

/** POST /api/ops/purchases/:id/presale/default — commander and merchandiser: the seller cannot deliver what has not left. */
export const presaleDefault = z.object({ reason: z.string().trim().min(4).max(200) });
export const presaleDefaulted = z.object({ refundFen: fen });

/** GET /api/notices — what the shopper was told about open orders, newest first, at most 50. */
export const noticeList = z.object({
  unread: z.number().int(),
  notices: z.array(
    z.object({
      noticeId: z.string(),
      purchaseId: z.string(),
      kind: z.enum(['balanceOpen', 'dayLeft', 'twoHoursLeft']),
      at: instant,
      /** When the balance window ends. */
      balanceEndsAt: instant,
      title: text,
      read: z.boolean(),
    }),
  ),
});
export type NoticeList = z.infer<typeof noticeList>;
