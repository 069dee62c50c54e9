import { type CombiningItem, goodsOf, type Reaching, shared, trialsOf } from './combining-carts.ts';
import { type CompiledPromotion, compilePromotions } from './compile-promotions.ts';
import { priceCart } from './price-cart.ts';
import { layerRule } from './stacking.ts';
import type { Audience, FreightTemplate, PricingProfile, Promotion, Quote, QuoteRequest } from './types.ts';

/**
 * Why two promotions do not meet.
 * `samePlace`: only one of them can hold the place that both want; `mutexGroup`: the plan says so; `flash`: goods at a
 * flash price keep the other away; `differentGoods`: nothing that is sold is in reach of both; `neverOpen`: no instant
 * at which both are open; `audiences`: no shopper whom both are for; `noGoods`: one of them reaches nothing that is
 * sold; `notFound`: nothing stands against it and yet no cart was found, of those that were tried.
 */
export type ApartReason = 'samePlace' | 'mutexGroup' | 'flash' | 'differentGoods' | 'notFound';
export type NeverReason = ApartReason | 'neverOpen' | 'audiences' | 'noGoods';

/** `request` is the proof: priced with the two promotions alone, both apply. */
export type Pairing =
  | { readonly kind: 'sameGoods'; readonly request: QuoteRequest }
  | { readonly kind: 'sameCart'; readonly apart: ApartReason; readonly request: QuoteRequest }
  | { readonly kind: 'never'; readonly reason: NeverReason };

export type Combining = {
  /** In stacking order. */
  readonly promotions: readonly Promotion[];
  /** Throws on an id that the plan has not. */
  pair(oneId: string, otherId: string): Pairing;
};

/**
 * Who combines with whom. Two promotions combine if some cart of these goods, some instant and some shopper exist for
 * whom both apply, other promotions left aside: on the same goods where they can, else on different goods of one cart.
 * That they do is never asserted, it is shown by a cart that `priceCart` priced; that they do not is proven by what
 * stacking, windows, audiences and goods say, else owned up to as `notFound`.
 */
export function openCombining(
  promotions: readonly Promotion[],
  world: {
    readonly profile: PricingProfile;
    readonly items: readonly CombiningItem[];
    readonly freight: readonly FreightTemplate[];
  },
): Combining {
  const index = compilePromotions(promotions, world.profile);
  const reaching = new Map<string, Reaching>();
  const goods = (id: string): Reaching => {
    const compiled = index.byId.get(id);
    if (!compiled) throw new RangeError(`no promotion ${id}`);
    const known = reaching.get(id) ?? goodsOf(compiled, world.items);
    reaching.set(id, known);
    return known;
  };
  return {
    promotions: index.promotions.map(({ promotion }) => promotion),
    pair: (oneId, otherId) => decide([goods(oneId), goods(otherId)], world),
  };
}

function decide(
  pair: readonly [Reaching, Reaching],
  world: { readonly profile: PricingProfile; readonly freight: readonly FreightTemplate[] },
): Pairing {
  const [one, other] = [pair[0].compiled, pair[1].compiled];
  const at = firstShared(one.promotion, other.promotion);
  if (at === null) return { kind: 'never', reason: 'neverOpen' };
  if (!meet(one.promotion.audience, other.promotion.audience)) return { kind: 'never', reason: 'audiences' };
  if (pair.some(({ items }) => items.length === 0)) return { kind: 'never', reason: 'noGoods' };
  const apart = apartBy(one, other);
  if (apart !== null && apart.over === 'cart') return { kind: 'never', reason: apart.reason };

  const index = compilePromotions([one.promotion, other.promotion], world.profile);
  for (const { sameGoods, request } of trialsOf(pair, { at, freight: world.freight })) {
    if (sameGoods && apart !== null) continue;
    const quote = priceCart(request, index);
    if (!applies(quote, one) || !applies(quote, other)) continue;
    if (sameGoods || (apart === null && onSameLine(quote, pair))) return { kind: 'sameGoods', request };
    const reason = apart?.reason ?? (overlaps(pair) ? 'notFound' : 'differentGoods');
    return { kind: 'sameCart', apart: reason, request };
  }
  return { kind: 'never', reason: apart?.reason ?? 'notFound' };
}

