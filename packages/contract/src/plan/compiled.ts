import type { PoolPrize } from '@dacu/engine/draw';
import type { ReservationTerms } from '@dacu/engine/flash-sale';
import type { ServiceLevelBp } from '@dacu/engine/ledger';
import type {
  Audience,
  FreightTemplate,
  Layer,
  PricingProfile,
  Promotion,
  Scope,
  Text,
  Window,
} from '@dacu/engine/pricing';
import type { ParityTerms, ProtectionTerms } from '@dacu/engine/protection';
import type { DeliveryTerms } from './delivery-terms.ts';
import type { PointsTerms } from './points-terms.ts';

/**
 * An edition made ready to run: every date an instant, every window listed, every amount in fen.
 * `compilePlan` (beside this file) makes it from a checked plan; it is immutable and cached per edition.
 */
export type CompiledPlan = {
  readonly campaignId: string;
  readonly title: Text;
  readonly slogan: Text | null;
  readonly zone: string;
  readonly precedence: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly profile: PricingProfile;
  readonly seasons: readonly (Span & { readonly theme: Theme })[];
  readonly phases: readonly (Span & {
    readonly kind: PhaseKind;
    readonly seasonId: string | null;
    readonly membersOnly: boolean;
  })[];
  readonly nodes: readonly (Span & { readonly kind: string })[];
  readonly milestones: readonly Milestone[];
  /** From the end of what is reviewed to the day the report is due. */
  readonly reviews: readonly Span[];
  /** Goals first, then the indicators of the review. */
  readonly goals: readonly Goal[];
  readonly memberTiers: readonly { readonly id: string; readonly title: Text }[];
  readonly budget: {
    readonly totalFen: number | null;
    readonly lines: readonly { readonly id: string; readonly title: Text; readonly shareBp: number }[];
  };
  /** What the engine executes now. */
  readonly promotions: readonly Promotion[];
  /** Everything the plan names, executed or only described, in the words of the plan. */
  readonly promotionList: readonly ListedPromotion[];
  readonly flash: readonly FlashProgramme[];
  /** Left out in editions from before plans said it. */
  readonly inventory?: InventoryTerms;
  /** How the coupons reach people; what each takes off is its promotion in `promotions`. */
  readonly coupons: readonly CouponProgramme[];
  /** Blind boxes that are drawn; their price is a promotion in `promotions`. */
  readonly boxes: readonly BoxProgramme[];
  /** Pre-sales; their price is a promotion in `promotions`. Left out where there is none. */
  readonly presales?: readonly PresaleProgramme[];
  /** What the plan promises on prices that fall later; left out where it promises nothing. */
  readonly protections?: readonly ProtectionTerms[];
  /** Where it promises the same price online and in stores; left out where it does not. */
  readonly parity?: readonly ParityTerms[];
  /** What it promises on parcels; left out where it says nothing of logistics. */
  readonly delivery?: DeliveryTerms;
  /** How points are earned and how long they last; what they pay is their promotion in `promotions`. */
  readonly points: readonly PointsTerms[];
  /** Default freight of shops that state none; `shopId` is '*'. */
  readonly freight: readonly FreightTemplate[];
  readonly venueSections: readonly {
    readonly id: string;
    readonly title: Text;
    readonly scope: Scope;
    readonly phaseKinds: readonly PhaseKind[] | null;
    readonly seasonIds: readonly string[] | null;
  }[];
  readonly traffic: Traffic;
  readonly holdMs: { readonly ordinary: number; readonly flash: number };
};

export type Span = {
  readonly id: string;
  readonly title: Text;
  readonly startsAt: number;
  readonly endsAt: number;
};
/** `startsAt` to `endsAt` is the day it is due. */
export type Milestone = Span & {
  readonly owner: string | null;
  /** When the work on it begins; the start of its day where the plan says no length. */
  readonly beginsAt: number;
  /** Milestones that must be done before. */
  readonly after: readonly string[];
  /** The phase or node it prepares; null for the campaign. */
  readonly anchorId: string | null;
  /** When that begins; null for a milestone with a date of its own and no anchor. */
  readonly neededAt: number | null;
};
export type PhaseKind =
  | 'warmUp'
  | 'presale'
  | 'burst'
  | 'sustain'
  | 'encore'
  | 'extension'
  | 'review'
  | 'optimise'
  | 'daily';
export type Theme = { readonly id: 'spring' | 'summer' | 'autumn' | 'future'; readonly motif: string };

export type Goal = {
  readonly id: string;
  readonly title: Text;
  /** A goal of the plan, or an indicator of its review chapter by group. */
  readonly group: 'goal' | 'sales' | 'reach' | 'experience';
  /** Identifier of the metric that measures it (domain §9), null when only people can judge it. */
  readonly metric: string | null;
  readonly unit: 'fen' | 'count' | 'bp' | 'perTenThousand' | 'score';
  readonly target: number | null;
  readonly better: 'higher' | 'lower';
  /** Growth on the year before, in basis points of it. */
  readonly growthBp: number | null;
  /** Gain on the year before, in basis points of the measure itself (percentage points). */
  readonly gainBp: number | null;
  /** Targets node by node or phase by phase. */
  readonly steps: readonly { readonly spanId: string; readonly target: number }[];
  /** `stated` in the source document or `ours`. */
  readonly source: 'stated' | 'ours';
};

