import type { BalanceQuote, PurchaseView, QuoteView } from '@dacu/contract/api';
import type { Action, Answer } from '@dacu/engine/simulate';
import { type ClientParts, type Paying, pay, purchaseOf, refusalOf } from './shopper-answers.ts';

type Booking = Extract<Action, { kind: 'presaleOrder' }>;

/** Books one of an item as its offer said: the deposit that was shown, or all of it at what it costs now. */
export async function bookPresale(action: Booking, parts: ClientParts): Promise<Answer> {
  const { key, skuId, promotionId, pays, depositFen } = action;
  const { address } = parts.shopper;
  const url = `/api/presale/${encodeURIComponent(skuId)}`;
  const asked = { promotionId, quantity: 1 };
  let order: { readonly path: string; readonly body: object };
  if (pays === 'full') {
    const quoted = await parts.send({ method: 'POST', url: `${url}/full/quote`, body: asked });
    if (quoted.status >= 400) return refusalOf(quoted, parts.now());
    const { payFen } = quoted.body as QuoteView;
    order = { path: `${url}/full/orders`, body: { ...asked, expectedPayFen: payFen, address } };
  } else {
    const deposit = { expectedDepositFen: depositFen, acceptsDeposit: true };
    order = { path: `${url}/orders`, body: { ...asked, ...deposit, address } };
  }
  const placed = await parts.send({ method: 'POST', url: order.path, idempotencyKey: key, body: order.body });
  if (placed.status >= 400) return refusalOf(placed, parts.now());
  return purchaseOf(placed.body as PurchaseView, parts);
}

/** Looks what the balance costs, agrees to it, and pays. */
export async function payBalance(purchaseId: string, parts: Paying): Promise<Answer> {
  const url = `/api/purchases/${encodeURIComponent(purchaseId)}/balance`;
  const quoted = await parts.send({ method: 'POST', url: `${url}/quote`, body: {} });
  if (quoted.status >= 400) return refusalOf(quoted, parts.now());
  const expectedPayFen = (quoted.body as BalanceQuote).quote.payFen;
  const agreed = await parts.send({ method: 'POST', url, body: { expectedPayFen } });
  if (agreed.status >= 400) return refusalOf(agreed, parts.now());
  return pay(purchaseId, parts);
}
