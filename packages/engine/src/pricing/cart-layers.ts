import { splitFen, sumFen } from '../money/index.ts';
import { type PricingCart, type PricingLine, roomFen, take } from './cart.ts';
import type { CompiledPromotion } from './compile-promotions.ts';
import { type Bid, byPreference } from './contest.ts';
import { enter, type Gate, whyOut } from './gate.ts';
import type { NextStep, Offer } from './kinds/kind.ts';
import type { Reach } from './reach.ts';
import type { LayerRule } from './stacking.ts';
import { type Trace, wonBy } from './trace.ts';
import type { ThresholdMode, TraceEntry } from './types.ts';

/** A promotion that may look at these lines, and what its threshold is tested on. */
type Entrant = {
  readonly promotion: CompiledPromotion;
  readonly lines: readonly PricingLine[];
  readonly closesAt: number;
  readonly shopId: string | undefined;
  /** Fixed before anybody of this layer takes anything; null where the layer tests on what is left at the moment. */
  readonly baseFen: number | null;
};

/** Settles one layer of the cart: who may enter, who competes for which place, who wins it and takes how much. */
export function settleCartLayer(
  cart: PricingCart,
  rule: LayerRule,
  reaches: readonly Reach<PricingLine>[],
  gate: Gate,
  trace: Trace,
): void {
  const entrants: Entrant[] = [];
  for (const reach of reaches) {
    const entry = enter(reach, gate, rule);
    if (entry.kind === 'out') {
      trace.note(reach.promotion, whyOut(entry));
      continue;
    }
    for (const [shopId, lines] of rule.contest === 'shop'
      ? byShop(entry.lines)
      : [[undefined, entry.lines] as const]) {
      entrants.push({
        promotion: reach.promotion,
        lines,
        closesAt: entry.closesAt,
        shopId,
        baseFen: rule.threshold === 'profile' ? thresholdBase(lines, cart.profile.thresholdMode) : null,
      });
    }
  }
  for (const contenders of placesOf(entrants, rule)) settlePlace(cart, contenders, trace);
}

/** Parallel thresholds look at the item price, whatever was taken since; progressive ones at what is left. */
function thresholdBase(lines: readonly PricingLine[], mode: ThresholdMode): number {
  return sumFen(lines.map((line) => (mode === 'parallel' ? line.itemFen : line.runningFen)));
}

/**
 * Groups entrants by the place they compete for. Places are settled by the priority of their first entrant, then by
 * the earliest end, then by name: red packets are used up in the order in which they would expire.
 */
function placesOf(entrants: readonly Entrant[], rule: LayerRule): Entrant[][] {
  const places = new Map<string, Entrant[]>();
  for (const entrant of entrants) {
    const key = placeOf(entrant, rule);
    const place = places.get(key);
    if (place) place.push(entrant);
    else places.set(key, [entrant]);
  }
  if (places.size < 2) return [...places.values()];
  return [...places]
    .map(([key, place]) => ({
      key,
      place,
      priority: Math.max(...place.map(({ promotion }) => promotion.promotion.priority)),
      closesAt: Math.min(...place.map(({ closesAt }) => closesAt)),
    }))
    .sort((a, b) => b.priority - a.priority || a.closesAt - b.closesAt || (a.key < b.key ? -1 : 1))
    .map(({ place }) => place);
}

function placeOf({ promotion: { promotion }, shopId }: Entrant, { contest }: LayerRule): string {
  switch (contest) {
    case 'shop':
      return `shop ${shopId}`;
    case 'group':
      return `group ${promotion.mutexGroup ?? ''}`;
    case 'each':
      return promotion.mutexGroup === undefined ? `alone ${promotion.id}` : `group ${promotion.mutexGroup}`;
    default:
      return 'cart';
  }
}

type Contender = Bid & {
  readonly lines: readonly PricingLine[];
  readonly shopId: string | undefined;
  readonly offer: Offer;
  /** What the threshold was tested on. */
  readonly baseFen: number;
};

