import { sumFen } from '../money/index.ts';
import { closedLines } from './access.ts';
import { openCart, type PricingCart, type PricingLine } from './cart.ts';
import { settleCartLayer } from './cart-layers.ts';
import type { PromotionIndex } from './compile-promotions.ts';
import { chargeFreight } from './freight.ts';
import { openGate } from './gate.ts';
import { settleGifts } from './gifts.ts';
import { settleItemCuts, settleItemPrices } from './item-layers.ts';
import { settlePoints } from './points.ts';
import { byLayer, reachOf } from './reach.ts';
import { chargeServices } from './services.ts';
import { CART_LAYERS, FREIGHT_BASIS_AFTER } from './stacking.ts';
import { openTrace } from './trace.ts';
import type { CartLine, Layer, Quote, QuotedLine, QuoteRequest, TraceEntry } from './types.ts';

/**
 * What a cart costs at an instant, and why: every promotion that reaches it, applied or not, with the reason.
 *
 * Pure and total: the same request and index give the same quote, whatever the order of lines or promotions. Each
 * line's list price is what it pays plus its allocations, each allocation is the sum of its funders, and both are what
 * an order freezes and a refund reads. Throws only on input that no caller may send (see `openCart`).
 * Rules: domain §1.1 layers, §1.2 thresholds, §1.4 exclusivity, §1.6 splits; choices are named in `stacking.ts`.
 */
export function priceCart(request: QuoteRequest, index: PromotionIndex): Quote {
  const cart = openCart(request.lines, index.profile);
  const gate = openGate(request);
  const trace = openTrace();
  const reaches = reachOf(cart.lines, index);
  const reaching = byLayer(reaches);
  const on = (layer: Layer) => reaching.get(layer) ?? [];
  const isPoints = ({ promotion }: (typeof reaches)[number]) => promotion.terms.on === 'points';

  settleItemPrices(cart, on('itemPrice'), gate, trace);
  settleItemCuts(cart, on('itemCut'), gate, trace);
  for (const rule of CART_LAYERS) {
    settleCartLayer(
      cart,
      rule,
      on(rule.layer).filter((reach) => !isPoints(reach)),
      gate,
      trace,
    );
    if (rule.layer === FREIGHT_BASIS_AFTER) {
      for (const line of cart.lines) line.afterDiscountFen = line.runningFen;
    }
  }
  const points = settlePoints(cart, on('points').filter(isPoints), gate, trace, request.points);
  const beside: Beside = {
    points,
    gifts: settleGifts(cart, on('gift'), gate, trace),
    freight: chargeFreight(cart.lines, request, on('freight'), gate, trace),
    services: chargeServices(on('service'), gate, trace, request.services),
    closed: closedLines(cart, on('access'), gate, trace),
  };

  return present(request, cart, beside, trace.entries());
}

/** What a quote has besides its goods. */
type Beside = Pick<Quote, 'points' | 'gifts' | 'freight' | 'services' | 'closed'>;

/** Lines are answered in the order in which they were asked for. */
function present(request: QuoteRequest, cart: PricingCart, beside: Beside, trace: TraceEntry[]): Quote {
  const priced = new Map(cart.lines.map((line) => [line.subject.lineId, quoteLine(line)]));
  const lines = request.lines.map(({ lineId }: CartLine) => priced.get(lineId)!);
  const goodsFen = sumFen(lines.map(({ netFen }) => netFen));
  const freightFen = sumFen(beside.freight.map(({ chargedFen }) => chargedFen));
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
    payFen: goodsFen + freightFen + servicesFen,
    trace,
  };
}

function quoteLine({ subject, listFen, itemFen, runningFen, allocations }: PricingLine): QuotedLine {
  const { lineId, skuId, shopId, quantity, unitListFen } = subject;
  return { lineId, skuId, shopId, quantity, unitListFen, listFen, itemFen, netFen: runningFen, allocations };
}
