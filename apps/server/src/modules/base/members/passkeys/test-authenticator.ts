/**
 * An authenticator for tests: true keys, true signatures, and every part of what it says can be bent. It writes what a
 * browser would send (WebAuthn Level 3, §6): client data, authenticator data, an attestation of format `none`.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { PasskeyAnswer, PasskeyAsked, PasskeyMade, PasskeyOptions } from '@dacu/contract/api';

const UP = 0x01;
const UV = 0x04;
const BACKUP_ELIGIBLE = 0x08;
const BACKED_UP = 0x10;
const ATTESTED = 0x40;

/** What a test bends; absent: as it should be. */
export type Bent = {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly crossOrigin?: boolean;
  /** Somebody touched it, and nobody looked who. */
  readonly unverified?: boolean;
  readonly counter?: number;
  readonly type?: string;
  readonly credentialId?: Buffer;
  /** Signs in place of its own key. */
  readonly key?: KeyObject;
  readonly userHandle?: string;
  readonly format?: string;
};

export function createAuthenticator({
  origin = 'http://localhost',
  counts = true,
}: {
  origin?: string;
  /** Some count nothing and say 0 for ever. */
  counts?: boolean;
} = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  let counter = 0;

  const clientData = (type: string, challenge: string, bent: Bent): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: bent.type ?? type,
        challenge: bent.challenge ?? challenge,
        origin: bent.origin ?? origin,
        crossOrigin: bent.crossOrigin ?? false,
      }),
    );
  const authenticatorData = (rpId: string, bent: Bent, attested: Buffer | null): Buffer => {
    const flags =
      UP | (bent.unverified ? 0 : UV) | BACKUP_ELIGIBLE | BACKED_UP | (attested === null ? 0 : ATTESTED);
    const count = Buffer.alloc(4);
    if (counts) counter++;
    count.writeUInt32BE(bent.counter ?? counter);
    return Buffer.concat([
      sha256(Buffer.from(bent.rpId ?? rpId)),
      Buffer.of(flags),
      count,
      ...(attested === null ? [] : [attested]),
    ]);
  };

  return {
    credentialId: credentialId.toString('base64url'),
    privateKey,

    create(options: PasskeyOptions, bent: Bent = {}): PasskeyMade {
      const id = bent.credentialId ?? credentialId;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const authData = authenticatorData(options.rp.id, bent, attested);
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, bent).toString('base64url'),
          attestationObject: attestationObject(bent.format ?? 'none', authData).toString('base64url'),
          transports: ['internal'],
        },
      };
    },

    sign(asked: PasskeyAsked, bent: Bent = {}): PasskeyAnswer {
      const id = (bent.credentialId ?? credentialId).toString('base64url');
      const client = clientData('webauthn.get', asked.challenge, bent);
      const authData = authenticatorData(asked.rpId, bent, null);
      const signature = sign('sha256', Buffer.concat([authData, sha256(client)]), bent.key ?? privateKey);
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: signature.toString('base64url'),
          ...(bent.userHandle !== undefined && { userHandle: bent.userHandle }),
        },
      };
    },
  };
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** EC2, ES256, P-256 as a COSE key (RFC 9052 §7): a CBOR map of five. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const coordinate = (value: string) => Buffer.concat([Buffer.of(0x58, 32), Buffer.from(value, 'base64url')]);
  return Buffer.concat([
    Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21),
    coordinate(x),
    Buffer.of(0x22),
    coordinate(y),
  ]);
}

/** {fmt, attStmt: {}, authData} in CBOR. */
function attestationObject(format: string, authData: Buffer): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.of(0x60 + value.length), Buffer.from(value)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(authData.length);
  return Buffer.concat([
    Buffer.of(0xa3),
    ...[text('fmt'), text(format), text('attStmt'), Buffer.of(0xa0), text('authData')],
    Buffer.of(0x59),
    ...[length, authData],
  ]);
}
