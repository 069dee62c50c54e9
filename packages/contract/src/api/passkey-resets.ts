import { CHECK_WAYS } from '@dacu/engine/risk';
import { z } from 'zod';
import { fen, wallInstant } from './basics.ts';

/** A reset of passkeys, as its shopper is told of it; null where there is nothing to tell. */
export const passkeyResetNotice = z.object({
  /** `waiting`: it can be stopped. `done`: the earlier passkeys are void, and payments are limited until `limitedUntilWall`. */
  state: z.enum(['waiting', 'done']),
  askedAtWall: wallInstant,
  effectiveAtWall: wallInstant,
  limitedUntilWall: wallInstant,
  /** No single payment of so much or more until then. */
  limitFen: fen,
});
export type PasskeyResetNotice = z.infer<typeof passkeyResetNotice>;

/** POST /api/ops/shoppers/:shopperId/passkey-reset {reason} · DELETE of the same stops it. */
export const passkeyResetRequest = z.object({ reason: z.string().trim().min(10).max(500) });

/** GET /api/ops/shoppers/:shopperId/passkeys — what support may know of how an account is guarded. */
export const opsPasskeys = z.object({
  shopperId: z.string(),
  /** How many count now. */
  passkeys: z.number().int(),
  lastUsedAtWall: wallInstant.nullable(),
  /** How the shopper can show whose account it is. A reset is for who has no other way than passkeys. */
  ways: z.array(z.enum(CHECK_WAYS)),
  mayReset: z.boolean(),
  /** The last one that was asked for. */
  reset: z
    .object({
      state: z.enum(['waiting', 'limited', 'guarded', 'over']),
      askedBy: z.string(),
      reason: z.string(),
      askedAtWall: wallInstant,
      effectiveAtWall: wallInstant,
      stoppedAtWall: wallInstant.nullable(),
      stoppedBy: z.enum(['shopper', 'passkey', 'operator']).nullable(),
    })
    .nullable(),
});
export type OpsPasskeys = z.infer<typeof opsPasskeys>;
