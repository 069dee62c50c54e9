import type { PoolPrize } from '../draw/pool.ts';
import type { Audience, Layer, PricingProfile, Rule, Scope, Text, Tier, Window } from '../pricing/types.ts';

/**
 * What `checkPlan` reads: the meaning of a plan without its file. The plan language fills it in (dates resolved in the
 * plan's zone, amounts in fen) and maps every path back to a line and a column.
 */

export type Path = readonly (string | number)[];

export type PlanFinding = {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly path: Path;
  /** The other half of a contradiction. */
  readonly other?: Path;
  readonly found: string;
  readonly allowed: string;
  readonly message: Text;
  readonly suggestion: string | null;
};

/** A stretch of time as the plan names it; `path` is where it stands. */
export type PlacedSpan = Window & {
  readonly path: Path;
  readonly id: string;
  /** The keys that say when it starts and ends, and what is written there; one key for both where it is one day. */
  readonly start: { readonly key: string; readonly written: string };
  readonly end: { readonly key: string; readonly written: string };
};

export type PlacedWindow = {
  readonly path: Path;
  /** Null when the date could not be read; that is reported elsewhere. */
  readonly base: Window | null;
  /** How many of phase, season, node, whole, from/until are given; exactly one is right. */
  readonly anchors: number;
  readonly phaseId: string | null;
  /** The hours of each day, if any, and whether at least one falls inside. */
  readonly daily: boolean;
  readonly windows: readonly Window[];
  /** Explicit dates must lie within the campaign; anchored ones do by construction. */
  readonly explicit: boolean;
};

/** Terms of a promotion that have rules of their own. */
export type CheckedTerms =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'tiers'; readonly tiers: readonly Tier[]; readonly uncapped: boolean }
  | {
      readonly kind: 'flash';
      readonly activityStock: number;
      readonly perPersonMax: number;
      readonly holdMs: number;
      readonly slotMs: readonly number[];
    }
  | {
      readonly kind: 'presale';
      /** Deposit in basis points of the price; amounts are converted before. */
      readonly depositBp: number | null;
      readonly priceFen: number | null;
      readonly depositFen: number | null;
      readonly inflation: number;
      readonly deposit: Window | null;
      readonly balance: Window | null;
      /** Goods leave before it. */
      readonly shipOn: number | null;
    }
  | { readonly kind: 'coupon'; readonly thresholdFen: number | null; readonly offFen: number | null }
  | {
      readonly kind: 'box';
      /** False for boxes that are only described. */
      readonly drawn: boolean;
      readonly mode: 'finite' | 'independent';
      readonly pityDraws: number | null;
      readonly prizes: readonly PoolPrize[];
      /** What the plan writes of each style. */
      readonly written: readonly { readonly odds: boolean; readonly stock: boolean }[];
      readonly perPersonMax: number | null;
    }
  | { readonly kind: 'odds'; readonly partsBp: readonly number[]; readonly complete: boolean }
  | {
      readonly kind: 'protection';
      readonly automatic: boolean;
      /** Null: until the campaign ends. */
      readonly lastsMs: number | null;
      readonly everyMs: number | null;
      /** Keys that are written and mean nothing for a promise on prices. */
      readonly given: readonly string[];
    }
  | { readonly kind: 'thresholds'; readonly thresholdsFen: readonly number[] }
  | { readonly kind: 'plain' };

export type CheckedCoupon = {
  readonly issue: string;
  readonly grabs: number;
  readonly quantity: number | null;
  readonly quantityPerGrab: number | null;
  readonly perPersonMax: number | null;
};

export type CheckedPromotion = {
  readonly path: Path;
  readonly id: string;
  readonly promotionKind: string;
  readonly layer: Layer | null;
  /** What the pricing engine would execute; null for what is only described. */
  readonly rule: Rule | null;
  readonly storeLayer: boolean;
  readonly shopIds: readonly string[] | null;
  readonly scope: Scope;
  readonly scopeKey: string;
  readonly audience: Audience;
  readonly mutexGroup: string | null;
  readonly priority: number;
  /** How it is issued, where it is a coupon. */
  readonly coupon: CheckedCoupon | null;
  /** Coupons that points of this promotion are exchanged for. */
  readonly exchanges: readonly { readonly path: Path; readonly couponId: string }[];
  readonly windows: readonly PlacedWindow[];
  readonly fundersBp: readonly number[] | null;
  readonly terms: CheckedTerms;
  /** Exactly one of these keys must be given. */
  readonly choice: { readonly keys: readonly string[]; readonly given: readonly string[] } | null;
};

export type CheckedGoal = {
  readonly path: Path;
  readonly id: string;
  readonly measured: boolean;
  readonly judged: boolean;
  readonly unit: string | null;
  readonly targetUnit: string | null;
  readonly rising: boolean;
  readonly better: 'higher' | 'lower';
  readonly steps: readonly {
    readonly path: Path;
    readonly value: number;
    readonly unit: string;
    readonly written: string;
  }[];
};

export type CheckablePlan = {
  readonly profileId: PricingProfile['id'];
  readonly campaign: PlacedSpan | null;
  readonly seasons: readonly PlacedSpan[];
  readonly phases: readonly (PlacedSpan & {
    readonly seasonId: string | null;
    readonly membersOnly: boolean;
  })[];
  readonly nodes: readonly PlacedSpan[];
  /** Milestones that are dated, with what they wait for and where that is written. */
  readonly tasks: readonly (Window & {
    readonly id: string;
    readonly path: Path;
    readonly after: readonly string[];
  })[];
  readonly identifiers: readonly { readonly space: string; readonly id: string; readonly path: Path }[];
  /** `spaces`: any of them may hold the id. */
  readonly references: readonly {
    readonly spaces: readonly string[];
    readonly id: string;
    readonly path: Path;
  }[];
  /** Shares that must sum to the whole. */
  readonly shares: readonly {
    readonly path: Path;
    readonly partsBp: readonly number[];
    readonly complete: boolean;
  }[];
  readonly promotions: readonly CheckedPromotion[];
  readonly goals: readonly CheckedGoal[];
  /** Stock alerts from mild to severe: each must be below the one before. */
  readonly alerts: readonly { readonly path: Path; readonly belowBp: number }[];
  readonly memberTierIds: readonly string[];
};
