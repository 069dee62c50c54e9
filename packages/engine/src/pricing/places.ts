import type { PricingLine } from './cart.ts';
import type { CompiledPromotion } from './compile-promotions.ts';
import { enter, type Gate, whyOut } from './gate.ts';
import type { Reach } from './reach.ts';
import type { LayerRule } from './stacking.ts';
import type { Trace } from './trace.ts';

/** A promotion that may look at these lines and wants one place. */
export type Entrant = {
  readonly promotion: CompiledPromotion;
  readonly lines: readonly PricingLine[];
  readonly shopId: string | undefined;
  /** End of the window that is open now, or of the coupon where that comes first. */
  readonly closesAt: number;
  /** When the coupon was claimed; 0 where none is needed. */
  readonly claimedAt: number;
  /** On a layer where several apply every coupon stands for itself; elsewhere the earliest to end is taken. */
  readonly couponId: string | undefined;
  /** A coupon that the shopper chose: where it can apply, it does. */
  readonly wanted: boolean;
};

/** What only one can have; `key` is unique within its layer. */
export type Place = { readonly key: string; readonly entrants: readonly Entrant[] };

/**
 * Who may compete for which place of a layer. That depends on gate and scope alone, never on amounts, so it is settled
 * once, before anything is taken. Those who stay out are told of in the trace, if there is one.
 */
export function enterCartLayer(
  rule: LayerRule,
  reaches: readonly Reach<PricingLine>[],
  gate: Gate,
  trace: Trace | null,
): Place[] {
  const entrants: Entrant[] = [];
  for (const reach of reaches) {
    const entry = enter(reach, gate, rule);
    if (entry.kind === 'out') trace?.note(reach.promotion, whyOut(entry));
    else entrants.push(...asEntrants(reach.promotion, entry.lines, entry.closesAt, rule, gate));
  }
  return placesOf(entrants, rule);
}

function asEntrants(
  promotion: CompiledPromotion,
  lines: readonly PricingLine[],
  closesAt: number,
  { contest }: LayerRule,
  gate: Gate,
): Entrant[] {
  const { id, needsCoupon, mutexGroup } = promotion.promotion;
  const coupons = (needsCoupon && gate.coupons.get(id)) || [];
  if (contest === 'each' && needsCoupon && mutexGroup === undefined) {
    return coupons.map(({ couponId, expiresAt, claimedAt }) => ({
      promotion,
      lines,
      shopId: undefined,
      closesAt: Math.min(closesAt, expiresAt),
      claimedAt,
      couponId,
      wanted: gate.chosen,
    }));
  }
  const first = coupons[0];
  const entrant = {
    promotion,
    closesAt: first ? Math.min(closesAt, first.expiresAt) : closesAt,
    claimedAt: first?.claimedAt ?? 0,
    couponId: undefined,
    wanted: gate.chosen && needsCoupon === true,
  };
  if (contest !== 'shop') return [{ ...entrant, lines, shopId: undefined }];
  return [...byShop(lines)].map(([shopId, own]) => ({ ...entrant, lines: own, shopId }));
}

/**
 * Groups entrants by the place they compete for. Places are settled by the priority of their first entrant, then by
 * the earliest end, then by name: red packets are used up in the order in which they would expire.
 */
function placesOf(entrants: readonly Entrant[], rule: LayerRule): Place[] {
  const places = new Map<string, Entrant[]>();
  for (const entrant of entrants) {
    const key = placeOf(entrant, rule);
    const place = places.get(key);
    if (place) place.push(entrant);
    else places.set(key, [entrant]);
  }
  if (places.size < 2) return [...places].map(([key, own]) => ({ key, entrants: own }));
  return [...places]
    .map(([key, own]) => ({
      key,
      entrants: own,
      priority: Math.max(...own.map(({ promotion }) => promotion.promotion.priority)),
      closesAt: Math.min(...own.map(({ closesAt }) => closesAt)),
      claimedAt: Math.min(...own.map(({ claimedAt }) => claimedAt)),
    }))
    .sort(
      (a, b) =>
        b.priority - a.priority ||
        a.closesAt - b.closesAt ||
        a.claimedAt - b.claimedAt ||
        (a.key < b.key ? -1 : 1),
    )
    .map(({ key, entrants: own }) => ({ key, entrants: own }));
}

function placeOf({ promotion: { promotion }, shopId, couponId }: Entrant, { contest }: LayerRule): string {
  switch (contest) {
    case 'shop':
      return `shop ${shopId}`;
    case 'group':
      return `group ${promotion.mutexGroup ?? ''}`;
    case 'each':
      if (promotion.mutexGroup !== undefined) return `group ${promotion.mutexGroup}`;
      return couponId === undefined ? `alone ${promotion.id}` : `alone ${promotion.id} ${couponId}`;
    default:
      return 'cart';
  }
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
