import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSale, type Sale } from './open-sale.ts';
import { checkOut, enter, fenOf, type Shopper } from './storefront.journey.ts';

/**
 * Coupons from the claim to the order and back: a grab before its time, the best combination and one's own, what that
 * costs, and a cancelled order that gives the coupon back.
 */
/** The first morning of the year: no lot is open before ten, and it is nearly ten. */
const DEMO_AT = '2024-01-01T09:59:20+08:00';
const OWN_PASSWORD = 'three quiet lanterns by the river';
/** So many of it are worth more than either coupon asks for. */
const DEAR = { word: '吸尘器', quantity: 3 };
let sale: Sale;
let shopper: Shopper;
let page: Page;

beforeAll(async () => {
  sale = await openSale(DEMO_AT);
  shopper = await enter(sale.browser, sale.server.url);
  page = shopper.page;
});

afterAll(() => sale?.close());

const button = (name: string | RegExp) => page.getByRole('button', { name });
const ticket = (title: string) => page.locator('.coupon', { hasText: title });
const GRAB = '社群专属秒杀限时抢券';
const HIDDEN = '选购指南隐藏优惠券';

async function ask<Answer>(method: string, path: string, data?: object, context = page.context()) {
  const response = await context.request.fetch(path, {
    method,
    headers: { origin: sale.server.url, 'idempotency-key': crypto.randomUUID() },
    ...(data ? { data } : {}),
  });
  return { status: response.status(), body: (await response.json().catch(() => null)) as Answer };
}

/** The code of a hidden coupon as the console shows it to who may hand it out. */
async function hiddenCode(): Promise<string> {
  const context = await sale.browser.newContext({ baseURL: sale.server.url });
  const password = /Sign in\s+operator \/ (\S+)/.exec(sale.server.output())?.[1] ?? '';
  await ask('POST', '/api/ops/session', { name: 'operator', password }, context);
  await ask('POST', '/api/ops/password', { password: OWN_PASSWORD }, context);
  const { body } = await ask<{ programmes: { promotionId: string; code: string | null }[] }>(
    'GET',
    '/api/ops/coupons',
    undefined,
    context,
  );
  await context.close();
  return body.programmes.find(({ promotionId }) => promotionId === 'guide-hidden-coupon')!.code!;
}

test('a grab before its time says when it opens, on the screen and by the server', async () => {
  await page.goto('/coupons?utm_source=wechat');
  await ticket(GRAB)
    .getByRole('button', { name: /10:00 开抢/ })
    .click();
  await page.getByText('还没到时间，10:00 开抢').waitFor();
  const early = await ask<{ code: string; opensAt: number }>('POST', '/api/coupons', {
    promotionId: 'group-grab',
  });
  expect(early.status).toBe(409);
  expect(early.body).toMatchObject({
    code: 'couponNotOpen',
    opensAt: Date.parse('2024-01-01T10:00:00+08:00'),
  });
});

test('at the stroke it is claimed with one press, and only once', async () => {
  await ticket(GRAB)
    .getByRole('button', { name: /立即领取/ })
    .click({ timeout: 60_000 });
  await page.getByText('已领到，下单时自动使用').waitFor();
  await ticket(GRAB).getByText('已领取', { exact: true }).waitFor();
  await ticket(GRAB).getByText('下一场 1月1日 20:00').waitFor();
});

test('who came another way is told whom the coupon is for', async () => {
  const stranger = await enter(sale.browser, sale.server.url);
  await stranger.page.goto('/coupons');
  await stranger.page.locator('.coupon', { hasText: GRAB }).getByText('仅限从微信进入的顾客').waitFor();
  await stranger.page.context().close();
});

test('a wrong code is refused in words; the right one comes by a link, and leaves the address', async () => {
  await page.getByLabel('券码').fill('abcde-12345');
  await page.locator('.code-form').getByRole('button', { name: '立即领取' }).click();
  await page.getByText('没有这个券码，请核对后再输入。').waitFor();
  const code = await hiddenCode();
  await page.goto(`/coupons?code=${code.toLowerCase()}`);
  await page.getByText('凭码领到了这张券').waitFor();
  await ticket(HIDDEN).first().waitFor();
  expect(new URL(page.url()).searchParams.get('code')).toBeNull();
  await page.goto('/coupons/mine');
  await expect.poll(() => page.locator('.coupon').count()).toBe(2);
});

test('the cart uses the best; choosing otherwise shows at once what it costs, to the fen', async () => {
  const found = await ask<{ products: { skuId: string }[] }>(
    'GET',
    `/api/products?limit=1&q=${encodeURIComponent(DEAR.word)}`,
  );
  const { skuId } = found.body.products[0]!;
  await ask('PUT', `/api/cart/lines/${skuId}`, { quantity: DEAR.quantity, selected: true });
  await page.goto('/cart');
  const panel = page.getByRole('region', { name: '优惠券' });
  await panel.getByText('已为您选出最优组合').waitFor();
  const best = fenOf(await page.locator('.cart-total').textContent());
  await panel.getByRole('button', { name: /^优惠券/ }).click();
  const sheet = page.getByRole('dialog', { name: '选择优惠券' });
  await sheet.getByRole('switch', { name: /自动用最优组合/ }).waitFor();
  expect(await sheet.getByRole('switch').isChecked()).toBe(true);
  await sheet.getByRole('checkbox', { name: /^¥50 .*省 ¥50\.00/ }).click();
  await sheet.getByRole('checkbox', { name: /^¥20 / }).click();
  await sheet.getByRole('checkbox', { name: /^¥20 .*省 ¥20\.00/ }).waitFor();
  const lost = sheet.getByText(/比最优组合多付 ¥/);
  await lost.waitFor();
  const lostFen = fenOf(await lost.textContent());
  expect(lostFen).toBeGreaterThan(0);
  await button('就用这些').click();
  await panel.getByText(/比最优组合多付/).waitFor();
  expect(fenOf(await page.locator('.cart-total').textContent())).toBe(best + lostFen);
});

test('the order is what was chosen, its coupon waits with it, and a cancelled order gives it back', async () => {
  const chosen = fenOf(await page.locator('.cart-total').textContent());
  expect(await checkOut(shopper)).toBeGreaterThanOrEqual(chosen);
  const frozen = await ask<{ coupons: { promotionId: string; purchaseId: string }[] }>(
    'GET',
    '/api/coupons/mine?state=frozen',
  );
  expect(frozen.body.coupons.map(({ promotionId }) => promotionId)).toEqual(['group-grab']);
  await page.goto('/coupons/mine?state=frozen');
  await ticket(GRAB).getByText('订单付款后用掉，取消后退回').waitFor();
  await page.goto(`/orders/${frozen.body.coupons[0]!.purchaseId}`);
  await button('取消订单').click();
  await page.getByRole('dialog').getByRole('button', { name: '取消订单' }).click();
  await page.getByText('订单已取消').first().waitFor();
  await page.goto('/coupons/mine');
  await expect.poll(() => page.locator('.coupon').count()).toBe(2);
  await ticket(GRAB)
    .getByRole('link', { name: /去使用/ })
    .waitFor();
});

test('the browser complained about nothing', () => {
  const refused = /status of (409|422)/;
  expect(shopper.complaints.filter((words) => !refused.test(words))).toEqual([]);
});
