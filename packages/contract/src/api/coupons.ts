import { z } from 'zod';
import { fen, instant, phone, text } from './basics.ts';

const issue = z.enum([
  'claim',
  'newcomer',
  'winBack',
  'timedGrab',
  'qr',
  'hidden',
  'behaviour',
  'carbon',
  'compensation',
]);

/** Whether a coupon can be claimed now, and why not. */
export const claimState = z.enum(['open', 'notOpen', 'ended', 'gone', 'limit', 'notForYou', 'codeNeeded']);

/**
 * What a coupon takes off, as figures for its face: an amount, a share of the price (`payBp` is what is paid), or the
 * freight (`offFen` null: all of it). Null where words alone can say it.
 */
const face = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('off'), offFen: fen, thresholdFen: fen }),
    z.object({
      kind: z.literal('rate'),
      payBp: z.number().int(),
      thresholdFen: fen,
      offMaxFen: fen.nullable(),
    }),
    z.object({ kind: z.literal('freight'), offFen: fen.nullable(), thresholdFen: fen }),
  ])
  .nullable();
export type CouponFace = z.infer<typeof face>;

/** GET /api/coupons — the coupon centre: what is given out, when, and why not to this shopper now. */
export const couponCentre = z.object({
  programmes: z.array(
    z.object({
      promotionId: z.string(),
      title: text,
      /** What it takes off, in the words of the plan. */
      terms: text,
      face,
      layer: z.string(),
      issue,
      state: claimState,
      /** The state as a sentence; for whom it is, where it is not for this shopper. */
      words: text,
      /** When the next lot begins, also while one is open; null when none comes. */
      opensAt: instant.nullable(),
      /** When the open lot ends; null when none is open. */
      closesAt: instant.nullable(),
      /** Coupons of the open lot; null where there is no limit. */
      total: z.number().int().nullable(),
      left: z.number().int().nullable(),
      perPersonMax: z.number().int().nullable(),
      validForMs: z.number().int().nullable(),
    }),
  ),
});
export type CouponCentre = z.infer<typeof couponCentre>;

/** `expired`: it can no longer be used; `frozen`: in an order that waits for its payment. */
export const couponState = z.enum(['available', 'frozen', 'used', 'expired']);
export const couponView = z.object({
  couponId: z.string(),
  promotionId: z.string(),
  title: text,
  terms: text,
  face,
  layer: z.string(),
  issue,
  state: couponState,
  claimedAt: instant,
  expiresAt: instant,
  usedAt: instant.nullable(),
  /** It came back with a refund. */
  returnedAt: instant.nullable(),
  purchaseId: z.string().nullable(),
});
export type CouponView = z.infer<typeof couponView>;

/** GET /api/coupons/mine?state= — the shopper's coupons, those that end first in front; at most 200. */
export const couponListQuery = z.object({ state: couponState.optional() });
export const couponList = z.object({
  coupons: z.array(couponView),
  counts: z.object({
    available: z.number().int(),
    frozen: z.number().int(),
    used: z.number().int(),
    expired: z.number().int(),
  }),
});
export type CouponList = z.infer<typeof couponList>;

/**
 * POST /api/coupons {promotionId | code, phone} — header Idempotency-Key. A code is typed or comes in a link; upper and
 * lower case, blanks and dashes do not matter. With a phone its own limit counts too.
 */
export const couponClaim = z
  .object({
    promotionId: z.string().min(1).max(80).optional(),
    code: z.string().min(1).max(40).optional(),
    phone: phone.optional(),
  })
  .refine(({ promotionId, code }) => promotionId !== undefined || code !== undefined, {
    message: 'which coupon: its promotionId or its code',
    path: ['promotionId'],
  });
export type CouponClaim = z.infer<typeof couponClaim>;

/** GET /api/ops/coupons — what was issued and used of each programme, and what is left of each capped promotion. */
export const opsCoupons = z.object({
  programmes: z.array(
    z.object({
      promotionId: z.string(),
      title: text,
      issue,
      quantity: z.number().int().nullable(),
      quantityPerGrab: z.number().int().nullable(),
      issued: z.number().int(),
      available: z.number().int(),
      frozen: z.number().int(),
      used: z.number().int(),
      expired: z.number().int(),
      /** Of those, how many came back with a refund. */
      returned: z.number().int(),
      /** For hidden and QR coupons; null elsewhere, and for who only reads. */
      code: z.string().nullable(),
      /** Win-back: those who got it beside those left out at random, and how many of each have paid since. */
      winBack: z
        .object({
          issued: z.number().int(),
          issuedPaid: z.number().int(),
          heldOut: z.number().int(),
          heldOutPaid: z.number().int(),
        })
        .nullable(),
    }),
  ),
  budgets: z.array(
    z.object({
      promotionId: z.string(),
      title: text,
      capFen: fen,
      /** Held by open orders and spent by paid ones. */
      spentFen: fen,
      leftFen: fen,
    }),
  ),
});
export type OpsCoupons = z.infer<typeof opsCoupons>;

/** POST /api/ops/coupons/compensations — header Idempotency-Key. A coupon for a shopper whom we owe one. */
export const compensation = z.object({
  promotionId: z.string().min(1).max(80),
  shopperId: z.string().min(1).max(40),
});
