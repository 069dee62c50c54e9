import type {
  CartView,
  FlashItem,
  FlashView,
  PaymentCheckView,
  PaymentMethod,
  PaymentView,
  ProductCard,
  ProductView,
  PurchaseView,
  ReturnOptions,
  SandboxMessages,
  VenueView,
} from '@dacu/contract/api';
import type { Action, Answer, SeenCard, SeenFlashItem, SimulatedShopper } from '@dacu/engine/simulate';

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

/** Does what a simulated shopper decided, by the same API as anybody, and tells what the shopper sees of the answer. */
export async function perform(action: Action, parts: ClientParts): Promise<Answer> {
  if (action.kind === 'pay') return pay(action.purchaseId, parts);
  if (action.kind === 'return') return giveBack(action, parts);
  const response = await parts.send(requestOf(action, parts.shopper));
  return answerOf(action, response, parts);
}

/**
 * What has not left goes back at once; for what has, each shop is asked. Units that have not arrived yet are kept.
 */
async function giveBack(
  { key, purchaseId, lines, reason }: Extract<Action, { kind: 'return' }>,
  parts: ClientParts,
): Promise<Answer> {
  const purchase = `/api/purchases/${encodeURIComponent(purchaseId)}`;
  const atOnce = await parts.send({
    ...{ method: 'POST', url: `${purchase}/returns`, idempotencyKey: key, body: { lines, reason } },
  });
  const at = parts.now();
  if (atOnce.status < 400) return { kind: 'done', at };
  if ((atOnce.body as { code?: string }).code !== 'returnNeedsCase') return refusalOf(atOnce, at);
  const options = await parts.send({ method: 'GET', url: `${purchase}/return-options` });
  if (options.status >= 400) return refusalOf(options, at);
  const byOrder = new Map<string, { lineId: string; quantity: number }[]>();
  for (const { lineId, orderId, delivered } of (options.body as ReturnOptions).lines) {
    const asked = lines.find((line) => line.lineId === lineId)?.quantity ?? 0;
    const quantity = Math.min(asked, delivered);
    if (quantity > 0) byOrder.set(orderId, [...(byOrder.get(orderId) ?? []), { lineId, quantity }]);
  }
  for (const [orderId, own] of byOrder) {
    const answer = await parts.send({
      ...{ method: 'POST', url: `${purchase}/cases`, idempotencyKey: `${key}-${orderId.slice(-6)}` },
      body: { kind: 'returnAndRefund', reason, lines: own },
    });
    if (answer.status >= 400) return refusalOf(answer, at);
  }
  return { kind: 'done', at };
}

/** What a telephone shows before its owner scrolls. */
const PAGE = 10;

function requestOf(
  action: Exclude<Action, { kind: 'pay' | 'return' }>,
  shopper: SimulatedShopper,
): ShopRequest {
  const part = encodeURIComponent;
  switch (action.kind) {
    case 'openVisit':
      return { method: 'POST', url: '/api/visits', body: { channel: action.channel } };
    case 'venue':
      return { method: 'GET', url: '/api/venue' };
    case 'flash':
      return { method: 'GET', url: '/api/flash' };
    case 'search':
      return { method: 'GET', url: `/api/products?q=${part(action.words)}&limit=${PAGE}` };
    case 'list':
      return {
        method: 'GET',
        url: `/api/products?category=${part(action.categoryId)}&sort=${action.sort}&limit=${PAGE}`,
      };
    case 'product':
      return { method: 'GET', url: `/api/products/${part(action.productId)}` };
    case 'favourite':
      return { method: 'PUT', url: `/api/favourites/${part(action.productId)}` };
    case 'cart':
      return { method: 'GET', url: '/api/cart' };
    case 'cartPut':
      return {
        method: 'PUT',
        url: `/api/cart/lines/${part(action.skuId)}`,
        body: { quantity: action.quantity, selected: true },
      };
    case 'cartDrop':
      return { method: 'DELETE', url: `/api/cart/lines/${part(action.skuId)}` };
    case 'checkout':
      return {
        method: 'POST',
        url: '/api/purchases',
        idempotencyKey: action.key,
        body: {
          ...{ lines: action.lines, expectedPayFen: action.expectedPayFen, address: shopper.address },
          // Passed over where no line is a blind box.
          boxTerms: { age: 'adult', guardianConsent: false, openedIsFinal: true },
        },
      };
    case 'flashOrder':
      return {
        method: 'POST',
        url: `/api/flash/${part(action.activityId)}/orders`,
        idempotencyKey: action.key,
        body: {
          quantity: action.quantity,
          expectedPayFen: action.expectedPayFen,
          address: shopper.address,
        },
      };
    case 'cancel':
      return { method: 'POST', url: `/api/purchases/${part(action.purchaseId)}/cancel` };
    case 'purchase':
      return { method: 'GET', url: `/api/purchases/${part(action.purchaseId)}` };
    case 'complain':
      return {
        method: 'POST',
        url: `/api/purchases/${part(action.purchaseId)}/complaints`,
        body: { topic: action.topic, words: action.words },
      };
  }
}

