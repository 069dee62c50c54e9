import { openCart } from './cart.ts';
import type { PromotionIndex } from './compile-promotions.ts';
import { enter, type Gate, openGate } from './gate.ts';
import { settleItemLayers } from './item-layers.ts';
import { byLayer, reachOf } from './reach.ts';
import { CART_LAYERS, layerRule } from './stacking.ts';
import { openTrace } from './trace.ts';
import type { CartLine, Promotion, QuoteRequest, Window } from './types.ts';
import { nextWindowAfter, openWindowAt } from './windows.ts';

export type ItemPrice = {
  readonly unitListFen: number;
  /** What one unit costs before anything that depends on the cart. */
  readonly unitItemFen: number;
  /** The promotions that made the item price, in stacking order: at most one price and one cut of each slot. */
  readonly madeBy: readonly Promotion[];
  /**
   * Open promotions of the cart's layers and of freight that would count this item, whatever their threshold; of those that need a
   * coupon too, had somebody one. */
  readonly counting: readonly Promotion[];
  /** Until then nothing that reaches this item opens or closes: asked again before it, the answer is the same. */
  readonly holdsUntil: number;
};

/** The price tag of a single item, for a card or a page: the item layers alone, by the same code that prices a cart. */
export function priceItem(
  item: Omit<CartLine, 'lineId' | 'quantity'>,
  moment: Pick<QuoteRequest, 'at' | 'shopper' | 'stoppedPromotionIds' | 'coupons'>,
  index: PromotionIndex,
): ItemPrice {
  const cart = openCart([{ ...item, lineId: item.skuId, quantity: 1 }], index.profile);
  const line = cart.lines[0]!;
  const gate = openGate(moment);
  const trace = openTrace();
  const reaches = reachOf(cart.lines, index);
  const reaching = byLayer(reaches);

  settleItemLayers(cart, (layer) => reaching.get(layer) ?? [], gate, trace);

  const counting = [...CART_LAYERS, layerRule('gift'), layerRule('freight')].flatMap((rule) =>
    (reaching.get(rule.layer) ?? []).filter(
      (reach) => enter(reach, withCoupon(gate, reach.promotion.promotion), rule).kind === 'in',
    ),
  );
  return {
    unitListFen: item.unitListFen,
    unitItemFen: line.unitFen,
    madeBy: line.allocations.map(({ promotionId }) => index.byId.get(promotionId)!.promotion),
    counting: counting.map(({ promotion }) => promotion.promotion),
    holdsUntil: Math.min(...reaches.map(({ promotion }) => nextEdge(promotion.promotion.windows, moment.at))),
  };
}

function nextEdge(windows: readonly Window[], at: number): number {
  return (
    openWindowAt(windows, at)?.endsAt ?? nextWindowAfter(windows, at)?.startsAt ?? Number.POSITIVE_INFINITY
  );
}

/** The gate as it stands for somebody who holds a coupon of this promotion. */
function withCoupon(gate: Gate, { id, needsCoupon }: Promotion): Gate {
  if (!needsCoupon) return gate;
  const coupon = { couponId: id, promotionId: id, claimedAt: gate.at, expiresAt: gate.at + 1 };
  return { ...gate, coupons: new Map([[id, [coupon]]]), spoilt: new Map() };
}
