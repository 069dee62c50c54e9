import {
  type CartLine,
  type HeldCoupon,
  type Promotion,
  priceCart,
  type Quote,
  type QuoteRequest,
} from '@dacu/engine/pricing';
import { type Item, isEnrolled, naming, type Sale } from '../sale.ts';
import { type CartState, EMPTY_CART, QUANTITY_MAX, type Way } from './cart-state.ts';

const DAY_MS = 86_400_000;

/** A priced sandbox cart; `tookMs` is how long the engine needed in this browser. */
export type PricedState = {
  readonly request: QuoteRequest;
  readonly quote: Quote;
  readonly tookMs: number;
  /** Lines of the address whose item the catalogue does not have. */
  readonly unknownSkuIds: readonly string[];
};

/** Asks the engine itself, as the server does: the same index, the same freight, the same switches. Null without a line. */
export function priceState(sale: Sale, cart: CartState, now: number): PricedState | null {
  const request = requestOf(sale, cart, cart.at ?? now);
  const unknownSkuIds = cart.lines.map(({ skuId }) => skuId).filter((skuId) => !sale.items.has(skuId));
  if (request.lines.length === 0) return null;
  const startedAt = performance.now();
  const quote = priceCart(request, sale.index);
  return { request, quote, tookMs: performance.now() - startedAt, unknownSkuIds };
}

export function requestOf(sale: Sale, cart: CartState, at: number): QuoteRequest {
  const lines = cart.lines.flatMap(({ skuId, quantity, way }, i): CartLine[] => {
    const item = sale.items.get(skuId);
    return item ? [lineOf(sale, item, quantity, way, `l${String(i + 1).padStart(2, '0')}`)] : [];
  });
  const coupons = sale.promotions.flatMap((promotion) =>
    held(promotion, cart.coupons[promotion.id] ?? 0, at),
  );
  return {
    at,
    lines,
    shopper: {
      newcomer: cart.newcomer,
      ...(cart.memberTier !== null && { memberTier: cart.memberTier }),
      ...(cart.channel !== null && { channel: cart.channel }),
      ...(cart.idleDays > 0 && { idleDays: cart.idleDays }),
      ...(cart.qualifications.length > 0 && { qualifications: cart.qualifications }),
    },
    freight: sale.freight,
    stoppedPromotionIds: sale.stopped,
    ...(coupons.length > 0 && { coupons }),
    ...(cart.chosen !== null && {
      chosenCouponIds: coupons
        .filter(({ promotionId }) => cart.chosen?.includes(promotionId))
        .map(({ couponId }) => couponId),
    }),
    ...(cart.points > 0 && { points: { balance: cart.points, use: 'max' as const } }),
    ...(cart.region !== null && { region: cart.region }),
    services: cart.services.flatMap((promotionId) => lines.map(({ lineId }) => ({ lineId, promotionId }))),
  };
}

function lineOf(sale: Sale, item: Item, quantity: number, way: Way, lineId: string): CartLine {
  const { skuId, shopId, categories, brandId, tags, listFen } = item;
  return {
    ...{ lineId, skuId, shopId, categories, brandId, tags, quantity },
    unitListFen: listFen,
    enrolled: isEnrolled(sale, item),
    ...(way.kind === 'flash' && { flashPromotionId: way.promotionId }),
    ...((way.kind === 'group' || way.kind === 'live') && { through: way }),
  };
}

/** Coupons as if issued at that instant: they last as long as the plan says, or as the promotion does. */
function held(promotion: Promotion, count: number, at: number): HeldCoupon[] {
  if (!promotion.needsCoupon) return [];
  const lasts = promotion.windows.find(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
  return Array.from({ length: count }, (_, i) => ({
    couponId: `${promotion.id}#${i + 1}`,
    promotionId: promotion.id,
    claimedAt: at,
    expiresAt: lasts?.endsAt ?? at + DAY_MS,
  }));
}

/** A cart that the engine was asked about, as one to look at here. */
export function stateOf(request: QuoteRequest): CartState {
  const { shopper } = request;
  const coupons: Record<string, number> = {};
  for (const { promotionId } of request.coupons ?? []) coupons[promotionId] = (coupons[promotionId] ?? 0) + 1;
  return {
    ...EMPTY_CART,
    lines: request.lines.map(({ skuId, quantity, flashPromotionId, through }) => ({
      skuId,
      quantity: Math.min(quantity, QUANTITY_MAX),
      way: flashPromotionId
        ? { kind: 'flash', promotionId: flashPromotionId }
        : (through ?? { kind: 'shelf' }),
    })),
    at: request.at,
    memberTier: shopper.memberTier ?? null,
    newcomer: shopper.newcomer,
    idleDays: shopper.idleDays ?? 0,
    channel: shopper.channel ?? null,
    region: request.region ?? null,
    qualifications: shopper.qualifications ?? [],
    coupons,
    points: request.points?.balance ?? 0,
    services: [...new Set((request.services ?? []).map(({ promotionId }) => promotionId))],
  };
}

/** The ways in which this plan lets an item be bought, the shelf first. */
export function waysOf(sale: Sale, item: Item): { way: Way; promotion: Promotion | null }[] {
  const more = naming(sale, item, ['flashPrice', 'groupPrice', 'livePrice']).map((promotion) => ({
    promotion,
    way: wayOf(promotion),
  }));
  return [{ way: { kind: 'shelf' }, promotion: null }, ...more];
}

function wayOf({ id, rule }: Promotion): Way {
  if (rule.kind === 'flashPrice') return { kind: 'flash', promotionId: id };
  if (rule.kind === 'livePrice') return { kind: 'live', roomId: rule.roomIds?.[0] ?? 'room' };
  return { kind: 'group', promotionId: id };
}
