import { type KeyObject, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { WallClock } from '../../../../platform/clocks.ts';
import type { Log } from '../../../../platform/log.ts';
import { ProviderUnavailable } from '../guard.ts';
import { atBeijing } from '../money-on-the-wire.ts';
import type { PlatformKeys } from './platform-keys.ts';
import type { Received, Requests } from './request.ts';
import { readSignature, type SignatureHead, signatureHolds, unseal } from './signing.ts';

/**
 * The platform's certificates (平台证书): `GET /v3/certificates`, each sealed under the merchant's APIv3 key.
 *
 * The first answer is signed under a certificate that only it carries. What makes that one believable is the seal: nobody
 * without the APIv3 key can make it, and `certificate` is part of what is sealed, so that nothing else that was ever sealed
 * for us passes for one. The signature is checked all the same, under the certificate that the answer names; later ones under
 * a certificate that we know, as long as it is known.
 *
 * WeChat Pay lists a new certificate a day before it signs with it, and wants the list read at least every twelve hours: it
 * is read again beside the first message that finds it older than eleven. A number that is not on the list has it read at
 * once, for everybody who waits together, and not again within a minute: whoever sends us invented numbers makes us ask once
 * a minute, and a true message that comes in between is sent again by the platform.
 */
const LIST_AGE_MS_MAX = 11 * 3_600_000;
const UNKNOWN_REST_MS = 60_000;
const FAILED_REST_MS = 5_000;
const PATH = '/v3/certificates';
const SERIAL = /^[0-9A-F]{8,40}$/i;

type Certificate = {
  readonly publicKey: KeyObject;
  /** Half-open, on the wall clock. */
  readonly from: number;
  readonly until: number;
};
type Listed = ReadonlyMap<string, Certificate>;

const answer = z.object({
  data: z
    .array(
      z.object({
        serial_no: z.string(),
        effective_time: z.string(),
        expire_time: z.string(),
        encrypt_certificate: z.object({
          algorithm: z.string(),
          nonce: z.string(),
          associated_data: z.literal('certificate'),
          ciphertext: z.string(),
        }),
      }),
    )
    .min(1)
    .max(32),
});

export function createCertificates(parts: {
  readonly requests: Requests;
  readonly apiKey: string;
  /** Keys that are known without a list; a merchant who moves gets the list signed under them. */
  readonly beside: PlatformKeys;
  readonly wall: WallClock;
  readonly log: Pick<Log, 'error'>;
}): PlatformKeys {
  const { requests, wall, log } = parts;
  let known: Listed = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  let restUntil = Number.NEGATIVE_INFINITY;
  let lastFailed = false;
  let underWay: Promise<void> | null = null;

  async function readList(): Promise<void> {
    try {
      known = await believed(await requests.exchange('GET', PATH, ''), { ...parts, known });
      readAt = wall.now();
      restUntil = readAt + UNKNOWN_REST_MS;
      lastFailed = false;
    } catch (error) {
      restUntil = wall.now() + FAILED_REST_MS;
      lastFailed = true;
      log.error({ err: error }, 'the certificates of WeChat Pay cannot be had');
      throw error;
    }
  }

  /** One reading for all who want one meanwhile. */
  function read(): Promise<void> {
    underWay ??= readList().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  return {
    async find(serial, signedAtWall) {
      const now = wall.now();
      const resting = now < restUntil && underWay === null;
      if (known.has(idOf(serial))) {
        // Nobody waits for it: what is known is good until it expires.
        if (now - readAt >= LIST_AGE_MS_MAX && !resting) read().catch(() => {});
      } else if (!SERIAL.test(serial)) {
        return null;
      } else if (!resting) {
        await read();
      } else if (lastFailed) {
        throw new ProviderUnavailable('wechatpay', 'its certificates could not be had a moment ago');
      }
      const certificate = known.get(idOf(serial));
      return certificate !== undefined && goodAt(certificate, signedAtWall) ? certificate.publicKey : null;
    },
  };
}

const goodAt = ({ from, until }: Certificate, at: number): boolean => from <= at && at < until;
const signedAt = (head: SignatureHead): number => Number(head.timestamp) * 1000;
/** Numbers are compared as numbers: upper case, without the zeros that one side writes and the other does not. */
const idOf = (serial: string): string => serial.toUpperCase().replace(/^0+/, '');

/** What an answer lists, once its signature holds under a certificate that we know, or else one that it lists itself. */
async function believed(
  received: Received,
  { known, beside, apiKey, wall }: { known: Listed; beside: PlatformKeys; apiKey: string; wall: WallClock },
): Promise<Listed> {
  if (received.status !== 200) throw refused(`${received.status}`);
  const listed = opened(received.text, apiKey);
  const head = readSignature(received.headers, wall.now());
  if (head === null) throw refused('not signed, or not now');
  const signer = known.get(idOf(head.serial)) ?? listed.get(idOf(head.serial));
  const key =
    signer !== undefined && goodAt(signer, signedAt(head))
      ? signer.publicKey
      : await beside.find(head.serial, signedAt(head));
  if (key === null)
    throw refused('signed under a certificate that is neither known nor listed, or is not good now');
  if (!signatureHolds(head, received.text, key)) throw refused('the signature does not hold');
  return listed;
}

function opened(text: string, apiKey: string): Listed {
  const { success, data } = answer.safeParse(parseJson(text));
  if (!success) throw refused('no list of certificates');
  return new Map(data.data.map((entry) => certificateOf(entry, apiKey)));
}

function certificateOf(
  entry: z.infer<typeof answer>['data'][number],
  apiKey: string,
): readonly [string, Certificate] {
  const pem = unseal(apiKey, entry.encrypt_certificate);
  if (pem === null) throw refused('a certificate does not open with the APIv3 key: is it the right key');
  const certificate = parseCertificate(pem);
  const [from, until] = [atBeijing(entry.effective_time), atBeijing(entry.expire_time)];
  if (certificate === null || from === null || until === null) throw refused('a certificate cannot be read');
  if (idOf(certificate.serialNumber) !== idOf(entry.serial_no))
    throw refused('a certificate is not the one that its number says');
  if (certificate.publicKey.asymmetricKeyType !== 'rsa') throw refused('a certificate is not for RSA');
  return [
    idOf(entry.serial_no),
    {
      publicKey: certificate.publicKey,
      from: Math.max(from, certificate.validFromDate.getTime()),
      // Before a change WeChat Pay draws the end in the list nearer than the one that stands in the certificate.
      until: Math.min(until, certificate.validToDate.getTime()),
    },
  ];
}

function parseCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const refused = (why: string): ProviderUnavailable => new ProviderUnavailable('wechatpay', `${PATH}: ${why}`);
