import type { Promotion } from '@dacu/engine/pricing';
import { limitKeyOf } from './limits.ts';
import type { Priced } from './price-items.ts';
import type { Edition } from './sources.ts';

/** One use of a gift by one key of a person; `max` is what a person gets of it in the campaign. */
export type GiftUse = {
  readonly promotionId: string;
  readonly limitKey: string;
  readonly count: number;
  readonly max: number;
};

const LIMITS = new WeakMap<Edition, ReadonlyMap<string, number>>();

function limitsOf(edition: Edition): ReadonlyMap<string, number> {
  let limits = LIMITS.get(edition);
  if (limits === undefined) {
    limits = new Map(
      edition.compiled.promotions.flatMap(({ id, rule }: Promotion) =>
        rule.kind === 'gift' && rule.perPersonMax !== undefined ? [[id, rule.perPersonMax] as const] : [],
      ),
    );
    LIMITS.set(edition, limits);
  }
  return limits;
}

/** What the gifts of a quote count against, by account and, where it is known, by phone; most quotes have none. */
export function giftUsesOf(
  { edition, quote }: Priced,
  { shopperId, phone }: { readonly shopperId: string; readonly phone?: string | undefined },
): GiftUse[] {
  if (edition === null || quote.gifts.length === 0) return [];
  const limits = limitsOf(edition);
  return quote.gifts.flatMap(({ promotionId }) => {
    const max = limits.get(promotionId);
    if (max === undefined) return [];
    const subject = `gift:${edition.campaignId}:${promotionId}`;
    const keys = [limitKeyOf(subject, 'account', shopperId)];
    if (phone !== undefined) keys.push(limitKeyOf(subject, 'phone', phone));
    return keys.map((limitKey) => ({ promotionId, limitKey, count: 1, max }));
  });
}
