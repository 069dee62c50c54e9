import { z } from 'zod';
import { instant } from './basics.ts';

/** GET /api/ops/exceptions — everything that waits for a person. POST /api/ops/exceptions/work answers the same. */
export const opsExceptions = z.object({
  /** Lists that are worked through on pages of their own: how much stands open there, and since when the oldest does. */
  lists: z.array(z.object({ of: z.string(), open: z.number().int(), oldestAt: instant.nullable() })),
  /** Work of the system that was tried twenty times and given up on, longest ago first; at most 100. */
  work: z.array(
    z.object({
      kind: z.string(),
      key: z.string(),
      /** When it should have been done. */
      at: instant,
      attempts: z.number().int(),
      lastError: z.string().nullable(),
      /** What it was about, as far as it says so. */
      purchaseIds: z.array(z.string()),
    }),
  ),
  moreWork: z.boolean(),
});
export type OpsExceptions = z.infer<typeof opsExceptions>;

/** POST /api/ops/exceptions/work — lets given-up work try again. */
export const workAgain = z.object({ kind: z.string().min(1).max(60), key: z.string().min(1).max(200) });
