import type { ReturnOptions } from '@dacu/contract/api';
import {
  CASE_REASONS,
  DEFECT_DAYS,
  faultOf,
  kindsFor,
  NO_REASON_DAYS,
  NOT_CASED,
  rightEndsAt,
  unitsLeft,
} from '@dacu/engine/aftercare';
import type { PurchaseRow } from '../orders/index.ts';
import { readBook } from './case-store.ts';
import type { AftercareDeps } from './index.ts';
import { hasService, isInsured, warrantyMsOf } from './request-case.ts';
import { NOT_SHIPPED } from './standings.ts';
import { EXCLUDED_TAGS, ZONE_OFFSET_MS } from './terms.ts';

/** What of a purchase may be asked for now, line by line; what is decided later is decided anew. */
export async function readOptions(
  deps: AftercareDeps,
  purchase: PurchaseRow,
  at: number,
): Promise<ReturnOptions> {
  const { purchaseId, body, returned } = purchase;
  const lines = body.orders.flatMap((order) => order.lines.map((line) => ({ order, line })));
  const [standing, book, skus, draws] = await Promise.all([
    deps.readStanding(purchaseId),
    readBook(deps.db, purchaseId),
    deps.catalog.getSkus(lines.map(({ line }) => line.skuId)),
    body.boxes === undefined ? [] : deps.draws.openedOf(purchaseId),
  ]);
  return {
    asOf: at,
    reasons: CASE_REASONS.map((reason) => ({
      reason,
      fault: faultOf(reason),
      kinds: [...kindsFor(reason)],
    })),
    lines: lines.map(({ order, line }) => {
      const { lineId, quantity } = line;
      const { shipped, delivered, deliveredAt } = standing.get(lineId) ?? NOT_SHIPPED;
      const cased = book.units[lineId] ?? NOT_CASED;
      const left = unitsLeft({ quantity, shipped, delivered, returned: returned[lineId] ?? 0, cased });
      const excluded = skus.get(line.skuId)?.tags.some((tag) => EXCLUDED_TAGS.includes(tag)) ?? false;
      const until = (days: number, atLeastMs = 0) =>
        deliveredAt === null
          ? null
          : Math.max(rightEndsAt(deliveredAt, days, ZONE_OFFSET_MS), deliveredAt + atLeastMs);
      return {
        ...{ lineId, orderId: order.orderId, ...left, deliveredAt, excluded },
        noReasonUntil: excluded ? null : until(NO_REASON_DAYS),
        defectUntil: until(DEFECT_DAYS, warrantyMsOf(line)),
        opened: draws.filter((draw) => draw.lineId === lineId).length,
        freeReturns: hasService(line, 'freeReturns'),
        insured: isInsured(order, book),
      };
    }),
  };
}
