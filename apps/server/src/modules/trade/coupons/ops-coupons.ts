import type { OpsCoupons } from '@dacu/contract/api';
import type { CouponsDeps } from './index.ts';
import { needsCode, programmesOf } from './programmes.ts';
import * as store from './store.ts';

const NONE = { issued: 0, available: 0, frozen: 0, used: 0, expired: 0, returned: 0 };

/** Counted from the coupons themselves; budgets from what is left of their caps. */
export async function opsCouponsOf(
  deps: CouponsDeps,
  { at, withCodes }: { at: number; withCodes: boolean },
): Promise<OpsCoupons> {
  const edition = await deps.plan.editionAt(at);
  if (edition === null) return { programmes: [], budgets: [] };
  const [counts, picks, left] = await Promise.all([
    store.countByProgramme(deps.db, edition.campaignId, at),
    store.countPicks(deps.db, edition.campaignId),
    deps.offers.budgets.readLeft(edition),
  ]);
  const countsOf = new Map(counts.map((row) => [row.promotionId, row]));
  const picksOf = new Map(picks.map((row) => [row.promotionId, row]));
  return {
    programmes: programmesOf(edition).map((programme) => {
      const { promotionId, issue, quantity, quantityPerGrab } = programme;
      const { issued, available, frozen, used, expired, returned } = countsOf.get(promotionId) ?? NONE;
      const picked = picksOf.get(promotionId) ?? { issued: 0, issuedPaid: 0, heldOut: 0, heldOutPaid: 0 };
      return {
        ...{ promotionId, title: programme.title, issue, quantity, quantityPerGrab },
        ...{ issued, available, frozen, used, expired, returned },
        code: withCodes && needsCode(programme) ? deps.codeOf(programme) : null,
        winBack:
          issue === 'winBack'
            ? {
                issued: picked.issued,
                issuedPaid: picked.issuedPaid,
                heldOut: picked.heldOut,
                heldOutPaid: picked.heldOutPaid,
              }
            : null,
      };
    }),
    budgets: edition.compiled.promotions.flatMap(({ id, title, budgetCapFen }) => {
      if (budgetCapFen === undefined) return [];
      const leftFen = Math.max(0, left.get(id) ?? budgetCapFen);
      const spentFen = Math.max(0, budgetCapFen - (left.get(id) ?? budgetCapFen));
      return [{ promotionId: id, title, capFen: budgetCapFen, spentFen, leftFen }];
    }),
  };
}
