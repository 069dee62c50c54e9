import { sumFen } from '../money/index.ts';
import { type PricingLine, shareAmongFunders } from './cart.ts';
import type { CompiledPromotion } from './compile-promotions.ts';
import { type Bid, byPreference } from './contest.ts';
import { enter, type Gate, whyOut } from './gate.ts';
import type { FreeFrom } from './kinds/kind.ts';
import type { Purse } from './purse.ts';
import type { Reach } from './reach.ts';
import { layerRule } from './stacking.ts';
import { type Trace, wonBy } from './trace.ts';
import type { FreightTemplate, QuotedFreight, TraceEntry } from './types.ts';

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

/** What travels of one shop, and what that costs. */
export type Parcel = {
  readonly shopId: string;
  readonly lines: readonly PricingLine[];
  readonly template: FreightTemplate | undefined;
  readonly baseFen: number;
  readonly surchargeFen: number;
};

export type Waiver = {
  readonly promotion: CompiledPromotion;
  readonly free: FreeFrom;
  readonly lines: readonly PricingLine[];
  readonly closesAt: number;
};

/** Parcels in order of shop id, and the promotions that may waive their freight. */
export type FreightPlan = { readonly parcels: readonly Parcel[]; readonly waivers: readonly Waiver[] };

/** What depends on no amount; a shop without template ships free. Those who stay out are told of, if there is a trace. */
export function openFreight(
  lines: readonly PricingLine[],
  terms: { readonly freight: readonly FreightTemplate[]; readonly region?: string },
  reaches: readonly Reach<PricingLine>[],
  gate: Gate,
  trace: Trace | null,
): FreightPlan {
  const waivers = reaches.flatMap((reach) => enterFreight(reach, gate, trace));
  const travelling = lines.filter(travels);
  const shopIds = [...new Set(travelling.map(({ subject }) => subject.shopId))].sort();
  const parcels = shopIds.map((shopId): Parcel => {
    const template = templateOf(shopId, terms.freight);
    return {
      shopId,
      lines: travelling.filter(({ subject }) => subject.shopId === shopId),
      template,
      baseFen: template?.baseFen ?? 0,
      surchargeFen: (terms.region !== undefined && template?.surchargeFenByRegion[terms.region]) || 0,
    };
  });
  return { parcels, waivers };
}

/**
 * Freight of each shop's parcel: the template's base unless its own amount or a promotion makes it free, plus the
 * surcharge of the region, which is never waived and is told apart. `assigned` names the shops that a coupon serves.
 */
export function chargeFreight(
  { parcels, waivers }: FreightPlan,
  assigned: ReadonlyMap<string, Waiver>,
  purse: Purse,
  trace: Trace,
): QuotedFreight[] {
  return parcels.map(({ shopId, lines, template, baseFen, surchargeFen }) => {
    const freeByAmount =
      template?.freeFromFen !== undefined && goodsFen(lines, template.basis) >= template.freeFromFen;
    const toWaiveFen = freeByAmount ? 0 : baseFen;
    const winner = settleWaivers(shopId, toWaiveFen, waivers, assigned.get(shopId), purse, trace);
    const waivedFen = freeByAmount ? baseFen : (winner?.savingFen ?? 0);
    return {
      shopId,
      chargedFen: baseFen - waivedFen + surchargeFen,
      surchargeFen,
      waivedFen,
      ...(winner && { promotionId: winner.promotion.promotion.id }),
      ...(winner?.couponId !== undefined && { couponId: winner.couponId }),
      funderFen: winner ? shareAmongFunders(waivedFen, winner.promotion.promotion.funders) : [],
    };
  });
}

function enterFreight(reach: Reach<PricingLine>, gate: Gate, trace: Trace | null): Waiver[] {
  const { promotion } = reach;
  if (promotion.terms.on !== 'freight')
    throw new TypeError(`${promotion.promotion.id} has nothing to do with freight`);
  const entry = enter({ promotion, lines: reach.lines.filter(travels) }, gate, layerRule('freight'));
  if (entry.kind === 'in') return [{ ...entry, promotion, free: promotion.terms.free }];
  trace?.note(promotion, whyOut(entry));
  return [];
}

type WaiverBid = Bid & { readonly waiver: Waiver; readonly baseFen: number; readonly met: boolean };

/**
 * One promotion waives a shop's freight, or a part of it; all that reach the shop are told why they did or did not.
 * One that needs a coupon does so only where the search has put the coupon.
 */
function settleWaivers(
  shopId: string,
  toWaiveFen: number,
  waivers: readonly Waiver[],
  assigned: Waiver | undefined,
  purse: Purse,
  trace: Trace,
): (WaiverBid & { readonly couponId: string | undefined }) | undefined {
  const bids: WaiverBid[] = [];
  for (const waiver of waivers) {
    const { promotion, free, lines, closesAt } = waiver;
    const own = lines.filter(({ subject }) => subject.shopId === shopId);
    if (own.length === 0) continue;
    const baseFen = goodsFen(own, free.basis);
    const met = baseFen >= free.thresholdFen;
    const savingFen = met ? Math.min(toWaiveFen, free.waiveMaxFen) : 0;
    bids.push({
      promotion,
      waiver,
      baseFen,
      met,
      savingFen,
      faceFen: 0,
      thresholdFen: free.thresholdFen,
      closesAt,
    });
  }
  const winner = bids
    .filter(({ waiver, promotion, savingFen }) =>
      assigned ? waiver === assigned : savingFen > 0 && !promotion.promotion.needsCoupon,
    )
    .sort(byPreference)[0];
  const couponId = winner && purse.use({ promotion: winner.promotion, couponId: undefined });
  for (const bid of bids) {
    trace.note(bid.promotion, {
      shopId,
      matched: bid.met,
      baseFen: bid.baseFen,
      ...(bid === winner
        ? { reason: 'applied', discountFen: bid.savingFen, ...(couponId !== undefined && { couponId }) }
        : whyNotWaived(bid, winner, toWaiveFen, purse)),
    });
  }
  return winner && { ...winner, couponId };
}

function whyNotWaived(
  bid: WaiverBid,
  winner: WaiverBid | undefined,
  toWaiveFen: number,
  purse: Purse,
): Pick<TraceEntry, 'reason' | 'missingFen' | 'nextOffFen' | 'wonBy'> {
  const { met, waiver, baseFen, savingFen, promotion } = bid;
  if (!met) {
    const nextOffFen = Math.min(toWaiveFen, waiver.free.waiveMaxFen);
    const ahead = { missingFen: waiver.free.thresholdFen - baseFen, nextOffFen };
    return { reason: 'belowThreshold', ...(nextOffFen > (winner?.savingFen ?? 0) && ahead) };
  }
  if (savingFen === 0) return { reason: 'nothingLeft' };
  if (winner && byPreference(winner, bid) < 0)
    return { reason: 'betterAlternative', ...wonBy(winner.promotion) };
  if (winner && purse.isChosen(winner)) return { reason: 'notChosen', ...wonBy(winner.promotion) };
  if (purse.isSpoken({ promotion, couponId: undefined })) return { reason: 'couponUsedElsewhere' };
  return { reason: 'cheaperInAll', ...(winner && wonBy(winner.promotion)) };
}

export function goodsFen(lines: readonly PricingLine[], basis: FreeFrom['basis']): number {
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
