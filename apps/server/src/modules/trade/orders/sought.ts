/**
 * What the words that an operator typed can be. An id says by its prefix what it is of; a phone is looked for by its
 * keyed hash, because nobody can read the number back.
 */
export type Sought =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'id';
      readonly of: 'purchase' | 'order' | 'payment' | 'refund' | 'shopper';
      readonly id: string;
    }
  | { readonly kind: 'phone'; readonly phone: string }
  | { readonly kind: 'words'; readonly words: string; readonly numberPart: string | null };

const OF = {
  pu: 'purchase',
  or: 'order',
  pa: 'payment',
  // A return's money goes back under the return's own id.
  re: 'refund',
  rf: 'refund',
  pp: 'refund',
  sh: 'shopper',
} as const;
const ID = /^(pu|or|pa|re|rf|pp|sh)_[0-9a-z]{26}$/;
const MOBILE = /^(?:\+?86)?(1[3-9]\d{9})$/;
/** Fewer characters would find half of all orders. */
const NUMBER_PART = /^[0-9a-hjkmnp-tv-z]{4,16}$/;

export function readSought(typed: string): Sought {
  const words = typed.trim();
  if (words === '') return { kind: 'nothing' };
  const small = words.toLowerCase();
  const prefix = ID.exec(small)?.[1] as keyof typeof OF | undefined;
  if (prefix !== undefined) return { kind: 'id', of: OF[prefix], id: small };
  const phone = MOBILE.exec(words.replace(/[\s-]/g, ''))?.[1];
  if (phone !== undefined) return { kind: 'phone', phone };
  const part = small.replace(/[\s-]/g, '');
  return { kind: 'words', words, numberPart: NUMBER_PART.test(part) ? part : null };
}
