import type { FlashItem, PurchaseView, QuoteView } from '@dacu/contract/api';

/** What a request came to; null when the connection broke before an answer. */
export type Answer = { readonly status: number; readonly body: Record<string, unknown> } | null;

/** A shopper's phone on the other side of the wire: a session of its own, an address nobody else has. */
export type ShopClient = {
  readonly shopperId: string;
  send(method: 'GET' | 'POST', path: string, body?: unknown, key?: string): Promise<Answer>;
  /** What is no JSON; null where it was not given. */
  read(path: string): Promise<Buffer | null>;
};

export const REGION = '310000';
/** As long as a shopper's app waits for an answer, and longer. */
export const ANSWER_MS = 15_000;

/** Addresses are told apart by `nth`: no two share phone or place. */
export function addressOf(nth: number) {
  return {
    recipient: `张伟${nth}`,
    phone: `139${String(nth).padStart(8, '0')}`,
    region: REGION,
    line: `浦东新区世纪大道${nth}号`,
  };
}

const payloadOf = (body: unknown) =>
  typeof body === 'string' || body instanceof FormData ? body : JSON.stringify(body);

export async function sendTo(
  url: string,
  request: {
    method: string;
    path: string;
    body?: unknown;
    key?: string;
    cookie?: string;
    headers?: Record<string, string>;
  },
): Promise<{ answer: Answer; cookies: string[] }> {
  try {
    const response = await fetch(`${url}${request.path}`, {
      method: request.method,
      headers: {
        origin: url,
        ...(request.cookie ? { cookie: request.cookie } : {}),
        ...(request.body === undefined || request.body instanceof FormData
          ? {}
          : { 'content-type': 'application/json' }),
        ...(request.key ? { 'idempotency-key': request.key } : {}),
        ...request.headers,
      },
      ...(request.body === undefined ? {} : { body: payloadOf(request.body) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const body = (await response.json()) as Record<string, unknown>;
    return { answer: { status: response.status, body }, cookies: response.headers.getSetCookie() };
  } catch {
    return { answer: null, cookies: [] };
  }
}

export async function readFrom(url: string, path: string, cookie: string): Promise<Buffer | null> {
  const response = await fetch(`${url}${path}`, { headers: { cookie } });
  return response.ok ? Buffer.from(await response.arrayBuffer()) : null;
}

/** `door` is an address, or what says which node of several the next request reaches. */
export async function openShopper(door: string | (() => string)): Promise<ShopClient> {
  const url = typeof door === 'string' ? () => door : door;
  const { answer, cookies } = await sendTo(url(), { method: 'POST', path: '/api/visits', body: {} });
  if (answer?.status !== 200) throw new Error(`no visit: ${JSON.stringify(answer)}`);
  const cookie = cookies.map((line) => line.split(';', 1)[0]).join('; ');
  return {
    shopperId: String(answer.body.shopperId),
    send: async (method, path, body, key) =>
      (
        await sendTo(url(), {
          method,
          path,
          cookie,
          ...(body === undefined ? {} : { body }),
          ...(key ? { key } : {}),
        })
      ).answer,
    read: (path) => readFrom(url(), path, cookie),
  };
}

/** The items of the slot that is open now. */
export async function openFlashItems(url: string): Promise<FlashItem[]> {
  const { answer } = await sendTo(url, { method: 'GET', path: '/api/flash' });
  const slots = (answer?.body.slots ?? []) as { state: string; items: FlashItem[] }[];
  return slots.filter((slot) => slot.state === 'open').flatMap((slot) => slot.items);
}

/** What one unit of a flash item costs with its freight: what the refusal of another amount tells. */
export async function flashPayFen(client: ShopClient, item: FlashItem, nth: number): Promise<number> {
  const path = `/api/flash/${encodeURIComponent(item.activityId)}/orders`;
  const body = { quantity: 1, expectedPayFen: 0, address: addressOf(nth) };
  const answer = await client.send('POST', path, body, 'what-does-it-cost');
  if (answer?.body.code !== 'priceChanged') throw new Error(`no price: ${JSON.stringify(answer)}`);
  return (answer.body.quote as QuoteView).payFen;
}

/** What these lines cost this shopper now, delivered to `REGION`; null when there was no answer. */
export async function payFenOf(
  client: ShopClient,
  lines: readonly { skuId: string; quantity: number }[],
): Promise<number | null> {
  const answer = await client.send('POST', '/api/quotes', { lines, region: REGION });
  return answer?.status === 200 ? (answer.body as unknown as QuoteView).payFen : null;
}

/** One item of each of two shops, cheap enough to have plenty of. */
export async function twoShopLines(url: string): Promise<{ skuId: string; quantity: number }[]> {
  const { answer } = await sendTo(url, { method: 'GET', path: '/api/products?limit=40' });
  const products = (answer?.body.products ?? []) as {
    skuId: string;
    shopId: string;
    tags: string[];
    stockState: string;
  }[];
  const bought = products.filter((one) => one.stockState === 'plenty' && !one.tags.includes('flash'));
  const first = bought[0];
  const second = bought.find((one) => one.shopId !== first?.shopId);
  if (!first || !second)
    throw new Error(`no two shops sell anything: ${JSON.stringify(answer).slice(0, 300)}`);
  return [
    { skuId: first.skuId, quantity: 1 },
    { skuId: second.skuId, quantity: 2 },
  ];
}

/** Asks for a coupon of the coupon centre, until somebody says whether it was given. */
export async function claim(client: ShopClient, promotionId: string): Promise<void> {
  for (;;) {
    const answer = await client.send('POST', '/api/coupons', { promotionId }, `claim-${promotionId}`);
    if (answer?.status === 201) return;
    if (answer !== null && answer.status !== 503) throw new Error(`no coupon: ${JSON.stringify(answer)}`);
  }
}

const UNITS_MAX = 9;
/** As few units as possible of one item of a category, so that an order of them takes the coupon that this shopper claims. */
export async function linesForCoupon(
  client: ShopClient,
  promotionId: string,
  category: string,
): Promise<{ skuId: string; quantity: number }[]> {
  await claim(client, promotionId);
  const found = await client.send('GET', `/api/products?category=${category}&limit=40`);
  const products = (found?.body.products ?? []) as { skuId: string; tags: string[]; stockState: string }[];
  for (const { skuId } of products.filter(
    (one) => one.stockState === 'plenty' && !one.tags.includes('flash'),
  ))
    for (let quantity = 1; quantity <= UNITS_MAX; quantity++) {
      const lines = [{ skuId, quantity }];
      const answer = await client.send('POST', '/api/quotes', { lines, region: REGION });
      const taken = (answer?.body as QuoteView | undefined)?.coupons ?? [];
      if (taken.some((coupon) => coupon.promotionId === promotionId)) return lines;
    }
  throw new Error(`nothing in ${category} takes ${promotionId}`);
}

/** What may change after an order was placed; the rest of an answer must stay as it was for ever. */
export function frozen(view: PurchaseView) {
  const { state: _, paidAt: __, closedAt: ___, closedReason: ____, refundedFen: _____, ...rest } = view;
  return rest;
}
