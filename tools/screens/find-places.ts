import type { Browser, BrowserContext } from 'playwright-core';
import type { Launched } from '../../tests/faults/launch.ts';
import { addBySearch, checkOut, enter, pay } from '../../tests/journeys/storefront.journey.ts';

export type Places = {
  /** Cookies and storage of who is signed in. */
  readonly session: Awaited<ReturnType<BrowserContext['storageState']>>;
  /** Addresses that exist on this copy only. */
  readonly found: Readonly<Record<string, string>>;
};

const OWN_PASSWORD = 'three quiet lanterns by the river';

/** A shopper with an order paid, one waiting to be paid, and a cart of two shops. */
export async function shopAround(browser: Browser, url: string): Promise<Places> {
  const shopper = await enter(browser, url);
  const { page } = shopper;
  await addBySearch(shopper, '坚果');
  await checkOut(shopper);
  await pay(shopper);
  const order = new URL(page.url()).pathname;
  await addBySearch(shopper, '面膜');
  await page.getByRole('link', { name: /去结算/ }).click();
  await page.getByRole('button', { name: '提交订单' }).click();
  await page.waitForURL(/\/pay\//);
  const cashier = new URL(page.url()).pathname;
  await addBySearch(shopper, '坚果');
  await addBySearch(shopper, '耳机');
  await page.goto('/search?q=%E8%80%B3%E6%9C%BA');
  const product = await page.locator('main a[href^="/products/"]').first().getAttribute('href');
  const session = await page.context().storageState();
  await page.context().close();
  return { session, found: { order, cashier, product: product! } };
}

/** The operator of a first start, with a password of their own. */
export async function enterConsole(browser: Browser, server: Launched): Promise<Places> {
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto('/console/plan');
  const given = /Sign in\s+operator \/ (\S+)/.exec(server.output())?.[1] ?? '';
  await page.getByLabel('密码', { exact: true }).fill(given);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByLabel('新密码').fill(OWN_PASSWORD);
  await page.getByLabel('再输入一次').fill(OWN_PASSWORD);
  await page.getByRole('button', { name: '保存并进入' }).click();
  await page.getByRole('main').getByRole('link').first().waitFor();
  const session = await context.storageState();
  await context.close();
  return { session, found: {} };
}
