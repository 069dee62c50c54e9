import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOperator } from '../faults/operator.ts';
import { openSale, type Sale } from './open-sale.ts';
import { addBySearch, checkOut, enter, fenOf, pay, type Shopper } from './storefront.journey.ts';

/**
 * Points from the order that earns them to the one that they pay for and back, in a sale that takes points; and an item that
 * is held back until its hour.
 */
/** Points of this sale can be used a week after the payment, and it is still on then. */
const DEMO_AT = '2026-11-02T10:00:00+08:00';
const WEEK_MS = 7 * 86_400_000;
let sale: Sale;
let shopper: Shopper;
let page: Page;

beforeAll(async () => {
  sale = await openSale(DEMO_AT);
  shopper = await enter(sale.browser, sale.server.url);
  page = shopper.page;
});

afterAll(() => sale?.close());

const countOf = (text: string | null) => Number(/([\d,]+)/.exec(text ?? '')![1]!.replaceAll(',', ''));
const figure = async () => {
  await page.goto('/points');
  return countOf(await page.locator('.points-figure strong').textContent());
};

test('what is paid earns points, and a week later they pay for a part of the next order', async () => {
  await addBySearch(shopper, '吸尘器');
  await checkOut(shopper);
  await pay(shopper);
  const order = new URL(page.url()).pathname;
  const earned = countOf(await page.getByText(/付款得 \d+ 积分/).textContent());
  expect(earned).toBeGreaterThan(100);
  expect(await figure()).toBe(0);
  await page.getByText(`${earned} 分待到账`).waitFor();
  await page.getByRole('link', { name: /^订单 / }).click();
  await page.waitForURL(`**${order}`);

  await (await openOperator(sale.server)).moveClock(WEEK_MS + 60_000);
  expect(await figure()).toBe(earned);

  await addBySearch(shopper, '面膜');
  await page.getByRole('link', { name: /去结算/ }).click();
  const switchOf = page.getByRole('switch', { name: /用积分抵扣/ });
  await switchOf.waitFor();
  const total = page.locator('.action-total');
  const whole = fenOf(await total.textContent());
  const words = (await page.locator('.points-switch').textContent())!;
  const saves = Number(/省 ¥(\d+)/.exec(words)![1]) * 100;
  await switchOf.check();
  await expect.poll(async () => fenOf(await total.textContent())).toBe(whole - saves);
  await page.locator('.receipt-layer', { hasText: '积分' }).waitFor();
  await page.getByRole('button', { name: '提交订单' }).click();
  await page.waitForURL(/\/pay\//);
  const left = await figure();
  expect(left).toBe(earned - saves);
  await page.getByText('下单抵扣').waitFor();

  // Given up, the order gives them back.
  await page.goto('/orders?state=held');
  await page.locator('main a[href^="/orders/"]').first().click();
  await page.getByRole('button', { name: '取消订单' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /取消订单|确认取消/ })
    .click();
  await page.getByText('已取消', { exact: false }).first().waitFor();
  expect(await figure()).toBe(earned);
  await page.getByText('订单关闭退回').waitFor();
  expect(shopper.complaints).toEqual([]);
});
