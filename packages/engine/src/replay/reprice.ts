import {
  type CartLine,
  compilePromotions,
  type FreightTemplate,
  type HeldCoupon,
  mergeFreight,
  type PromotionIndex,
  priceCart,
  type Quote,
  type WantedService,
} from '../pricing/index.ts';
import { type DraftCaps, openDraftCaps } from './draft-caps.ts';
import { openDraftCoupons } from './draft-coupons.ts';
import { mapInstant, matchPhases } from './map-instant.ts';
import type {
  DraftPlan,
  LeftOutReason,
  PastCampaign,
  PastLine,
  PastPurchase,
  ReplayOptions,
  ReplayPhase,
} from './types.ts';

export type Repriced =
  | {
      readonly kind: 'priced';
      readonly at: number;
      readonly phase: ReplayPhase | null;
      readonly quote: Quote;
      /** Coupons, and lines of flash sales, that the draft does not know. */
      readonly couponsUnknown: number;
      readonly flashUnknown: number;
      /** Services bought that the draft does not offer. */
      readonly servicesUnknown: number;
    }
  | { readonly kind: 'leftOut'; readonly reason: LeftOutReason; readonly phase: ReplayPhase | null };

export type Reprice = {
  readonly index: PromotionIndex;
  readonly caps: DraftCaps;
  readonly matches: ReadonlyMap<string, ReplayPhase | null>;
  /** Purchases come in the order of their instants: budgets are spent along the way. */
  one(purchase: PastPurchase): Repriced;
};

/** Prices purchases again under the draft, one after the other. */
export function openReprice(past: PastCampaign, draft: DraftPlan, options: ReplayOptions): Reprice {
  const index = compilePromotions(draft.promotions, draft.profile);
  const freight = mergeFreight(past.freight, draft.freight);
  const matches = matchPhases(past, draft);
  const caps = openDraftCaps(draft.promotions, past.scale, options.stops === 'caps');
  const coupons = openDraftCoupons(index, draft.coupons, options.coupons, past.scale);

  return {
    index,
    caps,
    matches,
    one(purchase) {
      const place =
        options.at === 'same'
          ? ({ kind: 'mapped', at: purchase.at, past: null } as const)
          : mapInstant(purchase.at, past, draft, matches);
      if (place.kind === 'noPhase') return { kind: 'leftOut', reason: 'noPhase', phase: place.past };
      const { at, past: phase } = place;
      if (at < draft.startsAt || at >= draft.endsAt) return { kind: 'leftOut', reason: 'outside', phase };

      const { held, unknown, insisted } = coupons.at(purchase, at);
      const lines = purchase.lines.map((line) => cartLine(line, index));
      const stoppedThen = options.stops === 'past' ? purchase.stoppedPromotionIds : [];
      const request = requestOf(purchase, { at, lines, held, insisted, freight });
      const price = (stopped: readonly string[]) =>
        priceCart({ ...request, stoppedPromotionIds: [...stoppedThen, ...stopped] }, index);
      const priced = caps.within(price);
      const { quote } = priced;
      if (quote.closed.length > 0) return { kind: 'leftOut', reason: 'closed', phase };
      caps.took(at, priced);
      coupons.took(purchase, quote.couponIds, held);
      const flashUnknown = purchase.lines.filter(
        ({ flashPromotionId }, i) =>
          flashPromotionId !== undefined && lines[i]!.flashPromotionId === undefined,
      ).length;
      const servicesUnknown = wantedOf(purchase).filter(
        ({ lineId, promotionId }) =>
          !quote.services.some((one) => one.lineId === lineId && one.promotionId === promotionId),
      ).length;
      return {
        ...{ kind: 'priced', at, phase, quote },
        ...{ couponsUnknown: unknown, flashUnknown, servicesUnknown },
      };
    },
  };
}

function requestOf(
  purchase: PastPurchase,
  known: {
    at: number;
    lines: readonly CartLine[];
    held: readonly HeldCoupon[];
    insisted: readonly string[] | null;
    freight: readonly FreightTemplate[];
  },
) {
  const { at, lines, held, insisted, freight } = known;
  const { shopper, region, collected, points } = purchase;
  const { number: _, ...facts } = shopper;
  const services = wantedOf(purchase);
  return {
    ...{ at, lines, freight: collected ? [] : freight },
    shopper: facts,
    ...(services.length > 0 && { services }),
    ...(held.length > 0 && { coupons: held }),
    ...(insisted !== null && { chosenCouponIds: insisted }),
    ...(points !== undefined && { points: { balance: points, use: points } }),
    ...(region !== undefined && { region }),
  };
}

const wantedOf = ({ lines }: PastPurchase): readonly WantedService[] =>
  lines.flatMap(({ lineId, services = [] }) => services.map(({ promotionId }) => ({ lineId, promotionId })));

/** A line keeps the flash sale that it was bought in, where the draft has it. */
function cartLine(line: PastLine, index: PromotionIndex): CartLine {
  const { lineId, skuId, shopId, categories, brandId, tags, enrolled, quantity, unitListFen } = line;
  const flash = line.flashPromotionId;
  const known = flash !== undefined && index.byId.get(flash)?.promotion.rule.kind === 'flashPrice';
  return {
    ...{ lineId, skuId, shopId, categories, brandId, tags, enrolled, quantity, unitListFen },
    ...(known && { flashPromotionId: flash }),
  };
}
