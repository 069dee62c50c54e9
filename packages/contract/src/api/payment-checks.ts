import { z } from 'zod';
import { wallInstant } from './basics.ts';

/**
 * POST /api/purchases/:id/payment-checks {lang} — sends a code for what is to be paid now; `lang` is the message's. POST
 * /api/payment-checks/:checkId {code} — the code that arrived; then the charge may be asked for with `checkId`, once, until
 * `payUntilWall`.
 */
export const paymentCheckRequest = z.object({ lang: z.enum(['zh', 'en']).default('zh') });
export const paymentCheckView = z.object({
  checkId: z.string(),
  way: z.literal('sms'),
  /** Where the code went, as 138****5678. */
  phone: z.string(),
  expiresAtWall: wallInstant,
});
export type PaymentCheckView = z.infer<typeof paymentCheckView>;
export const paymentCodeRequest = z.object({ code: z.string().regex(/^\d{6}$/) });
export const paymentCheckPassed = z.object({ payUntilWall: wallInstant });

/** GET /api/sandbox/messages — in a simulated database, what the phone of this shopper received in the last minutes. */
export const sandboxMessages = z.object({
  messages: z.array(z.object({ messageId: z.string(), text: z.string(), atWall: wallInstant })),
});
export type SandboxMessages = z.infer<typeof sandboxMessages>;
