import { sumFen } from '../money/index.ts';
import { type PricingCart, type PricingLine, roomFen, take } from './cart.ts';
import { byPreference } from './contest.ts';
import type { LinesOffer, NextStep, Offer } from './kinds/kind.ts';
import { askOffer, type Contender, sharesOf } from './offers.ts';
import type { Entrant, Place } from './places.ts';
import type { Purse } from './purse.ts';
import type { LayerRule } from './stacking.ts';
import { type Trace, wonBy } from './trace.ts';
import type { ThresholdMode, TraceEntry } from './types.ts';

/** Who gets each place; a place that is not named goes to nobody. */
export type Assignment = ReadonlyMap<Place, Entrant>;

/** Settles one layer of the cart as it was assigned: each place's holder takes what it offers, all are told of. */
export function settleCartLayer(
  cart: PricingCart,
  rule: LayerRule,
  places: readonly Place[],
  assigned: Assignment,
  purse: Purse,
  trace: Trace,
): void {
  const { thresholdMode } = cart.profile;
  // Fixed before anybody of this layer takes anything, unless the layer tests on what is left at the moment.
  const bases = new Map<Entrant, number>();
  if (rule.threshold === 'profile') {
    for (const { entrants } of places)
      for (const entrant of entrants) bases.set(entrant, thresholdBase(entrant.lines, thresholdMode));
  }
  for (const place of places) settlePlace(cart, place, bases, assigned.get(place), purse, trace);
}

/** Parallel thresholds look at the item price, whatever was taken since; progressive ones at what is left. */
function thresholdBase(lines: readonly PricingLine[], mode: ThresholdMode): number {
  return sumFen(lines.map((line) => (mode === 'parallel' ? line.itemFen : line.runningFen)));
}

function settlePlace(
  cart: PricingCart,
  { entrants }: Place,
  bases: ReadonlyMap<Entrant, number>,
  holder: Entrant | undefined,
  purse: Purse,
  trace: Trace,
): void {
  const roomInCartFen = roomFen(cart);
  const contenders = entrants.map((entrant) => askOffer(entrant, bases.get(entrant) ?? null, roomInCartFen));
  const winner = contenders.find(({ entrant, savingFen }) => entrant === holder && savingFen > 0);
  const couponId = winner && purse.use(winner.entrant);
  const allocations = winner ? takeFrom(winner, couponId) : [];

  for (const contender of contenders) {
    const { promotion, entrant, offer, baseFen } = contender;
    const ownCouponId = contender === winner ? couponId : entrant.couponId;
    trace.note(promotion, {
      ...(entrant.shopId !== undefined && { shopId: entrant.shopId }),
      ...(ownCouponId !== undefined && { couponId: ownCouponId }),
      matched: offer.kind === 'met',
      baseFen,
      ...(contender === winner
        ? { reason: 'applied', discountFen: winner.savingFen, allocations, ...stepAhead(offer, winner) }
        : whyNot(contender, winner, purse)),
    });
  }
}

function takeFrom(
  { promotion, entrant, ...winner }: Contender,
  couponId: string | undefined,
): { lineId: string; fen: number }[] {
  const shares = sharesOf({ ...winner, entrant });
  const allocations = [];
  for (const [i, line] of entrant.lines.entries()) {
    if (shares[i] === 0) continue;
    take(line, promotion, shares[i]!, couponId);
    allocations.push({ lineId: line.subject.lineId, fen: shares[i]! });
  }
  return allocations;
}

type Missed = Pick<TraceEntry, 'reason' | 'wonBy' | 'missingFen' | 'nextOffFen' | 'missingQuantity'>;

function whyNot(contender: Contender, winner: Contender | undefined, purse: Purse): Missed {
  const { offer, savingFen, promotion } = contender;
  if (offer.kind === 'belowThreshold') return { reason: 'belowThreshold', ...stepAhead(offer, winner) };
  if (offer.kind === 'belowQuantity') {
    const { missingQuantity, offFen } = offer;
    const worthIt = offFen > (winner?.savingFen ?? 0);
    return { reason: 'belowQuantity', ...(worthIt && { missingQuantity, nextOffFen: offFen }) };
  }
  if (savingFen === 0) return { reason: 'nothingLeft' };
  if (winner) {
    const { mutexGroup } = winner.promotion.promotion;
    if (mutexGroup !== undefined && mutexGroup === promotion.promotion.mutexGroup)
      return { reason: 'mutuallyExclusive', ...wonBy(winner.promotion) };
    if (byPreference(winner, contender) < 0)
      return { reason: 'betterAlternative', ...wonBy(winner.promotion) };
    if (purse.isChosen(winner)) return { reason: 'notChosen', ...wonBy(winner.promotion) };
  }
  if (purse.isSpoken(contender.entrant)) return { reason: 'couponUsedElsewhere' };
  return { reason: 'cheaperInAll', ...(winner && wonBy(winner.promotion)) };
}

/** The step ahead is told only where taking it would save more than what the place saves now. */
function stepAhead(
  offer: Offer | LinesOffer,
  winner: Contender | undefined,
): Pick<TraceEntry, 'missingFen' | 'nextOffFen'> {
  const next: NextStep | undefined = 'next' in offer ? offer.next : undefined;
  if (!next || next.offFen <= (winner?.savingFen ?? 0)) return {};
  return { missingFen: next.missingFen, nextOffFen: next.offFen };
}
