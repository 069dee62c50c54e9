import { assertFen } from '../money/index.ts';
import type { PricingLine } from './cart.ts';
import { enter, type Gate, whyOut } from './gate.ts';
import type { Reach } from './reach.ts';
import { layerRule } from './stacking.ts';
import type { Trace } from './trace.ts';
import type { OfferedService, QuotedService, WantedService } from './types.ts';

/**
 * Value-added services: charged for each unit of the line they are asked for, on top of the goods, and reached by no
 * discount. One that costs nothing comes with every line it reaches; one that costs is never added unasked (电商法 19).
 */
export function chargeServices(
  reaches: readonly Reach<PricingLine>[],
  gate: Gate,
  trace: Trace,
  wanted: readonly WantedService[] = [],
): { services: QuotedService[]; offeredServices: OfferedService[] } {
  const services: QuotedService[] = [];
  const offeredServices: OfferedService[] = [];
  for (const reach of reaches) {
    const { promotion } = reach;
    const entry = enter(reach, gate, layerRule('service'));
    if (entry.kind === 'out') {
      trace.note(promotion, whyOut(entry));
      continue;
    }
    if (promotion.terms.on !== 'service') continue;
    const { offer, unitFen, lastsMs } = promotion.terms;
    const { id: promotionId, title } = promotion.promotion;
    const own: QuotedService[] = [];
    for (const { subject } of entry.lines) {
      const { lineId, quantity } = subject;
      const asked = wanted.some((want) => want.promotionId === promotionId && want.lineId === lineId);
      if (!asked && unitFen > 0) {
        offeredServices.push({ promotionId, lineId, offer, title, unitFen });
        continue;
      }
      const chargedFen = unitFen * quantity;
      assertFen(chargedFen, `service ${promotionId} of ${lineId}`);
      own.push({
        ...{ promotionId, lineId, offer, title, chargedFen },
        ...(lastsMs !== undefined && { lastsMs }),
      });
    }
    services.push(...own);
    if (own.length === 0) trace.note(promotion, { reason: 'notAsked', chargedFen: unitFen });
    else {
      trace.note(promotion, {
        matched: true,
        reason: 'applied',
        chargedFen: own.reduce((sum, { chargedFen }) => sum + chargedFen, 0),
      });
    }
  }
  return { services, offeredServices };
}
