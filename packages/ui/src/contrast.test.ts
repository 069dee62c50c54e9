import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = ['./tokens.css', './console-tokens.css']
  .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\//g, '');
const THEMES = ['summer', 'spring', 'autumn', 'future', 'console'] as const;
const MODES = ['light', 'dark'] as const;

/** Text on its ground needs 4.5:1 (WCAG 2.2, 1.4.3); a boundary or graphic that carries meaning needs 3:1 (1.4.11). */
const TEXT_PAIRS: readonly (readonly [string, readonly string[]])[] = [
  ['ink', ['ground', 'surface', 'surface-2', 'plate', 'plate-2', 'accent-soft', 'second-soft']],
  ['ink-2', ['ground', 'surface', 'surface-2', 'plate', 'plate-2', 'accent-soft', 'second-soft']],
  ['ink-3', ['ground', 'surface', 'surface-2', 'plate']],
  ['on-accent', ['accent', 'accent-strong']],
  ['accent-ink', ['ground', 'surface', 'surface-2', 'plate', 'accent-soft']],
  ['on-second', ['second']],
  ['second-ink', ['ground', 'surface', 'second-soft']],
  ['price', ['ground', 'surface', 'surface-2', 'plate', 'accent-soft', 'second-soft']],
  ['hero-ink', ['hero', 'hero-2']],
  ['hero-ink-2', ['hero', 'hero-2']],
  ['good-ink', ['surface', 'ground', 'good-soft']],
  ['warn-ink', ['surface', 'ground', 'warn-soft']],
  ['bad-ink', ['surface', 'ground', 'bad-soft']],
  ['info-ink', ['surface', 'ground', 'info-soft']],
  ['receipt-ink', ['receipt']],
  ['receipt-ink-2', ['receipt']],
  ['receipt-good', ['receipt']],
];
const GRAPHIC_PAIRS: readonly (readonly [string, readonly string[]])[] = [
  ['focus', ['ground', 'surface', 'plate']],
  ['line-strong', ['ground', 'surface']],
];

function colours(theme: string, mode: 'light' | 'dark'): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, selector = '', body = ''] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const names = selector.split(',').map((part: string) => part.trim());
    if (!names.includes(':root') && !names.includes(`:root[data-theme="${theme}"]`)) continue;
    for (const [, name, light, dark] of body.matchAll(
      /--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g,
    )) {
      found.set(name ?? '', (mode === 'light' ? light : dark) ?? '');
    }
  }
  return found;
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function shortfalls(
  palette: Map<string, string>,
  pairs: readonly (readonly [string, readonly string[]])[],
  least: number,
) {
  const low: string[] = [];
  for (const [front, grounds] of pairs) {
    for (const ground of grounds) {
      const [a, b] = [palette.get(front), palette.get(ground)];
      if (!a || !b) low.push(`${front} on ${ground}: token missing`);
      else if (contrast(a, b) < least) low.push(`${front} on ${ground}: ${contrast(a, b).toFixed(2)}`);
    }
  }
  return low;
}

describe('the contrast formula', () => {
  it('gives the ends of the WCAG scale', () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});

describe.each(THEMES)('theme %s', (theme) => {
  it.each(MODES)('every text pair passes AA in %s', (mode) => {
    expect(shortfalls(colours(theme, mode), TEXT_PAIRS, 4.5)).toEqual([]);
  });
  it.each(MODES)('focus rings and control edges pass 3:1 in %s', (mode) => {
    expect(shortfalls(colours(theme, mode), GRAPHIC_PAIRS, 3)).toEqual([]);
  });
});

it('a theme colours every token that the first theme colours', () => {
  const names = [...colours('summer', 'light').keys()].sort();
  for (const theme of THEMES) {
    const block = css.split(`:root[data-theme="${theme}"] {`)[1]?.split('}')[0] ?? '';
    const own = [...block.matchAll(/--([\w-]+):/g)].map((m) => m[1]);
    const shared = new Set(
      [...(css.split(':root {')[1] ?? '').split('}')[0]!.matchAll(/--([\w-]+):/g)].map((m) => m[1]),
    );
    expect(names.filter((name) => !shared.has(name) && !own.includes(name))).toEqual([]);
  }
});
