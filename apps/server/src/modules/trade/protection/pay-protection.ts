import type { ErrorCode } from '@dacu/contract/errors';
import { splitFen } from '@dacu/engine/money';
import {
  type Difference,
  type NoDifference,
  protectedDifference,
  withdrawProtection,
} from '@dacu/engine/protection';
import type { LaneHandler, LaneView, LaneWrite } from '../../../platform/lane/types.ts';
import { bodyHashOf, linesOf, type OrderLine, type PurchaseRow } from '../orders/index.ts';
import { type PaymentRefund, type PaymentRow, refundDue, refundOn } from '../payment/index.ts';
import { type Assessed, assess, type ClosedReason } from './assess.ts';
import type { ProtectionDeps } from './index.ts';
import type { LinePayment, ProtectionClaimRow, ProtectionRow } from './store.ts';

export type ClaimInput = {
  readonly at: number;
  readonly shopperId: string;
  readonly idempotencyKey: string;
  readonly purchaseId: string;
  /** Absent: all lines. */
  readonly lineIds?: readonly string[] | undefined;
};
export type ClaimAnswer =
  | { readonly kind: 'paid'; readonly row: ProtectionClaimRow }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

type Payload = Pick<
  ProtectionClaimRow,
  'claimKey' | 'protectionId' | 'bodyHash' | 'purchaseId' | 'source'
> & {
  readonly paymentId: string;
  readonly assessed: readonly Assessed[];
};

/** Why nothing is paid on a line, and the refusal that says so. */
export const REFUSALS = {
  notPromised: 'protectionNotPromised',
  flashBought: 'protectionFlashBought',
  over: 'protectionOver',
  notOnSale: 'protectionNotOnSale',
  allReturned: 'protectionAllReturned',
  notLower: 'protectionNotLower',
  alreadyPaid: 'protectionAlreadyPaid',
  nothingLeft: 'protectionNothingLeft',
} as const satisfies Record<ClosedReason | NoDifference['reason'], ErrorCode>;

export const protectionKey = (purchaseId: string, lineId: string) => `${purchaseId}/${lineId}`;

/**
 * Pays what is owed on lines of a paid purchase at `at`. Refuses with `notFound` (also a line that is not in it),
 * `notPaid`, `idempotencyKeyReused`, or, when no line is owed anything, with the reason of the first one.
 */
export async function claimProtection(deps: ProtectionDeps, input: ClaimInput): Promise<ClaimAnswer> {
  const { at, shopperId, idempotencyKey, purchaseId } = input;
  const purchase = await deps.orders.purchase(purchaseId, shopperId);
  const known = new Set(purchase === null ? [] : linesOf(purchase.body).map(({ lineId }) => lineId));
  if (purchase === null || input.lineIds?.some((lineId) => !known.has(lineId)))
    return { kind: 'refused', code: 'notFound' };
  if (purchase.paymentId === null) return { kind: 'refused', code: 'notPaid' };
  const asked = [...new Set(input.lineIds ?? known)].sort();
  const assessed = await assess(deps, purchase, at);
  return payProtection(deps, purchase, {
    ...{ at, source: 'claim', claimKey: `${shopperId}:${idempotencyKey}` },
    assessed: assessed.filter(({ lineId }) => asked.includes(lineId)),
  });
}

/** One lane command: the purchase is locked, its lines are compared with what was paid on them, the rest is paid. */
export async function payProtection(
  { lane, ids }: Pick<ProtectionDeps, 'lane' | 'ids'>,
  { purchaseId, paymentId }: PurchaseRow,
  input: {
    readonly at: number;
    readonly source: ProtectionClaimRow['source'];
    readonly claimKey: string;
    readonly assessed: readonly Assessed[];
  },
): Promise<ClaimAnswer> {
  const { at, source, claimKey, assessed } = input;
  const lineIds = assessed.map(({ lineId }) => lineId);
  return lane.submit<ClaimAnswer>({
    kind: 'payProtection',
    at,
    needs: [
      { table: 'purchase', keys: [purchaseId] },
      { table: 'payment', keys: [paymentId!] },
      { table: 'protection', keys: lineIds.map((lineId) => protectionKey(purchaseId, lineId)) },
      { table: 'protectionClaim', keys: [claimKey] },
    ],
    payload: {
      ...{ claimKey, purchaseId, source, assessed },
      paymentId: paymentId!,
      protectionId: ids.next('pp'),
      bodyHash: bodyHashOf({ purchaseId, lineIds: [...lineIds].sort() }),
    } satisfies Payload,
  });
}

