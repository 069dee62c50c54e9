import type { Actor } from '@dacu/engine/order-life';
import type { CapShort } from '../../../../platform/lane/caps.ts';
import type { LaneHandler } from '../../../../platform/lane/types.ts';
import { extraNeeds, giveBackExtras, giveBackGift } from '../hold.ts';
import type { OrdersDeps } from '../index.ts';
import type { PurchaseRow } from '../purchase.ts';
import { readPurchases } from '../store.ts';
import { presaleOf, withoutBalance } from './purchase-presale.ts';

type ReleasePayload = {
  readonly purchaseId: string;
  readonly balanceNo: number;
  readonly by: Actor;
  readonly nodeId: string;
};

/**
 * Gives back what an agreed balance holds, unless it was paid meanwhile; the deposit stays. The charge is closed before,
 * by whoever calls. Doing it twice does nothing.
 */
export async function releaseBalance(
  deps: OrdersDeps,
  { at, row, by }: { readonly at: number; readonly row: PurchaseRow; readonly by: Actor },
): Promise<void> {
  const { purchaseId } = row;
  const { nodeId } = deps.caps;
  const answer = await deps.caps.within(() =>
    deps.lane.submit<{ kind: 'released' | 'unchanged' } | CapShort>({
      kind: 'releaseBalance',
      at,
      needs: [
        { table: 'purchase', keys: [purchaseId] },
        { table: 'limitUse', keys: row.body.newcomerKeys },
        ...extraNeeds(row, 'closed', nodeId),
      ],
      payload: { purchaseId, balanceNo: presaleOf(row).balanceNo, by, nodeId } satisfies ReleasePayload,
    }),
  );
  if (answer.kind === 'capShort') throw new Error(`nowhere to give the budget of ${purchaseId} back to`);
}

export const releaseBalanceHandler: LaneHandler<
  ReleasePayload,
  { kind: 'released' | 'unchanged' } | CapShort
> = {
  kind: 'releaseBalance',
  decide(view, { at, payload: { purchaseId, balanceNo, by, nodeId } }) {
    const row = view.row<PurchaseRow>('purchase', purchaseId)!;
    const presale = presaleOf(row);
    if (row.state !== 'depositPaid' || presale.balance === null || presale.balanceNo !== balanceNo)
      return { answer: { kind: 'unchanged' } };
    const extras = giveBackExtras(view, row, { at, nodeId });
    if (extras.kind === 'capShort') return { answer: extras };
    return {
      answer: { kind: 'released' },
      writes: [
        { table: 'purchase', key: purchaseId, row: withoutBalance(row) },
        ...giveBackGift(view, row.body),
        ...extras.writes,
      ],
      events: [
        { type: 'purchase.balanceReleased', ...{ aggregate: purchaseId, at, data: { purchaseId, by } } },
      ],
    };
  },
};

/** Agreed balances whose hold is over: first nobody can pay them any more, then what they hold is free. */
export async function expireBalances(
  deps: OrdersDeps,
  { at, items }: { at: number; items: readonly { purchaseId: string; balanceNo: number }[] },
): Promise<void> {
  const rows = await readPurchases(
    deps.db,
    items.map(({ purchaseId }) => purchaseId),
  );
  const open = items.flatMap(({ purchaseId, balanceNo }) => {
    const row = rows.get(purchaseId);
    const stands = row?.state === 'depositPaid' && presaleOf(row).balance !== null;
    return stands && presaleOf(row).balanceNo === balanceNo ? [row] : [];
  });
  if (open.length === 0) return;
  await deps.payment.closeCharges(
    open.map(({ purchaseId }) => purchaseId),
    at,
  );
  await Promise.all(open.map((row) => releaseBalance(deps, { at, row, by: 'clock' })));
}
