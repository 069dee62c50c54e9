import { createPublicKey, type KeyObject } from 'node:crypto';
import type { PlatformTrust } from './client.ts';

/** The keys under which WeChat Pay signs what it says to us, by the number that each message names. */
export type PlatformKeys = {
  /**
   * The key of that number, if it was good at the instant of the wall clock at which the message says it was signed; null
   * where the platform has none such. Throws `ProviderUnavailable` where that cannot be told now.
   */
  find(serial: string, signedAtWall: number): Promise<KeyObject | null>;
};

/** The public key of the configuration, which has no end. */
export function createPublicKeys({
  keyId,
  publicKeyPem,
}: NonNullable<PlatformTrust['publicKey']>): PlatformKeys {
  const key = createPublicKey(publicKeyPem);
  return { find: async (serial) => (serial === keyId ? key : null) };
}

/** The first of `sources` that has the number: numbers of public keys and of certificates are never alike. */
export function eitherOf(sources: readonly PlatformKeys[]): PlatformKeys {
  return {
    async find(serial, signedAtWall) {
      for (const source of sources) {
        const key = await source.find(serial, signedAtWall);
        if (key !== null) return key;
      }
      return null;
    },
  };
}
