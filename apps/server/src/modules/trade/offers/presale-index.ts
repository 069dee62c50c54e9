import { isDeepStrictEqual } from 'node:util';
import { compilePromotions, type Promotion, type PromotionIndex } from '@dacu/engine/pricing';
import type { Edition } from './sources.ts';

/** The campaign's own rules, and nothing but the pre-sale where none is in force. */
const OWN_SHOP = { id: 'ownShop', thresholdMode: 'progressive', minPayableFen: 0 } as const;

/** The promotions of an edition with the pre-sale as it was agreed in place of what the edition may say of it by now. */
export function indexWith(edition: Edition | null, agreed: Promotion): PromotionIndex {
  if (edition === null) return compilePromotions([agreed], OWN_SHOP);
  const known = edition.compiled.promotions.find(({ id }) => id === agreed.id);
  if (known !== undefined && isDeepStrictEqual(known, agreed)) return edition.index;
  const others = edition.compiled.promotions.filter(({ id }) => id !== agreed.id);
  return compilePromotions([...others, agreed], edition.compiled.profile);
}

const ALONE = new WeakMap<Promotion, PromotionIndex>();

/** The pre-sale and nothing beside it: whatever comes off later comes off the balance. */
export function indexOfAlone(edition: Edition, promotion: Promotion): PromotionIndex {
  let index = ALONE.get(promotion);
  if (index === undefined) {
    index = compilePromotions([promotion], edition.compiled.profile);
    ALONE.set(promotion, index);
  }
  return index;
}
