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

/** A delivery address; `region` is the six-digit province code (GB/T 2260, last four zero). */
export const address = z.object({
  recipient: z.string().min(1).max(40),
  phone: z.string().regex(/^1[3-9]\d{9}$/),
  region: z.string().regex(/^\d{6}$/),
  line: z.string().min(1).max(120),
});
export type Address = z.infer<typeof address>;
