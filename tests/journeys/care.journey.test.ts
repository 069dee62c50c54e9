import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATOR_PASSWORD, type Operator, openOperator } from '../faults/operator.ts';
import { openSale, type Sale } from './open-sale.ts';
import { enter, fenOf, fillAddress } from './storefront.journey.ts';

/**
 * What happens to goods after they were paid, with a phone and a console side by side: fetched in a store for a code that
 * opens once, and sent, tracked, delivered and asked to be taken back.
 */
/** Stands in the store of Beijing. */
const SKU = 'sk-tee-heavyweight-1';
const STORE = '北京三里屯体验店';
const HOUR_MS = 3_600_000;
let sale: Sale;
let operator: Operator;
let phone: Page;
let desk: Page;
let orderPath: string;

beforeAll(async () => {
  sale = await openSale();
  operator = await openOperator(sale.server);
  phone = (await enter(sale.browser, sale.server.url)).page;
  const context = await sale.browser.newContext({
    ...{ baseURL: sale.server.url, viewport: { width: 1440, height: 900 } },
    ...{ locale: 'zh-CN', reducedMotion: 'reduce' },
  });
  context.setDefaultTimeout(15_000);
  desk = await context.newPage();
});

afterAll(() => sale?.close());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** The warehouse, the carrier and the store take their time: the clock goes on until it is seen. */
async function until(seen: Locator, stepMs: number): Promise<void> {
  for (let step = 0; step < 14; step += 1) {
    await phone.goto(orderPath);
    await phone.getByRole('heading', { name: '配送与物流' }).waitFor();
    // The panel says first that it is loading.
    await phone.locator('.delivery [role=status]').waitFor({ state: 'detached' });
    if (await seen.isVisible()) return;
    await operator.moveClock(stepMs);
  }
  throw new Error('never seen');
}

async function payFor(): Promise<void> {
  await button(phone, '提交订单').click();
  await phone.waitForURL(/\/pay\//);
  await button(phone, /^支付/).click();
  await button(phone, '确认付款').click();
  await phone.getByRole('link', { name: '查看订单' }).click();
  await phone.getByRole('heading', { name: '已付款' }).waitFor();
  orderPath = new URL(phone.url()).pathname;
}

test('goods that a store has are ordered to it, and no freight is asked', async () => {
  await phone.goto(`/checkout?sku=${SKU}&quantity=1`);
  await fillAddress(phone);
  const total = phone.locator('.action-total');
  await phone.getByText(/^运费 ¥/).waitFor();
  const doorFen = fenOf(await total.textContent());
  await phone.getByLabel(/门店自提/).check();
  await phone.getByText(STORE).click();
  await phone.getByText('到店自取，不收运费').waitFor();
  await button(phone, '提交订单').click({ trial: true });
  const storeFen = fenOf(await total.textContent());
  expect(storeFen).toBeLessThan(doorFen);
  await payFor();
});

test('the phone shows a code once the goods stand ready', async () => {
  const show = phone.getByRole('link', { name: '出示提货码' });
  await until(show, 12 * HOUR_MS);
  await show.click();
  await phone.getByRole('img', { name: /提货码 \d{8} 的二维码/ }).waitFor();
  expect(await phone.locator('.pickup-code').textContent()).toMatch(/^\s*\d{4}\s+\d{4}\s*$/);
  await phone.getByText(STORE).waitFor();
});

test('the counter hands the goods over for the code, and a second time for none', async () => {
  const code = (await phone.locator('.pickup-code').textContent())!.trim();
  await desk.goto('/console/fulfilment?tab=counter');
  await desk.getByLabel('密码', { exact: true }).fill(OPERATOR_PASSWORD);
  await button(desk, '登录').click();
  const field = desk.getByLabel('提货码');
  await field.fill(code);
  await button(desk, '核销并交付').click();
  await desk.getByRole('status').getByText('核对一致，请交付').waitFor();
  await field.fill(code);
  await button(desk, '核销并交付').click();
  await desk.getByRole('alert').getByText('提货码已使用').waitFor();
  // The phone hears of it by itself.
  await phone.getByText(/已领取/).waitFor();
  await phone.goto(orderPath);
  await phone.getByRole('heading', { name: '已自提' }).first().waitFor();
});

test('what is sent is tracked from the warehouse to the door', async () => {
  await phone.goto(`/checkout?sku=${SKU}&quantity=2`);
  await payFor();
  await until(phone.getByRole('heading', { name: '已发货' }), 12 * HOUR_MS);
  await phone.getByText('交给承运商').waitFor();
  await button(phone, '复制运单号').waitFor();
  await until(phone.getByRole('heading', { name: '已签收' }).first(), 24 * HOUR_MS);
  await phone.getByText(/起不再支持无理由退货/).waitFor();
});

test('the wizard says to the fen what comes back, and asks for it', async () => {
  await phone.getByRole('link', { name: '申请售后' }).click();
  await phone.waitForURL(/\/return$/);
  await button(phone, '多一件').click();
  const preview = phone.getByRole('region', { name: '预计结果' });
  await preview.getByText('退回原支付账户').waitFor();
  await phone.getByLabel('质量问题').check();
  await preview.getByText('寄回运费由卖家承担').waitFor();
  await button(phone, '提交申请').click();
  await phone.waitForURL(orderPath);
  await phone.getByText('等待卖家答复').waitFor();
});
