import { readFile } from 'node:fs/promises';
import jsQR from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Launched, launch, makePlace } from '../faults/launch.ts';
import { openBrowser } from './open-browser.ts';

/** The console as the operator of a first start uses it, by the names that a screen reader would say. */
const place = makePlace();
const OWN_PASSWORD = 'three quiet lanterns by the river';
let server: Launched;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  server = await launch(place, { DACU_ROLES: 'web,worker' });
  browser = await openBrowser();
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});

afterAll(async () => {
  await browser?.close();
  server?.signal('SIGTERM');
  await server?.exited;
  place.remove();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const oneTimePassword = () => /Sign in\s+operator \/ (\S+)/.exec(server.output())?.[1] ?? '';

test('the one-time password opens once, to a password of their own and then to the page that was asked for', async () => {
  await page.goto('/console/plan');
  await page.getByRole('heading', { name: '登录控制台' }).waitFor();
  await page.getByLabel('密码', { exact: true }).fill('not the password');
  await button('登录').click();
  await page.getByRole('alert').getByText('登录失败').waitFor();
  await page.getByLabel('密码', { exact: true }).fill(oneTimePassword());
  await button('登录').click();
  await page.getByRole('heading', { name: '设置你自己的密码' }).waitFor();
  const save = button('保存并进入');
  await page.getByLabel('新密码').fill('1234567890');
  await page.getByLabel('再输入一次').fill('1234567890');
  expect(await save.isDisabled()).toBe(true);
  await page.getByLabel('新密码').fill(OWN_PASSWORD);
  await page.getByLabel('再输入一次').fill(OWN_PASSWORD);
  await save.click();
  await page.getByRole('link', { name: '2024电商超级狂欢季' }).first().waitFor();
  expect(new URL(page.url()).pathname).toBe('/console/plan');
});

test('the plan says where its calendar stands, and the address keeps the tab', async () => {
  await page.getByRole('main').getByRole('link', { name: '2024电商超级狂欢季' }).click();
  await page.getByRole('heading', { name: /现在是618爆发/ }).waitFor();
  await page.getByRole('tab', { name: /促销/ }).click();
  await page.getByText('跨店满减').first().waitFor();
  expect(new URL(page.url()).search).toBe('?tab=promotions');
  await page.reload();
  await page.getByText('跨店满减').first().waitFor();
  await page.goto('/console/plan/sale-2024?tab=subjects&subject=budget');
  await page.getByText('¥6800万').waitFor();
});

test('a mistake in a changed file is shown at its line and column, and cannot be published', async () => {
  await page.goto('/console/plan/sale-2024?tab=publish');
  const text = page.getByRole('textbox', { name: '方案 YAML' });
  const yaml = await text.inputValue();
  await text.fill(yaml.replace('pool: { tags: [flash] }', 'pool: { tags: [flsh] }'));
  await button('检查').click();
  await page.getByText('1 个错误').waitFor();
  const line = yaml.split('\n').findIndex((each) => each.includes('pool: { tags: [flash] }')) + 1;
  await page.getByText(`${line}:20`).waitFor();
  expect(await button('发布新版本').isDisabled()).toBe(true);
});

test('a changed plan becomes the next edition, which shows what changed', async () => {
  const text = page.getByRole('textbox', { name: '方案 YAML' });
  await text.fill(
    (await text.inputValue()).replace('[flsh]', '[flash]').replace('itemsPerSlot: 8', 'itemsPerSlot: 9'),
  );
  await button('检查').click();
  await page.getByRole('heading', { name: '与当前版本相比：增加 1 行，删除 1 行' }).waitFor();
  await button('发布新版本').click();
  await page.getByRole('dialog').getByRole('button', { name: '发布新版本' }).click();
  await page.getByRole('list', { name: '版本历史' }).getByText('第 2 版').waitFor();
  // By meaning: the promotion by its name, and the value before and after.
  await page.getByText('每日0-2点爆款5折秒杀').first().waitFor();
  await page.locator('del', { hasText: /^8$/ }).waitFor();
  await page.locator('ins', { hasText: /^9$/ }).waitFor();
});

test('a sandbox cart is priced in the browser, to the fen, with the reason of every rule', async () => {
  // Boxes of ¥129.00 at an instant of the burst that no flash sale is open at.
  const at = Date.parse('2024-06-18T12:00:00+08:00');
  await page.goto(`/console/plan/sale-2024?tab=workbench&view=cart&at=${at}`);
  await page.getByText('购物车是空的').waitFor();
  await page.getByRole('combobox', { name: /加商品/ }).fill('sk-daily-nuts-30-1');
  await page.getByRole('option').first().waitFor({ state: 'attached' });
  await page.keyboard.press('Enter');
  const receipt = page.getByRole('region', { name: '回执' });
  const trace = page.getByRole('list', { name: '每条规则的缘由' });
  const rule = (title: string) => trace.getByRole('listitem').filter({ hasText: title }).last();
  await receipt.getByRole('row', { name: /标价/ }).getByText('¥129.00').waitFor();
  const quantity = page.getByRole('spinbutton', { name: /的数量/ });
  await quantity.fill('4');
  // Every ¥199 of this shop takes 20 off, twice; across shops ¥500 takes 100, tested on the item price.
  await receipt.getByRole('row', { name: /标价/ }).getByText('¥516.00').waitFor();
  const amount = async (name: string) =>
    (await receipt.getByRole('row', { name }).getByRole('cell').textContent()) ?? '';
  expect(await amount('店铺满减')).toBe('−¥40.00');
  expect(await amount('跨店满减')).toBe('−¥100.00');
  expect(await amount('商品小计')).toBe('¥376.00');
  await receipt.getByText('已证明最优').waitFor();
  await rule('跨店满减').getByText('已减¥100').waitFor();
  await rule('社群专属秒杀限时抢券').getByText('需先领券').waitFor();
  await page.reload();
  expect(await quantity.inputValue()).toBe('4');
  expect(await amount('商品小计')).toBe('¥376.00');
});

test('a coupon of one’s own choice shows what it costs beyond the best, and who pays stands beside it', async () => {
  const cart = new URLSearchParams(new URL(page.url()).search);
  cart.set('coupons', 'win-back*1,campus-coupon*1');
  cart.set('own', 'campus-coupon');
  await page.goto(`/console/plan/sale-2024?${cart}`);
  const receipt = page.getByRole('region', { name: '回执' });
  await receipt.getByText('用券：校园/写字楼地推扫码送券').waitFor();
  await receipt.getByText('比最优多付 ¥20.00').waitFor();
  await button('换成最优').click();
  await receipt.getByText('用券：30天未购专属回流券').waitFor();
  await page.getByText('按出资方').click();
  const table = page.getByRole('region', { name: '分摊' }).getByRole('table');
  await table.getByRole('columnheader', { name: '商家' }).waitFor();
  expect(await table.locator('tfoot').textContent()).toContain('¥346.00');
});

test('the matrix says who combines and why not, and opens its proof as a cart', async () => {
  await page.goto('/console/plan/sale-2024?tab=workbench&view=matrix&pair=beauty-399,platform-800');
  await page.getByText('方案把两者放在同一个互斥组。').waitFor({ timeout: 30_000 });
  await page
    .getByRole('link', { name: /^跨店满减 × 福满年货每满199减20/ })
    .or(page.locator('a[title^="跨店满减 × 福满年货每满199减20"]'))
    .first()
    .click();
  const pair = page.getByRole('complementary').filter({ hasText: '这两个促销' });
  await pair.getByText('可在同一商品上同享').waitFor();
  await pair.getByRole('link', { name: '在试算里打开' }).click();
  const trace = page.getByRole('list', { name: '每条规则的缘由' });
  for (const title of ['跨店满减', '福满年货每满199减20'])
    await trace.getByRole('listitem').filter({ hasText: title }).last().getByText(/^已减/).waitFor();
});

test('a draft is priced by the same engine, and one that cannot be executed is refused with its place', async () => {
  await page.goto('/console/plan/sale-2024?tab=publish');
  const yaml = await page.getByRole('textbox', { name: '方案 YAML' }).inputValue();
  await page.goto('/console/plan/sale-2024?tab=workbench&view=layers');
  const load = (text: string) =>
    page.locator('input[type=file]').setInputFiles({
      name: 'draft.yaml',
      mimeType: 'text/yaml',
      buffer: Buffer.from(text),
    });
  await load(yaml.replace('pool: { tags: [flash] }', 'pool: { tags: [flsh] }'));
  await page.getByText('这份草稿不能执行').waitFor();
  await load(yaml);
  await page.getByText('草稿：draft.yaml').waitFor();
  await page
    .getByRole('row', { name: /跨店满减/ })
    .first()
    .waitFor();
  await button('回到线上版本').click();
  await page.getByText(/^线上版本：第 \d+ 版$/).waitFor();
});

test('the board gets frames by itself, and their position grows with what happens', async () => {
  await page.getByRole('link', { name: '作战' }).click();
  const stamp = page.locator('[data-position]');
  await stamp.waitFor();
  await page.getByText('实时', { exact: true }).waitFor();
  const position = async () => Number(await stamp.getAttribute('data-position'));
  const before = await position();
  const shopper = await browser.newContext({ baseURL: server.url });
  const visit = await shopper.request.post('/api/visits', {
    data: { channel: 'wechat' },
    headers: { origin: server.url },
  });
  expect(visit.status()).toBe(200);
  await shopper.close();
  await expect.poll(position, { timeout: 15_000 }).toBeGreaterThan(before);
  await expect.poll(() => page.locator('.co-kpi', { hasText: '访客数' }).textContent()).toContain('1');
});

test('a figure says what it is, as of when and from where', async () => {
  await page.locator('.co-kpi', { hasText: '访客数' }).focus();
  const note = page.locator('.co-note:visible');
  await note.getByText('时间窗内来访的不同用户').waitFor();
  await note.getByText(/截至 .*位点 \d+/).waitFor();
});

test('a figure opens to its rows, which add up to it, at an address that can be sent on', async () => {
  await page.locator('.co-kpi', { hasText: '访客数' }).click();
  const drawer = page.getByRole('dialog', { name: '访客数' });
  await drawer.getByRole('row').nth(1).waitFor();
  // Rows of the skeleton come before the rows and their sum.
  await drawer.locator('.co-fig-sum dd').nth(1).waitFor();
  const sum = await drawer.locator('.co-fig-sum dd').allTextContents();
  expect(sum[0]).toBe(sum[1]);
  const PAGE = 100;
  const rows = Number(sum[0]?.replaceAll(',', ''));
  expect(rows).toBeGreaterThan(0);
  expect(await drawer.locator('tbody tr').count()).toBe(Math.min(PAGE, rows));
  expect(new URL(page.url()).searchParams.get('figure')).toBe('uv');
  await page.reload();
  await drawer.getByRole('row').nth(1).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => new URL(page.url()).search).toBe('');
});

test('a table keeps its arrangement in the address and its columns with the person', async () => {
  await page.goto('/console/stock');
  const table = page.getByRole('table', { name: '库存' });
  const head = (name: string) => table.getByRole('columnheader', { name });
  await head('可售').getByRole('button', { name: '可售', exact: true }).click();
  await expect.poll(() => new URL(page.url()).search).toBe('?sort=-sellable');
  await expect.poll(() => head('可售').getAttribute('aria-sort')).toBe('descending');
  await page.getByRole('searchbox', { name: '按商品名或 SKU 查找' }).fill('龙井');
  await page.waitForURL(/q=/);
  await button('列').click();
  await page.getByRole('checkbox', { name: '锁定' }).uncheck();
  await page.keyboard.press('Escape');
  await page.reload();
  await table.getByRole('cell').first().waitFor();
  expect(await head('锁定').count()).toBe(0);
  await expect.poll(() => head('可售').getAttribute('aria-sort')).toBe('descending');
  expect(await table.locator('tbody tr').count()).toBeLessThan(10);
});

test('an export is a file with every row that the filters leave, not only those in sight', async () => {
  await page.goto('/console/stock');
  const go = button(/^导出 \d+ 行 CSV$/);
  await go.waitFor();
  const count = Number(/\d+/.exec((await go.textContent()) ?? '')?.[0]);
  expect(count).toBeGreaterThan(await page.locator('tbody tr').count());
  const [download] = await Promise.all([page.waitForEvent('download'), go.click()]);
  expect(download.suggestedFilename()).toBe('stock-zh.csv');
  const bytes = await readFile(await download.path());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = bytes.subarray(3).toString('utf8').split('\r\n');
  expect(lines.length - 1).toBe(count);
  expect(lines[0]).toMatch(/^商品,SKU,店铺,级别,预警措施,可售,/);
  expect(new Set(lines).size).toBe(lines.length);
});

test('the palette goes anywhere by keyboard, by pinyin too', async () => {
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: '搜索与命令' });
  await box.fill('dd');
  await page.getByRole('option', { name: /^订单/ }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '订单', exact: true }).waitFor();
  await page.keyboard.press('Control+k');
  await box.fill('dark');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('html').getAttribute('data-mode')).toBe('dark');
  await page.keyboard.press('Control+k');
  await box.fill('跨店满减');
  await page.getByRole('option', { name: /促销/ }).first().waitFor();
  await page.keyboard.press('Escape');
  await box.waitFor({ state: 'hidden' });
});

