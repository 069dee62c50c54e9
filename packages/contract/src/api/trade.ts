import { z } from 'zod';
import { address, fen, instant, page, province, quantity, text, wallInstant } from './basics.ts';

/** GET /api/cart · PUT /api/cart/lines/:skuId {quantity, selected} · DELETE /api/cart/lines/:skuId */
export const cartLinePut = z.object({ quantity, selected: z.boolean().default(true) });

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
  /** What the threshold was tested on; a screen shows the way to it as base : base + missing. */
  baseFen: fen,
  missingFen: fen.nullable(),
  nextOffFen: fen.nullable(),
});

/** POST /api/quotes {lines, region} and the quote inside the cart. */
export const quoteRequest = z.object({
  lines: z
    .array(z.object({ skuId: z.string(), quantity }))
    .min(1)
    .max(200),
  region: province.optional(),
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
  trace: z.array(traceRow),
});
export type QuoteView = z.infer<typeof quoteView>;

export const cartView = z.object({
  lines: z.array(z.object({ skuId: z.string(), quantity: z.number().int(), selected: z.boolean() })),
  /** Of the selected lines; null when none is selected. */
  quote: quoteView.nullable(),
  /** Lines that cannot be bought now, with the reason. */
  unavailable: z.array(z.object({ skuId: z.string(), title: text, reason: z.string(), words: text })),
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
});
export type PurchaseRequest = z.infer<typeof purchaseRequest>;

/** POST /api/flash/:activityId/orders — header Idempotency-Key. */
export const flashOrderRequest = z.object({
  quantity: z.number().int().min(1).max(20),
  expectedPayFen: fen,
  address,
});
export type FlashOrderRequest = z.infer<typeof flashOrderRequest>;

export const purchaseState = z.enum(['held', 'paid', 'closed', 'refunded']);
/** `held` = stock is held and payment awaited until `holdUntil`; `closed` = expired or cancelled. */
export const purchaseView = z.object({
  purchaseId: z.string(),
  number: z.string(),
  state: purchaseState,
  kind: z.enum(['ordinary', 'flash']),
  placedAt: instant,
  holdUntil: instant,
  paidAt: instant.nullable(),
  closedAt: instant.nullable(),
  closedReason: z.string().nullable(),
  payFen: fen,
  goodsFen: fen,
  freightFen: fen,
  savedFen: fen,
  refundedFen: fen,
  address: z.object({ recipient: z.string(), phone: z.string(), region: z.string(), line: z.string() }),
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
          allocations: z.array(z.object({ promotionId: z.string(), title: text, layer: z.string(), fen })),
        }),
      ),
    }),
  ),
});
export type PurchaseView = z.infer<typeof purchaseView>;
export const purchaseList = page.extend({ purchases: z.array(purchaseView) });

/** POST /api/purchases/:id/payments {method} — asks the provider; the answer comes later by a signed notification. */
export const paymentRequest = z.object({ method: z.literal('sandbox') });
export const paymentView = z.object({
  paymentId: z.string(),
  purchaseId: z.string(),
  amountFen: fen,
  state: z.enum(['pending', 'succeeded', 'failed', 'refunded']),
  /** Where the shopper approves it (the sandbox's own cashier page, inside our cashier for the sandbox). */
  approveUrl: z.string(),
  expiresAt: instant,
});
export type PaymentView = z.infer<typeof paymentView>;

/** POST /api/payments/sandbox/notify — body of the provider's notification; header `sandbox-signature` (Ed25519 over timestamp.body). */
export const sandboxNotification = z.object({
  notificationId: z.string(),
  paymentId: z.string(),
  providerRef: z.string(),
  outcome: z.enum(['succeeded', 'failed']),
  amountFen: fen,
  sentAtWall: wallInstant,
});

/** POST /api/purchases/:id/returns — header Idempotency-Key; refunds the frozen share of the units (domain §1.7). */
export const returnRequest = z.object({
  lines: z
    .array(z.object({ lineId: z.string(), quantity }))
    .min(1)
    .max(100),
  reason: z.enum(['noReason', 'quality', 'wrongItem', 'late', 'other']),
});
export const returnView = z.object({
  returnId: z.string(),
  purchaseId: z.string(),
  refundFen: fen,
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
