import type { Db, Sql } from '../../../../platform/db/types.ts';
import { beijingInstant } from '../money-on-the-wire.ts';
import { seal } from '../wechatpay/signing.ts';
import { issueCertificate } from './certificate.ts';
import { makeRsaPair } from './keys.ts';
import * as store from './store.ts';

const YEARS_5_MS = 5 * 365 * 86_400_000;
/** A clock that is a little behind must find it good. */
const BEFORE_MS = 3_600_000;

export type NextCertificate = {
  /** From when on the platform signs with the new one; it is listed at once. */
  readonly effectiveAt: number;
  /** When what is listed now ceases to be good. */
  readonly oldUntil: number;
};

/** The certificates under which the sandbox's platform signs, on the wall clock; its first one is made when it is wanted. */
export function createPlatformCertificates(db: Db, apiKey: string) {
  async function issue(sql: Sql, effectiveAt: number): Promise<store.KeptCertificate> {
    const keys = await makeRsaPair();
    const span = { from: effectiveAt - BEFORE_MS, until: effectiveAt + YEARS_5_MS };
    const kept = {
      ...{ ...issueCertificate(keys, span), privatePem: keys.privatePem },
      ...{ effectiveAt, expiresAt: span.until },
    };
    await store.putCertificate(sql, kept);
    return kept;
  }

  async function listed(nowWall: number): Promise<readonly store.KeptCertificate[]> {
    const kept = await store.readCertificates(db, nowWall);
    if (kept.length > 0) return kept;
    await issue(db, nowWall - BEFORE_MS);
    return store.readCertificates(db, nowWall);
  }

  return {
    /** What it signs with now: the newest that is in force, the lower number where two nodes made their first at once. */
    async signer(nowWall: number): Promise<{ keyId: string; privateKeyPem: string }> {
      const inForce = (await listed(nowWall)).filter(({ effectiveAt }) => effectiveAt <= nowWall);
      const newest = inForce.at(-1);
      if (newest === undefined) throw new Error('the sandbox has no certificate in force');
      return { keyId: newest.serial, privateKeyPem: newest.privatePem };
    },

    /** The body of `GET /v3/certificates`. `nonce` gives twelve characters a certificate. */
    async list(nowWall: number, nonce: () => string): Promise<object> {
      const data = (await listed(nowWall)).map((kept) => ({
        serial_no: kept.serial,
        effective_time: beijingInstant(kept.effectiveAt),
        expire_time: beijingInstant(kept.expiresAt),
        encrypt_certificate: seal(apiKey, kept.certificatePem, nonce(), 'certificate'),
      }));
      return { data };
    },

    /** As the platform changes its certificate: the new one is listed, the end of the old ones drawn nearer. */
    change: ({ effectiveAt, oldUntil }: NextCertificate): Promise<string> =>
      db.transaction(async (tx) => {
        await store.endCertificates(tx, oldUntil);
        return (await issue(tx, effectiveAt)).serial;
      }),
  };
}
