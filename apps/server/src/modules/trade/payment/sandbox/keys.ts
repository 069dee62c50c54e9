import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { Sql } from '../../../../platform/db/types.ts';
import type { Delivery } from '../provider.ts';
import * as store from './store.ts';

export type SigningKeys = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

/** Older or further ahead than this on the wall clock, a notification is a replay. */
export const SIGNATURE_AGE_MS_MAX = 5 * 60_000;
const KEY_ID = 'sandbox-1';

export async function ensureKeys(sql: Sql): Promise<SigningKeys> {
  const made = generateKeyPairSync('ed25519');
  // Of two nodes that start at once, the first one's pair stays.
  const { privatePem, publicPem } = await store.putKeys(sql, {
    keyId: KEY_ID,
    privatePem: made.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: made.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  });
  return { privateKey: createPrivateKey(privatePem), publicKey: createPublicKey(publicPem) };
}

/** `t=<wall ms>,ed25519=<base64 of the signature over "<t>.<body>">` */
export function signDelivery(keys: SigningKeys, rawBody: string, atWall: number): Delivery {
  const signature = sign(null, Buffer.from(`${atWall}.${rawBody}`), keys.privateKey).toString('base64');
  return { signature: `t=${atWall},ed25519=${signature}`, rawBody };
}

export function deliveryIsGenuine(publicKey: KeyObject, delivery: Delivery, nowWall: number): boolean {
  const parts = /^t=(\d{1,15}),ed25519=([A-Za-z0-9+/=]{88})$/.exec(delivery.signature);
  if (parts === null) return false;
  if (Math.abs(nowWall - Number(parts[1])) > SIGNATURE_AGE_MS_MAX) return false;
  return verify(
    null,
    Buffer.from(`${parts[1]}.${delivery.rawBody}`),
    publicKey,
    Buffer.from(parts[2]!, 'base64'),
  );
}
