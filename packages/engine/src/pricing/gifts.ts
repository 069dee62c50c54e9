import { sumFen } from '../money/index.ts';
import type { PricingCart, PricingLine } from './cart.ts';
import type { CompiledPromotion } from './compile-promotions.ts';
import { enter, type Gate, whyOut } from './gate.ts';
import type { Reach } from './reach.ts';
import { layerRule } from './stacking.ts';
import type { Trace } from './trace.ts';
import type { GiftTier, QuotedGift, TraceEntry } from './types.ts';

/** Among `stoppedPromotionIds`: this tier's gifts are gone, the tiers below still give theirs. */
export function giftTierId(promotionId: string, thresholdFen: number): string {
  return `${promotionId}@${thresholdFen}`;
}

type Offered = {
  readonly promotion: CompiledPromotion;
  readonly baseFen: number;
  readonly tier: GiftTier | undefined;
  readonly next: GiftTier | undefined;
  readonly gone: boolean;
  readonly lineIds: readonly string[];
};

/**
 * Presents that go with the cart: every promotion gives the one of its highest tier reached, of a mutexGroup the one
 * worth most. Thresholds look at the item price or, progressively, at what the buyer pays before means of payment.
 */
export function settleGifts(
  cart: PricingCart,
  reaches: readonly Reach<PricingLine>[],
  gate: Gate,
  trace: Trace,
): QuotedGift[] {
  const offers: Offered[] = [];
  for (const reach of reaches) {
    const { promotion } = reach;
    const entry = enter(reach, gate, layerRule('gift'));
    if (entry.kind === 'out') trace.note(promotion, whyOut(entry));
    else if (promotion.terms.on === 'gift') {
      const baseFen = sumFen(
        entry.lines.map((line) =>
          cart.profile.thresholdMode === 'parallel' ? line.itemFen : line.afterDiscountFen,
        ),
      );
      const lineIds = entry.lines.map(({ subject }) => subject.lineId).sort();
      const tier = tierAt(promotion, promotion.terms.tiers, baseFen, gate);
      offers.push({ promotion, baseFen, lineIds, ...tier });
    }
  }
  const winners = winnersOf(offers);
  for (const offer of offers) trace.note(offer.promotion, tell(offer, winners));
  return offers.flatMap(({ promotion: { promotion, shopsOwn }, tier, lineIds }) =>
    tier && winners.get(placeOf(promotion)) === promotion.id
      ? [
          {
            promotionId: promotion.id,
            shopId: shopsOwn ? promotion.scope.shops![0]! : null,
            title: tier.title,
            quantity: tier.quantity,
            valueFen: tier.valueFen,
            tierFen: tier.thresholdFen,
            lineIds,
          },
        ]
      : [],
  );
}

function tierAt(
  { promotion }: CompiledPromotion,
  tiers: readonly GiftTier[],
  baseFen: number,
  gate: Gate,
): Pick<Offered, 'tier' | 'next' | 'gone'> {
  const inStock = tiers.filter(
    ({ thresholdFen }) => !gate.stopped.has(giftTierId(promotion.id, thresholdFen)),
  );
  const tier = inStock.findLast(({ thresholdFen }) => baseFen >= thresholdFen);
  const next = inStock.find(({ thresholdFen }) => baseFen < thresholdFen);
  return {
    tier,
    next,
    gone: tier === undefined && tiers.some(({ thresholdFen }) => baseFen >= thresholdFen),
  };
}

function placeOf({ id, mutexGroup }: CompiledPromotion['promotion']): string {
  return mutexGroup === undefined ? `alone ${id}` : `group ${mutexGroup}`;
}

/** The winner of each place: worth most, then priority, then the higher threshold, then the smaller id. */
function winnersOf(offers: readonly Offered[]): Map<string, string> {
  const worth = ({ tier }: Offered) => (tier ? tier.valueFen * tier.quantity : 0);
  const sorted = offers
    .filter(({ tier }) => tier !== undefined)
    .sort(
      (a, b) =>
        worth(b) - worth(a) ||
        b.promotion.promotion.priority - a.promotion.promotion.priority ||
        b.tier!.thresholdFen - a.tier!.thresholdFen ||
        (a.promotion.promotion.id < b.promotion.promotion.id ? -1 : 1),
    );
  const winners = new Map<string, string>();
  for (const { promotion } of sorted) {
    const place = placeOf(promotion.promotion);
    if (!winners.has(place)) winners.set(place, promotion.promotion.id);
  }
  return winners;
}

type Told = Partial<TraceEntry> & Pick<TraceEntry, 'reason'>;

function tell({ promotion, baseFen, tier, next, gone }: Offered, winners: ReadonlyMap<string, string>): Told {
  const winner = winners.get(placeOf(promotion.promotion));
  const step = next && { missingFen: next.thresholdFen - baseFen, nextGift: giftOf(next) };
  if (tier && winner === promotion.promotion.id)
    return { matched: true, reason: 'applied', baseFen, gift: giftOf(tier), ...step };
  if (gone) return { reason: 'giftsGone', baseFen, ...step };
  if (tier) return { matched: true, reason: 'mutuallyExclusive', baseFen, gift: giftOf(tier) };
  return { reason: 'belowThreshold', baseFen, ...step };
}

function giftOf({ title, quantity, valueFen }: GiftTier): NonNullable<TraceEntry['gift']> {
  return { title, quantity, valueFen };
}
