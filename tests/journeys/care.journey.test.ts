import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATOR_PASSWORD, type Operator, openOperator } from '../faults/operator.ts';
import { openSale, type Sale } from './open-sale.ts';
import { enter, fenOf, fillAddress } from './storefront.journey.ts';

/**
 * What happens to goods after they were paid, with a phone and a console side by side: fetched in a store for a code that
 * opens once; sent, tracked, delivered, and returned with a photo; exchanged; and paid for because a piece was missing.
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

const PREMIUM = 'premium: { bands: [{ below: 20%, price: ¥1 }, { price: ¥2.5 }], rates: [], other: 22% }';

test('an insurance of the way back stands beside its price, unticked, and two pieces are one order', async () => {
  const offer = 'offer: returnFreightInsurance';
  await operator.publish('sale-2024', 'id: return-freight', new RegExp(offer), `${offer}\n    ${PREMIUM}`);
  await phone.goto(`/checkout?sku=${SKU}&quantity=2`);
  const tick = phone.getByRole('checkbox', { name: /^运费险/ });
  await phone.getByText(/^¥2\.50? \/ 单$/).waitFor();
  expect(await tick.isChecked()).toBe(false);
  const charged = phone.locator('.receipt-sum', { hasText: '增值服务' });
  expect(await charged.count()).toBe(0);
  await tick.check();
  await expect.poll(async () => fenOf(await charged.locator('dd').textContent())).toBe(250);
  await payFor();
});

test('what is sent is tracked from the warehouse to the door', async () => {
  await until(phone.getByRole('heading', { name: '已发货' }), 12 * HOUR_MS);
  await phone.getByText('交给承运商').waitFor();
  await button(phone, '复制运单号').waitFor();
  await until(phone.getByRole('heading', { name: '已签收' }).first(), 24 * HOUR_MS);
  await phone.getByText(/起不再支持无理由退货/).waitFor();
});

/** Opens the wizard for one unit of the order. */
async function askFor(reason: string): Promise<void> {
  await phone.goto(orderPath);
  await phone.getByRole('link', { name: '申请售后' }).click();
  await phone.waitForURL(/\/return$/);
  await button(phone, '多一件').click();
  await phone.getByLabel(reason).check();
}

async function submit(): Promise<void> {
  await button(phone, '提交申请').click();
  await phone.waitForURL(orderPath);
  await phone.getByText('等待卖家答复').waitFor();
}

test('the wizard says to the fen what comes back, takes a photo, and asks for it', async () => {
  await askFor('七天无理由');
  const preview = phone.getByRole('region', { name: '预计结果' });
  await preview.getByText('运费险承担寄回运费').waitFor();
  await phone.getByLabel('质量问题').check();
  await preview.getByText('退回原支付账户').waitFor();
  await preview.getByText('寄回运费由卖家承担').waitFor();
  await phone.getByLabel('补充说明（选填）').fill('袖口脱线');
  const field = phone.locator('input[type=file]');
  await field.setInputFiles({ name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') });
  await phone.getByRole('alert').getByText('只能上传 JPEG、PNG 或 WebP 照片').waitFor();
  await button(phone, '请先处理未上传的照片').waitFor();
  await button(phone, '移除照片 1').click();
  await field.setInputFiles({ name: 'cuff.png', mimeType: 'image/png', buffer: await phone.screenshot() });
  await submit();
  const photo = phone.getByRole('img', { name: '照片 1' });
  await photo.waitFor();
  expect(
    await photo.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
  ).toBe(390);
});

/** Opens the newest open case of this kind at the desk. */
async function openCase(kind: string): Promise<void> {
  await desk.goto('/console/cases');
  await desk.getByRole('row').filter({ hasText: kind }).filter({ hasText: '待审核' }).first().click();
  await desk.waitForURL(/\/cases\/rc_/);
}

/** Confirms an act of the desk. A button of two characters has a space between them. */
async function act(name: string | RegExp): Promise<void> {
  await button(desk, name).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('button', { name }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function sendBack(number: string): Promise<void> {
  await phone.goto(orderPath);
  await phone.getByText('卖家已同意').waitFor();
  await button(phone, '填写退货单号').click();
  await phone.getByLabel('快递单号').fill(number);
  await button(phone, '提交单号').click();
  await phone.getByText('退货运输中').waitFor();
}

test('the desk reads words and photo by name, and agrees; the phone sends the parcel', async () => {
  await openCase('退货退款');
  await button(desk, '查看描述').click();
  await desk.getByText('袖口脱线').waitFor();
  await button(desk, '查看照片').click();
  await desk.getByRole('img', { name: '照片 1' }).click();
  const zoomed = desk.locator('.ant-image-preview img');
  await zoomed.waitFor();
  const before = (await zoomed.boundingBox())!.width;
  await zoomed.dblclick();
  await expect.poll(async () => (await zoomed.boundingBox())!.width).toBeGreaterThan(before);
  await desk.keyboard.press('Escape');
  await act(/^同\s?意$/);
  await sendBack('SF1234567890');
});

test('the parcel is booked in and looked at, and pays what was shown, to where it came from', async () => {
  await desk.reload();
  await act('登记签收');
  await phone.goto(orderPath);
  await phone.getByText('卖家已签收，验货中').waitFor();
  const refundFen = fenOf(await desk.getByText(/^提交后退款 ¥/).textContent());
  expect(refundFen).toBeGreaterThan(0);
  await button(desk, '提交验货结果').click();
  await desk.getByText('已退款').first().waitFor();
  await phone.reload();
  const told = phone.getByRole('article', { name: '退货退款' }).getByText(/^已退 ¥/);
  await told.waitFor();
  expect(fenOf(await told.textContent())).toBe(refundFen);
});

test('goods are exchanged: the desk holds them, and what is sent instead is an order of its own', async () => {
  await askFor('发错商品');
  await phone.getByLabel(/^换货/).check();
  await phone.getByText('换货不产生退款').waitFor();
  await submit();
  await openCase('换货');
  await act(/^同\s?意$/);
  await sendBack('SF1234567891');
  await desk.reload();
  await act('登记签收');
  await button(desk, '提交验货结果').click();
  await desk.getByText('已换货').first().waitFor();
  await phone.reload();
  await phone.getByRole('link', { name: '查看换货订单' }).click();
  await phone.waitForURL((url) => url.pathname !== orderPath);
  await phone.getByRole('heading', { name: '配送与物流' }).waitFor();
});

test('what was missing is paid for at once, and nothing is sent back', async () => {
  await askFor('少件');
  await phone.getByText('无须寄回商品').first().waitFor();
  await submit();
  await openCase('仅退款');
  await act(/同意并退款 ¥/);
  await desk.getByText('已退款').first().waitFor();
  await phone.reload();
  await expect.poll(() => phone.getByText(/^已退 ¥/).count()).toBe(2);
});
