/// <reference lib="dom" />
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * Whether a page can be read, used without a pointer and stays where it is while it loads: what a lighthouse would look
 * at, asked of the real server. Each check answers with complaints, so that a failing test says what is wrong.
 */

/** How much of what is seen may move while the page loads; 0.1 is where people begin to press the wrong thing. */
export const SHIFT_MAX = 0.1;
/** Generous on purpose: the machine of a test is no phone, and the figure is reported, not raced. */
export const PAINT_BUDGET_MS = 10_000;
/** First view, gzipped. */
export const SCRIPT_MAX_BYTES = 170_000;

type Seen = { shift: number; paintMs: number; shifted: string[] };
declare global {
  interface Window {
    dacuSeen?: Seen;
  }
}

/** Before any page of the context: watches layout shifts and the largest paint from the first moment on. */
export async function watchPaints(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: Seen = { shift: 0, paintMs: 0, shifted: [] };
    window.dacuSeen = seen;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.paintMs = Math.max(seen.paintMs, entry.startTime);
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    type Shift = PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
      sources?: readonly { node: Node | null }[];
    };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[]) {
        if (entry.hadRecentInput) continue;
        seen.shift += entry.value;
        const nodes = (entry.sources ?? []).map(({ node }) =>
          node instanceof Element ? node.className : '',
        );
        seen.shifted.push(`${entry.value.toFixed(3)} ${nodes.join(', ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

export async function seenOn(page: Page): Promise<Seen> {
  return page.evaluate(() => window.dacuSeen ?? { shift: 0, paintMs: 0, shifted: [] });
}

/** Contrast of every text as it is rendered, names of everything that is pressed or filled in, roles, headings, language. */
export async function accessibilityComplaints(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof import('axe-core') };
    const result = await checker.run(document, {
      resultTypes: ['violations'],
      runOnly: {
        type: 'tag',
        values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      },
    });
    return result.violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} — ${node.any[0]?.message ?? rule.help}`),
    );
  });
  return found;
}

/** Nothing sticks out to the right: a phone would let the whole page be dragged about. */
export async function overflowComplaints(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth;
    return wide > window.innerWidth ? [`the page is ${wide}px wide in ${window.innerWidth}px`] : [];
  });
}

export type Walk = {
  /** Names of what had the focus, in order. */
  readonly stops: string[];
  readonly reached: boolean;
  /** Stops whose focus could not be seen. */
  readonly unseen: string[];
};

/** Goes through the page by Tab until the focus is on what `goal` matches, looking each time whether it can be seen. */
export async function walkTo(page: Page, goal: string, stepsMax = 80): Promise<Walk> {
  const stops: string[] = [];
  const unseen: string[] = [];
  for (let step = 0; step < stepsMax; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((selector) => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const marked = (each: Element | null) => {
        if (!each) return false;
        const style = getComputedStyle(each);
        return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
      };
      // A tick or a choice shows the focus of its hidden box on what is drawn beside it.
      const shown = marked(element) || marked(element.nextElementSibling) || marked(element.parentElement);
      return {
        name: `${element.tagName.toLowerCase()} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 30)}`,
        shown,
        there: element.matches(selector),
      };
    }, goal);
    if (stop === null) continue;
    stops.push(stop.name);
    if (!stop.shown) unseen.push(stop.name);
    if (stop.there) return { stops, reached: true, unseen };
  }
  return { stops, reached: false, unseen };
}

/** Bytes of script that a first visit to `path` loads, gzipped by ourselves so that no server setting hides them. */
export async function scriptBytes(page: Page, path: string): Promise<number> {
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script' && response.ok()) bodies.push(response.body());
  });
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  return (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
}
