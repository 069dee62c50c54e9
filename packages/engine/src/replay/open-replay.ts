import type { Quote } from '../pricing/index.ts';
import { openReprice, type Repriced } from './reprice.ts';
import { chargedFor, openSegments } from './segments.ts';
import { openSums } from './sums.ts';
import type {
  DraftPlan,
  LeftOutReason,
  LosingCart,
  PastCampaign,
  PastPurchase,
  PhaseMatch,
  ReplayOptions,
  ReplayReport,
} from './types.ts';

export type Replay = {
  /** In the order of their instants; one that is earlier than the one before throws. */
  take(purchase: PastPurchase): Repriced;
  report(): ReplayReport;
};

/**
 * Prices the orders of a past campaign again under a draft: the same people, the same goods, other promotions. It says
 * what the draft would have cost and brought if nobody had behaved otherwise; it is no forecast of demand.
 *
 * Under its own plan, with the coupons that were used and what was stopped then (`used`, `past`), every purchase costs
 * what was paid, to the fen. Memory holds some 60 bytes a purchase for exact percentiles, and nothing else that grows with the
 * number of purchases but a counter for each person who used a coupon, where the draft issues them.
 */
export function openReplay(past: PastCampaign, draft: DraftPlan, options: ReplayOptions): Replay {
  const reprice = openReprice(past, draft, options);
  const segments = openSegments();
  const sums = openSums(reprice.index);
  const losers = openLosers(options.losersMax);
  const leftOut = new Map<LeftOutReason, { purchases: number; paidFen: number }>();
  const seen = new Map<string, number>();
  const told = {
    purchases: 0,
    priced: 0,
    dearer: 0,
    cheaper: 0,
    couponsUnknown: 0,
    flashUnknown: 0,
    servicesUnknown: 0,
    listFen: 0,
  };
  const goods = { pastFen: 0, draftFen: 0 };
  const freight = { pastFen: 0, draftFen: 0 };
  const services = { pastFen: 0, draftFen: 0 };
  const pay = { pastFen: 0, draftFen: 0 };
  let lastAt = Number.NEGATIVE_INFINITY;

  function count(purchase: PastPurchase, priced: Extract<Repriced, { kind: 'priced' }>): void {
    const { quote, at } = priced;
    const changeFen = quote.payFen - purchase.payFen;
    told.priced += 1;
    told.listFen += quote.listFen;
    told.couponsUnknown += priced.couponsUnknown;
    told.flashUnknown += priced.flashUnknown;
    told.servicesUnknown += priced.servicesUnknown;
    if (changeFen > 0) told.dearer += 1;
    if (changeFen < 0) told.cheaper += 1;
    for (const line of purchase.lines) {
      goods.pastFen += line.netFen;
      services.pastFen += chargedFor(line.services);
    }
    for (const { chargedFen } of purchase.freight) freight.pastFen += chargedFen;
    pay.pastFen += purchase.payFen;
    goods.draftFen += quote.goodsFen;
    freight.draftFen += quote.freightFen;
    services.draftFen += quote.servicesFen;
    pay.draftFen += quote.payFen;
    sums.add(purchase, quote);
    segments.add(purchase, quote);
    losers.add({ purchase, at, changeFen, quote });
  }

  return {
    take(purchase) {
      if (purchase.at < lastAt)
        throw new RangeError(`purchase ${purchase.purchaseId} is earlier than the one before`);
      lastAt = purchase.at;
      told.purchases += 1;
      const repriced = reprice.one(purchase);
      if (repriced.phase !== null) seen.set(repriced.phase.id, (seen.get(repriced.phase.id) ?? 0) + 1);
      if (repriced.kind === 'priced') count(purchase, repriced);
      else {
        const before = leftOut.get(repriced.reason) ?? { purchases: 0, paidFen: 0 };
        const { purchases, paidFen } = before;
        leftOut.set(repriced.reason, { purchases: purchases + 1, paidFen: paidFen + purchase.payFen });
      }
      return repriced;
    },
    report: () => ({
      options,
      ...told,
      changed: told.dearer + told.cheaper,
      leftOut: [...leftOut].map(([reason, sum]) => ({ reason, ...sum })),
      phases: past.phases.map(
        ({ id, kind }): PhaseMatch => ({
          ...{ phaseId: id, kind, purchases: seen.get(id) ?? 0 },
          draftPhaseId: reprice.matches.get(id)?.id ?? null,
        }),
      ),
      ...{ goods, freight, services, pay },
      off: sums.off(),
      shops: sums.shops(),
      promotions: sums.promotions(),
      caps: reprice.caps.uses(),
      segments: segments.all(),
      losers: losers.all(),
    }),
  };
}

/** The carts that lose most, the most first; of equals the earlier. */
function openLosers(max: number) {
  const carts: (LosingCart & { readonly quote: Quote })[] = [];
  return {
    add(cart: LosingCart): void {
      const least = carts.at(-1);
      if (cart.changeFen <= 0 || (carts.length === max && cart.changeFen <= (least?.changeFen ?? 0))) return;
      const place = carts.findIndex(({ changeFen }) => changeFen < cart.changeFen);
      carts.splice(place === -1 ? carts.length : place, 0, cart);
      if (carts.length > max) carts.pop();
    },
    all: (): readonly LosingCart[] => carts,
  };
}
