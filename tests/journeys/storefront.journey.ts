import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * The storefront as a shopper with a phone uses it, by the names that a screen reader would say. Each part leaves the
 * page where the next may begin; all of them ask a running server and nothing else.
 */
export type Shopper = {
  readonly page: Page;
  /** What the browser complained about; a refusal that a part provokes is taken out by it. */
  readonly complaints: string[];
};

/** Another person each time, on every walk: limits know people by phone and door, whatever browser they use. */
let someone = Date.now() % 100_000_000;
function nextAddress() {
  someone = (someone + 1) % 100_000_000;
  return {
    recipient: '林小满',
    phone: `138${String(someone).padStart(8, '0')}`,
    region: '330000',
    line: `杭州市西湖区文三路 ${someone} 号`,
  };
}
const WAIT_MS = 15_000;

export async function enter(browser: Browser, baseUrl: string): Promise<Shopper> {
  const context = await browser.newContext({
    baseURL: baseUrl,
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });

/** Whole fen of the first amount in a text: `¥1,234.50` → 123450. */
export function fenOf(text: string | null): number {
  const match = /¥([\d,]+)\.(\d\d)/.exec(text ?? '');
  if (!match) throw new Error(`no amount in “${text}”`);
  return Number(match[1]!.replaceAll(',', '')) * 100 + Number(match[2]);
}

async function fensOf(amounts: Locator): Promise<number[]> {
  return (await amounts.allTextContents()).map((text) => (/¥/.test(text) ? fenOf(text) : 0));
}

/** The venue: what is on, one true countdown, and the badge that says the data is simulated. */
export async function seeVenue({ page }: Shopper): Promise<void> {
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText('模拟数据').locator('visible=true').first().waitFor();
  const timer = page.getByRole('timer').first();
  const before = await timer.textContent();
  await expect.poll(() => timer.textContent(), { timeout: 3000 }).not.toBe(before);
}

/** Finds an item by a word, through the suggestions' list and the results, and puts it in the cart. */
export async function addBySearch({ page }: Shopper, word: string): Promise<void> {
  await page.goto('/categories');
  const box = page.getByRole('combobox', { name: '搜索商品' }).locator('visible=true');
  await box.fill(word);
  await page.getByRole('option').first().waitFor();
  await box.press('Enter');
  await page.waitForURL(/\/search\?q=/);
  await button(page, '销量').click();
  await page.waitForURL(/sort=sales/);
  // Until the results are there the page shows what it showed before.
  await page.locator('main a[href^="/products/"]', { hasText: word }).first().click();
  await page.waitForURL(/\/products\//);
  await button(page, '加入购物车').click();
  await button(page, '去看看').click();
  await page.waitForURL(/\/cart$/);
}

/** The receipt in the cart adds up to the fen: list price − every reduction + freight = what is to be paid. */
export async function readReceipt({ page }: Shopper): Promise<number> {
  await button(page, /优惠明细/).click();
  const receipt = page.getByRole('dialog').getByRole('region', { name: '优惠明细' });
  const [list] = await fensOf(receipt.locator('.receipt-sum dd').first());
  const [freight] = await fensOf(receipt.locator('.receipt-sum dd').last());
  const off = await fensOf(receipt.locator('.receipt-amount.is-off'));
  const pay = fenOf(await receipt.locator('.receipt-total dd').textContent());
  expect(list! - off.reduce((sum, fen) => sum + fen, 0) + freight!).toBe(pay);
  await page.keyboard.press('Escape');
  return pay;
}

/**
 * Checks out what is ticked. The form says what is missing before it lets anything through. `arrives: false` leaves the
 * page where it is, for an order whose answer does not come.
 */
export async function checkOut({ page }: Shopper, { arrives = true } = {}): Promise<number> {
  await link(page, /去结算/).click();
  await page.waitForURL(/\/checkout/);
  const save = button(page, '使用这个地址').last();
  await save.click();
  await page.getByText('请填写收货人').waitFor();
  await page.locator('#address-recipient:focus').waitFor();
  await fillAddress(page);
  const place = button(page, '提交订单');
  await place.waitFor();
  // A trial click waits until it can be pressed.
  await place.click({ trial: true });
  const pay = fenOf(await page.locator('.action-total').textContent());
  await place.click();
  if (arrives) await page.waitForURL(/\/pay\//);
  return pay;
}

/**
 * More of an item than anybody can send: the checkout says how many could be, and leads back to the item instead of letting an order
 * be pressed that would be refused. So many can be ordered.
 */
export async function isToldNoWay({ page }: Shopper, skuId: string): Promise<void> {
  const place = button(page, '提交订单');
  await page.goto(`/checkout?sku=${skuId}&quantity=999`);
  const why = page.locator('.delivery-ways').getByRole('status');
  await why.getByText('这一单暂时没有合适的配送方式').waitFor();
  const left = Number(/最多能发 (\d+) 件/.exec((await why.textContent()) ?? '')?.[1]);
  expect(left).toBeGreaterThan(0);
  expect(await place.count()).toBe(0);
  expect(await page.locator('#place-why').textContent()).toContain('请减少数量');
  await link(page, '返回商品页').click();
  await page.waitForURL(/\/products\//);
  await page.goto(`/checkout?sku=${skuId}&quantity=${left}`);
  await place.click({ trial: true });
}

export async function fillAddress(page: Page): Promise<void> {
  const address = nextAddress();
  await page.getByLabel('收货人').fill(address.recipient);
  await page.getByLabel('手机号').fill(address.phone);
  await page.getByLabel('省份').selectOption(address.region);
  await page.getByLabel('详细地址').fill(address.line);
  await button(page, '使用这个地址').last().click();
}

/** A shopper without an address opens the first flash item that is on sale, says where it goes, and presses once. */
export async function pressFlash({ page }: Shopper, opensWithinMs: number): Promise<void> {
  await page.goto('/flash');
  const go = page.locator('main').getByRole('link', { name: '马上抢' }).first();
  await go.waitFor({ timeout: opensWithinMs });
  await go.click();
  await fillAddress(page);
  await button(page, '确认抢购').click();
}

/** Keeps an item from the venue by its heart, finds it kept after a reload and among the favourites; changes their mind. */
export async function keepFavourite({ page }: Shopper): Promise<void> {
  await page.goto('/');
  const first = button(page, /^收藏 /)
    .locator('visible=true')
    .first();
  const name = (await first.getAttribute('aria-label'))!;
  const heart = button(page, name).locator('visible=true').first();
  expect(await heart.getAttribute('aria-pressed')).toBe('false');
  await heart.click();
  await page.getByText('已收藏').waitFor();
  expect(await heart.getAttribute('aria-pressed')).toBe('true');
  await page.reload();
  await expect.poll(() => heart.getAttribute('aria-pressed'), { timeout: WAIT_MS }).toBe('true');
  await page.goto('/favourites');
  const remove = button(page, `取消${name}`);
  await remove.click();
  await page.getByText('还没有收藏').waitFor();
  await button(page, '撤销').click();
  await remove.waitFor();
  await remove.click();
  await page.getByText('还没有收藏').waitFor();
  await page.goto('/');
  await heart.waitFor();
  expect(await heart.getAttribute('aria-pressed')).toBe('false');
}

/** Pays in the sandbox; `failFirst` lets the provider decline once, which leaves the items held. */
export async function pay({ page }: Shopper, { failFirst = false } = {}): Promise<void> {
  await button(page, /^支付/).click();
  if (failFirst) {
    await button(page, '模拟付款失败').click();
    await page.getByText('这次付款没有成功').waitFor();
    await button(page, '再付一次').click();
  }
  await button(page, '确认付款').click();
  await page.getByRole('heading', { name: '付款成功' }).waitFor();
  await link(page, '查看订单').click();
  await page.getByRole('heading', { name: '已付款' }).waitFor();
}

/** So much in the cart that its payment is checked. */
export async function fillCart({ page }: Shopper, skuId: string, quantity: number): Promise<void> {
  // The first page brings the account that the cart belongs to.
  await page.goto('/cart');
  await page.getByRole('heading', { level: 1 }).waitFor();
  const status = await page.evaluate(
    async ([path, body]) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(path!, { method: 'PUT', headers, body: body! })).status;
    },
    [`/api/cart/lines/${skuId}`, JSON.stringify({ quantity, selected: true })],
  );
  expect(status).toBe(200);
  await page.reload();
}

/** The payment stops until the code from the message is typed; a wrong one is said, the right one goes on to the provider. */
export async function payWithCode({ page }: Shopper): Promise<void> {
  await button(page, /^支付/).click();
  await page.getByRole('heading', { name: '安全验证' }).waitFor();
  await button(page, '获取验证码').click();
  const phone = page.getByRole('complementary', { name: '演示手机收到的短信' });
  const code = /\d{6}/.exec((await phone.textContent())!)![0];
  await page.getByText(/已发送到 1\d\d\*\*\*\*\d{4}/).waitFor();
  const field = page.getByLabel('短信验证码');
  const type = async (typed: string) => {
    await field.fill(typed);
    await button(page, '验证并付款').click();
  };
  await type(code === '000000' ? '000001' : '000000');
  await page.getByText('还可以试 4 次').waitFor();
  await type(code);
  await button(page, '确认付款').click();
  await page.getByRole('heading', { name: '付款成功' }).waitFor();
}

/** Gives one unit back; the refund shows in the notice and on the order. */
export async function returnOne({ page }: Shopper): Promise<number> {
  await button(page, '申请退货').click();
  await button(page, '多一件').first().click();
  await button(page, /提交退货/).click();
  const told = page.getByText(/已退款 ¥/);
  await told.waitFor();
  const refund = fenOf(await told.textContent());
  await page.getByText('已退 1 件').waitFor();
  return refund;
}

/** Takes one item of the flash slot that is open, or about to be, and pays for it; answers where it was taken. */
export async function buyFlash({ page }: Shopper, opensWithinMs: number): Promise<string> {
  await page.goto('/flash');
  const go = page.locator('main').getByRole('link', { name: '马上抢' }).first();
  await go.waitFor({ timeout: opensWithinMs });
  const path = await go.getAttribute('href');
  await go.click();
  await confirmFlash(page, button(page, /^支付/));
  await pay({ page, complaints: [] });
  return path!;
}

/** A shopper who has had theirs is told so, in words, and stays where they are. */
export async function isRefusedAnother({ page }: Shopper, path: string): Promise<void> {
  await page.goto(path);
  await confirmFlash(page, page.getByText('已达到每人限购数量'));
}

/** One press: freight and all are in the first amount shown, so it is the amount that is asked. */
async function confirmFlash(page: Page, outcome: Locator): Promise<void> {
  await page.locator('.receipt').waitFor();
  await button(page, '确认抢购').click();
  await outcome.waitFor();
  expect(await page.getByText(/金额变为/).isVisible()).toBe(false);
}

/** English, kept through a reload, and said by `<html lang>`. */
export async function speakEnglish({ page }: Shopper): Promise<void> {
  await page.goto('/me');
  await page
    .getByRole('group', { name: '语言' })
    .getByRole('button', { name: 'English' })
    .locator('visible=true')
    .click();
  await page.getByRole('heading', { level: 1, name: 'Me' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Me' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
}
