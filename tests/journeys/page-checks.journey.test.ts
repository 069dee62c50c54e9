import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Launched, launch, makePlace } from '../faults/launch.ts';
import { openBrowser } from './open-browser.ts';
import {
  accessibilityComplaints,
  overflowComplaints,
  PAINT_BUDGET_MS,
  SCRIPT_MAX_BYTES,
  SHIFT_MAX,
  scriptBytes,
  seenOn,
  walkTo,
  watchPaints,
} from './page-checks.ts';
import { type Furnished, furnish } from './page-checks-shopper.ts';

/** Every main page of the storefront on a phone, in light and in dark. DACU_BASE_URL looks at a server that runs already. */
const place = makePlace();
let server: Launched | null = null;
let url: string;
let browser: Browser;
const shoppers = new Map<'light' | 'dark', Furnished>();

beforeAll(async () => {
  const given = process.env.DACU_BASE_URL;
  if (!given)
    server = await launch(place, { DACU_DEMO_AT: '2024-06-18T00:10:00+08:00', DACU_ROLES: 'web,worker' });
  url = given ?? server!.url;
  browser = await openBrowser();
  for (const mode of ['light', 'dark'] as const) shoppers.set(mode, await furnish(browser, url, mode));
});

afterAll(async () => {
  await browser?.close();
  server?.signal('SIGTERM');
  await server?.exited;
  place.remove();
});

/** Each page, what says that it has come, and the action that a keyboard must reach. */
const PAGES: readonly (readonly [name: string, path: string, shown: string, action: string])[] = [
  ['venue', '/', '.product-card', 'a[href^="/products/"]'],
  ['categories', '/categories', 'main a[href*="category="]', 'main a[href*="category="]'],
  ['search', '/search?q=坚果', '.product-card', 'a[href^="/products/"]'],
  ['product', '/products/:product', '.action-bar .dc-button', '.action-bar .dc-button'],
  ['blind box', '/products/pr-blind-season', '.box-fair', '.box-fair a'],
  ['draw check', '/boxes/:pool/check', '.check-steps code', '.page-head button'],
  ['box checkout', '/checkout?sku=sk-blind-space-1', '.box-terms', '.action-bar .is-main'],
  ['flash sale', '/flash', 'main h2, main article, main li', 'main a'],
  ['cart', '/cart', '.cart-line', '.cart-bar a.is-main'],
  ['checkout', '/checkout', '.receipt', '.action-bar .is-main'],
  ['cashier', '/pay/:held', '.pay-ticket', '.action-bar .is-main'],
  ['orders', '/orders', '.order-card', '.order-card a'],
  ['order', '/orders/:held', '.order-timeline ol', '.action-bar .is-main'],
  ['account', '/me', '.me-list', '.me-list a'],
  ['addresses', '/addresses', '.address-list', '.action-bar .is-main'],
  ['passkeys', '/passkeys', '.passkeys', '.action-bar .is-main'],
  ['address form', '/addresses/new', '.address-form', '.action-bar .is-main'],
  ['points', '/points', '.points-balance', 'main a'],
  ['favourites', '/favourites', '.product-card', 'a[href^="/products/"]'],
];

describe.each(['light', 'dark'] as const)('on a phone in %s', (mode) => {
  test.each(PAGES)(
    '%s can be read, keeps still and is reached by keyboard',
    async (name, path, shown, action) => {
      const { page, ids } = shoppers.get(mode)!;
      await page.goto(
        path.replace(':product', ids.product).replace(':held', ids.held).replace(':pool', ids.pool),
      );
      await page.locator(shown).first().waitFor();
      // Fonts, pictures and what is fetched by itself have come; what moves later is the shopper's doing.
      await page.waitForTimeout(600);
      const seen = await seenOn(page);
      expect(seen.shift, seen.shifted.join('\n')).toBeLessThan(SHIFT_MAX);
      console.log(
        `${name}, ${mode}: largest paint ${Math.round(seen.paintMs)} ms, shift ${seen.shift.toFixed(3)}`,
      );
      expect(seen.paintMs).toBeLessThan(PAINT_BUDGET_MS);
      expect(await overflowComplaints(page)).toEqual([]);
      expect(await accessibilityComplaints(page)).toEqual([]);
      const walk = await walkTo(page, action);
      expect(walk.unseen).toEqual([]);
      expect(walk.reached, walk.stops.join('\n')).toBe(true);
    },
  );
});

