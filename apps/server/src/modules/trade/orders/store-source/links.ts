import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';

/** 72 bits: short enough for a label on a shelf, and nothing that could be tried out. */
const SIGNATURE_CHARS = 12;

/**
 * What a store's link says: which store, for which product, signed with our key. It names no person and no day, so a label may
 * stay on its shelf; a link for one product or store is worth nothing for another.
 */
export type StoreLinks = {
  sign(placeId: string, productId: string): string;
  /** The store that it was made for; null for anything that we did not sign for this product. */
  read(token: string, productId: string): string | null;
};

export function createStoreLinks({ masterKey }: { readonly masterKey: Uint8Array }): StoreLinks {
  const key = createSecretKey(
    Buffer.from(hkdfSync('sha256', masterKey, new Uint8Array(0), 'dacu store links', 32)),
  );
  const signatureOf = (placeId: string, productId: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([placeId, productId]))
      .digest('base64url')
      .slice(0, SIGNATURE_CHARS);
  return {
    sign: (placeId, productId) => `${placeId}.${signatureOf(placeId, productId)}`,
    read(token, productId) {
      const end = token.lastIndexOf('.');
      const placeId = token.slice(0, Math.max(0, end));
      const given = Buffer.from(token.slice(end + 1));
      const right = Buffer.from(signatureOf(placeId, productId));
      return end > 0 && given.length === right.length && timingSafeEqual(given, right) ? placeId : null;
    },
  };
}
