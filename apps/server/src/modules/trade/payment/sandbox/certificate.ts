import { createHash, sign } from 'node:crypto';
import type { PemPair } from './keys.ts';

/**
 * X.509 certificates (RFC 5280, version 3, self-signed, no extensions) as the sandbox's platform signs under: written in
 * DER here, because Node reads certificates and writes none.
 */
export type IssuedCertificate = { readonly serial: string; readonly certificatePem: string };

const SHA256_WITH_RSA = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
const ORGANIZATION = [0x55, 0x04, 0x0a];
const COMMON_NAME = [0x55, 0x04, 0x03];

const TAG = {
  integer: 0x02,
  bits: 0x03,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
} as const;

export function issueCertificate(
  keys: PemPair,
  { from, until }: { readonly from: number; readonly until: number },
): IssuedCertificate {
  const publicKey = derOf(keys.publicPem);
  const serial = createHash('sha1').update(publicKey).digest();
  // A positive number of exactly twenty bytes, as the platform's are.
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  const algorithm = node(TAG.sequence, node(TAG.oid, SHA256_WITH_RSA), node(TAG.null));
  const name = node(
    TAG.sequence,
    attribute(ORGANIZATION, 'Dacu sandbox'),
    attribute(COMMON_NAME, 'Sandbox platform certificate'),
  );
  const signed = node(
    TAG.sequence,
    node(TAG.version, node(TAG.integer, [2])),
    node(TAG.integer, serial),
    ...[algorithm, name],
    node(TAG.sequence, time(from), time(until)),
    ...[name, publicKey],
  );
  const signature = sign('RSA-SHA256', signed, keys.privatePem);
  const whole = node(TAG.sequence, signed, algorithm, node(TAG.bits, [0], signature));
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return {
    serial: serial.toString('hex').toUpperCase(),
    certificatePem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

/** Tag, length, contents. */
function node(tag: number, ...contents: readonly (Buffer | readonly number[])[]): Buffer {
  const inside = Buffer.concat(contents.map((part) => Buffer.from(part as number[])));
  return Buffer.concat([Buffer.from([tag, ...lengthOf(inside.length)]), inside]);
}

function lengthOf(bytes: number): number[] {
  if (bytes < 0x80) return [bytes];
  return bytes < 0x100 ? [0x81, bytes] : [0x82, bytes >> 8, bytes & 0xff];
}

const attribute = (oid: readonly number[], text: string): Buffer =>
  node(TAG.set, node(TAG.sequence, node(TAG.oid, oid), node(TAG.utf8, Buffer.from(text))));

/** Two digits of the year until 2049, four from then on, as the standard wants it. */
function time(at: number): Buffer {
  // biome-ignore lint/style/noRestrictedGlobals: the calendar of a given instant, no clock
  const digits = `${new Date(at).toISOString().slice(0, 19).replaceAll(/\D/g, '')}Z`;
  return digits < '2050'
    ? node(TAG.utcTime, Buffer.from(digits.slice(2)))
    : node(TAG.generalizedTime, Buffer.from(digits));
}

const derOf = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
