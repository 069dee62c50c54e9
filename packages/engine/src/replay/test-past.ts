/** A past campaign and its purchases for tests: what is not said is ordinary. */
import { compilePromotions, type PricingProfile, type Promotion, priceCart } from '../pricing/index.ts';
import type { DraftPlan, PastCampaign, PastPurchase, ReplayPhase } from './types.ts';

export const DAY = 86_400_000;
/** 2024-06-01 00:00 +08:00. */
export const JUNE = 1_717_171_200_000;
export const TMALL: PricingProfile = { id: 'tmall', thresholdMode: 'parallel', minPayableFen: 0 };

export function phase(
  id: string,
  fromDay: number,
  toDay: number,
  more: Partial<ReplayPhase> = {},
): ReplayPhase {
  return {
    ...{ id, kind: 'burst', seasonId: 'summer' },
    startsAt: JUNE + fromDay * DAY,
    endsAt: JUNE + toDay * DAY,
    ...more,
  };
}

const SPAN = {
  startsAt: JUNE,
  endsAt: JUNE + 30 * DAY,
  seasons: [{ id: 'summer', theme: 'summer', startsAt: JUNE, endsAt: JUNE + 30 * DAY }],
  phases: [phase('peak', 0, 30)],
};

export function campaign(more: Partial<PastCampaign> = {}): PastCampaign {
  return { campaignId: 'past', ...SPAN, freight: [], scale: 1, ...more };
}

export function draft(promotions: readonly Promotion[], more: Partial<DraftPlan> = {}): DraftPlan {
  return { campaignId: 'draft', ...SPAN, profile: TMALL, promotions, coupons: [], freight: [], ...more };
}

export type Wanted = {
  readonly at?: number;
  readonly shopper?: Partial<PastPurchase['shopper']>;
  readonly lines?: readonly {
    readonly unitListFen: number;
    readonly quantity?: number;
    readonly shopId?: string;
    readonly category?: string;
    readonly costFen?: number;
    /** Ids of services bought with it. */
    readonly services?: readonly string[];
  }[];
  readonly coupons?: PastPurchase['coupons'];
  readonly insisted?: boolean;
};

let count = 0;

/** A purchase as it was priced and paid under these promotions. */
export function bought(wanted: Wanted, under: Pick<DraftPlan, 'promotions' | 'freight'>): PastPurchase {
  const { at = JUNE + DAY, coupons = [], insisted = false } = wanted;
  const shopper = { number: 1, newcomer: false, ...wanted.shopper };
  const lines = (wanted.lines ?? [{ unitListFen: 10_000 }]).map((one, i) => ({
    ...{ lineId: `l${i}`, skuId: `sku${i}`, shopId: one.shopId ?? 's1', brandId: 'b', tags: [] as string[] },
    ...{ categories: [one.category ?? 'c1'], enrolled: true },
    ...{ quantity: one.quantity ?? 1, unitListFen: one.unitListFen, costFen: one.costFen ?? 0 },
  }));
  const used = coupons.filter((coupon) => coupon.used);
  const quote = priceCart(
    {
      ...{ at, lines, shopper, freight: under.freight },
      services: (wanted.lines ?? []).flatMap(({ services = [] }, i) =>
        services.map((promotionId) => ({ lineId: `l${i}`, promotionId })),
      ),
      ...(used.length > 0 && { coupons: used }),
      ...(insisted && { chosenCouponIds: used.map(({ couponId }) => couponId) }),
    },
    compilePromotions(under.promotions, TMALL),
  );
  count += 1;
  return {
    ...{ purchaseId: `pu_${count}`, at, shopper, coupons, insisted, stoppedPromotionIds: [] },
    lines: lines.map((line, i) => ({
      ...line,
      netFen: quote.lines[i]!.netFen,
      allocations: quote.lines[i]!.allocations,
      services: quote.services.filter(({ lineId, chargedFen }) => lineId === line.lineId && chargedFen > 0),
    })),
    freight: quote.freight.map(({ shopId, chargedFen }) => ({ shopId, chargedFen })),
    payFen: quote.payFen,
  };
}