export type ListedPromotion = {
  readonly id: string;
  readonly title: Text;
  readonly group: 'inclusive' | 'advanced' | 'exclusive';
  readonly layer: Promotion['layer'] | null;
  readonly kind: string;
  readonly summary: Text;
  readonly support: 'executed' | 'described';
  readonly windows: readonly Window[];
  readonly budgetCapFen: number | null;
  readonly source: 'stated' | 'ours';
};

/** How stock is kept and what happens when an item turns red, as far as the plan says. */
export type InventoryTerms = {
  readonly leadDays: number;
  readonly leadSdDays: number;
  readonly serviceLevelBp: ServiceLevelBp;
  /** Ids of what the plan does at the red grade. */
  readonly redActs: readonly string[];
};

/** Flash sale: which items each slot offers. Slot k takes `itemsPerSlot` items of the pool, rotating. */
export type FlashProgramme = {
  readonly promotionId: string;
  readonly title: Text;
  readonly slots: readonly Window[];
  readonly pool: Scope;
  readonly itemsPerSlot: number;
  readonly payBp: number;
  readonly activityStock: number;
  readonly perPersonMax: number;
  readonly holdMs: number;
  /** Whether and when its items can be reserved; left out where they cannot. */
  readonly reservation?: ReservationTerms;
};

/** Blind boxes: one item of the catalogue whose content is drawn when it is paid. What is promised of them is the pool. */
export type BoxProgramme = {
  readonly promotionId: string;
  readonly title: Text;
  readonly skuId: string;
  readonly priceFen: number;
  /** When boxes are sold. Sorted, disjoint; the seed is revealed after the last. */
  readonly windows: readonly Window[];
  readonly mode: 'finite' | 'independent';
  readonly pityDraws: number | null;
  readonly styles: readonly (PoolPrize & { readonly title: Text; readonly valueFen: number | null })[];
  readonly perPersonMax: number | null;
  /** From 8 to 17: with a guardian's consent, or not at all. */
  readonly minors: 'guardian' | 'refused';
};

/** A pre-sale: when deposits and balances are paid, and what is set aside for it. Amounts follow from its promotion. */
export type PresaleProgramme = {
  readonly promotionId: string;
  readonly title: Text;
  readonly scope: Scope;
  readonly deposit: Window;
  readonly balance: Window;
  readonly freeFreight: boolean;
  /** `stock`: the first so many deposits get it; null: everybody. */
  readonly gift: {
    readonly title: Text;
    readonly valueFen: number;
    readonly quantity: number;
    readonly stock: number | null;
  } | null;
  /** Pieces of each item that only deposits may take until balances are paid; null: none are set aside. */
  readonly activityStock: number | null;
  readonly perPersonMax: number | null;
  /** How long an unpaid deposit holds its pieces. */
  readonly holdMs: number;
  /** Until then the whole deposit may be had back; null: never. */
  readonly refundableUntil: number | null;
  /** Goods leave before this instant; absent: as soon after full payment as any other order. */
  readonly shipOn?: number;
};

/** How a coupon reaches a shopper: fetched, by an act of the shopper, or sent when something happens. */
export type CouponIssue =
  | 'claim'
  | 'newcomer'
  | 'winBack'
  | 'timedGrab'
  | 'qr'
  | 'hidden'
  | 'behaviour'
  | 'carbon'
  | 'compensation';

/**
 * The issuing side of a promotion with `needsCoupon`. Who may have the coupon is settled when it is issued (`audience`);
 * after that the coupon itself is the entitlement, and the promotion asks no more than that the order is a first one
 * where the coupon is for newcomers. The promotion's own windows last until the last coupon issued has ended.
 */
export type CouponProgramme = {
  readonly promotionId: string;
  readonly title: Text;
  readonly summary: Text;
  readonly layer: Layer;
  readonly issue: CouponIssue;
  /** When coupons are issued. Sorted, disjoint. */
  readonly windows: readonly Window[];
  /** Minutes of the local day at which a grab opens; empty unless `timedGrab`. */
  readonly grabAt: readonly number[];
  readonly quantityPerGrab: number | null;
  /** Coupons in all; null is without end. */
  readonly quantity: number | null;
  readonly perPersonMax: number | null;
  /** From the instant of issue; null: until the end of the window it was issued in. */
  readonly validForMs: number | null;
  readonly audience: Audience;
  /** Days without a paid order that make `winBack` send it. */
  readonly idleDays: number | null;
  /** Share of the people it is meant for who do not get it, so that what it adds can be measured. */
  readonly holdoutBp: number;
  /** What it costs in carbon points, where `carbon` is how it is issued. */
  readonly carbonPoints: number | null;
  readonly budgetCapFen: number | null;
  /** What sends it and what the shopper reads then. */
  readonly trigger: Text | null;
  readonly words: Text | null;
};

/** Expected visits, for pacing, capacity and rehearsal. Weights are relative, not normalised. */
export type Traffic = {
  readonly visits: number;
  readonly days: readonly { readonly startsAt: number; readonly weight: number }[];
  /** 24 weights by hour of the local day. */
  readonly hourWeights: readonly number[];
  /** Extra weight inside windows (openings, flash slots): multiplies the minute's weight. */
  readonly surges: readonly (Window & { readonly factor: number })[];
  readonly channels: readonly { readonly id: string; readonly title: Text; readonly shareBp: number }[];
};