test('a sheet opens by keyboard, keeps the focus inside, closes by Escape and gives the focus back', async () => {
  const { page } = shoppers.get('light')!;
  await page.goto('/cart');
  const opener = page.locator('.cart-total');
  await opener.focus();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await sheet.waitFor();
  for (let n = 0; n < 6; n += 1) await page.keyboard.press('Tab');
  const outside = await page.evaluate(
    () => document.activeElement !== document.body && !document.activeElement?.closest('dialog'),
  );
  expect(outside).toBe(false);
  expect(await accessibilityComplaints(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('the receipt reads as sentences: the sum first, then each reduction with its kind, reason and amount', async () => {
  const { page } = shoppers.get('light')!;
  await page.goto('/checkout');
  const receipt = page.getByRole('region', { name: '优惠明细' });
  await receipt.waitFor();
  const id = (await receipt.getAttribute('aria-describedby'))!;
  const summary = await page.locator(`[id="${id}"]`).textContent();
  expect(summary).toMatch(/^商品标价¥[\d,.]+，优惠¥[\d,.]+，运费.+，应付¥[\d,.]+$/);
  const spoken = await receipt.locator('.receipt-rules > ul > li').first().ariaSnapshot();
  expect(spoken).toMatch(/减 ¥[\d,]+\.\d\d/);
  expect(spoken).not.toContain('−');
});

test(`a first visit loads at most ${SCRIPT_MAX_BYTES / 1000} kB of script`, async () => {
  const context = await browser.newContext({ baseURL: url, serviceWorkers: 'block' });
  const bytes = await scriptBytes(await context.newPage(), '/');
  console.log(`first view: ${(bytes / 1000).toFixed(1)} kB of script, gzipped`);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(SCRIPT_MAX_BYTES);
  await context.close();
});

describe('the checks fail on a page that breaks them', () => {
  async function broken(html: string, after?: (page: Page) => Promise<void>): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await watchPaints(page);
    await page.route('**/broken', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><html lang="en"><title>x</title>${html}`,
      }),
    );
    await page.goto(`${url}/broken`);
    await after?.(page);
    return page;
  }

  test('pale text, a button and a field without a name, a page that sticks out', async () => {
    const page = await broken(
      '<main><h1>x</h1><p style="color:#aaa;background:#fff">pale</p><button></button><input><div style="width:900px">wide</div></main>',
    );
    const complaints = (await accessibilityComplaints(page)).join('\n');
    for (const rule of ['color-contrast', 'button-name', 'label']) expect(complaints).toContain(`${rule}:`);
    expect(await overflowComplaints(page)).toHaveLength(1);
    await page.context().close();
  });

  test('text that is pushed down while it is read', async () => {
    const page = await broken('<main><h1>x</h1><p style="height:400px">read</p></main>', async (it) => {
      await it.waitForTimeout(300);
      await it.evaluate(() => {
        const block = document.createElement('div');
        block.style.height = '400px';
        document.querySelector('main')?.prepend(block);
      });
      await it.waitForTimeout(300);
    });
    expect((await seenOn(page)).shift).toBeGreaterThan(SHIFT_MAX);
    await page.context().close();
  });

  test('an action that Tab does not reach, and a focus that cannot be seen', async () => {
    const page = await broken(
      '<style>a:focus{outline:none}</style><main><h1>x</h1><a href="/">one</a><button tabindex="-1" id="go">go</button></main>',
    );
    const walk = await walkTo(page, '#go', 6);
    expect(walk.reached).toBe(false);
    expect(walk.unseen.length).toBeGreaterThan(0);
    await page.context().close();
  });
});
