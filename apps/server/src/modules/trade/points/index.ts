/**
 * Points of shoppers: an account of lots and a ledger of what moved them. Orders and returns move points by the engine's
 * functions on the lane's rows (`orders/hold-points.ts`); here they are read, and told to their owner.
 *
 * Invariants
 * - What is left of a lot is the sum of its moves; no account falls below 0 (the database refuses it too).
 * - An order takes points in the transaction that places it, or is not placed with them.
 * - An entry is written once: its key names the purchase and what became of it, or the return.
 * - A lot that is over leaves the account with the next change of it, by a move; what is read leaves it out before that.
 *
 * When it fails: a command whose answer was lost is repeated under its own key; the entry tells that it is done.
 */
import { type PointsAccount, pointsBalance } from '@dacu/engine/points';
import { readTogether } from '../../../platform/db/read-together.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { PlanSource } from '../offers/index.ts';
import { type PointsView, readPoints } from './read-points.ts';
import * as store from './store.ts';

export { pointsRoutes } from './routes.ts';
export { pointsAccountTable, pointsEntryTable } from './store.ts';

export type PointsDeps = { readonly db: Db; readonly plan: PlanSource };

export type Points = {
  /** The account and its history, newest first. */
  read(input: {
    at: number;
    shopperId: string;
    cursor?: string | undefined;
    limit: number;
  }): Promise<PointsView>;
};

export function createPoints(deps: PointsDeps): Points {
  return { read: (input) => readPoints(deps, input) };
}

/** What a quote asks: points that can be used at `at`. Many who ask at once share a query. */
export function createPointsSource(db: Db): { usable(shopperId: string, at: number): Promise<number> } {
  const account = readTogether<PointsAccount>((shopperIds) => store.readAccounts(db, shopperIds));
  return {
    async usable(shopperId, at) {
      const found = await account(shopperId);
      return found === undefined ? 0 : pointsBalance(found, at).usable;
    },
  };
}
