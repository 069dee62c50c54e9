/// <reference lib="dom" />
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Launched, launch, makePlace, ROOT } from '../faults/launch.ts';
import { openBrowser } from './open-browser.ts';

/** The shop as something that is kept on a phone: what a browser asks before it offers that, and what offline means. */
const place = makePlace();
let server: Launched | null = null;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let url: string;
const violations: string[] = [];

beforeAll(async () => {
  const given = process.env.DACU_BASE_URL;
  if (!given) server = await launch(place, { DACU_ROLES: 'web,worker' });
  url = given ?? server!.url;
  browser = await openBrowser();
  context = await browser.newContext({
    baseURL: url,
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
  });
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  server?.signal('SIGTERM');
  await server?.exited;
  place.remove();
});

test('the worker takes over the first page by itself', async () => {
  await page.evaluate(() => navigator.serviceWorker.ready);
  const controlled = () => page.evaluate(() => navigator.serviceWorker.controller !== null);
  await expect.poll(controlled, { timeout: 20_000 }).toBe(true);
});

type Manifest = {
  name: string;
  short_name: string;
  id: string;
  start_url: string;
  scope: string;
  display: string;
  theme_color: string;
  icons: { src: string; sizes: string; type: string; purpose: string }[];
};

test('the browser reads a manifest without complaint, in the language of the page', async () => {
  const devtools = await context.newCDPSession(page);
  const { errors, data } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data!) as Manifest;
  expect(manifest).toMatchObject({ id: '/', scope: '/', display: 'standalone', short_name: 'Dacu 大促' });
  expect(new URL(manifest.start_url, url).pathname).toBe('/');
  const english = (await (await context.request.get('/manifest.en.webmanifest')).json()) as Manifest;
  expect(english).toMatchObject({ id: '/', name: 'Dacu Sale' });
});

test('every icon is there, of the size and type it says, and some may be cut to any shape', async () => {
  const manifest = (await (await context.request.get('/manifest.zh.webmanifest')).json()) as Manifest;
  for (const icon of manifest.icons) {
    const response = await context.request.get(icon.src);
    expect(response.headers()['content-type']).toBe('image/png');
    const png = await response.body();
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(icon.sizes);
  }
  const sizesOf = (purpose: string) =>
    manifest.icons.filter((icon) => icon.purpose === purpose).map((icon) => icon.sizes);
  expect(sizesOf('any')).toEqual(['192x192', '512x512']);
  expect(sizesOf('maskable')).toEqual(['192x192', '512x512']);
});

test('what the worker keeps is the shell alone: no answer of the API, no price, is ever in it', async () => {
  await page.goto('/cart');
  await page.getByRole('heading', { name: '购物车', exact: true }).waitFor();
  await page.goto('/flash');
  await page.getByRole('heading', { level: 1 }).waitFor();
  const kept = await page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
    return paths;
  });
  expect(kept.length).toBeGreaterThan(20);
  expect(kept.filter((path) => !/^\/(assets\/[^/]+\.(js|css)|mark\.svg)?$/.test(path))).toEqual([]);
});

test('without a network a page still opens, says so and what to do, and comes back by itself', async () => {
  // A page that is opened without a network learns of it from its own calls; one that stands open, from the browser.
  const away = page.getByText(/网络断开了|暂时连不上服务器/);
  await context.setOffline(true);
  await page.goto('/orders');
  await away.waitFor();
  await page.getByRole('button', { name: '再试一次' }).waitFor();
  await context.setOffline(false);
  await page.getByText('还没有订单').waitFor();
  await away.waitFor({ state: 'hidden' });
  await context.setOffline(true);
  await page.getByText('网络断开了').waitFor();
  await context.setOffline(false);
  await away.waitFor({ state: 'hidden' });
});

test('a new version is offered, not forced, and is there after one press', async () => {
  // Served from the build's folder, so a changed file is a changed version; it is put back afterwards.
  const file = join(ROOT, 'apps/storefront/dist/sw.js');
  const before = readFileSync(file, 'utf8');
  try {
    writeFileSync(file, before.replace(/"version":"[0-9a-f]+"/, '"version":"nextversion"'));
    await page.goto('/me');
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    const update = page.getByRole('button', { name: '立即更新' });
    await update.waitFor();
    const caches_ = () => page.evaluate(() => caches.keys());
    expect(await caches_()).toHaveLength(2);
    const loaded = page.waitForEvent('load');
    await update.click();
    await loaded;
    await expect.poll(caches_).toEqual(['dacu-shell-nextversion']);
    await page.getByRole('heading', { level: 1, name: '我的' }).waitFor();
    expect(await update.isVisible()).toBe(false);
  } finally {
    writeFileSync(file, before);
  }
});

test('none of it needs more than the strict policy of the page allows', () => {
  expect(violations).toEqual([]);
});
