import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { Sql } from '../../../../platform/db/types.ts';
import type { Delivery } from '../provider.ts';
import * as store from './store.ts';

export type SigningKeys = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
export type PemPair = { readonly privatePem: string; readonly publicPem: string };

/** Older or further ahead than this on the wall clock, a notification is a replay. */
export const SIGNATURE_AGE_MS_MAX = 5 * 60_000;
const KEY_ID = 'sandbox-1';
const RSA_BITS = 2048;
const generate = promisify(generateKeyPair);

/** The pair with which the sandbox signs what it says in its own words. */
export async function ensureKeys(sql: Sql): Promise<SigningKeys> {
  const { privatePem, publicPem } =
    (await store.readKeys(sql, KEY_ID)) ??
    // Of two nodes that start at once, the first one's pair stays.
    (await store.putKeys(sql, { keyId: KEY_ID, ...pemOf(generateKeyPairSync('ed25519')) }));
  return { privateKey: createPrivateKey(privatePem), publicKey: createPublicKey(publicPem) };
}

/** Both sides' RSA pairs for one dialect: the merchant's, which would be ours, and the provider's own. */
export async function ensureDialectKeys(
  sql: Sql,
  dialect: 'alipay' | 'wechatpay',
): Promise<{ readonly merchant: PemPair; readonly provider: PemPair }> {
  const [merchant, provider] = await Promise.all([
    ensureRsa(sql, `${dialect}-merchant`),
    ensureRsa(sql, `${dialect}-provider`),
  ]);
  return { merchant, provider };
}

async function ensureRsa(sql: Sql, keyId: string): Promise<PemPair> {
  return (
    (await store.readKeys(sql, keyId)) ?? (await store.putKeys(sql, { keyId, ...(await makeRsaPair()) }))
  );
}

export async function makeRsaPair(): Promise<PemPair> {
  return pemOf(await generate('rsa', { modulusLength: RSA_BITS }));
}

/** 32 characters that both sides know, as the APIv3 key. */
export function sharedSecretOf(provider: PemPair): string {
  return createHash('sha256').update(provider.privatePem).digest('hex').slice(0, 32);
}

function pemOf({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): PemPair {
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** `t=<wall ms>,ed25519=<base64 of the signature over "<t>.<body>">` */
export function signDelivery(keys: SigningKeys, rawBody: string, atWall: number): Delivery {
  const signature = sign(null, Buffer.from(`${atWall}.${rawBody}`), keys.privateKey).toString('base64');
  return {
    provider: 'sandbox',
    headers: { 'sandbox-signature': `t=${atWall},ed25519=${signature}` },
    rawBody,
  };
}

export function deliveryIsGenuine(publicKey: KeyObject, delivery: Delivery, nowWall: number): boolean {
  const parts = /^t=(\d{1,15}),ed25519=([A-Za-z0-9+/=]{88})$/.exec(
    delivery.headers['sandbox-signature'] ?? '',
  );
  if (parts === null) return false;
  if (Math.abs(nowWall - Number(parts[1])) > SIGNATURE_AGE_MS_MAX) return false;
  return verify(
    null,
    Buffer.from(`${parts[1]}.${delivery.rawBody}`),
    publicKey,
    Buffer.from(parts[2]!, 'base64'),
  );
}
