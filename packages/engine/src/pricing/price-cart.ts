import { sumFen } from '../money/index.ts';
import { closedLines } from './access.ts';
import { type Best, chooseBest } from './best/choose-best.ts';
import { openCart, type PricingCart, type PricingLine } from './cart.ts';
import { settleCartLayer } from './cart-layers.ts';
import type { PromotionIndex } from './compile-promotions.ts';
import { chargeFreight, openFreight } from './freight.ts';
import { type Gate, openGate } from './gate.ts';
import { settleGifts } from './gifts.ts';
import { settleItemLayers } from './item-layers.ts';
import { enterCartLayer } from './places.ts';
import { settlePoints } from './points.ts';
import { openPurse } from './purse.ts';
import { byLayer, type Reach, reachOf } from './reach.ts';
import { chargeServices } from './services.ts';
import { CART_LAYERS, FREIGHT_BASIS_AFTER } from './stacking.ts';
import { openTrace, type Trace } from './trace.ts';
import type { CartLine, Choice, Layer, Quote, QuotedLine, QuoteRequest, TraceEntry } from './types.ts';

/**
 * What a cart costs at an instant, and why: every promotion that reaches it, applied or not, with the reason.
 *
 * Item prices are fixed by rule; of all legal combinations above them the cheapest is taken, or, when the shopper
 * chose coupons, the cheapest that uses as many of those as can be; `choice` says what is proven and what the choice
 * costs. Pure and total: the same request and index give the same quote, whatever the order of lines, promotions or
 * coupons. Each line's list price is what it pays plus its allocations, each allocation is the sum of its funders, and
 * both are what an order freezes and a refund reads. Throws only on input that no caller may send (see `openCart`).
 * Rules: domain §1.1 layers, §1.2 thresholds, §1.4 exclusivity and choice, §1.6 splits; who competes with whom stands
 * in `stacking.ts`.
 */
export function priceCart(request: QuoteRequest, index: PromotionIndex): Quote {
  return priceWithin(request, index, undefined);
}

/** `priceCart` with a limit of its own to the search, for those who measure or test it (`LOOKS_MAX`). */
export function priceWithin(
  request: QuoteRequest,
  index: PromotionIndex,
  looksMax: number | undefined,
): Quote {
  const cart = openCart(request.lines, index.profile);
  const gate = openGate(request);
  const trace = openTrace();
  const reaches = reachOf(cart.lines, index);
  // Points are a means of payment: they pay for what the search has made as cheap as it gets.
  const [points, contested] = [
    reaches.filter(isPoints),
    byLayer(reaches.filter((reach) => !isPoints(reach))),
  ];
  const on = (layer: Layer) => contested.get(layer) ?? [];

  settleItemLayers(cart, on, gate, trace);

  const enterAll = (by: Gate, into: Trace | null) => ({
    layers: CART_LAYERS.map((rule) => ({ rule, places: enterCartLayer(rule, on(rule.layer), by, into) })),
    freight: openFreight(cart.lines, request, on('freight'), by, into),
  });
  const { layers, freight } = enterAll(gate, trace);
  const best = chooseBest(cart, layers, freight, gate, looksMax);
  let choice = choiceOf(best, best);
  if (gate.chosen) {
    const { chosenCouponIds: _, ...free } = request;
    const freeGate = openGate(free);
    const all = enterAll(freeGate, null);
    choice = choiceOf(best, chooseBest(cart, all.layers, all.freight, freeGate, looksMax));
  }

  const purse = openPurse(gate, [...best.assigned.values(), ...best.assignedFreight.values()]);
  for (const { rule, places } of layers) {
    settleCartLayer(cart, rule, places, best.assigned, purse, trace);
    if (rule.layer === FREIGHT_BASIS_AFTER) {
      for (const line of cart.lines) line.afterDiscountFen = line.runningFen;
    }
  }
  const beside: Beside = {
    points: settlePoints(cart, points, gate, trace, request.points),
    gifts: settleGifts(cart, on('gift'), gate, trace),
    freight: chargeFreight(freight, best.assignedFreight, purse, trace),
    ...chargeServices(on('service'), gate, trace, request.services),
    closed: closedLines(cart, on('access'), gate, trace),
  };

  return { ...present(request, cart, beside, trace.entries()), couponIds: purse.usedIds(), choice };
}

/** `own`: what is taken; `free`: the cheapest that was found when every coupon in hand was let in. */
function choiceOf(own: Best, free: Best): Choice {
  const foundFen = Math.min(own.payFen, free.payFen);
  const couldSaveFen = Math.max(0, foundFen - free.leastFen);
  return {
    kind: couldSaveFen === 0 ? 'exact' : 'bounded',
    couldSaveFen,
    lostFen: own.payFen - foundFen,
  };
}

function isPoints({ promotion }: Reach<PricingLine>): boolean {
  return promotion.terms.on === 'points';
}

/** What a quote has besides its goods. */
type Beside = Pick<Quote, 'points' | 'gifts' | 'freight' | 'services' | 'offeredServices' | 'closed'>;

/** Lines are answered in the order in which they were asked for. */
function present(
  request: QuoteRequest,
  cart: PricingCart,
  beside: Beside,
  trace: TraceEntry[],
): Omit<Quote, 'couponIds' | 'choice'> {
  const priced = new Map(cart.lines.map((line) => [line.subject.lineId, quoteLine(line)]));
  const lines = request.lines.map(({ lineId }: CartLine) => priced.get(lineId)!);
  const goodsFen = sumFen(lines.map(({ netFen }) => netFen));
  const freightFen = sumFen(beside.freight.map(({ chargedFen }) => chargedFen));
  const depositFen = sumFen(lines.map((line) => line.depositFen));
  const servicesFen = sumFen(beside.services.map(({ chargedFen }) => chargedFen));
  return {
    at: request.at,
    lines,
    ...beside,
    listFen: sumFen(lines.map(({ listFen }) => listFen)),
    itemFen: sumFen(lines.map(({ itemFen }) => itemFen)),
    goodsFen,
    freightFen,
    servicesFen,
    depositFen,
    payFen: goodsFen + freightFen + servicesFen - depositFen,
    trace,
  };
}

function quoteLine({
  subject,
  listFen,
  itemFen,
  runningFen,
  depositFen,
  allocations,
}: PricingLine): QuotedLine {
  const { lineId, skuId, shopId, quantity, unitListFen } = subject;
  const netFen = runningFen + depositFen;
  return { lineId, skuId, shopId, quantity, unitListFen, listFen, itemFen, netFen, depositFen, allocations };
}
