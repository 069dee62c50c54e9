import { sumFen } from '../money/index.ts';
import type { PromotionIndex } from './compile-promotions.ts';
import { NO_PARCEL_TAG, templateOf } from './freight.ts';
import { priceCart } from './price-cart.ts';
import { priceItem } from './price-item.ts';
import { scopeExcepts, scopeNames } from './scope.ts';
import { FREIGHT_BASIS_AFTER, layerOrder } from './stacking.ts';
import type { CartLine, Quote, QuoteRequest, Text } from './types.ts';

/** An item that could be added, as many of it as `quantityMax` says. */
export type TopUpItem = Omit<CartLine, 'lineId' | 'quantity'> & { readonly quantityMax: number };

/** Free freight by the shop's own terms has no promotion. */
export type TopUpStep = {
  readonly promotionId: string | null;
  readonly title: Text | null;
  readonly shopId: string | null;
};

export type TopUp = {
  readonly step: TopUpStep;
  readonly items: readonly { readonly skuId: string; readonly quantity: number }[];
  /** What is paid in all beyond the cart as it stands, freight included; below 0 when it is less. */
  readonly extraFen: number;
  /** What these items cost on their own, with the same coupons in hand and without freight. */
  readonly aloneFen: number;
  /**
   * `paysNoMore`: more goods for no more money. `belowOwnPrice`: the items cost something, and less than anywhere else
   * in this sale: only for who wants them.
   */
  readonly gain: 'paysNoMore' | 'belowOwnPrice';
  /** The cart with the items in it. */
  readonly quote: Quote;
};

const STEPS_MAX = 8;
const ITEMS_MAX = 40;
const UNITS_MAX = 3;
const TRIES_MAX = 12;

/**
 * The cheapest items to add to reach a next step (a tier, another full threshold, a number of units, free freight),
 * one proposal for each step that can be reached, the least extra first; none when the shopper would not really be
 * better off: when more is paid than before, and no less than the items cost alone. Nothing is believed of a step's
 * promise: every proposal was priced as a whole cart, coupons chosen anew, and the step was seen to be reached.
 *
 * Looks at up to 8 steps, the nearest first, and for each at the 12 cheapest ways (up to 3 units of one item, or two
 * different ones) out of the 40 cheapest items that count for it.
 */
export function topUp(
  request: QuoteRequest,
  index: PromotionIndex,
  items: readonly TopUpItem[],
): readonly TopUp[] {
  const before = priceCart(request, index);
  const { region: _, ...moment } = request;
  const priced = items
    .map((item) => ({ item, unitFen: priceItem(item, moment, index).unitItemFen }))
    .sort((a, b) => a.unitFen - b.unitFen || (a.item.skuId < b.item.skuId ? -1 : 1));
  return stepsAhead(before, request, index)
    .flatMap((step) => cheapestFor(step, before, request, index, priced) ?? [])
    .sort((a, b) => a.extraFen - b.extraFen || b.aloneFen - a.aloneFen);
}

type PricedItem = { readonly item: TopUpItem; readonly unitFen: number };
type StepAhead = TopUpStep & {
  readonly missingFen: number;
  readonly missingQuantity: number;
  counts(item: TopUpItem): boolean;
  /** Grows when the step is reached. */
  reachedFen(quote: Quote): number;
};

function stepsAhead(before: Quote, request: QuoteRequest, index: PromotionIndex): StepAhead[] {
  const ofPromotions = before.trace.flatMap((entry): StepAhead[] => {
    const { promotionId, title, shopId = null, missingFen = 0, missingQuantity = 0 } = entry;
    const compiled = index.byId.get(promotionId);
    if (!compiled || (missingFen === 0 && missingQuantity === 0) || entry.nextOffFen === undefined) return [];
    const { scope, shopsOwn } = compiled;
    return [
      {
        promotionId,
        title,
        shopId,
        missingFen,
        missingQuantity,
        counts: (item) =>
          scopeNames(scope, item) &&
          !scopeExcepts(scope, item) &&
          (shopsOwn || item.enrolled) &&
          (shopId === null || item.shopId === shopId) &&
          (entry.layer !== 'freight' || !item.tags.includes(NO_PARCEL_TAG)),
        reachedFen: (quote) =>
          sumFen(
            quote.trace
              .filter((each) => each.promotionId === promotionId && (each.shopId ?? null) === shopId)
              .map(({ discountFen }) => discountFen),
          ),
      },
    ];
  });
  return [...ofPromotions, ...freightAhead(before, request)]
    .sort((a, b) => a.missingFen - b.missingFen || a.missingQuantity - b.missingQuantity)
    .slice(0, STEPS_MAX);
}

