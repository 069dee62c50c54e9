import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Operator, openOperator } from '../faults/operator.ts';
import { openSale, type Sale } from './open-sale.ts';
import { enter, fenOf, fillAddress, type Shopper } from './storefront.journey.ts';

/**
 * A pre-sale from deposit to balance as a shopper with a phone: what is lost is said before anything is paid, the clock
 * moves into the balance window, the reminder is there, the balance is paid, and the order is.
 */
/** Ten minutes before the deposit window of the 618 pre-sale ends and its balance window opens. */
const DEMO_AT = '2024-06-14T23:50:00+08:00';
const BALANCE_AT = '2024-06-15T00:01:00+08:00';
const SKU = 'sk-purifier-air-1';
let sale: Sale;
let shopper: Shopper;
let page: Page;
let orderPath: string;
let operator: Operator;

beforeAll(async () => {
  sale = await openSale(DEMO_AT);
  operator = await openOperator(sale.server);
  shopper = await enter(sale.browser, sale.server.url);
  page = shopper.page;
});

afterAll(() => sale?.close());

const button = (name: string | RegExp) => page.getByRole('button', { name });
const paysOf = async (skuId: string) =>
  (await (await page.request.get(`/api/presale/${skuId}`)).json()).presale.pays;
const link = (name: string | RegExp) => page.getByRole('link', { name });

/** Opens the coupon's own link as its poster shows it to who comes by. */
async function claimByCode(promotionId: string): Promise<void> {
  const answer = await operator.client.send('GET', '/api/ops/coupons');
  const { programmes } = answer!.body as { programmes: { promotionId: string; code: string | null }[] };
  const code = programmes.find((one) => one.promotionId === promotionId)!.code!;
  await page.goto(`/coupons?utm_source=offline&code=${code.toLowerCase()}`);
  await page.getByText('凭码领到了这张券').waitFor();
}

async function couponsIn(state: string): Promise<string[]> {
  const { coupons } = await (await page.request.get(`/api/coupons/mine?state=${state}`)).json();
  return coupons.map(({ promotionId }: { promotionId: string }) => promotionId);
}

test('the item says what a deposit counts as, both windows, and that it is not returned', async () => {
  await page.goto('/products/pr-purifier-air');
  const panel = page.getByRole('region', { name: '定金预售' });
  // Of ¥899 a deposit of 2 % counts ten times.
  await panel.getByText('定金 ¥17.98 抵 ¥179.80').waitFor();
  await panel.getByText('定金不退').waitFor();
  await panel.getByText(/民法典第 586 条/).waitFor();
  expect(await panel.textContent()).not.toContain('订金');
  await link('付定金 ¥17.98').click();
  await page.waitForURL(`/presale/${SKU}/checkout?quantity=1`);
});

