import { CHECK_WAYS } from '@dacu/engine/risk';
import { z } from 'zod';
import { channel, wallInstant } from './basics.ts';
import { passkeyResetNotice } from './passkey-resets.ts';

/**
 * Passkeys of a shopper's account: WebAuthn credentials (Level 3) that live on a phone, a computer or a key. What crosses
 * here in both directions are the JSON forms of that standard, binary parts as base64url.
 */
const bytes = (max: number) =>
  z
    .string()
    .regex(/^[\w-]+$/)
    .max(max);
const credentialId = bytes(1_400);

/** How a credential may be reached; what else a browser names is passed over. */
export const PASSKEY_TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
const transport = z.enum(PASSKEY_TRANSPORTS);
const transports = z
  .array(z.string().max(20))
  .max(10)
  .transform((named) => PASSKEY_TRANSPORTS.filter((known) => named.includes(known)));
const descriptor = z.object({
  id: credentialId,
  type: z.literal('public-key'),
  transports: z.array(transport),
});

/** What an authenticator is asked to sign: options of `navigator.credentials.get`. */
export const passkeyAsked = z.object({
  challenge: z.string(),
  rpId: z.string(),
  allowCredentials: z.array(descriptor),
  userVerification: z.literal('required'),
  timeout: z.number().int(),
});
export type PasskeyAsked = z.infer<typeof passkeyAsked>;

/** What it signed: the answer of `navigator.credentials.get`. */
export const passkeyAnswer = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: bytes(4_000),
    authenticatorData: bytes(4_000),
    signature: bytes(4_000),
    userHandle: bytes(200).optional(),
  }),
});
export type PasskeyAnswer = z.infer<typeof passkeyAnswer>;

/** POST /api/session/passkey/options answers `passkeyAsked` · POST /api/session/passkey {answer} signs in. */
export const passkeySignIn = z.object({ answer: passkeyAnswer, channel: channel.default('direct') });
export type PasskeySignIn = z.input<typeof passkeySignIn>;
/** DELETE /api/session. */
export const signedOut = z.object({ ok: z.literal(true) });

/** POST /api/passkeys/options {lang} — what `navigator.credentials.create` is to be asked. */
export const passkeyOptionsRequest = z.object({ lang: z.enum(['zh', 'en']).default('zh') });
export const passkeyOptions = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ alg: z.number().int(), type: z.literal('public-key') })),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('preferred'),
    requireResidentKey: z.literal(false),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
  timeout: z.number().int(),
});
export type PasskeyOptions = z.infer<typeof passkeyOptions>;

export const PASSKEY_NAME_CHARS_MAX = 40;
const name = z.string().trim().min(1).max(PASSKEY_NAME_CHARS_MAX);

/** POST /api/passkeys {name, created} — keeps what the authenticator made. */
export const passkeyAdd = z.object({
  name,
  created: z.object({
    id: credentialId,
    rawId: credentialId,
    type: z.literal('public-key'),
    response: z.object({
      clientDataJSON: bytes(4_000),
      attestationObject: bytes(16_000),
      transports: transports.optional(),
    }),
  }),
});
export type PasskeyAdd = z.input<typeof passkeyAdd>;
/** What the authenticator made, as it is read here. */
export type PasskeyMade = z.output<typeof passkeyAdd>['created'];
/** PUT /api/passkeys/:passkeyId {name} · DELETE /api/passkeys/:passkeyId. */
export const passkeyRename = z.object({ name });

/** GET /api/passkeys — those of this account, the newest first. Every change answers with the list as it is then. */
export const passkeyList = z.object({
  passkeys: z.array(
    z.object({
      passkeyId: z.string(),
      name: z.string(),
      /** Kept by its platform beyond the one device; otherwise it is lost with it. */
      backedUp: z.boolean(),
      createdAtWall: wallInstant,
      lastUsedAtWall: wallInstant.nullable(),
    }),
  ),
  passkeysMax: z.number().int(),
  /** The address under which passkeys of this site work; null: under none. */
  origin: z.string().nullable(),
  /** Until when passkeys may be added and removed without showing again whose account it is; null: not now. */
  freshUntilWall: wallInstant.nullable(),
  /** How that can be shown. Empty: not yet, since nothing is known of who it is. */
  ways: z.array(z.enum(CHECK_WAYS)),
  /** That support was asked to reset them, or did lately; null otherwise. */
  reset: passkeyResetNotice.nullable(),
});
export type PasskeyList = z.infer<typeof passkeyList>;
