import { assertFen } from '../money/index.ts';
import type { PricingLine } from './cart.ts';
import { enter, type Gate, whyOut } from './gate.ts';
import { type Premium, premiumFen, returnRateBp } from './premium.ts';
import type { Reach } from './reach.ts';
import { layerRule } from './stacking.ts';
import type { Trace } from './trace.ts';
import type { CartLine, OfferedService, QuotedService, WantedService } from './types.ts';

/**
 * Value-added services: charged for each unit of the line they are asked for, on top of the goods, and reached by no
 * discount. One that costs nothing comes with every line it reaches; one that costs is never added unasked (电商法 19).
 * One with a premium is charged once for each shop's order, as soon as it is asked for with any of its lines.
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
    const { offer, unitFen, premium, lastsMs } = promotion.terms;
    const { id: promotionId, title } = promotion.promotion;
    const subjects = entry.lines.map(({ subject }) => subject);
    const perOrder = premium === undefined ? {} : ({ perOrder: true } as const);
    const priced = premium === undefined ? byUnit(subjects, unitFen) : byOrder(subjects, premium);
    const own: QuotedService[] = [];
    const offered: OfferedService[] = [];
    for (const { lineId, of, eachFen, count } of priced) {
      const asked = wanted.some((want) => want.promotionId === promotionId && of.includes(want.lineId));
      if (!asked && eachFen > 0) {
        offered.push({ promotionId, lineId, offer, title, unitFen: eachFen, ...perOrder });
        continue;
      }
      const chargedFen = eachFen * count;
      assertFen(chargedFen, `service ${promotionId} of ${lineId}`);
      own.push({
        ...{ promotionId, lineId, offer, title, chargedFen, ...perOrder },
        ...(lastsMs !== undefined && { lastsMs }),
      });
    }
    services.push(...own);
    offeredServices.push(...offered);
    if (own.length === 0)
      trace.note(promotion, {
        reason: 'notAsked',
        chargedFen: Math.min(...offered.map((one) => one.unitFen)),
        ...perOrder,
      });
    else {
      trace.note(promotion, {
        matched: true,
        reason: 'applied',
        chargedFen: own.reduce((sum, { chargedFen }) => sum + chargedFen, 0),
        ...perOrder,
      });
    }
  }
  return { services, offeredServices };
}

/** What is charged together: on a line, for being asked for with any `of` them, so often. */
type Charge = {
  readonly lineId: string;
  readonly of: readonly string[];
  readonly eachFen: number;
  readonly count: number;
};

function byUnit(lines: readonly CartLine[], unitFen: number): Charge[] {
  return lines.map(({ lineId, quantity }) => ({ lineId, of: [lineId], eachFen: unitFen, count: quantity }));
}

/** One parcel of an order is paid back: its price is that of the goods that come back most often, the first by name of equals. */
function byOrder(lines: readonly CartLine[], premium: Premium): Charge[] {
  const shops = [...new Set(lines.map(({ shopId }) => shopId))];
  return shops.map((shopId) => {
    const own = lines.filter((line) => line.shopId === shopId);
    const rates = own.map(({ categories }) => returnRateBp(premium, categories));
    const highest = Math.max(...rates);
    return {
      lineId: own[rates.indexOf(highest)]!.lineId,
      of: own.map(({ lineId }) => lineId),
      ...{ eachFen: premiumFen(premium, highest), count: 1 },
    };
  });
}
