import { z } from 'zod';

/** Whole fen; amounts never carry a fraction. */
export const fen = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).describe('Whole fen (¥0.01 each)');
/** Epoch milliseconds of campaign time: phases, holds, windows, everything that is bought and counted. */
export const instant = z.number().int().describe('Epoch ms of campaign time');
/** Epoch milliseconds of wall time: sessions, signatures, files. */
export const wallInstant = z.number().int().describe('Epoch ms of wall time');
export const text = z.object({ zh: z.string(), en: z.string() });
export const quantity = z.number().int().min(1).max(999);
export const page = z.object({ nextCursor: z.string().nullable() });
export const channel = z.string().min(1).max(40);

/** The first two digits of each province in GB/T 2260. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(
    ' ',
  ),
);
/** A province as freight knows it: its code in GB/T 2260, last four digits zero. Another one would travel for nothing. */
export const province = z
  .string()
  .regex(/^\d{2}0000$/)
  .refine((code) => PROVINCES.has(code.slice(0, 2)), 'a province code of GB/T 2260, as 310000');

/** A mobile number of the mainland, as the sale tells people apart. */
export const phone = z.string().regex(/^1[3-9]\d{9}$/);

/** A delivery address. */
export const address = z.object({
  recipient: z.string().min(1).max(40),
  phone,
  region: province,
  line: z.string().min(1).max(120),
});
export type Address = z.infer<typeof address>;

/**
 * What sums are compared with. A sale: with the plan's traffic curve, by the clock. Simulated shoppers come in other
 * numbers than the plan's, so there the target is divided by the plan's visits and asked of each visit that came.
 */
export const paceMeasure = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('clock') }),
  z.object({
    kind: z.literal('visits'),
    visits: z.number().int(),
    plannedVisits: z.number().int(),
    /** Fewer visits than these say nothing yet. */
    visitsMin: z.number().int(),
  }),
]);
