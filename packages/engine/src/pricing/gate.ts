import type { PricingLine } from './cart.ts';
import type { Reach } from './reach.ts';
import type { LayerRule } from './stacking.ts';
import type {
  Audience,
  FailedCondition,
  HeldCoupon,
  Promotion,
  QuoteRequest,
  Shopper,
  TraceEntry,
  TraceReason,
} from './types.ts';
import { nextWindowAfter, openWindowAt } from './windows.ts';

/** What decides whether a promotion may look at the cart at all, apart from its own arithmetic. */
export type Gate = {
  readonly at: number;
  readonly shopper: Shopper;
  /** Where the goods go. */
  readonly region: string | undefined;
  readonly stopped: ReadonlySet<string>;
  /** Of these the shopper has had as much as one person gets. */
  readonly had: ReadonlySet<string>;
  /** By promotion, those that may be used at this instant, in the order in which they are: earliest end first. */
  readonly coupons: ReadonlyMap<string, readonly HeldCoupon[]>;
  /** Promotions of which every coupon in hand is over, or was left out by the shopper. */
  readonly spoilt: ReadonlyMap<string, 'couponExpired' | 'notChosen'>;
  /** The coupons let in are the shopper's own choice, to be used wherever they can be. */
  readonly chosen: boolean;
};

export type Entry =
  | { readonly kind: 'in'; readonly lines: readonly PricingLine[]; readonly closesAt: number }
  | {
      readonly kind: 'out';
      readonly reason: TraceReason;
      readonly failed?: FailedCondition;
      readonly opensAt?: number;
    };

/** A refusal at the gate as the trace tells it. */
export function whyOut({
  kind: _,
  ...why
}: Extract<Entry, { kind: 'out' }>): Pick<TraceEntry, 'reason' | 'failed' | 'opensAt'> {
  return why;
}

export function openGate({
  at,
  shopper,
  region,
  stoppedPromotionIds = [],
  hadPromotionIds = [],
  coupons = [],
  chosenCouponIds,
}: Omit<QuoteRequest, 'lines' | 'freight'>): Gate {
  const usable = new Map<string, HeldCoupon[]>();
  const spoilt = new Map<string, 'couponExpired' | 'notChosen'>();
  const seen = new Set<string>();
  for (const coupon of [...coupons].sort(byUse)) {
    const { couponId, promotionId, expiresAt } = coupon;
    if (seen.has(couponId)) throw new RangeError(`coupon ${couponId} occurs twice`);
    seen.add(couponId);
    if (expiresAt <= at) spoilt.set(promotionId, spoilt.get(promotionId) ?? 'couponExpired');
    else if (chosenCouponIds !== undefined && !chosenCouponIds.includes(couponId))
      spoilt.set(promotionId, 'notChosen');
    else usable.set(promotionId, [...(usable.get(promotionId) ?? []), coupon]);
  }
  return {
    at,
    shopper,
    region,
    stopped: new Set(stoppedPromotionIds),
    had: new Set(hadPromotionIds),
    coupons: usable,
    spoilt,
    chosen: chosenCouponIds !== undefined,
  };
}

/** Earlier end, earlier claim, smaller id (domain §1.4). */
function byUse(a: HeldCoupon, b: HeldCoupon): number {
  return a.expiresAt - b.expiresAt || a.claimedAt - b.claimedAt || (a.couponId < b.couponId ? -1 : 1);
}

/** A flat list of reasons to stay out, the first that holds is the one told; what is left are the lines that count. */
export function enter(
  { promotion: compiled, lines }: Reach<PricingLine>,
  gate: Gate,
  rule: LayerRule,
): Entry {
  const { promotion, shopsOwn } = compiled;
  if (lines.length === 0) return { kind: 'out', reason: 'noEligibleLine' };

  const window = openWindowAt(promotion.windows, gate.at);
  if (!window) {
    const next = nextWindowAfter(promotion.windows, gate.at);
    return { kind: 'out', reason: 'notInWindow', ...(next && { opensAt: next.startsAt }) };
  }
  if (gate.stopped.has(promotion.id)) return { kind: 'out', reason: 'stopped' };
  if (gate.had.has(promotion.id)) return { kind: 'out', reason: 'limitReached' };
  const failed = failedCondition(promotion.audience, gate);
  if (failed) return { kind: 'out', reason: 'audienceMismatch', failed };

  if (promotion.needsCoupon && !gate.coupons.has(promotion.id))
    return { kind: 'out', reason: gate.spoilt.get(promotion.id) ?? 'couponNeeded' };

  const consented = shopsOwn ? lines : keep(lines, ({ subject }) => subject.enrolled);
  if (consented.length === 0) return { kind: 'out', reason: 'notEnrolled' };

  const flashToo = promotion.stacksWithFlash ?? rule.withFlash;
  const counting = flashToo ? consented : keep(consented, ({ flash }) => !flash);
  if (counting.length === 0) return { kind: 'out', reason: 'excludedByFlash' };

  if (isAboveBalance(promotion, counting)) return { kind: 'out', reason: 'aboveBalance' };

  return { kind: 'in', lines: counting, closesAt: window.endsAt };
}

/** A coupon for pre-sale goods alone is usable only while their balance exceeds its face (domain §2, V43). */
function isAboveBalance({ needsCoupon, rule }: Promotion, lines: readonly PricingLine[]): boolean {
  if (!needsCoupon || rule.kind !== 'amount' || !lines.every(({ depositFen }) => depositFen > 0))
    return false;
  return rule.offFen >= lines.reduce((sum, { runningFen }) => sum + runningFen, 0);
}

/** Every restriction that is present must hold; the first that does not, with what it wants. */
export function failedCondition(
  { memberTiers, newcomer, idleDaysMin, channels, qualifications, regions }: Audience,
  { shopper, region }: Pick<Gate, 'shopper' | 'region'>,
): FailedCondition | null {
  if (memberTiers && !isAmong(memberTiers, shopper.memberTier))
    return { kind: 'memberTiers', wanted: memberTiers };
  if (newcomer !== undefined && newcomer !== shopper.newcomer) return { kind: 'newcomer', wanted: newcomer };
  if (idleDaysMin !== undefined && (shopper.idleDays ?? 0) < idleDaysMin)
    return { kind: 'idleDays', wanted: idleDaysMin, missing: idleDaysMin - (shopper.idleDays ?? 0) };
  if (channels && !isAmong(channels, shopper.channel)) return { kind: 'channels', wanted: channels };
  if (qualifications && !shopper.qualifications?.some((own) => qualifications.includes(own)))
    return { kind: 'qualifications', wanted: qualifications };
  if (regions && !isAmong(regions, region)) return { kind: 'regions', wanted: regions };
  return null;
}

function isAmong(wanted: readonly string[], own: string | undefined): boolean {
  return own !== undefined && wanted.includes(own);
}

/** `filter` that copies only when something is left out, which is rare and this is asked for every promotion. */
function keep(lines: readonly PricingLine[], test: (line: PricingLine) => boolean): readonly PricingLine[] {
  return lines.every(test) ? lines : lines.filter(test);
}
