import { CHECK_WAYS } from '@dacu/engine/risk';
import { z } from 'zod';
import { wallInstant } from './basics.ts';
import { passkeyAnswer, passkeyAsked } from './passkeys.ts';
import { paymentMethod } from './trade.ts';

const way = z.enum(CHECK_WAYS);
const lang = z.enum(['zh', 'en']).default('zh');
const checkId = z.string();

/** What was asked: a code went to a phone, or an authenticator is to sign. */
export const checkView = z.discriminatedUnion('way', [
  z.object({
    checkId,
    way: z.literal('sms'),
    /** Where the code went, as 138****5678. */
    phone: z.string(),
    expiresAtWall: wallInstant,
  }),
  z.object({ checkId, way: z.literal('passkey'), passkey: passkeyAsked, expiresAtWall: wallInstant }),
]);
export type CheckView = z.infer<typeof checkView>;

/** The code that arrived, or what the authenticator signed: as the check was asked. */
export const checkAnswer = z.union([
  z.object({ code: z.string().regex(/^\d{6}$/) }),
  z.object({ passkey: passkeyAnswer }),
]);
export type CheckAnswer = z.infer<typeof checkAnswer>;

/**
 * POST /api/purchases/:id/payment-checks {way, method, lang} — asks for a check of what is to be paid now; `method` is whom
 * it is to be paid with, which a passkey's challenge is bound to, `lang` is the message's. POST /api/payment-checks/:checkId
 * {code} or {passkey} — the answer; then charges of that purchase and amount may be asked for until `payUntilWall`.
 */
export const paymentCheckRequest = z.object({
  way: way.default('sms'),
  method: paymentMethod,
  lang,
});
export const paymentCheckPassed = z.object({ payUntilWall: wallInstant });

/**
 * POST /api/session-checks {way, lang} — asks whoever holds this session to show that the account is theirs. POST
 * /api/session-checks/:checkId {code} or {passkey} — the answer; until `freshUntilWall` passkeys may be added and removed.
 */
export const sessionCheckRequest = z.object({ way, lang });
export const sessionCheckPassed = z.object({ freshUntilWall: wallInstant });

/** GET /api/sandbox/messages — in a simulated database, what the phone of this shopper received in the last minutes. */
export const sandboxMessages = z.object({
  messages: z.array(z.object({ messageId: z.string(), text: z.string(), atWall: wallInstant })),
});
export type SandboxMessages = z.infer<typeof sandboxMessages>;
