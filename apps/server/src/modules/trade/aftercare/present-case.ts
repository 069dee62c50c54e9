import type { CasePreview, CaseView } from '@dacu/contract/api';
import { caseDeadline, caseLife, photosUntil } from '@dacu/engine/aftercare';
import { linesOf, type PurchaseRow } from '../orders/index.ts';
import type { CaseRow } from './case-row.ts';
import type { RefundDecided } from './decide-refund.ts';
import type { CasePreviewed } from './request-case.ts';
import { sumTenders } from './return-row.ts';

/** A case as both sides see it, field by field: a row that was read back has its fields in jsonb's order. */
export function presentCase(one: CaseRow, purchase: PurchaseRow) {
  const { caseId, purchaseId, orderId, shopId, kind, reason, fault, state } = one;
  const goods = new Map(linesOf(purchase.body).map((line) => [line.lineId, line]));
  return {
    ...{ caseId, purchaseId, orderId, shopId, kind, reason, fault, state, requestedAt: one.requestedAt },
    deadline: caseDeadline(one),
    lines: one.lines.map(({ lineId, skuId, quantity }) => {
      const { title, imageUrl } = goods.get(lineId)!;
      return { lineId, skuId, title, imageUrl, quantity };
    }),
    freight: { payer: one.freight.payer, coveredFen: one.freight.coveredFen },
    ...{ expectedFen: one.expectedFen, refundFen: one.refundFen },
    found:
      one.found?.map(({ lineId, sellable, unsellable, turnedDown, deductFen, note }) => ({
        ...{ lineId, sellable, unsellable, turnedDown, deductFen, note },
      })) ?? null,
    tracking: one.tracking && { carrier: one.tracking.carrier, number: one.tracking.number },
    replacementId: one.replacementId,
    photos: [...one.photos],
    photosUntil: one.photos.length > 0 ? photosUntil(one) : null,
  };
}

export function presentCaseTo(one: CaseRow, purchase: PurchaseRow): CaseView {
  const { steps } = caseLife(one.kind);
  const may = (['withdraw', 'sendBack'] as const).filter((event) =>
    steps.some(({ from, on, by }) => from === one.state && on === event && by.includes('shopper')),
  );
  return {
    ...presentCase(one, purchase),
    steps: one.steps.map(({ on, to, at, by, note }) => ({ on, to, at, by, note: note ?? null })),
    may,
  };
}

export function presentRefund({ row, freightFen, premiumFen, protectedFen, couponsBack }: RefundDecided) {
  const { returned, clawedBack, short, shortFen } = row.beside!.points;
  return {
    refundFen: row.refundFen,
    tenders: sumTenders(row.lines),
    points: { returned, clawedBack, short, shortFen },
    giftsFen: row.beside!.giftsFen,
    ...{ protectedFen, freightFen, premiumFen, couponsBack },
    lines: row.lines.map(({ lineId, quantity, refundFen }) => ({ lineId, quantity, refundFen })),
  };
}

export function presentPreview({ fault, freight, refund, answerBy }: CasePreviewed): CasePreview {
  return {
    ...{ fault, answerBy, freight: { payer: freight.payer, coveredFen: freight.coveredFen } },
    refund: refund && presentRefund(refund),
  };
}