/** Shops whose own terms would make freight free from an amount on. */
function freightAhead({ freight, lines }: Quote, request: QuoteRequest): StepAhead[] {
  return freight.flatMap(({ shopId, chargedFen, surchargeFen }): StepAhead[] => {
    const template = templateOf(shopId, request.freight);
    if (chargedFen === surchargeFen || template?.freeFromFen === undefined) return [];
    const travelling = new Set(
      request.lines.filter((line) => line.shopId === shopId && travels(line)).map(({ lineId }) => lineId),
    );
    const reached = sumFen(
      lines
        .filter(({ lineId }) => travelling.has(lineId))
        .map((line) => (template.basis === 'itemPrice' ? line.itemFen : afterDiscountFen(line))),
    );
    return [
      {
        promotionId: null,
        title: null,
        shopId,
        missingFen: Math.max(1, template.freeFromFen - reached),
        missingQuantity: 0,
        counts: (item) => item.shopId === shopId && travels(item),
        reachedFen: (quote) => quote.freight.find((each) => each.shopId === shopId)?.waivedFen ?? 0,
      },
    ];
  });
}

function afterDiscountFen({ netFen, allocations }: Quote['lines'][number]): number {
  const later = allocations.filter(({ layer }) => layerOrder(layer) > layerOrder(FREIGHT_BASIS_AFTER));
  return netFen + sumFen(later.map(({ fen }) => fen));
}

function travels({ tags }: Pick<CartLine, 'tags'>): boolean {
  return !tags.includes(NO_PARCEL_TAG);
}

type Way = {
  readonly parts: readonly { readonly item: TopUpItem; readonly quantity: number }[];
  readonly fen: number;
};

function cheapestFor(
  step: StepAhead,
  before: Quote,
  request: QuoteRequest,
  index: PromotionIndex,
  items: readonly PricedItem[],
): TopUp | undefined {
  const counting = items.filter(({ item }) => step.counts(item));
  const found: TopUp[] = [];
  for (const { parts } of waysTo(step, counting).slice(0, TRIES_MAX)) {
    const added = parts.map(({ item: { quantityMax: _, ...item }, quantity }) => ({
      ...item,
      lineId: `top-up ${item.skuId}`,
      quantity,
    }));
    const quote = priceCart({ ...request, lines: [...request.lines, ...added] }, index);
    if (step.reachedFen(quote) <= step.reachedFen(before)) continue;
    const extraFen = quote.payFen - before.payFen;
    const aloneFen = priceCart({ ...request, lines: added, freight: [] }, index).goodsFen;
    if (extraFen > 0 && extraFen >= aloneFen) continue;
    const { promotionId, title, shopId } = step;
    found.push({
      step: { promotionId, title, shopId },
      items: added.map(({ skuId, quantity }) => ({ skuId, quantity })),
      extraFen,
      aloneFen,
      gain: extraFen <= 0 ? 'paysNoMore' : 'belowOwnPrice',
      quote,
    });
  }
  return found.sort((a, b) => a.extraFen - b.extraFen || b.aloneFen - a.aloneFen)[0];
}

/** Ways to add what is missing at the item price, cheapest first. Discounts may ask for more, never for less. */
function waysTo({ missingFen, missingQuantity }: StepAhead, counting: readonly PricedItem[]): Way[] {
  const ways: Way[] = [];
  const offer = (parts: Way['parts'], fen: number) => {
    const quantity = parts.reduce((sum, part) => sum + part.quantity, 0);
    if (fen >= missingFen && quantity >= missingQuantity) ways.push({ parts, fen });
  };
  const unitsMax = Math.max(UNITS_MAX, missingQuantity);
  for (const { item, unitFen } of counting) {
    for (let quantity = 1; quantity <= Math.min(unitsMax, item.quantityMax); quantity++)
      offer([{ item, quantity }], unitFen * quantity);
  }
  const cheapest = counting.slice(0, ITEMS_MAX);
  for (const [i, a] of cheapest.entries()) {
    for (const b of cheapest.slice(i + 1)) {
      offer(
        [
          { item: a.item, quantity: 1 },
          { item: b.item, quantity: 1 },
        ],
        a.unitFen + b.unitFen,
      );
    }
  }
  return ways.sort((a, b) => a.fen - b.fen || a.parts.length - b.parts.length);
}
