import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Launched, launch, makePlace } from '../faults/launch.ts';
import { openBrowser } from './open-browser.ts';
import { addBySearch, checkOut, enter, pressFlash, type Shopper } from './storefront.journey.ts';

/**
 * The answer of an order is cut on its way back (or the order on its way there), the shopper reloads, leaves, comes back:
 * they never have two of it, and never lose sight of it. DACU_BASE_URL walks through a server that runs already.
 */
/** Midnight's flash sale is on. */
const DEMO_AT = '2024-06-18T00:01:00+08:00';
/** How long a server that runs already may take to open its own. */
const OPENS_WITHIN_MS = 75_000;
const place = makePlace();
let server: Launched | null = null;
let url: string;
let browser: Browser;

beforeAll(async () => {
  const given = process.env.DACU_BASE_URL;
  if (!given) server = await launch(place, { DACU_DEMO_AT: DEMO_AT, DACU_ROLES: 'web,worker' });
  url = given ?? server!.url;
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  server?.signal('SIGTERM');
  await server?.exited;
  place.remove();
});

const ORDERS = /\/api\/(purchases|flash\/[^/]+\/orders)$/;

/** From now on what is ordered does (or does not) reach the server, and no answer comes back; counts the tries. */
async function cut({ page }: Shopper, what: 'answer' | 'request'): Promise<{ keys: string[] }> {
  const keys: string[] = [];
  await page.context().route(ORDERS, async (route) => {
    const request = route.request();
    if (request.method() !== 'POST') return route.fallback();
    keys.push(request.headers()['idempotency-key']!);
    if (what === 'answer') await route.fetch();
    await route.abort('connectionreset');
  });
  return { keys };
}

/** The keys under which orders are sent from now on; filled while the page sends. */
function keysSent(page: Page): string[] {
  const keys: string[] = [];
  page.on('request', (request) => {
    const key = request.headers()['idempotency-key'];
    if (request.method() === 'POST' && ORDERS.test(request.url()) && key) keys.push(key);
  });
  return keys;
}

async function mend({ page }: Shopper): Promise<void> {
  // A try under way ends as it was to end.
  await page.context().unrouteAll({ behavior: 'wait' });
}

async function ordersOf({ page }: Shopper): Promise<number> {
  const answer = await page.context().request.get('/api/purchases');
  return ((await answer.json()) as { purchases: unknown[] }).purchases.length;
}

/** Up to the moment where the page says that it does not know. */
async function orderIntoTheDark(shopper: Shopper): Promise<void> {
  const { page } = shopper;
  await addBySearch(shopper, '坚果');
  await checkOut(shopper, { arrives: false });
  await page.getByText('还不知道有没有下单成功').waitFor();
}

test('an order whose answer was cut is found by a reload: one order, and its cashier', async () => {
  const shopper = await enter(browser, url);
  const { keys } = await cut(shopper, 'answer');
  await orderIntoTheDark(shopper);
  await mend(shopper);
  const again = keysSent(shopper.page);
  await shopper.page.reload();
  await shopper.page.waitForURL(/\/pay\//);
  await shopper.page.getByText('剩余付款时间').waitFor();
  expect(new Set([...keys, ...again]).size).toBe(1);
  expect(again.length).toBeGreaterThan(0);
  expect(await ordersOf(shopper)).toBe(1);
  await shopper.page.context().close();
});

test('an order that never arrived is placed once by a reload', async () => {
  const shopper = await enter(browser, url);
  await cut(shopper, 'request');
  await orderIntoTheDark(shopper);
  expect(await ordersOf(shopper)).toBe(0);
  await mend(shopper);
  await shopper.page.reload();
  await shopper.page.waitForURL(/\/pay\//);
  expect(await ordersOf(shopper)).toBe(1);
  await shopper.page.context().close();
});

test('while nobody knows, the checkout offers no second order, and every other page says so', async () => {
  const shopper = await enter(browser, url);
  const { page } = shopper;
  await cut(shopper, 'answer');
  await orderIntoTheDark(shopper);
  await page.reload();
  await page.getByText(/还不知道 ¥[\d,.]+ 的订单有没有下单成功/).waitFor();
  expect(await page.getByRole('button', { name: '提交订单' }).count()).toBe(0);
  await page.goto('/me');
  await page.getByText(/还不知道 ¥[\d,.]+ 的订单有没有下单成功/).waitFor();
  await mend(shopper);
  // The page asks by itself too, and may have done so before the press.
  const placed = page.getByText(/¥[\d,.]+ 的订单已经下单成功/);
  await Promise.any([page.getByRole('button', { name: '确认结果' }).click(), placed.waitFor()]);
  await placed.waitFor();
  await page.getByRole('link', { name: '去付款' }).click();
  await page.waitForURL(/\/pay\//);
  await page.getByText('剩余付款时间').waitFor();
  expect(await page.getByText(/的订单已经下单成功/).count()).toBe(0);
  expect(await ordersOf(shopper)).toBe(1);
  await page.context().close();
});

/** Up to the moment where the page says that it does not know whether the flash item is theirs. */
async function flashIntoTheDark(shopper: Shopper): Promise<void> {
  await pressFlash(shopper, OPENS_WITHIN_MS);
  await shopper.page.getByText('还不知道有没有下单成功').waitFor();
}

test('a flash order whose answer was cut is found by a reload: the one unit that a person may have, not a refusal of a second', async () => {
  const shopper = await enter(browser, url);
  const { page } = shopper;
  const { keys } = await cut(shopper, 'answer');
  await flashIntoTheDark(shopper);
  expect(await ordersOf(shopper)).toBe(1);
  await mend(shopper);
  const again = keysSent(page);
  await page.reload();
  await page.waitForURL(/\/pay\//);
  await page.getByText('剩余付款时间').waitFor();
  expect(new Set([...keys, ...again]).size).toBe(1);
  expect(again.length).toBeGreaterThan(0);
  expect(await ordersOf(shopper)).toBe(1);
  await page.context().close();
});

test('a flash order that never arrived is placed once by a reload', async () => {
  const shopper = await enter(browser, url);
  await cut(shopper, 'request');
  await flashIntoTheDark(shopper);
  expect(await ordersOf(shopper)).toBe(0);
  await mend(shopper);
  await shopper.page.reload();
  await shopper.page.waitForURL(/\/pay\//);
  expect(await ordersOf(shopper)).toBe(1);
  await shopper.page.context().close();
});