/** The first instant at which both are open. */
function firstShared(one: Promotion, other: Promotion): number | null {
  let [i, j] = [0, 0];
  while (i < one.windows.length && j < other.windows.length) {
    const [a, b] = [one.windows[i]!, other.windows[j]!];
    const at = Math.max(a.startsAt, b.startsAt);
    if (at < Math.min(a.endsAt, b.endsAt)) return at;
    if (a.endsAt <= b.endsAt) i += 1;
    else j += 1;
  }
  return null;
}

/** Is there a shopper, and a place to send goods to, that both let in? Qualifications and idle days only add up. */
function meet(a: Audience, b: Audience): boolean {
  const lists = [
    [a.memberTiers, b.memberTiers],
    [a.channels, b.channels],
    [a.regions, b.regions],
  ] as const;
  const newcomers = a.newcomer === undefined || b.newcomer === undefined || a.newcomer === b.newcomer;
  return newcomers && lists.every(([x, y]) => !x || !y || shared(x, y).length > 0);
}

type Apart = { readonly reason: 'samePlace' | 'mutexGroup' | 'flash'; readonly over: 'goods' | 'cart' };

/** What keeps two promotions off the same goods, or out of the same cart, whatever is in it. */
function apartBy(one: CompiledPromotion, other: CompiledPromotion): Apart | null {
  const [a, b] = [one.promotion, other.promotion];
  if (a.layer === b.layer) {
    const mutex = a.mutexGroup !== undefined && a.mutexGroup === b.mutexGroup;
    const reason = mutex ? 'mutexGroup' : 'samePlace';
    switch (layerRule(a.layer).contest) {
      case 'cart':
        return { reason, over: 'cart' };
      case 'group':
        return a.mutexGroup === b.mutexGroup ? { reason, over: 'cart' } : null;
      case 'each':
        return mutex ? { reason, over: 'cart' } : null;
      case 'shop':
        return { reason, over: 'goods' };
      case 'line':
        return contendOnLine(one, other) || (mutex && a.layer === 'itemCut')
          ? { reason, over: 'goods' }
          : null;
    }
  }
  return keepsAway(a, b) || keepsAway(b, a) ? { reason: 'flash', over: 'goods' } : null;
}

/** One price a line, and of cuts one of each sort; services and access are no contest. */
function contendOnLine({ terms: a }: CompiledPromotion, { terms: b }: CompiledPromotion): boolean {
  return a.on === 'price' || (a.on === 'cut' && b.on === 'cut' && a.slot === b.slot);
}

function keepsAway(flash: Promotion, other: Promotion): boolean {
  const withFlash = other.stacksWithFlash ?? layerRule(other.layer).withFlash;
  return flash.rule.kind === 'flashPrice' && !withFlash;
}

function applies({ trace }: Quote, { promotion }: CompiledPromotion): boolean {
  return trace.some(({ promotionId, reason }) => promotionId === promotion.id && reason === 'applied');
}

/** Do both touch one line? What takes from none (a gift, freight, a service) touches all that it reaches. */
function onSameLine({ lines }: Quote, pair: readonly [Reaching, Reaching]): boolean {
  const [ofOne, ofOther] = pair.map(({ compiled: { promotion }, items }) => {
    const taken = lines.filter(({ allocations }) =>
      allocations.some(({ promotionId, fen }) => promotionId === promotion.id && fen > 0),
    );
    const reached = new Set(items.map(({ skuId }) => skuId));
    return taken.length > 0 ? taken : lines.filter(({ skuId }) => reached.has(skuId));
  });
  return ofOne!.some((line) => ofOther!.includes(line));
}

function overlaps([one, other]: readonly [Reaching, Reaching]): boolean {
  const own = new Set(one.items);
  return other.items.some((item) => own.has(item));
}
