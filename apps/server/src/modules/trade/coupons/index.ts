/**
 * Coupons: instances in people's hands of promotions that need one, red packets included, and how they get there. An order
 * freezes them, its payment uses them, closing it gives them back (`orders`, `aftercare`; moves in `engine/coupons`).
 *
 * Invariants
 * - A coupon serves one purchase: it is frozen in the transaction that places it, or the purchase is not placed.
 * - Σ issued of a lot and of a programme never exceeds its pieces, on any number of nodes; pieces do not come back.
 * - One Idempotency-Key of one shopper claims at most one coupon and gets the same answer every time.
 * - Account and phone have had no more of a lot than its terms say, whatever became of those they had.
 * - A win-back coupon reaches a person once in a campaign; who is left out to measure it stays left out.
 * - Expiry is computed from the row and the instant: no job has to run for a coupon to end.
 *
 * When it fails: a claim whose answer was lost is repeated under its key. A win-back falls due by itself; one that could
 * not be issued then is tried again at the next visit, and the visit goes on.
 */
import { createHmac } from 'node:crypto';
import type { CouponCentre, CouponList, CouponView, OpsCoupons } from '@dacu/contract/api';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Caps } from '../../../platform/lane/caps.ts';
import type { CapTerms } from '../../../platform/lane/escrow.ts';
import type { Lane } from '../../../platform/lane/types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Offers, Edition as OffersEdition, PlanSource } from '../offers/index.ts';
import { centreOf } from './centre.ts';
import { type ClaimAnswer, type ClaimInput, claimCoupon, issueCouponHandler } from './claim-coupon.ts';
import { createCodes } from './codes.ts';
import { type CompensateInput, compensate } from './compensate.ts';
import { opsCouponsOf } from './ops-coupons.ts';
import { presentCoupon, presentList } from './present-coupon.ts';
import type { Programme } from './programmes.ts';
import { welcomeBack } from './win-back.ts';

export type { ClaimAnswer } from './claim-coupon.ts';
export { couponsRoutes } from './routes.ts';
export { couponClaimTable, couponTable } from './store.ts';
export { createWallet } from './wallet.ts';
export { couponsConsumer, couponsDue } from './win-back-due.ts';

export type Edition = OffersEdition;

export const couponsHandlers = [issueCouponHandler] as const;

export type CouponsParts = {
  readonly db: Db;
  readonly lane: Lane;
  readonly caps: Caps;
  readonly ids: Ids;
  readonly members: Members;
  readonly plan: PlanSource;
  readonly offers: Offers;
  readonly masterKey: Uint8Array;
};
export type CouponsDeps = Omit<CouponsParts, 'masterKey'> & {
  codeOf(programme: Pick<Programme, 'campaignId' | 'promotionId'>): string;
  /** Makes these caps, once for each edition. */
  putCaps(terms: readonly CapTerms[]): Promise<void>;
};

export type CouponStateFilter = CouponView['state'];

/** `at` is campaign time throughout. */
export type Coupons = {
  centre(input: {
    at: number;
    shopper: { shopperId: string; channel: string } | null;
  }): Promise<CouponCentre>;
  claim(input: ClaimInput): Promise<ClaimAnswer>;
  mine(input: { at: number; shopperId: string; state?: CouponStateFilter | undefined }): Promise<CouponList>;
  present(at: number, coupon: Extract<ClaimAnswer, { kind: 'claimed' }>['coupon']): Promise<CouponView>;
  /** Gives those who were away for long what a win-back programme has for them. */
  welcomeBack(input: { at: number; shopperId: string }): Promise<void>;
  /** An operator gives a shopper a coupon that we owe. */
  compensate(input: CompensateInput): Promise<ClaimAnswer>;
  /** Figures of the campaign in force; codes only for who may hand them out. */
  ops(input: { at: number; withCodes: boolean }): Promise<OpsCoupons>;
};

export function createCoupons({ masterKey, ...parts }: CouponsParts): Coupons {
  const made = new Set<string>();
  const deps: CouponsDeps = {
    ...parts,
    codeOf: createCodes(createHmac('sha256', masterKey).update('dacu coupon codes').digest()),
    async putCaps(terms) {
      const fresh = terms.filter(({ capId, version }) => !made.has(`${capId}@${version}`));
      if (fresh.length === 0) return;
      await parts.caps.escrow.put(fresh);
      if (made.size >= CAPS_KNOWN_MAX) made.clear();
      for (const { capId, version } of fresh) made.add(`${capId}@${version}`);
    },
  };
  return {
    centre: (input) => centreOf(deps, input),
    claim: (input) => claimCoupon(deps, input),
    mine: (input) => presentList(deps, input),
    present: (at, coupon) => presentCoupon(deps, at, coupon),
    welcomeBack: (input) => welcomeBack(deps, input),
    compensate: (input) => compensate(deps, input),
    ops: (input) => opsCouponsOf(deps, input),
  };
}

const CAPS_KNOWN_MAX = 10_000;
