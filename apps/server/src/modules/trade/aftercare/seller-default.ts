import type { PresaleEndings } from '@dacu/contract/api';
import type { ErrorCode } from '@dacu/contract/errors';
import { NOT_CASED, unitsLeft } from '@dacu/engine/aftercare';
import { endPresale } from '@dacu/engine/presale';
import { bodyHashOf, linesOf, type PurchaseRow } from '../orders/index.ts';
import { readBook } from './case-store.ts';
import type { AftercareDeps } from './index.ts';
import { type ReturnPayload, submitReturn } from './return-lines.ts';
import { NOT_SHIPPED } from './standings.ts';

export type DefaultInput = {
  readonly at: number;
  readonly purchaseId: string;
  readonly operatorId: string;
  readonly reason: string;
};
export type DefaultAnswer =
  | { readonly kind: 'defaulted'; readonly refundFen: number }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

const refused = (code: ErrorCode): DefaultAnswer => ({ kind: 'refused', code });

/**
 * The seller cannot deliver what has not left yet. Between the payments the deposit is returned twice; after full payment
 * the share of those units goes back, and on top as much of the deposit's legal part as was not delivered (Civil Code
 * articles 587 and 588; domain V45, V47). Twice answers the same. Refuses with `notFound`, `notPaid` or
 * `nothingToReturn` (all of it has left, or has come back).
 */
export async function defaultOnPresale(deps: AftercareDeps, input: DefaultInput): Promise<DefaultAnswer> {
  const { at, purchaseId, operatorId, reason } = input;
  const purchase = (await deps.orders.purchases([purchaseId])).get(purchaseId);
  if (purchase === undefined || purchase.kind !== 'presale') return refused('notFound');
  if (purchase.state === 'depositPaid') {
    const by = { by: 'operator', operatorId, reason } as const;
    const answer = await deps.orders.presale.end({ at, purchaseId, ending: 'sellerDefault', ...by });
    return answer.kind === 'refused'
      ? refused(answer.code)
      : { kind: 'defaulted', refundFen: answer.row.refundedFen };
  }
  if (purchase.paymentId === null) return refused('notPaid');
  const answer = await submitReturn(deps, { at, purchase, ...(await payloadOf(deps, purchase, input)) });
  if (answer.kind === 'refused') return answer;
  return { kind: 'defaulted', refundFen: answer.row.refundFen };
}

/** How a pre-sale could be ended now, and what each way pays back; none where nothing can be ended. */
export async function readEndings(
  deps: AftercareDeps,
  { at, purchaseId }: { readonly at: number; readonly purchaseId: string },
): Promise<PresaleEndings | null> {
  const purchase = (await deps.orders.purchases([purchaseId])).get(purchaseId);
  const presale = purchase?.body.presale;
  if (purchase === undefined || presale === undefined) return null;
  const units = presale.frozen.quantity;
  if (purchase.state === 'depositPaid') {
    const of = (kind: 'buyerCancels' | 'sellerDefault' | 'forceMajeure') => {
      const event = kind === 'buyerCancels' ? ({ kind, at, agreed: true } as const) : { kind };
      const { refundDepositFen, extraFen } = endPresale(presale.frozen, { balanceFen: 0 }, event);
      return { kind, units, refundFen: refundDepositFen, extraFen };
    };
    return { endings: [of('sellerDefault'), of('buyerCancels'), of('forceMajeure')] };
  }
  if (purchase.state !== 'paid' || purchase.paymentId === null) return { endings: [] };
  const asked = { at, purchaseId, operatorId: '', reason: '' };
  const answer = await submitReturn(deps, {
    ...{ at, purchase, ...(await payloadOf(deps, purchase, asked)) },
    preview: true,
  });
  // Done already, or nothing of it is left to fail on.
  if (answer.kind === 'refused' || answer.known) return { endings: [] };
  const { refundFen, lines } = answer.row;
  return {
    endings: [
      {
        ...{ kind: 'sellerDefault', refundFen, extraFen: answer.extraFen },
        units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
      },
    ],
  };
}

/** All that has not left, under a key of its own: a purchase is defaulted on once. */
async function payloadOf(
  deps: AftercareDeps,
  purchase: PurchaseRow,
  { operatorId, reason }: DefaultInput,
): Promise<
  Pick<ReturnPayload, 'claimKey' | 'bodyHash' | 'lines' | 'reason' | 'keptGifts' | 'sellerDefault'>
> {
  const { purchaseId, body, returned } = purchase;
  const [standing, book] = await Promise.all([deps.readStanding(purchaseId), readBook(deps.db, purchaseId)]);
  const lines = linesOf(body).flatMap(({ lineId, quantity }) => {
    const { shipped, delivered } = standing.get(lineId) ?? NOT_SHIPPED;
    const cased = book.units[lineId] ?? NOT_CASED;
    const { unshipped } = unitsLeft({
      ...{ quantity, shipped, delivered, cased },
      returned: returned[lineId] ?? 0,
    });
    return unshipped > 0 ? [{ lineId, quantity: unshipped }] : [];
  });
  return {
    claimKey: `sellerDefault:${purchaseId}`,
    bodyHash: bodyHashOf({ sellerDefault: purchaseId }),
    ...{ lines, reason: 'sellerDefault', keptGifts: [], sellerDefault: { operatorId, reason } },
  };
}
