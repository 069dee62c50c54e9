import { returnStock, type StockRow } from '@dacu/engine/ledger';
import type { Actor, PurchaseEvent } from '@dacu/engine/order-life';
import { type EndingEvent, endPresale } from '@dacu/engine/presale';
import type { LaneHandler, LaneWrite } from '../../../../platform/lane/types.ts';
import { type PaymentRefund, type PaymentRow, refundDue, refundOn } from '../../payment/index.ts';
import type { OrdersDeps } from '../index.ts';
import type { Refused } from '../place-purchase.ts';
import { linesOf, type PurchaseRow, stepPurchase } from '../purchase.ts';
import { readPurchases } from '../store.ts';
import { oweExtra } from './pay-out.ts';
import { type EndingKind, presaleOf } from './purchase-presale.ts';
import { releaseBalance } from './release-balance.ts';

export type EndAnswer = { readonly kind: 'ended'; readonly row: PurchaseRow } | Refused;
export type EndInput = {
  readonly at: number;
  readonly purchaseId: string;
  readonly ending: EndingKind;
  readonly by: Actor;
  /** Of an operator, with the reason that was given. */
  readonly operatorId?: string;
  readonly reason?: string;
  /** What the shopper was shown to come back: another amount is refused. */
  readonly expectedRefundFen?: number;
};
type EndPayload = Omit<EndInput, 'at'> & { readonly refundId: string };

const TRIES_MAX = 3;

/**
 * Ends a pre-sale between its payments: the charge of an agreed balance is closed and what it holds given back first, so
 * that a balance that was paid wins. What goes back follows from the frozen terms. Ending twice answers the same.
 */
export async function endPresalePurchase(deps: OrdersDeps, input: EndInput): Promise<EndAnswer> {
  const { at, purchaseId } = input;
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const row = (await readPurchases(deps.db, [purchaseId])).get(purchaseId);
    if (row === undefined || row.kind !== 'presale') return { kind: 'refused', code: 'notFound', extra: {} };
    const presale = presaleOf(row);
    if (row.state === 'depositPaid' && presale.balance !== null) {
      await deps.payment.closeCharges([purchaseId], at);
      await releaseBalance(deps, { at, row, by: input.by });
      continue;
    }
    if (presale.deposit === null) return { kind: 'refused', code: 'depositNotPaid', extra: {} };
    const { at: _at, ...payload } = input;
    const answer = await deps.lane.submit<EndAnswer | { kind: 'agreedSince' }>({
      kind: 'endPresale',
      at,
      needs: [
        { table: 'purchase', keys: [purchaseId] },
        { table: 'payment', keys: [presale.deposit.paymentId] },
        { table: 'stock', keys: linesOf(row.body).map(({ skuId }) => skuId) },
        { table: 'presalePayout', keys: [purchaseId] },
      ],
      payload: { ...payload, refundId: deps.ids.next('re') } satisfies EndPayload,
    });
    if (answer.kind !== 'agreedSince') return answer;
  }
  return { kind: 'refused', code: 'overloaded', extra: {} };
}

const STEPS: Readonly<Record<Exclude<EndingKind, 'buyerCancels'>, PurchaseEvent>> = {
  balanceUnpaid: 'forfeit',
  sellerDefault: 'sellerDefault',
  forceMajeure: 'forceMajeure',
};

function eventOf({ ending, by }: EndPayload, at: number): EndingEvent {
  if (ending === 'buyerCancels') return { kind: 'buyerCancels', at, agreed: by === 'operator' };
  return { kind: ending };
}

export const endPresaleHandler: LaneHandler<EndPayload, EndAnswer | { kind: 'agreedSince' }> = {
  kind: 'endPresale',
  decide(view, { at, payload }) {
    const { purchaseId, ending, by, operatorId, reason, refundId } = payload;
    const row = view.row<PurchaseRow>('purchase', purchaseId)!;
    const presale = presaleOf(row);
    const { frozen } = presale;
    if (presale.ending?.kind === ending) return { answer: { kind: 'ended', row } };
    if (row.state !== 'depositPaid')
      return {
        answer: {
          ...{ kind: 'refused', extra: {} },
          code:
            row.state === 'paid' ? 'alreadyPaid' : row.state === 'held' ? 'depositNotPaid' : 'presaleEnded',
        },
      };
    if (presale.balance !== null) return { answer: { kind: 'agreedSince' } };
    if (ending === 'balanceUnpaid' && at < frozen.balanceEndsAt)
      throw new Error(`the balance of ${purchaseId} may be paid until ${frozen.balanceEndsAt}, not ${at}`);

    const event = eventOf(payload, at);
    const end = endPresale(frozen, { balanceFen: 0 }, event);
    const { refundDepositFen: refundFen, forfeitedFen, extraFen } = end;
    if (payload.expectedRefundFen !== undefined && payload.expectedRefundFen !== refundFen)
      return { answer: { kind: 'refused', code: 'refundChanged', extra: { refundFen } } };
    const step = ending === 'buyerCancels' ? (forfeitedFen > 0 ? 'forfeit' : 'withdraw') : STEPS[ending];
    const to = stepPurchase(row, step, by);
    if (to !== 'forfeited' && to !== 'refunded')
      throw new Error(`${by} cannot ${step} ${purchaseId}, which is ${row.state}`);

    const ended: PurchaseRow = {
      ...row,
      ...{ state: to, closedAt: at, refundedFen: row.refundedFen + refundFen },
      body: {
        ...row.body,
        presale: {
          ...presale,
          ending: { ...{ kind: ending, at, by, refundFen, forfeitedFen, extraFen }, reason: reason ?? null },
        },
      },
    };
    const payment = view.row<PaymentRow>('payment', presale.deposit!.paymentId)!;
    const refund: PaymentRefund = { ...{ refundId, fen: refundFen, at }, reason: 'presaleEnded' };
    const owed = oweExtra({
      ...{ purchaseId, shopperId: row.shopperId, fen: extraFen, owedAt: at, reason: reason ?? ending },
    });
    return {
      answer: { kind: 'ended', row: ended },
      writes: [
        { table: 'purchase', key: purchaseId, row: ended },
        ...(refundFen > 0
          ? [{ table: 'payment', key: payment.paymentId, row: refundOn(payment, refund) }]
          : []),
        ...owed.writes,
        ...linesOf(row.body).map(
          ({ skuId, quantity }): LaneWrite => ({
            table: 'stock',
            key: skuId,
            row: returnStock(view.row<StockRow>('stock', skuId)!, quantity, 'locked'),
          }),
        ),
      ],
      events: [
        {
          type: to === 'forfeited' ? 'purchase.forfeited' : 'purchase.depositReturned',
          aggregate: purchaseId,
          at,
          data: {
            ...{ purchaseId, kind: ending, refundId: refundFen > 0 ? refundId : null },
            ...{ refundFen, forfeitedFen, extraFen, by },
            ...(operatorId === undefined ? {} : { operatorId }),
            ...(reason === undefined ? {} : { reason }),
          },
        },
      ],
      due: [...(refundFen > 0 ? [refundDue(payment, refund)] : []), ...owed.due],
    };
  },
};
