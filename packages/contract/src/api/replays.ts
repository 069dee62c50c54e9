import { z } from 'zod';
import { fen, instant, text, wallInstant } from './basics.ts';
import { findingView } from './ops.ts';

/** Fen that may be below 0: a change, or a margin. */
const change = z.number().int().describe('Whole fen, below 0 where it is less');
const count = z.number().int();
const both = z.object({ pastFen: fen, draftFen: fen });

export const replayAssumptions = z.object({
  /** `phase`: the same place in the same phase of the draft; `same`: the very instant. */
  at: z.enum(['phase', 'same']),
  /** The coupons that were used, all that were in hand, what the draft offers to somebody like this, or none. */
  coupons: z.enum(['used', 'held', 'issued', 'none']),
  /** What stops a promotion: the draft's budgets, counted along; what was stopped then; or nothing. */
  stops: z.enum(['caps', 'past', 'none']),
});
export type ReplayAssumptions = z.infer<typeof replayAssumptions>;

const allocated = z.object({ promotionId: z.string(), layer: z.string(), fen });

/** A cart that loses: what it cost then, what it costs under the draft, and why. */
export const replayCart = z.object({
  purchaseId: z.string(),
  at: instant,
  draftAt: instant,
  shopper: z.object({
    memberTier: z.string().nullable(),
    newcomer: z.boolean(),
    idleDays: count.nullable(),
    channel: z.string().nullable(),
  }),
  changeFen: change,
  pay: both,
  freight: both,
  /** Value-added services, charged beside the lines. */
  services: both,
  lines: z.array(
    z.object({
      skuId: z.string(),
      title: text,
      quantity: count,
      listFen: fen,
      net: both,
      past: z.array(allocated),
      draft: z.array(allocated),
    }),
  ),
  /** The quote under the draft, explained. */
  trace: z.array(
    z.object({
      promotionId: z.string(),
      title: text,
      layer: z.string(),
      applied: z.boolean(),
      discountFen: fen,
      explanation: text,
    }),
  ),
});

/**
 * The orders of a past campaign under a draft plan. Same people, same baskets: `pastFen` was paid, `draftFen` would be.
 * Sums are exact; the segments of each dimension add up to `pay`.
 */
export const replayDocument = z.object({
  past: z.object({
    campaignId: z.string(),
    title: text,
    simulated: z.boolean(),
    /** One in so many shoppers; budgets of the draft are divided by it. */
    scale: z.number(),
    /** Paid pre-sales that are not among the orders; null where the file does not say. */
    presales: count.nullable(),
    firstAt: instant.nullable(),
    lastAt: instant.nullable(),
  }),
  draft: z.object({ campaignId: z.string(), title: text }),
  assumptions: replayAssumptions,
  purchases: count,
  priced: count,
  /** Facts about the shopper are those of today, since the order is older than the keeping of them. */
  workedOut: count,
  leftOut: z.array(
    z.object({ reason: z.enum(['noPhase', 'outside', 'closed']), purchases: count, paidFen: fen }),
  ),
  phases: z.array(
    z.object({
      phaseId: z.string(),
      title: text,
      purchases: count,
      /** Null: the draft has no such phase. */
      draft: z.object({ phaseId: z.string(), title: text }).nullable(),
    }),
  ),
  changed: count,
  dearer: count,
  cheaper: count,
  couponsUnknown: count,
  flashUnknown: count,
  /** Services bought that the draft does not offer. */
  servicesUnknown: count,
  listFen: fen,
  goods: both,
  freight: both,
  services: both,
  pay: both,
  off: z.array(both.extend({ layer: z.string(), funder: z.string() })),
  shops: z.array(
    z.object({
      shopId: z.string(),
      name: text,
      pieces: count,
      listFen: fen,
      costFen: fen,
      sellerOff: both,
      pastMarginFen: change,
      draftMarginFen: change,
    }),
  ),
  promotions: z.array(
    both.extend({
      promotionId: z.string(),
      title: text,
      /** Freight that it waives under the draft; what was waived then the orders do not say. */
      waivedFen: fen,
      purchases: count,
      inDraft: z.boolean(),
    }),
  ),
  caps: z.array(
    z.object({
      stopId: z.string(),
      title: text,
      of: z.enum(['budget', 'gifts']),
      /** Fen of a budget, pieces of a gift. */
      total: count,
      taken: count,
      reachedAt: instant.nullable(),
      wentWithout: count,
    }),
  ),
  segments: z.array(
    z.object({
      dimension: z.enum(['memberTier', 'newcomer', 'channel', 'basket', 'category', 'shop']),
      key: z.string(),
      title: text,
      purchases: count,
      winners: count,
      losers: count,
      unchanged: count,
      pastFen: fen,
      draftFen: fen,
      changeFen: change,
      /** Of a purchase, rounded to the fen. */
      meanFen: change,
      p10Fen: change,
      p50Fen: change,
      p90Fen: change,
    }),
  ),
  losers: z.array(replayCart),
});
export type ReplayDocument = z.infer<typeof replayDocument>;
export type ReplayCart = z.infer<typeof replayCart>;

/** POST /api/ops/replays — orders of a finished rehearsal of this node, or of the campaign in force, under a plan. */
export const replayRequest = z.object({
  orders: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('rehearsal'), reviewId: z.string().min(1).max(64) }),
    z.object({ kind: z.literal('live') }),
  ]),
  plan: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('edition'), editionId: z.string().min(1).max(60) }),
    z.object({ kind: z.literal('draft'), yaml: z.string().max(2_000_000) }),
  ]),
  assumptions: replayAssumptions,
});
export type ReplayRequest = z.infer<typeof replayRequest>;

const ordersName = z.object({
  kind: z.enum(['rehearsal', 'live']),
  /** Of the review; null for the campaign in force. */
  reviewId: z.string().nullable(),
  title: text,
});

export const replayView = z.object({
  replayId: z.string(),
  state: z.enum(['running', 'finished', 'failed', 'cancelled', 'interrupted']),
  orders: ordersName,
  draft: z.object({ title: text, editionNo: count.nullable() }),
  assumptions: replayAssumptions,
  requestedBy: z.string(),
  startedAtWall: wallInstant,
  endedAtWall: wallInstant.nullable(),
  /** `exporting` reads the orders out of the books; `pricing` prices them again. */
  progress: z.object({
    stage: z.enum(['exporting', 'pricing']),
    purchases: count,
    shareBp: count.describe('Of the stage, in basis points'),
  }),
  failure: z.object({ words: text, findings: z.array(findingView) }).nullable(),
});
export type ReplayView = z.infer<typeof replayView>;

/** GET /api/ops/replays — newest first. */
export const replayList = z.object({
  refused: z.enum(['replaysOff', 'forbidden']).nullable(),
  replays: z.array(replayView),
  /** Rehearsals whose orders were kept, newest first. */
  rehearsals: z.array(z.object({ reviewId: z.string(), title: text, createdAtWall: wallInstant })),
});
/** GET /api/ops/replays/:replayId — with what came out; null until it is finished. */
export const replayResult = z.object({ replay: replayView, document: replayDocument.nullable() });
export type ReplayResult = z.infer<typeof replayResult>;
export type ReplayList = z.infer<typeof replayList>;
