import { z } from 'zod';
import { instant } from './basics.ts';

/** What a row was before it was summed: the database of a rehearsal is thrown away, its rows with it. */
export const keptRowKind = z.enum([
  'payment',
  'maturePayment',
  'placed',
  'closed',
  'buyer',
  'newcomer',
  'newCustomer',
  'visitor',
  'viewer',
  'cartAdder',
  'deposit',
  'balance',
  'complaint',
]);
export type KeptRowKind = z.infer<typeof keptRowKind>;
export const keptAdds = z.enum([
  'one',
  'gmvFen',
  'nmvFen',
  'createdFen',
  'payFen',
  'refundedFen',
  'units',
  'returnedUnits',
]);
export type KeptAdds = z.infer<typeof keptAdds>;

const keptSide = z.object({
  kind: keptRowKind,
  adds: keptAdds,
  rows: z.number().int(),
  sum: z.number().int(),
  /** As fine as fits: by the hour, by the campaign's day, by seven of its days, or all at once. */
  grain: z.enum(['hour', 'day', 'week', 'whole']),
  /** By instant and channel; `rows` and `sum` add up to those of the side. */
  groups: z.array(
    z.object({ at: instant, channel: z.string(), rows: z.number().int(), sum: z.number().int() }),
  ),
});
export type KeptSide = z.infer<typeof keptSide>;

/** GET /api/ops/reviews/:reviewId/figures — which figures of a rehearsal were kept with the sums they are made of. */
export const keptFigureList = z.object({
  figures: z.array(z.object({ metric: z.string(), startsAt: instant, endsAt: instant })),
});

/**
 * GET /api/ops/reviews/:reviewId/figures/:metric?from=&to= — value = part × times ÷ (whole or goal), or the part alone.
 * Kept only where that is the review's own figure.
 */
export const keptFigure = z.object({
  metric: z.string(),
  startsAt: instant,
  endsAt: instant,
  unit: z.enum(['fen', 'count', 'bp', 'perTenThousand', 'score']),
  value: z.number(),
  times: z.number().int(),
  part: keptSide,
  whole: keptSide.nullable(),
  /** The plan's goal, where the figure is a share of that instead of rows. */
  goal: z.number().nullable(),
});
export type KeptFigure = z.infer<typeof keptFigure>;
