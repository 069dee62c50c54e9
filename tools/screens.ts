/**
 * `npm run screens -- --out DIR [--only cart-390-zh]`: a picture of every screen at 390, 1024 and 1440 px, in both
 * languages, light and dark, of a throw-away copy that has a rehearsal, orders and a cart in it; and one page that
 * shows them side by side; `--only` is a pattern of the pictures' names. For looking at, as one who would have to pay for it: nothing here passes or fails by itself.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext } from 'playwright-core';
import { launch, makePlace } from '../tests/faults/launch.ts';
import { openBrowser } from '../tests/journeys/open-browser.ts';
import { contactSheet, type Picture } from './screens/contact-sheet.ts';
import { enterConsole, type Places, shopAround } from './screens/find-places.ts';
import { CONSOLE, type Screen, STOREFRONT } from './screens/screens.ts';

const WIDTHS = [390, 1024, 1440] as const;
const LANGS = ['zh-CN', 'en-GB'] as const;
const DRESSES = ['light', 'dark'] as const;
const READY_MS = 8_000;
/** The night's live parts never fall silent, so a picture waits for quiet only this long. */
const QUIET_MS = 1_200;

const { values } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' } } });
if (values.out === undefined) {
  console.error('Say where the pictures go: npm run screens -- --out DIR');
  process.exit(2);
}
const out = resolve(values.out);
mkdirSync(out, { recursive: true });

const place = makePlace();
const server = await launch(place);
const browser = await openBrowser();
try {
  const shopper = await shopAround(browser, server.url);
  const operator = await enterConsole(browser, server);
  const pictures = [
    ...(await take(browser, 'storefront', STOREFRONT, shopper)),
    ...(await take(browser, 'console', CONSOLE, {
      ...operator,
      found: { file: `/console${shopper.found.order}` },
    })),
  ];
  writeFileSync(join(out, 'index.html'), contactSheet(pictures));
  const late = pictures.filter((picture) => !picture.ready).map(({ file }) => file);
  console.log(`${pictures.length} pictures in ${out}; open index.html.`);
  if (late.length > 0)
    console.log(`Not ready within ${READY_MS} ms, look at these first:\n  ${late.join('\n  ')}`);
} finally {
  await browser.close();
  server.signal('SIGTERM');
  await server.exited;
  place.remove();
}

async function take(
  browser: Browser,
  app: string,
  screens: readonly Screen[],
  places: Places,
): Promise<Picture[]> {
  const pictures: Picture[] = [];
  const only = new RegExp(values.only ?? '');
  for (const locale of LANGS)
    for (const dress of DRESSES) {
      const look = { baseURL: server.url, locale, colorScheme: dress, reducedMotion: 'reduce' } as const;
      const known = await browser.newContext({ ...look, storageState: places.session });
      const stranger = await browser.newContext(look);
      for (const screen of screens) {
        const path = screen.path.replace(/\{(\w+)\}/, (_, key: string) => places.found[key] ?? '/');
        const context = screen.stranger ? stranger : known;
        for (const width of app === 'console' ? WIDTHS.slice(1) : WIDTHS) {
          const file = `${app}-${screen.name}-${width}-${locale.slice(0, 2)}-${dress}.png`;
          if (!only.test(file)) continue;
          const ready = await picture(context, path, screen.ready, width, join(out, file));
          pictures.push({ app, screen: screen.name, width, locale, dress, file, ready });
        }
      }
      await known.close();
      await stranger.close();
    }
  return pictures;
}

async function picture(
  context: BrowserContext,
  path: string,
  awaited: string | undefined,
  width: number,
  file: string,
): Promise<boolean> {
  const page = await context.newPage();
  try {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.goto(path);
    const ready = await page
      .locator(awaited ?? 'h1')
      .locator('visible=true')
      .first()
      .waitFor({ timeout: READY_MS })
      .then(() => true)
      .catch(() => false);
    await page.waitForLoadState('networkidle', { timeout: QUIET_MS }).catch(() => undefined);
    await page.screenshot({ path: file });
    return ready;
  } finally {
    await page.close();
  }
}
