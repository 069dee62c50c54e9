import { type ReminderKind, remindersOf } from '@dacu/engine/presale';
import type { DueDraft, LaneView, LaneWrite } from '../../../../platform/lane/types.ts';
import type { PayInput, PayOutcome } from '../../payment/index.ts';
import { confirmGift, payHold, payWithoutHold, useOf } from '../hold.ts';
import { useCoupons } from '../hold-coupons.ts';
import { settlePoints } from '../hold-points.ts';
import { linesOf, type PurchaseRow, stepPurchase } from '../purchase.ts';
import { bookedFenOf, type DepositRow, depositFenOf, presaleOf } from './purchase-presale.ts';

export const FORFEIT_KIND = 'presale.forfeit';
export const REMIND_KIND = 'presale.remind';
export type RemindWork = { readonly purchaseId: string; readonly kind: ReminderKind };

/**
 * What a payment does to a pre-sale: its deposit locks the units until the balance window ends; its balance settles the
 * order that was agreed. Any other charge, and one for another amount than stands now, goes back.
 */
export function payPresale(view: LaneView, row: PurchaseRow, input: PayInput, nodeId: string): PayOutcome {
  return input.stage === 'balance' ? payBalance(view, row, input) : payDeposit(view, row, input, nodeId);
}

function payDeposit(
  view: LaneView,
  row: PurchaseRow,
  { paymentId, amountFen, at }: PayInput,
  nodeId: string,
): PayOutcome {
  if (stepPurchase(row, 'payDeposit', 'provider') === null)
    return { kind: 'notPayable', reason: row.closedReason === 'cancelled' ? 'cancelled' : 'alreadyPaid' };
  const presale = presaleOf(row);
  const { frozen } = presale;
  const rehold = row.state === 'closed';
  if (amountFen !== depositFenOf(presale) || at >= frozen.balanceEndsAt)
    return { kind: 'notPayable', reason: 'holdLost' };
  const counted = rehold ? payWithoutHold(view, row, { at, nodeId }) : payHold(view, row, at);
  if (counted === null) return { kind: 'notPayable', reason: 'holdLost' };
  const { purchaseId, shopperId } = row;
  const { promotionId, quantity, balanceEndsAt } = frozen;
  const paid: PurchaseRow = {
    ...row,
    ...{ state: 'depositPaid', closedAt: null, closedReason: null },
    body: { ...row.body, presale: { ...presale, deposit: { paymentId, paidAt: at } } },
  };
  const deposit: DepositRow = {
    ...{ purchaseId, promotionId, shopperId, quantity, paymentId, paidAt: at, balanceEndsAt },
    skuId: linesOf(row.body)[0]!.skuId,
    depositFen: amountFen,
    bookedFen: bookedFenOf(presale),
  };
  return {
    kind: 'paid',
    writes: [
      { table: 'purchase', key: purchaseId, row: paid },
      { table: 'presaleDeposit', key: purchaseId, row: deposit },
      ...counted,
    ],
    due: [
      { kind: FORFEIT_KIND, key: purchaseId, at: balanceEndsAt, payload: { purchaseId } },
      ...remindersOf(frozen, at).map(
        (reminder): DueDraft => ({
          kind: REMIND_KIND,
          key: `${purchaseId}:${reminder.kind}`,
          at: reminder.at,
          payload: { purchaseId, kind: reminder.kind } satisfies RemindWork,
        }),
      ),
    ],
    events: [
      {
        type: 'purchase.depositPaid',
        aggregate: purchaseId,
        at,
        data: {
          ...{ purchaseId, paymentId, shopperId, promotionId, depositFen: amountFen },
          bookedFen: bookedFenOf(presale),
          channel: row.body.channel,
          ...{ rehold, by: 'provider' },
        },
      },
    ],
  };
}

function payBalance(view: LaneView, row: PurchaseRow, { paymentId, amountFen, at }: PayInput): PayOutcome {
  if (stepPurchase(row, 'payBalance', 'provider') === null)
    return { kind: 'notPayable', reason: row.state === 'paid' ? 'alreadyPaid' : 'presaleEnded' };
  const presale = presaleOf(row);
  // Agreed anew for another amount, or given back, since this charge was asked for.
  if (presale.balance?.payFen !== amountFen) return { kind: 'notPayable', reason: 'holdLost' };
  const buyers = row.body.buyerKeys.map((key) => useOf(view, key));
  const paid: PurchaseRow = { ...row, state: 'paid', paidAt: at, paymentId };
  return {
    kind: 'paid',
    writes: [
      { table: 'purchase', key: row.purchaseId, row: paid },
      ...buyers.map(
        (buyer): LaneWrite => ({
          table: 'limitUse',
          key: buyer.limitKey,
          row: { ...buyer, used: buyer.used + 1 },
        }),
      ),
      ...confirmGift(view, row.body),
      ...useCoupons(view, row, at),
      ...settlePoints(view, row, at)!,
    ],
    due: [],
    events: [
      {
        type: 'purchase.paid',
        aggregate: row.purchaseId,
        at,
        data: {
          ...{ purchaseId: row.purchaseId, paymentId, shopperId: row.shopperId, payFen: row.payFen },
          freightFen: row.body.freightFen,
          channel: row.body.channel,
          firstOrder: buyers.every((buyer) => buyer.used === 0),
          ...{ rehold: false, by: 'provider' },
        },
      },
    ],
  };
}
