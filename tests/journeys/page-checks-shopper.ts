import type { Browser, BrowserContext, Page } from 'playwright-core';
import { watchPaints } from './page-checks.ts';

export type Furnished = {
  readonly page: Page;
  readonly ids: { readonly product: string; readonly held: string; readonly pool: string };
};

const ADDRESS = {
  recipient: '欧阳小满',
  phone: '13812345678',
  region: '330000',
  line: '杭州市西湖区文三路 90 号东部软件园科技大厦 12 层',
};
const WORDS = ['坚果', '耳机', '口红', '大米'];

/** A shopper with things in the cart and among the favourites, an order that waits for payment, and an address. */
export async function furnish(browser: Browser, baseURL: string, mode: 'light' | 'dark'): Promise<Furnished> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
    colorScheme: mode,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  context.setDefaultTimeout(20_000);
  await ask(context, baseURL, 'POST', '/api/visits', { channel: 'direct' });
  const found: { skuId: string; productId: string }[] = [];
  for (const word of WORDS) {
    const path = `/api/products?limit=1&q=${encodeURIComponent(word)}`;
    const { products } = await ask<{ products: typeof found }>(context, baseURL, 'GET', path);
    found.push(...products);
  }
  const [first, ...others] = found;
  if (!first || others.length === 0) throw new Error(`nothing found for ${WORDS.join(', ')}`);
  for (const { productId } of found) await ask(context, baseURL, 'PUT', `/api/favourites/${productId}`);
  const { phone, region } = ADDRESS;
  const lines = [{ skuId: first.skuId, quantity: 1 }];
  const { payFen } = await ask<{ payFen: number }>(context, baseURL, 'POST', '/api/quotes', {
    lines,
    region,
    phone,
  });
  const held = await ask<{ purchaseId: string }>(context, baseURL, 'POST', '/api/purchases', {
    lines,
    expectedPayFen: payFen,
    address: ADDRESS,
  });
  for (const [index, { skuId }] of found.entries())
    await ask(context, baseURL, 'PUT', `/api/cart/lines/${skuId}`, { quantity: 1, selected: index !== 1 });

  type Boxes = { boxes: { pool: { poolId: string } }[] };
  const { boxes } = await ask<Boxes>(context, baseURL, 'GET', '/api/boxes');
  const page = await context.newPage();
  await watchPaints(page);
  await page.addInitScript((address) => {
    const book = { list: [{ addressId: 'a', ...address }], defaultId: 'a' };
    localStorage.setItem('dacu.addresses', JSON.stringify(book));
  }, ADDRESS);
  return {
    page,
    ids: { product: first.productId, held: held.purchaseId, pool: boxes[0]!.pool.poolId },
  };
}

async function ask<Answer>(
  context: BrowserContext,
  origin: string,
  method: string,
  path: string,
  data?: object,
): Promise<Answer> {
  const response = await context.request.fetch(path, {
    method,
    headers: { origin, 'idempotency-key': crypto.randomUUID() },
    ...(data ? { data } : {}),
  });
  if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
  const text = await response.text();
  return (text === '' ? null : JSON.parse(text)) as Answer;
}
