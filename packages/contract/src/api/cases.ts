import { CASE_EVENTS, CASE_KINDS, CASE_REASONS, CASE_STATES, PHOTOS_MAX } from '@dacu/engine/aftercare';
import { ACTORS } from '@dacu/engine/order-life';
import { z } from 'zod';
import { fen, instant, page, quantity, text } from './basics.ts';
import { returnedPoints, tenders } from './trade.ts';

/** After-sales cases of shipped goods: what may be asked for, what it would bring, and how it goes. */

export const caseKind = z.enum(CASE_KINDS);
export const caseReason = z.enum(CASE_REASONS);
export const caseState = z.enum(CASE_STATES);

/** `buyer`: it is paid on the way; `nobody`: nothing travels. `coveredFen` is what a label covers. */
const freight = z.object({ payer: z.enum(['seller', 'insurer', 'buyer', 'nobody']), coveredFen: fen });

/** GET /api/purchases/:id/return-options */
export const returnOptions = z.object({
  asOf: instant,
  lines: z.array(
    z.object({
      lineId: z.string(),
      orderId: z.string(),
      /** Goes back at once: it has not left. */
      unshipped: z.number().int(),
      /** On the way, and not asked for. */
      underway: z.number().int(),
      /** In the shopper's hands, and not asked for. */
      delivered: z.number().int(),
      deliveredAt: instant.nullable(),
      /** Until when, not included, it goes back without a reason; null where it never does. */
      noReasonUntil: instant.nullable(),
      /** The same for what is wrong with it; a longer warranty included. */
      defectUntil: instant.nullable(),
      /** Blind boxes that were opened. */
      opened: z.number().int(),
      excluded: z.boolean(),
      /** It costs nothing to send it back, whoever's fault. */
      freeReturns: z.boolean(),
      /** An insurance of the order pays one parcel back, and has not yet. */
      insured: z.boolean(),
    }),
  ),
  reasons: z.array(
    z.object({ reason: caseReason, fault: z.enum(['seller', 'buyer']), kinds: z.array(caseKind) }),
  ),
});
export type ReturnOptions = z.infer<typeof returnOptions>;

const asked = z.object({
  kind: caseKind,
  reason: caseReason,
  lines: z
    .array(z.object({ lineId: z.string().min(1).max(80), quantity }))
    .min(1)
    .max(100),
  /** Gifts that the shopper keeps, by promotion; see `returnRequest`. */
  keptGifts: z.array(z.string().min(1).max(80)).max(50).optional(),
});

/** What goes back with a case, to the fen, if nothing is found wrong with the goods. */
const caseRefund = z.object({
  refundFen: fen,
  tenders,
  points: returnedPoints,
  giftsFen: fen,
  /** Price protection that was paid on these units before, and is no part of the refund. */
  protectedFen: fen,
  /** Freight of the way here that goes back with it. */
  freightFen: fen,
  /** What was paid to insure its way back, where that goes back too. */
  premiumFen: fen,
  /** Coupons that can be used again, or are given out anew where the seller was at fault. */
  couponsBack: z.number().int(),
  lines: z.array(z.object({ lineId: z.string(), quantity: z.number().int(), refundFen: fen })),
});

/** POST /api/purchases/:id/cases/preview {kind, reason, lines, keptGifts?} — takes nothing. */
export const casePreviewRequest = asked;
export const casePreview = z.object({
  fault: z.enum(['seller', 'buyer']),
  freight,
  /** Null for an exchange: no money moves. */
  refund: caseRefund.nullable(),
  /** The seller's silence agrees then. */
  answerBy: instant,
});
export type CasePreview = z.infer<typeof casePreview>;

/** POST /api/purchases/:id/cases — header Idempotency-Key. `words` are sealed: people put names into them. */
export const caseRequest = asked.extend({
  words: z.string().trim().max(500).optional(),
  /** Photos that were sent before, in the order in which they are shown. */
  photos: z
    .array(z.string().regex(/^ph_[0-9a-v]{26}$/))
    .max(PHOTOS_MAX)
    .optional(),
});

