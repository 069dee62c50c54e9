import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATOR_PASSWORD, openOperator } from '../faults/operator.ts';
import { openSale, type Sale } from './open-sale.ts';
import { enter, fillAddress } from './storefront.journey.ts';

let sale: Sale;
beforeAll(async () => {
  sale = await openSale('2024-06-14T23:50:00+08:00');
});
afterAll(() => sale?.close());
test('look', async () => {
  const D = '/work/notes/shots/presale';
  const op = await openOperator(sale.server);
  const one = await enter(sale.browser, sale.server.url);
  const page = one.page;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/products/pr-robot-vacuum');
  await page.getByRole('link', { name: /^付定金 ¥/ }).click();
  await fillAddress(page);
  await page.getByLabel(/我已知道：不付尾款/).check();
  await op.leaveToSell('sk-robot-vacuum-1', 40);
  await op.leaveToSell('sk-washing-drum-1', 0);
  await op.leaveToSell('sk-quilt-down-1', 5);
  await expect
    .poll(async () => (await (await page.request.get('/api/presale/sk-robot-vacuum-1')).json()).presale.pays)
    .toBe('full');
  await page.getByRole('button', { name: '付定金' }).click();
  await page.getByRole('alert').getByText('因库存告急').waitFor();
  await page.waitForTimeout(800);
  await page.screenshot({ path: `${D}/turned-390-zh.png`, fullPage: true });
  await page.goto('/products/pr-robot-vacuum');
  await page.getByRole('region', { name: '相似款' }).waitFor();
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${D}/product-390-zh.png`, fullPage: true });
  await page.goto('/products/pr-washing-drum');
  await page.getByRole('region', { name: '相似款' }).waitFor();
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${D}/gone-390-zh.png`, fullPage: true });
  await page.evaluate(() => localStorage.setItem('dacu.lang', 'en'));
  await page.goto('/products/pr-robot-vacuum?lang=en');
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${D}/product-390-en.png`, fullPage: true });
  const c = await sale.browser.newContext({
    baseURL: sale.server.url,
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
  });
  const cp = await c.newPage();
  await c.request.post('/api/ops/session', {
    headers: { origin: sale.server.url },
    data: { name: 'operator', password: OPERATOR_PASSWORD },
  });
  await cp.goto('/console/stock');
  await cp.getByText('预售已转全款').first().waitFor();
  await cp.waitForTimeout(800);
  await cp.screenshot({ path: `${D}/stock-1440-zh.png` });
  const c2 = await sale.browser.newContext({
    baseURL: sale.server.url,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    storageState: await c.storageState(),
  });
  const ep = await c2.newPage();
  await ep.goto('/console/stock');
  await ep.waitForTimeout(2500);
  await ep.screenshot({ path: `${D}/stock-1440-en.png` });
}, 120_000);
