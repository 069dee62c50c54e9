import { z } from 'zod';
import { instant, page, text } from './basics.ts';

/** One line of the history: what an order, its payment, its end or a return did to the account. */
const pointsRow = z.object({
  at: instant,
  /**
   * `held` an order took them, `released` it was closed and gave them back, `earned` its payment gave them, `returned` goods
   * that they had paid for came back, `clawedBack` goods that had earned them came back, `expired` nobody used them in time.
   */
  kind: z.enum(['earned', 'held', 'released', 'returned', 'clawedBack', 'expired']),
  /** Signed. */
  points: z.number().int(),
  /** The order that did it. */
  purchaseId: z.string(),
  number: z.string().nullable(),
  /** For points that came: when they can be used, and until when; `expiresAt` null is without end. */
  usableFrom: instant.nullable(),
  expiresAt: instant.nullable(),
});

/** GET /api/points?cursor=&limit= — the shopper's points: what there is, what it is worth now, and how it came and went. */
export const pointsView = page.extend({
  usable: z.number().int().min(0),
  /** Earned, and not usable yet. */
  promised: z.number().int().min(0),
  /** When the first of what is promised can be used; null when nothing is promised. */
  promisedFrom: instant.nullable(),
  /** Of what is usable, the part that ends first; null when nothing ends. */
  soonest: z.object({ points: z.number().int(), expiresAt: instant }).nullable(),
  /** What points pay and how they are earned in the campaign in force; null when they pay nothing now. */
  terms: z
    .object({
      promotionId: z.string(),
      title: text,
      words: text,
      pointsPerYuan: z.number().int(),
      /** `points` for each `perFen` that is paid; null where spending earns none. */
      earn: z.object({ points: z.number().int(), perFen: z.number().int().describe('fen') }).nullable(),
    })
    .nullable(),
  rows: z.array(pointsRow),
});
export type PointsView = z.infer<typeof pointsView>;

export const pointsQuery = z.object({
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
