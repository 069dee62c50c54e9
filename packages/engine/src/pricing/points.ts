import { splitFen, sumFen } from '../money/index.ts';
import { type PricingCart, type PricingLine, roomFen, take } from './cart.ts';
import { enter, type Gate, whyOut } from './gate.ts';
import type { Reach } from './reach.ts';
import { layerRule } from './stacking.ts';
import { type Trace, wonBy } from './trace.ts';
import type { PointsInHand, QuotedPoints } from './types.ts';

/**
 * Points as money (domain §1.5): they pay for goods, never for freight, after everything else was taken off. One
 * programme of the plan applies, the first in stacking order that can be used at all. Without points asked for, the cap
 * is told all the same, so that a shop can say what they would be good for.
 */
export function settlePoints(
  cart: PricingCart,
  reaches: readonly Reach<PricingLine>[],
  gate: Gate,
  trace: Trace,
  inHand: PointsInHand | undefined,
): QuotedPoints {
  let quoted: QuotedPoints = { used: 0, fen: 0, capFen: 0 };
  let winner: Reach<PricingLine>['promotion'] | undefined;
  for (const reach of reaches) {
    const { promotion } = reach;
    const entry = enter(reach, gate, layerRule('points'));
    if (entry.kind === 'out') {
      trace.note(promotion, whyOut(entry));
      continue;
    }
    if (promotion.terms.on !== 'points') continue;
    const left = entry.lines.map(({ runningFen }) => runningFen);
    const baseFen = sumFen(left);
    const use = promotion.terms.use(Math.min(baseFen, roomFen(cart)), inHand ?? { balance: 0, use: 0 });
    if (winner) {
      trace.note(promotion, { reason: 'betterAlternative', matched: true, baseFen, ...wonBy(winner) });
      continue;
    }
    quoted = { used: use.used, fen: use.fen, capFen: use.capFen };
    if (use.used === 0) {
      const short = inHand && inHand.use !== 0 ? use.short : undefined;
      trace.note(promotion, {
        baseFen,
        reason: short?.reason ?? 'notAsked',
        ...(short && { missingPoints: short.missing }),
      });
      continue;
    }
    winner = promotion;
    const allocations = splitFen(use.fen, left).flatMap((fen, i) => {
      if (fen === 0) return [];
      take(entry.lines[i]!, promotion, fen);
      return [{ lineId: entry.lines[i]!.subject.lineId, fen }];
    });
    trace.note(promotion, {
      matched: true,
      reason: 'applied',
      baseFen,
      discountFen: use.fen,
      usedPoints: use.used,
      allocations,
    });
  }
  return quoted;
}
