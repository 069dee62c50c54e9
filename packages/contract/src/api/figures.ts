import { z } from 'zod';
import { fen, instant, page, text } from './basics.ts';
import { definition } from './review.ts';

/** What one row of a figure is: a payment, somebody counted once, or something that came back. */
export const figureRowKind = z.enum([
  'payment',
  'newcomer',
  'buyer',
  'visitor',
  'deposit',
  'balance',
  'refund',
  'complaint',
]);
export type FigureRowKind = z.infer<typeof figureRowKind>;

/** One side of a figure: which rows, and what of each row is added up. */
const figureSide = z.object({
  kind: figureRowKind,
  adds: z.enum(['gmvFen', 'units', 'one']).describe('`one` counts rows'),
});
export type FigureSide = z.infer<typeof figureSide>;

/** GET /api/ops/definitions — what each figure of the board and of a review means, so that a screen can say it. */
export const definitionList = z.object({
  definitions: z.array(
    definition.extend({
      /** How the live board counts it, where that differs from the review; null where it does not. */
      live: text.nullable(),
      /** How the live figure is made of rows; null where it has none. Value = part × times ÷ whole, or the part alone. */
      rows: z.object({ part: figureSide, whole: figureSide.nullable(), times: z.number().int() }).nullable(),
    }),
  ),
});

/** GET /api/ops/figures/:metric/rows?side=&campaign=&from=&to=&channel=&position=&cursor=&limit= */
export const figureRowsQuery = z.object({
  side: z.enum(['part', 'whole']).default('part'),
  /** The campaign that runs now, where none is given. */
  campaign: z.string().min(1).max(60).optional(),
  from: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  to: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  channel: z.string().min(1).max(40).optional(),
  position: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const figureRows = page.extend({
  metric: z.string(),
  campaignId: z.string(),
  side: z.enum(['part', 'whole']),
  kind: figureRowKind,
  adds: z.enum(['gmvFen', 'units', 'one']),
  /** Events up to this outbox position are counted; asking again with it gives the same rows for ever. */
  position: z.number().int(),
  /** Of all rows, not of this page alone; null on every page but the first. */
  total: z
    .object({
      rows: z.number().int(),
      sum: z.number().int(),
      /** What the two sides make; null where nothing is divided by nothing. */
      value: z.number().nullable(),
      unit: z.enum(['fen', 'count', 'bp', 'perTenThousand', 'score']),
    })
    .nullable(),
  /** Newest first. */
  rows: z.array(
    z.object({
      /** Outbox position of the event that this row is. */
      position: z.number().int(),
      at: instant,
      /** Null for a visitor. */
      purchaseId: z.string().nullable(),
      number: z.string().nullable(),
      title: text.nullable(),
      shopperId: z.string(),
      channel: z.string(),
      /** Province; null for a visitor. */
      city: text.nullable(),
      units: z.number().int(),
      gmvFen: fen,
    }),
  ),
});
export type FigureRows = z.infer<typeof figureRows>;
