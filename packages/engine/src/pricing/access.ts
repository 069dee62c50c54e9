import type { PricingCart } from './cart.ts';
import type { CompiledPromotion, PromotionIndex } from './compile-promotions.ts';
import { failedCondition, type Gate, openGate } from './gate.ts';
import { type Reach, reachOf } from './reach.ts';
import type { ScopeSubject } from './scope.ts';
import type { Trace } from './trace.ts';
import type { ClosedLine, QuoteRequest, TraceEntry } from './types.ts';
import { nextWindowAfter, openWindowAt } from './windows.ts';

/** Why an item is held back from a shopper. */
export type Closed = Omit<ClosedLine, 'lineId'>;

/** An item as the gate of exclusive sales looks at it. */
export type AccessSubject = ScopeSubject & { readonly enrolled: boolean };

/**
 * May this shopper buy this item at this instant? Null when yes. Exclusive sales hold back what their scope names: it
 * is sold in their windows and to their audience only, early to those whom a priority lets in. Of several exclusive
 * sales of one item any admits. A campaign holds nothing back of a shop that did not join it.
 */
export function mayBuy(
  item: AccessSubject,
  moment: Pick<QuoteRequest, 'at' | 'shopper' | 'stoppedPromotionIds' | 'region'>,
  index: PromotionIndex,
): Closed | null {
  const reaches = reachOf([{ subject: item }], index).filter(({ lines }) => lines.length > 0);
  return closedBy(
    reaches.map(({ promotion }) => promotion),
    item,
    openGate(moment),
  );
}

/** The lines of a cart that this shopper may not buy now, in the order of the cart. */
export function closedLines(
  cart: PricingCart,
  reaches: readonly Reach<PricingCart['lines'][number]>[],
  gate: Gate,
  trace: Trace,
): ClosedLine[] {
  for (const { promotion, lines } of reaches) trace.note(promotion, tell(promotion, lines.length, gate));
  return cart.lines.flatMap((line) => {
    const own = reaches.filter(({ lines }) => lines.includes(line));
    const closed = closedBy(
      own.map(({ promotion }) => promotion),
      line.subject,
      gate,
    );
    return closed ? [{ lineId: line.subject.lineId, ...closed }] : [];
  });
}

function closedBy(
  promotions: readonly CompiledPromotion[],
  { enrolled }: AccessSubject,
  gate: Gate,
): Closed | null {
  const binding = promotions.filter(({ terms, shopsOwn }) => terms.on === 'access' && (enrolled || shopsOwn));
  const aheadMs = Math.max(0, ...binding.map((promotion) => aheadOf(promotion, gate)));
  const findings: Closed[] = [];
  for (const { promotion, terms } of binding) {
    if (terms.on !== 'access' || terms.aheadMs !== null) continue;
    const finding = judge(promotion, gate, aheadMs);
    if (finding === null) return null;
    findings.push(finding);
  }
  return findings.sort(byHope)[0] ?? null;
}

/** How much earlier a priority lets the shopper in; 0 where it is not theirs. */
function aheadOf({ promotion, terms }: CompiledPromotion, gate: Gate): number {
  if (terms.on !== 'access' || terms.aheadMs === null || gate.stopped.has(promotion.id)) return 0;
  if (!openWindowAt(promotion.windows, gate.at)) return 0;
  return failedCondition(promotion.audience, gate) === null ? terms.aheadMs : 0;
}

function judge(promotion: CompiledPromotion['promotion'], gate: Gate, aheadMs: number): Closed | null {
  const { id: promotionId, title, windows, audience } = promotion;
  if (gate.stopped.has(promotionId)) return { promotionId, title, reason: 'stopped' };
  const failed = failedCondition(audience, gate);
  if (failed) return { promotionId, title, reason: 'audienceMismatch', failed };
  if (openWindowAt(windows, gate.at)) return null;
  const next = nextWindowAfter(windows, gate.at);
  if (!next) return { promotionId, title, reason: 'over' };
  const opensAt = next.startsAt - aheadMs;
  return opensAt <= gate.at ? null : { promotionId, title, reason: 'notYet', opensAt };
}

function tell(
  compiled: CompiledPromotion,
  lineCount: number,
  gate: Gate,
): Pick<TraceEntry, 'reason' | 'matched' | 'failed' | 'opensAt'> {
  const { promotion, terms } = compiled;
  if (lineCount === 0) return { matched: false, reason: 'noEligibleLine' };
  if (terms.on === 'access' && terms.aheadMs !== null) {
    if (aheadOf(compiled, gate) > 0) return { matched: true, reason: 'applied' };
    const failed = failedCondition(promotion.audience, gate);
    return failed
      ? { matched: false, reason: 'audienceMismatch', failed }
      : { matched: true, reason: 'nothingLeft' };
  }
  const closed = judge(promotion, gate, 0);
  if (closed === null) return { matched: true, reason: 'applied' };
  const { reason, failed, opensAt } = closed;
  return {
    matched: false,
    reason: reason === 'notYet' || reason === 'over' ? 'notInWindow' : reason,
    ...(failed && { failed }),
    ...(opensAt !== undefined && { opensAt }),
  };
}

const HOPE = { notYet: 0, audienceMismatch: 1, stopped: 2, over: 3 } as const;

/** What opens soonest is told first. */
function byHope(a: Closed, b: Closed): number {
  return (
    HOPE[a.reason] - HOPE[b.reason] ||
    (a.opensAt ?? 0) - (b.opensAt ?? 0) ||
    (a.promotionId < b.promotionId ? -1 : 1)
  );
}
