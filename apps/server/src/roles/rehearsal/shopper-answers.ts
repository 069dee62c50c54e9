import type {
  CheckView,
  PaymentMethod,
  PaymentView,
  PurchaseView,
  SandboxMessages,
} from '@dacu/contract/api';
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
  readonly wallet: Wallet;
};

/** What it takes to pay. */
export type Paying = Pick<ClientParts, 'send' | 'now' | 'approves' | 'wallet'>;

/** Whom a shopper pays with, and which charge the provider's page shows them; null when it shows none. */
export type Wallet = {
  readonly method: PaymentMethod;
  openPage(payment: PaymentView): Promise<string | null>;
};

/** The sandbox itself, which has no page to be opened: its charge is named in the address. */
export const SANDBOX_WALLET: Wallet = {
  method: 'sandbox',
  openPage: async ({ approveUrl }) => approveUrl.split('/').at(-1)!,
};

/**
 * Asks for a charge, with the code from the telephone where one is wanted, and approves it on the provider's page; that it
 * is paid comes later, by the provider's own word.
 */
export async function pay(purchaseId: string, parts: Paying): Promise<Answer> {
  const { method } = parts.wallet;
  const purchase = `/api/purchases/${encodeURIComponent(purchaseId)}`;
  const ask = (body: object) => parts.send({ method: 'POST', url: `${purchase}/payments`, body });
  let asked = await ask({ method });
  if ((asked.body as { code?: string }).code === 'paymentCheckNeeded') {
    await passCheck(purchase, parts);
    asked = await ask({ method });
  }
  if (asked.status >= 400) return refusalOf(asked, parts.now());
  const providerRef = await parts.wallet.openPage(asked.body as PaymentView);
  const outcome = parts.approves() ? 'succeeded' : 'failed';
  const url = `/api/sandbox/charges/${providerRef}`;
  const approved = await parts.send({ method: 'POST', url, body: { outcome } });
  if (approved.status >= 400) return refusalOf(approved, parts.now());
  const unread = { state: 'held', payFen: 0, holdUntil: 0, balance: null, lines: [] };
  return { kind: 'purchase', at: parts.now(), purchaseId, ...unread };
}

/** Reads the code off the telephone of a simulated database and types it, if one came. */
async function passCheck(purchase: string, { send, wallet }: Paying): Promise<void> {
  const wish = { way: 'sms', method: wallet.method };
  const asked = await send({ method: 'POST', url: `${purchase}/payment-checks`, body: wish });
  if (asked.status >= 400) return;
  const { checkId } = asked.body as CheckView;
  const inbox = (await send({ method: 'GET', url: '/api/sandbox/messages' })).body as SandboxMessages;
  const text = inbox.messages.find(({ messageId }) => messageId === checkId)?.text ?? '';
  const code = /\d{6}/.exec(text)?.[0];
  await send({ method: 'POST', url: `/api/payment-checks/${checkId}`, body: { code } });
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
