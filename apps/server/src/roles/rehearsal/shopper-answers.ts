import type { PaymentView, PurchaseView } from '@dacu/contract/api';
import type { Answer, SimulatedShopper } from '@dacu/engine/simulate';

/** One request of a simulated browser and what came back; how it travels is the caller's business. */
export type ShopRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
};
export type ShopResponse = { readonly status: number; readonly body: unknown };
export type Send = (request: ShopRequest) => Promise<ShopResponse>;

export type ClientParts = {
  readonly send: Send;
  readonly shopper: SimulatedShopper;
  readonly now: () => number;
  /** The leaf category of an article, for how often such things come back. */
  readonly categoryOf: (skuId: string) => string | null;
  /** Does the bank let this payment through? */
  readonly approves: () => boolean;
};

/** Asks for a charge and approves it on the provider's page; that it is paid comes later, by the provider's own word. */
export async function pay(purchaseId: string, parts: ClientParts): Promise<Answer> {
  const asked = await parts.send({
    method: 'POST',
    url: `/api/purchases/${encodeURIComponent(purchaseId)}/payments`,
    body: { method: 'sandbox' },
  });
  if (asked.status >= 400) return refusalOf(asked, parts.now());
  const { approveUrl } = asked.body as PaymentView;
  const outcome = parts.approves() ? 'succeeded' : 'failed';
  const approved = await parts.send({ method: 'POST', url: approveUrl, body: { outcome } });
  if (approved.status >= 400) return refusalOf(approved, parts.now());
  const unread = { state: 'held', payFen: 0, holdUntil: 0, balance: null, lines: [] };
  return { kind: 'purchase', at: parts.now(), purchaseId, ...unread };
}

/** What a problem document says to a shopper; a changed price carries the new quote. */
export function refusalOf(response: ShopResponse, at: number): Answer {
  const problem = (response.body ?? {}) as { code?: string; quote?: { payFen?: number } };
  return {
    kind: 'refused',
    at,
    code: problem.code ?? 'internal',
    status: response.status,
    payFen: problem.quote?.payFen ?? null,
  };
}

export function purchaseOf(purchase: PurchaseView, parts: ClientParts): Answer {
  return {
    kind: 'purchase',
    at: parts.now(),
    purchaseId: purchase.purchaseId,
    state: purchase.state,
    payFen: purchase.payFen,
    holdUntil: purchase.holdUntil,
    balance: purchase.presale && {
      startsAt: purchase.presale.balanceStartsAt,
      endsAt: purchase.presale.balanceEndsAt,
    },
    lines: purchase.orders.flatMap((order) =>
      order.lines.map(({ lineId, skuId, quantity }) => ({
        lineId,
        skuId,
        quantity,
        categoryId: parts.categoryOf(skuId),
      })),
    ),
  };
}
