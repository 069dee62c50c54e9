import { sumFen } from '../money/index.ts';
import { type PricingLine, shareAmongFunders } from './cart.ts';
import type { CompiledPromotion } from './compile-promotions.ts';
import { type Bid, byPreference } from './contest.ts';
import { enter, type Gate, whyOut } from './gate.ts';
import type { FreeFrom } from './kinds/kind.ts';
import type { Reach } from './reach.ts';
import { layerRule } from './stacking.ts';
import { type Trace, wonBy } from './trace.ts';
import type { FreightTemplate, QuotedFreight } from './types.ts';

/** Vouchers and other things that travel in no parcel; they neither cost freight nor help to reach free freight. */
export const NO_PARCEL_TAG = 'virtual';
/** A template under this shop id serves every shop that has none of its own. */
export const ANY_SHOP = '*';

/**
 * The freight templates of a sale: what shops state themselves, then the plan's for those that state nothing.
 * One for each `shopId`, sorted by it; the plan's template for any shop stays under `'*'`.
 */
export function mergeFreight(
  shops: readonly FreightTemplate[],
  plan: readonly FreightTemplate[],
): readonly FreightTemplate[] {
  const merged = new Map([...plan, ...shops].map((template) => [template.shopId, template]));
  return [...merged.values()].sort((a, b) => (a.shopId < b.shopId ? -1 : 1));
}

/**
 * Freight of each shop's parcel, shops in order of id: the template's base unless its own amount or a promotion makes
 * it free, plus the surcharge of the region, which is never waived and is told apart. A shop without template ships free.
 */
export function chargeFreight(
  lines: readonly PricingLine[],
  terms: { readonly freight: readonly FreightTemplate[]; readonly region?: string },
  reaches: readonly Reach<PricingLine>[],
  gate: Gate,
  trace: Trace,
): QuotedFreight[] {
  const waivers = reaches.flatMap((reach) => enterFreight(reach, gate, trace));
  const parcels = lines.filter(travels);
  const left = couponsLeft(waivers, gate);
  const shopIds = [...new Set(parcels.map(({ subject }) => subject.shopId))].sort();
  return shopIds.map((shopId) => {
    const template = templateOf(shopId, terms.freight);
    const baseFen = template?.baseFen ?? 0;
    const surchargeFen = (terms.region !== undefined && template?.surchargeFenByRegion[terms.region]) || 0;
    const own = parcels.filter(({ subject }) => subject.shopId === shopId);
    const freeByAmount =
      template?.freeFromFen !== undefined && goodsFen(own, template.basis) >= template.freeFromFen;

    const toWaiveFen = freeByAmount ? 0 : baseFen;
    const winner = settleWaivers(shopId, toWaiveFen, waivers, left, trace);
    const waivedFen = freeByAmount ? baseFen : (winner?.savingFen ?? 0);
    return {
      shopId,
      chargedFen: baseFen - waivedFen + surchargeFen,
      surchargeFen,
      waivedFen,
      ...(winner && { promotionId: winner.promotion.promotion.id }),
      funderFen: winner ? shareAmongFunders(waivedFen, winner.promotion.promotion.funders) : [],
    };
  });
}

/** A coupon serves one parcel: how many there are of each promotion that needs one. */
type CouponsLeft = Map<string, number>;

function couponsLeft(waivers: readonly Waiver[], gate: Gate): CouponsLeft {
  return new Map(
    waivers.flatMap(({ promotion: { promotion } }) =>
      promotion.needsCoupon ? [[promotion.id, gate.coupons.get(promotion.id)?.length ?? 0]] : [],
    ),
  );
}

type Waiver = {
  readonly promotion: CompiledPromotion;
  readonly free: FreeFrom;
  readonly lines: readonly PricingLine[];
  readonly closesAt: number;
};

function enterFreight(reach: Reach<PricingLine>, gate: Gate, trace: Trace): Waiver[] {
  const { promotion } = reach;
  if (promotion.terms.on !== 'freight')
    throw new TypeError(`${promotion.promotion.id} has nothing to do with freight`);
  const entry = enter({ promotion, lines: reach.lines.filter(travels) }, gate, layerRule('freight'));
  if (entry.kind === 'in') return [{ ...entry, promotion, free: promotion.terms.free }];
  trace.note(promotion, whyOut(entry));
  return [];
}

/**
 * One promotion waives a shop's freight, or a part of it; all that reach the shop are told why they did or did not.
 * Where a coupon saves no more than what is free anyway, the coupon stays in hand.
 */
function settleWaivers(
  shopId: string,
  toWaiveFen: number,
  waivers: readonly Waiver[],
  left: CouponsLeft,
  trace: Trace,
): Bid | undefined {
  const bids: (Bid & { readonly free: FreeFrom; readonly baseFen: number; readonly met: boolean })[] = [];
  for (const { promotion, free, lines, closesAt } of waivers) {
    const own = lines.filter(({ subject }) => subject.shopId === shopId);
    if (own.length === 0) continue;
    const baseFen = goodsFen(own, free.basis);
    const met = baseFen >= free.thresholdFen;
    const usable = (left.get(promotion.promotion.id) ?? 1) > 0;
    const savingFen = met && usable ? Math.min(toWaiveFen, free.waiveMaxFen) : 0;
    bids.push({
      promotion,
      free,
      baseFen,
      met,
      savingFen,
      faceFen: 0,
      thresholdFen: free.thresholdFen,
      closesAt,
    });
  }
  const winner = bids.filter(({ savingFen }) => savingFen > 0).sort(byWaiver)[0];
  const own = winner && left.get(winner.promotion.promotion.id);
  if (winner && own !== undefined) left.set(winner.promotion.promotion.id, own - 1);
  for (const bid of bids) {
    const { promotion, free, baseFen, met } = bid;
    const finding = { shopId, matched: met, baseFen };
    if (bid === winner) trace.note(promotion, { ...finding, reason: 'applied', discountFen: bid.savingFen });
    else if (!met) {
      const ahead = {
        missingFen: free.thresholdFen - baseFen,
        nextOffFen: Math.min(toWaiveFen, free.waiveMaxFen),
      };
      trace.note(promotion, {
        ...finding,
        reason: 'belowThreshold',
        ...(ahead.nextOffFen > (winner?.savingFen ?? 0) && ahead),
      });
    } else if (winner)
      trace.note(promotion, { ...finding, reason: 'betterAlternative', ...wonBy(winner.promotion) });
    else trace.note(promotion, { ...finding, reason: 'nothingLeft' });
  }
  return winner;
}

/** The larger waiver; at equal ones what costs no coupon. */
function byWaiver(a: Bid, b: Bid): number {
  const costs = ({ promotion }: Bid) => Number(promotion.promotion.needsCoupon === true);
  return b.savingFen - a.savingFen || costs(a) - costs(b) || byPreference(a, b);
}

function goodsFen(lines: readonly PricingLine[], basis: FreeFrom['basis']): number {
  return sumFen(lines.map((line) => (basis === 'itemPrice' ? line.itemFen : line.afterDiscountFen)));
}

function travels({ subject }: PricingLine): boolean {
  return !subject.tags.includes(NO_PARCEL_TAG);
}

function templateOf(shopId: string, templates: readonly FreightTemplate[]): FreightTemplate | undefined {
  return (
    templates.find((template) => template.shopId === shopId) ??
    templates.find((template) => template.shopId === ANY_SHOP)
  );
}
