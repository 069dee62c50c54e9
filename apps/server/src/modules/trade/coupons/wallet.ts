import type { ErrorCode } from '@dacu/contract/errors';
import type { CouponRow } from '@dacu/engine/coupons';
import { readTogether } from '../../../platform/db/read-together.ts';
import type { Db } from '../../../platform/db/types.ts';
import * as store from './store.ts';

/** What a quote asks of a shopper's coupons. */
export type Wallet = {
  /** Those that an order could take at `at`, earliest end first. Many who ask at once share a query. */
  heldBy(shopperId: string, at: number): Promise<readonly CouponRow[]>;
  /**
   * Why a chosen coupon that is not among those in hand cannot be taken: somebody else's or made up, frozen or used, over.
   */
  whyNot(shopperId: string, couponId: string, at: number): Promise<CouponFault>;
};
export type CouponFault = Extract<ErrorCode, 'couponUnknown' | 'couponUsed' | 'couponExpired'>;

export function createWallet(db: Db): Wallet {
  const available = readTogether((shopperIds) => store.readAvailable(db, shopperIds));
  return {
    async heldBy(shopperId, at) {
      const rows = (await available(shopperId)) ?? [];
      return rows.filter(({ expiresAt }) => expiresAt > at);
    },
    async whyNot(shopperId, couponId, at) {
      const row = (await store.readCoupons(db, [couponId])).get(couponId);
      if (row === undefined || row.shopperId !== shopperId) return 'couponUnknown';
      if (row.state === 'available' && row.expiresAt <= at) return 'couponExpired';
      return 'couponUsed';
    },
  };
}
