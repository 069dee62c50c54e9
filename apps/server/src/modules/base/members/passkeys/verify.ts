import type { PasskeyAnswer, PasskeyMade } from '@dacu/contract/api';
import type { PasskeySite } from './site.ts';
import type { PasskeyRow } from './store.ts';

/** Half a second to load (its certificate readers), and only who uses a passkey needs it. */
const library = () => import('@simplewebauthn/server');

/** ES256, EdDSA, RS256: what every platform offers, the most usual first (WebAuthn §5.4). */
export const ALGORITHMS = [-7, -8, -257] as const;

/** Not right; `why` is for the log, never for whoever sent it. */
export type Unproven = { readonly kind: 'unproven'; readonly why: string };

type Expected = PasskeySite & { readonly challenge: string };

/** The challenge that a response answers; null where it cannot be read, or a frame of another site asked for it. */
export function challengeIn(clientDataJSON: string): string | null {
  try {
    const said = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as {
      challenge?: unknown;
      crossOrigin?: unknown;
    };
    return typeof said.challenge === 'string' && said.crossOrigin !== true ? said.challenge : null;
  } catch {
    return null;
  }
}

export type MadePasskey = Pick<
  PasskeyRow,
  'credentialId' | 'publicKey' | 'counter' | 'transports' | 'backedUp'
>;

/** What an authenticator made, if it made it for this site and challenge with its owner verified. */
export async function verifyMade(
  created: PasskeyMade,
  { challenge, origin, rpId }: Expected,
): Promise<({ readonly kind: 'proven' } & MadePasskey) | Unproven> {
  const { verifyRegistrationResponse } = await library();
  try {
    await refuseCertificates(created.response.attestationObject);
    const { transports = [], ...response } = created.response;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...created, response: { ...response, transports }, clientExtensionResults: {} },
      ...{ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpId },
      ...{ requireUserVerification: true, supportedAlgorithmIDs: [...ALGORITHMS] },
    });
    if (!verified) return { kind: 'unproven', why: 'the attestation is not signed as it says' };
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      kind: 'proven',
      ...{ credentialId: credential.id, publicKey: credential.publicKey, counter: credential.counter },
      ...{ transports, backedUp: credentialBackedUp },
    };
  } catch (error) {
    return unproven(error);
  }
}

/**
 * None was asked for, so none is read: a certificate that a stranger sends may name addresses to be fetched. Authenticators
 * answer with nothing, or sign with the new key itself.
 */
async function refuseCertificates(attestationObject: string): Promise<void> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers');
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')));
  const format = decoded.get('fmt');
  if (format === 'none' || (format === 'packed' && decoded.get('attStmt').get('x5c') === undefined)) return;
  throw new Error(`an attestation came as ${format}, and none was asked for`);
}

/** Whether this passkey signed the challenge on this site, with its owner verified, and counted on. */
export async function verifySigned(
  answer: PasskeyAnswer,
  { challenge, origin, rpId }: Expected,
  passkey: PasskeyRow,
): Promise<{ readonly kind: 'proven'; readonly counter: number; readonly backedUp: boolean } | Unproven> {
  const { verifyAuthenticationResponse } = await library();
  try {
    const { userHandle, ...response } = answer.response;
    if (userHandle !== undefined && userHandle !== userHandleOf(passkey.shopperId))
      return { kind: 'unproven', why: 'the passkey names another account' };
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...answer, response, clientExtensionResults: {} },
      ...{ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpId },
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
    });
    if (!verified) return { kind: 'unproven', why: 'the signature is not that of the passkey' };
    const { newCounter, credentialBackedUp } = authenticationInfo;
    return { kind: 'proven', counter: newCounter, backedUp: credentialBackedUp };
  } catch (error) {
    return unproven(error);
  }
}

/** The account as authenticators keep it: its id, which says nothing of the person (WebAuthn §14.6.1). */
export function userHandleOf(shopperId: string): string {
  return Buffer.from(shopperId, 'utf8').toString('base64url');
}

function unproven(error: unknown): Unproven {
  return { kind: 'unproven', why: error instanceof Error ? error.message : String(error) };
}
