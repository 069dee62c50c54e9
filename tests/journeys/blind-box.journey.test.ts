import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOperator } from '../faults/operator.ts';
import { openSale, type Sale } from './open-sale.ts';
import { enter, fillAddress, pay, type Shopper } from './storefront.journey.ts';

/**
 * Blind boxes from the odds to the proof: the published fingerprint, what has to be confirmed, boxes that are opened on the
 * order, and after the sale the check of that draw in the browser.
 */
/** The day of the limited pool; its seed becomes public half an hour after it. */
const DEMO_AT = '2024-06-18T00:10:00+08:00';
const REVEALED_AT = '2024-06-19T00:40:00+08:00';
let sale: Sale;
let shopper: Shopper;
let page: Page;
let fingerprint: string;

beforeAll(async () => {
  sale = await openSale(DEMO_AT);
  shopper = await enter(sale.browser, sale.server.url);
  page = shopper.page;
});

afterAll(() => sale?.close());

const button = (name: string | RegExp) => page.getByRole('button', { name });

test('the product says odds, quantities, limits and the fingerprint before anything is bought', async () => {
  await page.goto('/products/pr-blind-space');
  const panel = page.locator('.box-panel');
  await panel.getByText(/共 260 只，还剩 \d+ 只/).waitFor();
  const secret = panel.getByRole('row', { name: /隐藏款/ });
  expect(await secret.textContent()).toContain('1.5385%');
  await panel.getByText('不售予未满 8 岁者；8 至 17 岁须监护人同意').waitFor();
  fingerprint = (await panel.locator('code').textContent()) ?? '';
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
});

test('nothing is ordered before age and the rule for opened boxes are confirmed', async () => {
  await page.goto('/checkout?sku=sk-blind-space-1&quantity=2');
  await page.locator('.box-terms').waitFor();
  await fillAddress(page);
  await button('提交订单').click();
  await page.getByRole('alert').getByText('请先完成盲盒确认').waitFor();
  await page.getByLabel('我 8 至 17 岁').check();
  await page.getByLabel('拆开的盲盒不支持无理由退货').check();
  await button('提交订单').click();
  // Still without a guardian.
  await page.getByRole('alert').getByText('请先完成盲盒确认').waitFor();
  await page.getByLabel('监护人知道并同意这次购买').check();
  await button('提交订单').click();
  await page.waitForURL(/\/pay\//);
});

test('a paid box is opened by its buyer, who finds the fingerprint and no seed as long as it is sold', async () => {
  await pay(shopper);
  const boxes = page.locator('.order-boxes');
  await boxes.getByText(/2 只还没拆。/).waitFor();
  await boxes.getByRole('button', { name: '拆开 第 1 只' }).click();
  await boxes.getByText(/1 只还没拆。/).waitFor();
  await boxes.getByRole('link', { name: '验证抽取' }).click();
  await page.getByText(fingerprint).waitFor();
  await page.getByText(/种子在 .* 前公开/).waitFor();
});

test('after the sale the browser finds fingerprint and draw by itself', async () => {
  await (await openOperator(sale.server)).moveClockTo(Date.parse(REVEALED_AT));
  await page.reload();
  await page.getByText('一致', { exact: true }).waitFor();
  await page.getByText('和您拆出的一样').waitFor();
  // Another place holds what it holds, and claims nothing.
  await page.getByLabel('奖池中的第几只').fill('261');
  await button('验算').click();
  await page.getByText('这个奖池没有第 261 只。').waitFor();
  expect(shopper.complaints).toEqual([]);
});