function settlePlace(cart: PricingCart, entrants: readonly Entrant[], trace: Trace): void {
  const roomInCartFen = roomFen(cart);
  const contenders = entrants.map((entrant) => makeOffer(entrant, roomInCartFen));
  const winner = contenders.filter(({ savingFen }) => savingFen > 0).sort(byPreference)[0];
  const allocations = winner ? takeFrom(winner) : [];

  for (const contender of contenders) {
    const { promotion, shopId, offer, baseFen } = contender;
    trace.note(promotion, {
      ...(shopId !== undefined && { shopId }),
      matched: offer.kind === 'met',
      baseFen,
      ...(contender === winner
        ? { reason: 'applied', discountFen: winner.savingFen, allocations, ...stepAhead(offer, winner) }
        : whyNot(contender, winner)),
    });
  }
}

function makeOffer(entrant: Entrant, roomInCartFen: number): Contender {
  const { promotion, lines, shopId, closesAt } = entrant;
  if (promotion.terms.on !== 'cart') throw new TypeError(`${promotion.promotion.id} has no offer for a cart`);
  let [runningFen, quantity] = [0, 0];
  for (const line of lines) {
    runningFen += line.runningFen;
    quantity += line.subject.quantity;
  }
  const baseFen = entrant.baseFen ?? runningFen;
  const offer = promotion.terms.offer({ baseFen, runningFen, quantity });
  const faceFen = offer.kind === 'met' ? offer.offFen : 0;
  const thresholdFen = offer.kind === 'met' ? offer.thresholdFen : 0;
  const savingFen = Math.min(faceFen, runningFen, roomInCartFen);
  return { promotion, lines, shopId, offer, baseFen, savingFen, faceFen, thresholdFen, closesAt };
}

function takeFrom({ promotion, lines, savingFen }: Contender): { lineId: string; fen: number }[] {
  const shares = splitFen(
    savingFen,
    lines.map(({ runningFen }) => runningFen),
  );
  const allocations = [];
  for (const [i, line] of lines.entries()) {
    if (shares[i] === 0) continue;
    take(line, promotion, shares[i]!);
    allocations.push({ lineId: line.subject.lineId, fen: shares[i]! });
  }
  return allocations;
}

type Missed = Pick<TraceEntry, 'reason' | 'wonBy' | 'missingFen' | 'nextOffFen' | 'missingQuantity'>;

function whyNot(
  { offer, savingFen, promotion: { promotion } }: Contender,
  winner: Contender | undefined,
): Missed {
  if (offer.kind === 'belowThreshold') return { reason: 'belowThreshold', ...stepAhead(offer, winner) };
  if (offer.kind === 'belowQuantity') {
    const { missingQuantity, offFen } = offer;
    const worthIt = offFen > (winner?.savingFen ?? 0);
    return { reason: 'belowQuantity', ...(worthIt && { missingQuantity, nextOffFen: offFen }) };
  }
  if (savingFen === 0 || !winner) return { reason: 'nothingLeft' };
  const { mutexGroup } = winner.promotion.promotion;
  const exclusive = mutexGroup !== undefined && mutexGroup === promotion.mutexGroup;
  return { reason: exclusive ? 'mutuallyExclusive' : 'betterAlternative', ...wonBy(winner.promotion) };
}

/** The step ahead is told only where taking it would save more than what the place saves now. */
function stepAhead(
  offer: Offer,
  winner: Contender | undefined,
): Pick<TraceEntry, 'missingFen' | 'nextOffFen'> {
  const next: NextStep | undefined = 'next' in offer ? offer.next : undefined;
  if (!next || next.offFen <= (winner?.savingFen ?? 0)) return {};
  return { missingFen: next.missingFen, nextOffFen: next.offFen };
}

function byShop(lines: readonly PricingLine[]): Map<string, PricingLine[]> {
  const shops = new Map<string, PricingLine[]>();
  for (const line of lines) {
    const own = shops.get(line.subject.shopId);
    if (own) own.push(line);
    else shops.set(line.subject.shopId, [line]);
  }
  return shops;
}