function answerOf(action: Action, response: ShopResponse, parts: ClientParts): Answer {
  const at = parts.now();
  if (response.status >= 400) return refusalOf(response, at);
  switch (action.kind) {
    case 'venue': {
      const venue = response.body as VenueView;
      const cards = venue.sections.flatMap((section) => section.products.map(cardOf));
      return { kind: 'cards', at, cards, flash: flashOf(venue.flash) };
    }
    case 'flash':
      return { kind: 'cards', at, cards: [], flash: flashOf(response.body as FlashView) };
    case 'search':
    case 'list': {
      const list = response.body as { products: ProductCard[] };
      return { kind: 'cards', at, cards: list.products.map(cardOf), flash: [] };
    }
    case 'product': {
      const product = response.body as ProductView;
      const skus = product.skus
        .filter((sku) => sku.stockState !== 'out')
        .map((sku) => ({ skuId: sku.skuId, itemFen: sku.price.itemFen, listFen: sku.price.listFen }));
      return { kind: 'product', at, card: cardOf(product.card), skus };
    }
    case 'cart':
    case 'cartPut':
    case 'cartDrop': {
      // Putting and dropping answer with the cart too, but a shopper goes on to the next thing.
      if (action.kind === 'cartPut') return { kind: 'done', at };
      const cart = response.body as CartView;
      const lines = cart.lines
        .filter((line) => line.selected)
        .map(({ skuId, quantity }) => ({ skuId, quantity }));
      const unavailable = cart.unavailable.map((line) => line.skuId);
      return { kind: 'cart', at, lines, payFen: cart.quote?.payFen ?? null, unavailable };
    }
    case 'checkout':
    case 'flashOrder':
    case 'purchase':
      return purchaseOf(response.body as PurchaseView, parts);
    default:
      return { kind: 'done', at };
  }
}

/**
 * Asks for a charge, with the code from the telephone where one is wanted, and approves it on the provider's page; that it
 * is paid comes later, by the provider's own word.
 */
async function pay(purchaseId: string, parts: ClientParts): Promise<Answer> {
  const { method } = parts.wallet;
  const purchase = `/api/purchases/${encodeURIComponent(purchaseId)}`;
  const ask = (body: object) => parts.send({ method: 'POST', url: `${purchase}/payments`, body });
  let asked = await ask({ method });
  if ((asked.body as { code?: string }).code === 'paymentCheckNeeded') {
    const checkId = await passCheck(purchase, parts);
    if (checkId !== null) asked = await ask({ method, checkId });
  }
  if (asked.status >= 400) return refusalOf(asked, parts.now());
  const providerRef = await parts.wallet.openPage(asked.body as PaymentView);
  const outcome = parts.approves() ? 'succeeded' : 'failed';
  const url = `/api/sandbox/charges/${providerRef}`;
  const approved = await parts.send({ method: 'POST', url, body: { outcome } });
  if (approved.status >= 400) return refusalOf(approved, parts.now());
  return { kind: 'purchase', at: parts.now(), purchaseId, state: 'held', payFen: 0, holdUntil: 0, lines: [] };
}

/** Reads the code off the telephone of a simulated database and types it; null when none came. */
async function passCheck(purchase: string, { send }: ClientParts): Promise<string | null> {
  const asked = await send({ method: 'POST', url: `${purchase}/payment-checks`, body: {} });
  if (asked.status >= 400) return null;
  const { checkId } = asked.body as PaymentCheckView;
  const inbox = (await send({ method: 'GET', url: '/api/sandbox/messages' })).body as SandboxMessages;
  const text = inbox.messages.find(({ messageId }) => messageId === checkId)?.text ?? '';
  const code = /\d{6}/.exec(text)?.[0];
  await send({ method: 'POST', url: `/api/payment-checks/${checkId}`, body: { code } });
  return checkId;
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

function purchaseOf(purchase: PurchaseView, parts: ClientParts): Answer {
  return {
    kind: 'purchase',
    at: parts.now(),
    purchaseId: purchase.purchaseId,
    state: purchase.state,
    payFen: purchase.payFen,
    holdUntil: purchase.holdUntil,
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

function cardOf(card: ProductCard): SeenCard {
  return {
    productId: card.productId,
    skuId: card.skuId,
    categoryId: card.categoryId,
    listFen: card.price.listFen,
    itemFen: card.price.itemFen,
    out: card.stockState === 'out',
  };
}

function flashOf(view: FlashView): SeenFlashItem[] {
  return view.slots.flatMap((slot) => slot.items.map(itemOf));
}

function itemOf(item: FlashItem): SeenFlashItem {
  const { activityId, flashFen, listFen, perPersonMax, startsAt, endsAt, state } = item;
  return { activityId, flashFen, listFen, perPersonMax, startsAt, endsAt, state };
}
