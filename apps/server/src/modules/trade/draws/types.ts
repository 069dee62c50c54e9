import type { BoxProgramme } from '@dacu/contract/plan';

/** A row of `draw_pool`: what was promised, never changed. */
export type PoolRow = {
  readonly poolId: string;
  readonly campaignId: string;
  readonly promotionId: string;
  readonly version: number;
  readonly skuId: string;
  readonly terms: BoxProgramme;
  readonly commitment: string;
  readonly sealedSeed: Uint8Array;
  readonly committedAt: number;
  readonly opensAt: number;
  readonly closesAt: number;
};

export type CountRow = {
  readonly poolId: string;
  readonly held: number;
  readonly drawn: number;
  readonly byPrize: Readonly<Record<string, number>>;
  readonly revealedAt: number | null;
  readonly seed: string | null;
};

export type ShopperRow = {
  readonly shopperKey: string;
  readonly held: number;
  readonly draws: number;
  readonly misses: number;
  readonly lastHit: number;
};

export type DrawRow = {
  readonly drawId: string;
  readonly poolId: string;
  readonly campaignId: string;
  readonly promotionId: string;
  readonly purchaseId: string;
  readonly lineId: string;
  readonly shopperId: string;
  readonly position: number;
  readonly ordinal: number;
  readonly missesBefore: number;
  readonly prizeId: string;
  readonly hit: boolean;
  readonly byPity: boolean;
  readonly drawnAt: number;
  readonly openedAt: number | null;
  readonly returnedAt: number | null;
};

/** What the buyer confirmed with the order; kept with it. */
export type BoxTerms = {
  readonly age: 'adult' | 'minor' | 'child';
  readonly guardianConsent: boolean;
  readonly openedIsFinal: true;
};

/** The boxes of one line of a purchase, frozen with it. */
export type FrozenBoxes = {
  readonly lineId: string;
  readonly poolId: string;
  readonly mode: 'finite' | 'independent';
  readonly campaignId: string;
  readonly promotionId: string;
  readonly quantity: number;
  readonly perPersonMax: number | null;
  /** Of the account first: it carries the guarantee. */
  readonly shopperKeys: readonly [account: string, phone: string];
  /** One for each box. */
  readonly drawIds: readonly string[];
  /** What was confirmed, and which wording of it. */
  readonly confirmed: BoxTerms & { readonly wording: 'box-terms/1' };
};
