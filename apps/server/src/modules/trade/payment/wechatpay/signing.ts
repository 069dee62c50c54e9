import { createCipheriv, createDecipheriv, type KeyObject, sign, verify } from 'node:crypto';
import type { PlatformKeys } from './platform-keys.ts';

/**
 * Signatures and encryption of WeChat Pay APIv3, both directions (the sandbox signs with the same rules):
 * SHA-256 with RSA over lines that each end with a line feed, AES-256-GCM with the merchant's APIv3 key.
 */
const ALGORITHM = 'RSA-SHA256';
const TAG_BYTES = 16;

/** Older or further ahead than this on the wall clock, an answer or notification is a replay. */
export const SIGNATURE_AGE_S_MAX = 300;

export type SignedRequest = {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly body: string;
};

const requestText = ({ method, target, timestamp, nonce, body }: SignedRequest): Buffer =>
  Buffer.from(`${method}\n${target}\n${timestamp}\n${nonce}\n${body}\n`);
const answerText = (timestamp: string, nonce: string, body: string): Buffer =>
  Buffer.from(`${timestamp}\n${nonce}\n${body}\n`);

/** The `Authorization` header of a request. */
export function authorization(
  merchant: { merchantId: string; serial: string; privateKeyPem: string },
  request: SignedRequest,
): string {
  const signature = sign(ALGORITHM, requestText(request), merchant.privateKeyPem).toString('base64');
  return (
    `WECHATPAY2-SHA256-RSA2048 mchid="${merchant.merchantId}",nonce_str="${request.nonce}",` +
    `signature="${signature}",timestamp="${request.timestamp}",serial_no="${merchant.serial}"`
  );
}

/** The other side of `authorization`: the merchant's key number, when the request is signed with its key. */
export function requestIsGenuine(
  header: string,
  request: Pick<SignedRequest, 'method' | 'target' | 'body'>,
  merchant: { merchantId: string; serial: string; publicKeyPem: string },
): boolean {
  const [scheme, rest = ''] = header.split(/ (.*)/s);
  if (scheme !== 'WECHATPAY2-SHA256-RSA2048') return false;
  const parts = Object.fromEntries([...rest.matchAll(/(\w+)="([^"]*)"/g)].map((part) => [part[1], part[2]]));
  if (parts.mchid !== merchant.merchantId || parts.serial_no !== merchant.serial) return false;
  const { timestamp = '', nonce_str: nonce = '', signature = '' } = parts;
  return verify(
    ALGORITHM,
    requestText({ ...request, timestamp, nonce }),
    merchant.publicKeyPem,
    Buffer.from(signature, 'base64'),
  );
}

export type Signed = { readonly timestamp: string; readonly nonce: string; readonly body: string };

/** Headers of an answer or a notification, signed by the platform. */
export function platformHeaders(
  platform: { keyId: string; privateKeyPem: string },
  { timestamp, nonce, body }: Signed,
): Record<string, string> {
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': platform.keyId,
    'wechatpay-signature': sign(
      ALGORITHM,
      answerText(timestamp, nonce, body),
      platform.privateKeyPem,
    ).toString('base64'),
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  };
}

/** What a message says of its own signature. */
export type SignatureHead = {
  readonly serial: string;
  /** Seconds of the wall clock. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
};

type Headers = Readonly<Record<string, string | undefined>>;

/** The platform sends some messages with a signature that must not be believed, to see whether merchants look. */
export const isProbe = (headers: Headers): boolean =>
  headers['wechatpay-signature']?.startsWith('WECHATPAY/SIGNTEST/') ?? false;

/** Null for what is not worth looking for a key: no signature, a probe, one that is not of now. */
export function readSignature(headers: Headers, nowWall: number): SignatureHead | null {
  const serial = headers['wechatpay-serial'] ?? '';
  const timestamp = headers['wechatpay-timestamp'] ?? '';
  const signature = headers['wechatpay-signature'] ?? '';
  if (serial === '' || signature === '' || isProbe(headers) || !/^\d{1,11}$/.test(timestamp)) return null;
  if (Math.abs(nowWall / 1000 - Number(timestamp)) > SIGNATURE_AGE_S_MAX) return null;
  return { serial, timestamp, nonce: headers['wechatpay-nonce'] ?? '', signature };
}

export function signatureHolds(head: SignatureHead, body: string, publicKey: KeyObject): boolean {
  return verify(
    ALGORITHM,
    answerText(head.timestamp, head.nonce, body),
    publicKey,
    Buffer.from(head.signature, 'base64'),
  );
}

/** True when the platform signed this body, under a key that is its own and was good then, not long ago. */
export async function platformSigned(
  keys: PlatformKeys,
  headers: Headers,
  body: string,
  nowWall: number,
): Promise<boolean> {
  const head = readSignature(headers, nowWall);
  if (head === null) return false;
  const key = await keys.find(head.serial, Number(head.timestamp) * 1000);
  return key !== null && signatureHolds(head, body, key);
}

export type Resource = {
  readonly algorithm: string;
  readonly ciphertext: string;
  readonly nonce: string;
  readonly associated_data?: string | undefined;
};

export function seal(apiKey: string, plain: string, nonce: string, associated: string): Resource {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiKey), nonce);
  cipher.setAAD(Buffer.from(associated));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: sealed.toString('base64'),
    nonce,
    associated_data: associated,
  };
}

/** What a notification carries; null when it was not sealed under our key. */
export function unseal(apiKey: string, resource: Resource): string | null {
  if (resource.algorithm !== 'AEAD_AES_256_GCM') return null;
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  if (sealed.length <= TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiKey), resource.nonce);
    decipher.setAAD(Buffer.from(resource.associated_data ?? ''));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return decipher.update(sealed.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
