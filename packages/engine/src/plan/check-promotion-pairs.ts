import type { Audience, Scope } from '../pricing/types.ts';
import type { CheckedPromotion, Path, PlanFinding } from './checkable.ts';
import { error } from './words.ts';

/**
 * What two promotions of a plan may not be to each other. Every finding stands at the later of the two and names the
 * place of the other.
 */
export function checkPromotionPairs(promotions: readonly CheckedPromotion[]): PlanFinding[] {
  return [
    ...checkUncapped(promotions),
    ...pairsOf(promotions).flatMap(([earlier, later]) => [
      ...checkGroup(earlier, later),
      ...checkContradiction(earlier, later),
      ...checkProtectedTwice(earlier, later),
    ]),
    ...checkExchanges(promotions),
  ];
}

function pairsOf(promotions: readonly CheckedPromotion[]): [CheckedPromotion, CheckedPromotion][] {
  return promotions.flatMap((later, index) =>
    promotions.slice(0, index).map((earlier): [CheckedPromotion, CheckedPromotion] => [earlier, later]),
  );
}

/** Two promises on the same goods at the same time: shoppers cannot tell which holds. A narrower scope beside a wider may. */
function checkProtectedTwice(earlier: CheckedPromotion, later: CheckedPromotion): PlanFinding[] {
  if (earlier.terms.kind !== 'protection' || later.terms.kind !== 'protection') return [];
  if (earlier.scopeKey !== later.scopeKey || !overlap(earlier, later)) return [];
  const found = `${later.id} + ${earlier.id}`;
  return [both(error('protectionTwice', later.path, found, `${later.id} | ${earlier.id}`), earlier.path)];
}

const both = (finding: PlanFinding, other: Path): PlanFinding => ({ ...finding, other });

/**
 * A cross-store programme without a cap beside a tiered one on the same goods at the same time: only one can apply, and
 * shoppers cannot tell which (domain §1.3: uncapped allows one tier only).
 */
function checkUncapped(promotions: readonly CheckedPromotion[]): PlanFinding[] {
  const layered = promotions.filter((promotion) => promotion.layer === 'crossStore');
  return layered.filter(isUncapped).flatMap((each) =>
    layered
      .filter(({ terms }) => terms.kind === 'tiers' && !terms.uncapped)
      .filter((other) => other.scopeKey === each.scopeKey && overlap(each, other))
      .map((other) =>
        both(
          error('tieredBesideUncapped', each.path, `${each.id} + ${other.id}`, `${each.id} | ${other.id}`),
          other.path,
        ),
      ),
  );
}

function isUncapped({ terms }: CheckedPromotion): boolean {
  return (
    (terms.kind === 'rule' && terms.rule.kind === 'each' && terms.rule.capFen === undefined) ||
    (terms.kind === 'tiers' && terms.uncapped)
  );
}

/**
 * A mutexGroup holds within one layer. Within it the plan says who goes first: two of a group that can meet on the same
 * goods, for the same shopper, at the same time need different priorities.
 */
function checkGroup(earlier: CheckedPromotion, later: CheckedPromotion): PlanFinding[] {
  const { mutexGroup } = later;
  if (mutexGroup === null || mutexGroup !== earlier.mutexGroup) return [];
  const at = [...later.path, 'mutexGroup'];
  const other = [...earlier.path, 'mutexGroup'];
  if (later.layer !== null && earlier.layer !== null && later.layer !== earlier.layer) {
    const found = `${mutexGroup}: ${later.layer} + ${earlier.layer} (${earlier.id})`;
    return [both(error('mutexAcrossLayers', at, found, earlier.layer), other)];
  }
  if (later.priority !== earlier.priority || !canMeet(earlier, later)) return [];
  const found = `${later.id} + ${earlier.id}: priority ${later.priority}`;
  return [both(error('mutexTie', at, found, `priority ≠ ${earlier.priority}`), other)];
}

/** Kinds of which a plan states one for the same goods, shoppers and time: the price, the rate, the worth of points. */
const SINGLE: ReadonlySet<string> = new Set(['timedPrice', 'memberRate', 'itemCut', 'points', 'subsidy']);

/** Two answers to one question. A different priority says which one is meant. */
function checkContradiction(earlier: CheckedPromotion, later: CheckedPromotion): PlanFinding[] {
  if (!SINGLE.has(later.promotionKind) || slotOf(later) !== slotOf(earlier)) return [];
  if (later.scopeKey !== earlier.scopeKey || later.priority !== earlier.priority) return [];
  if (JSON.stringify(later.audience) !== JSON.stringify(earlier.audience)) return [];
  if (later.mutexGroup !== null && later.mutexGroup === earlier.mutexGroup) return [];
  if (!overlap(earlier, later)) return [];
  return [
    both(
      error('contradiction', later.path, `${later.id} + ${earlier.id}`, `${later.id} | ${earlier.id}`),
      earlier.path,
    ),
  ];
}

/** Prices of different live rooms, and cuts by rate and by amount, stand beside each other. */
function slotOf({ promotionKind, rule, choice }: CheckedPromotion): string {
  const rooms = rule?.kind === 'livePrice' ? (rule.roomIds ?? []).join() : '';
  const slot = promotionKind === 'itemCut' ? (choice?.given ?? []).join() : '';
  return `${promotionKind} ${rooms} ${slot}`;
}

/** Points are exchanged for coupons that are issued for points. */
function checkExchanges(promotions: readonly CheckedPromotion[]): PlanFinding[] {
  return promotions.flatMap(({ exchanges }) =>
    exchanges.flatMap(({ path, couponId }) => {
      const coupon = promotions.find(({ id }) => id === couponId);
      if (!coupon || coupon.coupon?.issue === 'carbon') return [];
      return [both(error('couponNotExchangeable', path, couponId, 'issue: carbon'), coupon.path)];
    }),
  );
}

function canMeet(one: CheckedPromotion, other: CheckedPromotion): boolean {
  return (
    overlap(one, other) && scopesMeet(one.scope, other.scope) && audiencesMeet(one.audience, other.audience)
  );
}

/** An item has one shop and one brand, and its categories lie on one branch; what tags it has cannot be told. */
function scopesMeet(one: Scope, other: Scope): boolean {
  return (['shops', 'brands', 'skus', 'categories'] as const).every((key) => share(one[key], other[key]));
}

function audiencesMeet(one: Audience, other: Audience): boolean {
  const newcomers = one.newcomer === undefined || (other.newcomer ?? one.newcomer) === one.newcomer;
  return (
    newcomers && (['memberTiers', 'channels', 'regions'] as const).every((key) => share(one[key], other[key]))
  );
}

/** Two restrictions leave something in common; one that is absent restricts nothing. */
function share(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  return one === undefined || other === undefined || one.some((value) => other.includes(value));
}

function overlap(left: CheckedPromotion, right: CheckedPromotion): boolean {
  return left.windows.some(({ windows }) =>
    windows.some((one) =>
      right.windows.some((other) =>
        other.windows.some((two) => one.startsAt < two.endsAt && two.startsAt < one.endsAt),
      ),
    ),
  );
}
