import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Launched, launch, makePlace } from '../faults/launch.ts';
import { openBrowser } from './open-browser.ts';
import { addBySearch, checkOut, enter, type Shopper } from './storefront.journey.ts';

/**
 * The answer of an order is cut on its way back (or the order on its way there), the shopper reloads, leaves, comes back:
 * they never have two of it, and never lose sight of it. DACU_BASE_URL walks through a server that runs already.
 */
const place = makePlace();
let server: Launched | null = null;
let url: string;
let browser: Browser;

beforeAll(async () => {
  const given = process.env.DACU_BASE_URL;
  if (!given) server = await launch(place, { DACU_ROLES: 'web,worker' });
  url = given ?? server!.url;
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  server?.signal('SIGTERM');
  await server?.exited;
  place.remove();
});

const ORDERS = '**/api/purchases';

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

async function mend({ page }: Shopper): Promise<void> {
  await page.context().unroute(ORDERS);
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
  const again: string[] = [];
  shopper.page.on('request', (request) => {
    const key = request.headers()['idempotency-key'];
    if (request.method() === 'POST' && request.url().endsWith('/api/purchases') && key) again.push(key);
  });
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
  await page.getByRole('button', { name: '确认结果' }).click();
  await page.getByText(/¥[\d,.]+ 的订单已经下单成功/).waitFor();
  await page.getByRole('link', { name: '去付款' }).click();
  await page.waitForURL(/\/pay\//);
  await page.getByText('剩余付款时间').waitFor();
  expect(await page.getByText(/的订单已经下单成功/).count()).toBe(0);
  expect(await ordersOf(shopper)).toBe(1);
  await page.context().close();
});