test('nothing is ordered before the note on the deposit is ticked', async () => {
  await fillAddress(page);
  await button('付定金').click();
  await page.getByRole('alert').getByText('请先勾选上面的定金说明').waitFor();
  await page.getByLabel(/我已知道：不付尾款，¥17\.98 定金不退/).check();
  await button('付定金').click();
  await page.waitForURL(/\/pay\//);
  expect(fenOf(await page.locator('.pay-ticket').textContent())).toBe(1_798);
});

test('with the deposit paid the order tells when the balance opens and closes', async () => {
  await button(/^支付/).click();
  await button('确认付款').click();
  await page.getByRole('heading', { name: '定金已付' }).waitFor();
  await link('查看订单').click();
  await page.getByRole('heading', { name: '已付定金' }).waitFor();
  orderPath = new URL(page.url()).pathname;
  await page
    .getByRole('region', { name: '预售进度' })
    .getByText(/前付清/)
    .waitFor();
  // Not open yet: there is nothing to pay.
  expect(await link(/付尾款 ¥/).count()).toBe(0);
});

test('an item that turns red under an open deposit page is refused, told plainly and booked at full payment', async () => {
  const item = '/products/pr-robot-vacuum';
  await page.goto(item);
  await page.getByRole('region', { name: '定金预售' }).waitFor();
  await link(/^付定金 ¥/).click();
  const accept = page.getByLabel(/我已知道：不付尾款/);
  await accept.check();
  await operator.leaveToSell('sk-robot-vacuum-1', 40);
  await expect.poll(() => paysOf('sk-robot-vacuum-1')).toBe('full');
  await button('付定金').click();
  await page.getByRole('alert').getByText('因库存告急改为全款预订，没有扣款').waitFor();
  const fullFen = fenOf(await page.locator('.action-total').textContent());
  expect(await page.locator('.receipt').textContent()).toContain('应付');
  await button('提交并付全款').click();
  await page.waitForURL(/\/pay\//);
  expect(fenOf(await page.locator('.pay-ticket').textContent())).toBe(fullFen);
  await button(/^支付/).click();
  await button('确认付款').click();
  await page.getByRole('heading', { name: '付款成功' }).waitFor();

  await page.goto(item);
  const panel = page.getByRole('region', { name: '全款预售' });
  await panel.getByText('库存告急，改为全款预订').waitFor();
  expect(await panel.textContent()).not.toContain('定金不退');
  await page.getByRole('region', { name: '相似款' }).getByRole('link').click();
  await page.waitForURL(/\/products\/pr-(?!robot-vacuum)/);
});

test('in its window the shopper is told once, chooses another coupon than the best, and pays the balance', async () => {
  await operator.moveClockTo(Date.parse(BALANCE_AT));
  for (const promotionId of ['qr-coupon', 'campus-coupon']) await claimByCode(promotionId);
  // Told of as due work; the page itself looks again only after half a minute.
  await expect.poll(async () => (await (await page.request.get('/api/notices')).json()).unread).toBe(1);
  await page.goto('/me');
  await page.getByRole('region', { name: '提醒' }).getByText('可以付尾款了').click();
  await page.waitForURL(orderPath);
  await link(/付尾款 ¥/).click();
  await page.waitForURL(/\/balance$/);
  const balanceFen = fenOf(await page.locator('.action-total').textContent());
  // 899 less what the deposit counts as; reductions of the day may take more off.
  expect(balanceFen).toBeGreaterThan(0);
  expect(balanceFen).toBeLessThanOrEqual(89_900 - 17_980);

  // Two coupons of one group: the dearer one is in the price; the other costs what it takes less.
  const panel = page.getByRole('region', { name: '优惠券' });
  await panel.getByText('已为您选出最优组合').waitFor();
  await panel.getByRole('button', { name: /^优惠券/ }).click();
  const sheet = page.getByRole('dialog', { name: '选择优惠券' });
  await sheet.getByRole('checkbox', { name: /^¥12 .*省 ¥12\.00/ }).click();
  await sheet.getByRole('checkbox', { name: /^¥10 .*校园/ }).click();
  await sheet.getByRole('checkbox', { name: /^¥10 .*省 ¥10\.00/ }).waitFor();
  await sheet.getByText('按您选的券，比最优组合多付 ¥2.00').waitFor();
  await button('就用这些').click();
  await panel.getByText('比最优组合多付 ¥2.00').waitFor();
  const chosenFen = balanceFen + 200;
  await expect.poll(async () => fenOf(await page.locator('.action-total').textContent())).toBe(chosenFen);
  await page.getByText('校园/写字楼地推扫码送券').first().waitFor();
  // The choice stays with this balance through a reload.
  await page.reload();
  await panel.getByText('比最优组合多付 ¥2.00').waitFor();
  await button('确认并付尾款').click();
  await page.waitForURL(/\/pay\//);
  expect(fenOf(await page.locator('.pay-ticket').textContent())).toBe(chosenFen);
  expect(await couponsIn('frozen')).toEqual(['campus-coupon']);
  await button(/^支付/).click();
  await button('确认付款').click();
  await page.getByRole('heading', { name: '付款成功' }).waitFor();
  await link('查看订单').click();
  await page.getByRole('heading', { name: '已付款' }).waitFor();
  const paidFen = fenOf(await page.locator('.order-sums .is-total dd').textContent());
  expect(paidFen).toBe(chosenFen + 1_798);
  expect([await couponsIn('used'), await couponsIn('available')]).toEqual([['campus-coupon'], ['qr-coupon']]);
  // The one refusal above, as the browser writes it down.
  expect(shopper.complaints).toEqual([expect.stringContaining('409')]);
});
