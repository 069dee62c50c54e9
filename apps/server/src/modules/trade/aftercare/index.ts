/**
 * Aftercare: returns and complaints. A return refunds the frozen share of the returned units: what the order says each
 * unit cost after every discount, never a price computed again (domain §1.7). With the last unit of a shop's order its
 * freight goes back too, because nothing has been shipped.
 *
 * Invariants
 * - Σ refunds of a purchase ≤ what was paid, and equal to it once everything is returned, whatever the sequence.
 * - One Idempotency-Key of one shopper makes at most one return and gets the same answer every time.
 * - Purchase, payment, stock and return row change in one lane transaction; the provider is told afterwards.
 * - The words of a complaint are sealed; events carry its topic only.
 *
 * When it fails: a refund the provider has not confirmed waits in `due` and is tried again under the same id.
 */
import type { AftercareView } from '@dacu/contract/api';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Lane } from '../../../platform/lane/types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Orders } from '../orders/index.ts';
import type { ComplainAnswer, ComplainInput } from './complain.ts';
import { complain } from './complain.ts';
import { presentReturn } from './present-return.ts';
import { type ReturnAnswer, type ReturnInput, returnLines, returnLinesHandler } from './return-lines.ts';
import type { Standings } from './standings.ts';
import * as store from './store.ts';

export type { ComplainAnswer } from './complain.ts';
export type { ReturnAnswer } from './return-lines.ts';
export { aftercareRoutes } from './routes.ts';
export { returnClaimTable } from './store.ts';

export const aftercareHandlers = (standings: Standings) => [returnLinesHandler(standings)] as const;

export type AftercareDeps = {
  readonly db: Db;
  readonly lane: Lane;
  readonly clocks: Clocks;
  readonly ids: Ids;
  readonly members: Members;
  readonly orders: Orders;
  /** What has left and what has arrived. */
  readonly standings: Standings;
};

export type Aftercare = {
  returnLines(input: ReturnInput): Promise<ReturnAnswer>;
  complain(input: ComplainInput): Promise<ComplainAnswer>;
  /** Null for a purchase that is not the shopper's. */
  of(input: { purchaseId: string; shopperId: string }): Promise<AftercareView | null>;
};

export function createAftercare(deps: AftercareDeps): Aftercare {
  return {
    returnLines: (input) => returnLines(deps, input),
    complain: (input) => complain(deps, input),
    async of({ purchaseId, shopperId }) {
      if ((await deps.orders.purchase(purchaseId, shopperId)) === null) return null;
      const [returns, complaints] = await Promise.all([
        store.readReturns(deps.db, purchaseId),
        store.readComplaints(deps.db, purchaseId),
      ]);
      return {
        returns: returns.map((row) => ({ ...presentReturn(row), at: row.at, reason: row.reason })),
        complaints,
      };
    },
  };
}
