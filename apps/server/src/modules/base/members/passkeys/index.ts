/**
 * Passkeys of shoppers: WebAuthn credentials that a phone, a computer or a key keeps, of which the public half is kept here.
 *
 * - A challenge is 256 random bits, good for five minutes of wall time, for one shopper and one purpose (adding a passkey, or
 *   one check with all that it is about), and gone with the first answer that names it, right or wrong.
 * - An answer counts only from our own origin, with the owner verified by the authenticator, signed by a passkey of this very
 *   account, counted on from the last one.
 * - No attestation is asked for and no certificate is read: which make of authenticator somebody has is their affair.
 * - Names are personal data (“Li Hua's phone”) and sealed; what is left without the key of the person names nobody.
 * - They sign in: the challenge is nobody's then, the device offers what it keeps, and the answer names the account.
 * - Support resets them for who lost all, days after it was asked (`resets.ts`); what was reset confirms nothing.
 */
export { createPasskeys, type Passkeys } from './create-passkeys.ts';
export { requireOrigin } from './require-origin.ts';
export { createPasskeyResets, type PasskeyResets } from './resets.ts';
export { passkeyRoutes } from './routes.ts';
export { passkeySite } from './site.ts';