test('the review is computed, audited and speaks English too', async () => {
  await page.goto('/console/review/live');
  await page.getByRole('heading', { name: /^审计：\d+ 项检查全部通过$/ }).waitFor();
  await button('English').click();
  await page.getByRole('heading', { name: /^Audit: all \d+ checks passed$/ }).waitFor();
  await button('简体中文').click();
});

test('a store’s label is drawn with a code that a phone reads as its link', async () => {
  await page.goto('/console/stock/sk-phone-lite-2');
  await button('门店标签').first().click();
  const dialog = page.getByRole('dialog', { name: '门店标签' });
  const link = (await dialog.getByRole('link').textContent())!;
  expect(link).toContain('/products/pr-phone-lite?');
  const code = dialog.getByRole('img', { name: /在.*的标签二维码$/ });
  // The pixels that Chromium drew, not the matrix that it was told to draw.
  const { data, width } = await code.evaluate(async (svg) => {
    // Four pixels for each module.
    const side = 4 * Number(svg.getAttribute('viewBox')!.split(' ')[2]);
    const image = new Image();
    const source = new XMLSerializer().serializeToString(svg);
    image.src = `data:image/svg+xml;utf8,${encodeURIComponent(source)}`;
    image.width = side;
    image.height = side;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
    const brush = canvas.getContext('2d')!;
    brush.drawImage(image, 0, 0, side, side);
    return { data: [...brush.getImageData(0, 0, side, side).data], width: side };
  });
  expect(jsQR.default(Uint8ClampedArray.from(data), width, width)?.data).toBe(link);
  await dialog.getByRole('spinbutton', { name: '份数' }).fill('3');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.locator('.co-label').count()).toBe(3);
  // On paper nothing but the labels.
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('#root').isVisible()).toBe(false);
  expect(await page.locator('.co-label').first().isVisible()).toBe(true);
  expect(await button('打印').isVisible()).toBe(false);
  await page.emulateMedia({ media: null });
  await dialog
    .locator('.co-label-foot')
    .getByRole('button', { name: /^关\s*闭$/ })
    .click();
});

test('a session that ends asks for the password in place, and gives the page back', async () => {
  await page.goto('/console/stock');
  // Everything the page asks for by itself has come before the session ends: the rows, and the phase in the top bar.
  await page.getByRole('cell').first().waitFor();
  await page.getByRole('banner').getByText('618爆发').waitFor();
  await page.context().clearCookies();
  // A request that the page sends by itself may find the session ended before the click does.
  const asked = page.getByText('登录已过期');
  await Promise.any([button('刷新').click(), asked.waitFor()]);
  await asked.waitFor();
  await page.getByLabel('密码', { exact: true }).fill(OWN_PASSWORD);
  await button('登录').click();
  await page.getByRole('heading', { name: '库存' }).waitFor();
});

test('the browser complained about nothing but what was refused on purpose', () => {
  expect(complaints.filter((words) => !/status of 401/.test(words))).toEqual([]);
});
