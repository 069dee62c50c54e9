import { createHmac } from 'node:crypto';

/** Letters that nobody misreads. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/**
 * The code of a hidden or QR coupon: derived, so there is no list to leak, and 49 bits of a keyed hash, so that nobody
 * guesses one. The same on every node and after every restart.
 */
export function createCodes(
  secret: Uint8Array,
): (programme: { readonly campaignId: string; readonly promotionId: string }) => string {
  const known = new Map<string, string>();
  return ({ campaignId, promotionId }) => {
    const name = `${campaignId}:${promotionId}`;
    let code = known.get(name);
    if (code === undefined) {
      const bytes = createHmac('sha256', secret).update(`coupon code ${name}`).digest();
      // 256 % 30 leaves a bias of a few percent per letter: of no use to who has ten tries a minute.
      code = [...bytes.subarray(0, LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
      known.set(name, code);
    }
    return code;
  };
}

/** As people type: lower case, blanks, dashes. */
export function normaliseCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '');
}