export const payProtectionHandler: LaneHandler<Payload, ClaimAnswer> = {
  kind: 'payProtection',
  decide(view, { at, payload }) {
    const { claimKey, protectionId, bodyHash, purchaseId, source } = payload;
    const known = view.row<ProtectionClaimRow>('protectionClaim', claimKey);
    if (known !== undefined)
      return {
        answer:
          known.bodyHash === bodyHash
            ? { kind: 'paid', row: known }
            : { kind: 'refused', code: 'idempotencyKeyReused' },
      };
    const purchase = view.row<PurchaseRow>('purchase', purchaseId)!;
    if (purchase.state !== 'paid') {
      const code = purchase.state === 'refunded' ? REFUSALS.allReturned : 'notPaid';
      return { answer: { kind: 'refused', code } };
    }
    const judged = payload.assessed.map((line) => judge(view, purchase, line));
    const owed = judged.filter((line) => line.owed.kind === 'due') as (Judged & { owed: Difference })[];
    if (owed.length === 0) return { answer: { kind: 'refused', code: REFUSALS[reasonOf(judged[0]!)] } };

    const lines = owed.map(({ line, owed: { fen } }) => ({ lineId: line.lineId, fen }));
    const fen = lines.reduce((sum, line) => sum + line.fen, 0);
    const campaignId = purchase.body.campaignId ?? '';
    const row: ProtectionClaimRow = {
      ...{ claimKey, protectionId, bodyHash, purchaseId, campaignId, source, fen, lines, at },
    };
    const refund: PaymentRefund = { refundId: protectionId, fen, at, reason: 'priceProtection' };
    const payment = view.row<PaymentRow>('payment', payload.paymentId)!;
    return {
      answer: { kind: 'paid', row },
      writes: [
        { table: 'protectionClaim', key: claimKey, row },
        ...owed.map((one) => paidWrite(purchase, one, protectionId, at)),
        { table: 'purchase', key: purchaseId, row: { ...purchase, refundedFen: purchase.refundedFen + fen } },
        { table: 'payment', key: payment.paymentId, row: refundOn(payment, refund) },
      ],
      events: [
        {
          type: 'purchase.protected',
          aggregate: purchaseId,
          at,
          data: { purchaseId, protectionId, source, fen, lines },
        },
      ],
      due: [refundDue(payment, refund)],
    };
  },
};

type Judged = {
  readonly line: OrderLine;
  readonly before: ProtectionRow | undefined;
  readonly assessed: Assessed;
  readonly owed: Difference | NoDifference | { readonly kind: 'closed'; readonly reason: ClosedReason };
};

function judge(view: LaneView, purchase: PurchaseRow, assessed: Assessed): Judged {
  const line = linesOf(purchase.body).find(({ lineId }) => lineId === assessed.lineId)!;
  const before = view.row<ProtectionRow>('protection', protectionKey(purchase.purchaseId, line.lineId));
  const { verdict } = assessed;
  const owed = verdict.kind === 'closed' ? verdict : owedOn(purchase, line, before, verdict.nowFen);
  return { line, before, assessed, owed };
}

/** What is owed on a line at a public price of today, with what was returned and paid on it so far. */
export function owedOn(
  purchase: PurchaseRow,
  line: OrderLine,
  before: ProtectionRow | undefined,
  nowFen: number,
): Difference | NoDifference {
  const returnedQuantity = purchase.returned[line.lineId] ?? 0;
  return protectedDifference({ ...line, returnedQuantity, heldFen: before?.heldFen ?? 0 }, nowFen);
}

function reasonOf({ owed }: Judged): keyof typeof REFUSALS {
  if (owed.kind === 'due') throw new Error('a line that is owed something has no reason');
  return owed.reason;
}

function paidWrite(
  purchase: PurchaseRow,
  { line, before, assessed, owed }: Judged & { readonly owed: Difference },
  protectionId: string,
  at: number,
): LaneWrite {
  if (assessed.verdict.kind !== 'open') throw new Error('paid on a line that is closed');
  const { promotionId, funders } = assessed.verdict;
  const { purchaseId } = purchase;
  const parts = splitFen(
    owed.fen,
    funders.map(({ bp }) => bp),
  );
  const heldFen = before?.heldFen ?? 0;
  const payment: LinePayment = {
    ...{ protectionId, at, fen: owed.fen, paidFen: owed.paidFen, nowFen: owed.nowFen, heldFen, promotionId },
    keptQuantity: line.quantity - (purchase.returned[line.lineId] ?? 0),
    funderFen: funders.map(({ funder }, index) => ({ funder, fen: parts[index]! })),
  };
  const shopId = purchase.body.orders.find(({ lines }) => lines.includes(line))!.shopId;
  const key = protectionKey(purchaseId, line.lineId);
  const row: ProtectionRow = {
    ...{ protectionKey: key, purchaseId, lineId: line.lineId, skuId: line.skuId, shopId },
    paidFen: (before?.paidFen ?? 0) + owed.fen,
    heldFen: heldFen + owed.fen,
    payments: [...(before?.payments ?? []), payment],
  };
  return { table: 'protection', key, row };
}

/**
 * What a return of `quantity` more units must leave out of its refund, because protection was paid on them, with the row
 * that keeps the rest. Needs the rows of `protection` under the keys of the purchase's lines.
 */
export function withdrawFrom(
  view: LaneView,
  purchase: PurchaseRow,
  line: OrderLine,
  quantity: number,
): { readonly takenFen: number; readonly writes: readonly LaneWrite[] } {
  const key = protectionKey(purchase.purchaseId, line.lineId);
  const row = view.row<ProtectionRow>('protection', key);
  if (row === undefined || row.heldFen === 0) return { takenFen: 0, writes: [] };
  const returnedQuantity = purchase.returned[line.lineId] ?? 0;
  const rest = withdrawProtection({ ...line, returnedQuantity, heldFen: row.heldFen }, quantity);
  return {
    takenFen: rest.takenFen,
    writes: [{ table: 'protection', key, row: { ...row, heldFen: rest.heldFen } satisfies ProtectionRow }],
  };
}