/** POST /api/purchases/:id/photos (multipart, one `file`) — the same file twice is one photo. Pixels of what is kept. */
export const casePhoto = z.object({
  photoId: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type CasePhoto = z.infer<typeof casePhoto>;

const caseStep = z.object({
  on: z.enum(['request', ...CASE_EVENTS]),
  to: caseState,
  at: instant,
  by: z.enum(ACTORS),
  note: z.string().nullable(),
});

export const caseView = z.object({
  caseId: z.string(),
  purchaseId: z.string(),
  orderId: z.string(),
  shopId: z.string(),
  kind: caseKind,
  reason: caseReason,
  fault: z.enum(['seller', 'buyer']),
  state: caseState,
  requestedAt: instant,
  /** What happens then by itself (`on`), unless somebody acts before; null when it has ended. */
  deadline: z.object({ at: instant, on: z.enum(CASE_EVENTS) }).nullable(),
  lines: z.array(
    z.object({
      lineId: z.string(),
      skuId: z.string(),
      title: text,
      imageUrl: z.string(),
      quantity: z.number().int(),
    }),
  ),
  freight,
  /** As shown when it was asked for; null for an exchange. */
  expectedFen: fen.nullable(),
  /** What went back; null until it did. */
  refundFen: fen.nullable(),
  /** What was found at the inspection. */
  found: z
    .array(
      z.object({
        lineId: z.string(),
        sellable: z.number().int(),
        unsellable: z.number().int(),
        turnedDown: z.number().int(),
        deductFen: fen,
        note: z.string(),
      }),
    )
    .nullable(),
  tracking: z.object({ carrier: z.string(), number: z.string() }).nullable(),
  /** The purchase of nothing that carries what is sent instead. */
  replacementId: z.string().nullable(),
  /** Photos of the shopper, read one by one below the purchase, or below the case by operators. */
  photos: z.array(z.string()),
  /** When they are erased, not included; null while the case is open. */
  photosUntil: instant.nullable(),
  steps: z.array(caseStep),
  /** What the shopper may do now. */
  may: z.array(z.enum(['withdraw', 'sendBack'])),
});
export type CaseView = z.infer<typeof caseView>;
/** GET /api/purchases/:id/cases — oldest first. */
export const caseList = z.object({ cases: z.array(caseView) });
export type CaseList = z.infer<typeof caseList>;

/** POST /api/cases/:caseId/withdraw · POST /api/cases/:caseId/send-back — header Idempotency-Key. */
export const caseSendBack = z.object({
  carrier: z.string().trim().min(1).max(40),
  trackingNumber: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z-]{6,40}$/),
});

const words = z
  .string()
  .max(300)
  .transform((list) => list.split(',').filter((word) => word !== ''));

/** GET /api/ops/cases?state=&kind=&q=&cursor=&limit= — what has a deadline first, the next one on top. */
export const opsCasesQuery = z.object({
  state: words.pipe(z.array(caseState).max(CASE_STATES.length)).optional(),
  kind: words.pipe(z.array(caseKind).max(CASE_KINDS.length)).optional(),
  /** A case, a purchase, part of an order number or of a SKU. */
  q: z.string().max(80).optional(),
  cursor: z.string().max(120).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const opsCase = caseView.omit({ may: true }).extend({
  number: z.string(),
  payFen: fen,
  /** There are words of the shopper; reading them is an act of its own. */
  hasWords: z.boolean(),
  /** Above what customer service may release. */
  needsFinance: z.boolean(),
  steps: z.array(caseStep.extend({ operator: z.string().nullable() })),
});
export const opsCaseList = page.extend({
  asOf: instant,
  cases: z.array(opsCase),
  /** Open cases in each state, whatever is filtered. */
  counts: z.partialRecord(caseState, z.number().int()),
});
export type OpsCaseList = z.infer<typeof opsCaseList>;
/** GET /api/ops/cases/:caseId — `would`: what a refund would bring now, if the goods are whole; null where none can come. */
export const opsCaseDetail = opsCase.extend({
  would: caseRefund.nullable(),
  /** Steps that an operator may take from here. */
  allowed: z.array(z.enum(CASE_EVENTS)),
  /** Units that could be sent instead, by SKU; of an exchange. */
  sellable: z.record(z.string(), z.number().int()),
});
export type OpsCaseDetail = z.infer<typeof opsCaseDetail>;

/** POST /api/ops/cases/:caseId/refuse {note} · …/approve {note?} · …/receive {note?} · …/refund {note?} — header Idempotency-Key. */
export const caseNote = z.object({ note: z.string().trim().max(300).optional() });
export const caseRefuse = z.object({ note: z.string().trim().min(4).max(300) });
/** POST /api/ops/cases/:caseId/inspect — header Idempotency-Key; every unit of the case is accounted for. */
export const caseInspect = z.object({
  lines: z
    .array(
      z.object({
        lineId: z.string().min(1).max(80),
        sellable: z.number().int().min(0).max(999),
        unsellable: z.number().int().min(0).max(999),
        turnedDown: z.number().int().min(0).max(999),
        deductFen: fen,
        note: z.string().trim().max(300),
      }),
    )
    .min(1)
    .max(100),
});
/** POST /api/ops/cases/:caseId/inspect/preview — the same body; what it would pay, null where no money comes of it. */
export const caseInspected = z.object({ refund: caseRefund.nullable() });
export type CaseInspected = z.infer<typeof caseInspected>;
/** POST /api/ops/cases/:caseId/words — opens the shopper's words; that they were read is kept. */
export const caseWords = z.object({ words: z.string() });
