import { describe, expect, it } from 'vitest';
import { bpText, compactFen, countText, figureText } from './format.ts';

describe('figures', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_234_567, '1,234,567'],
  ])('%d is written %s', (value, text) => expect(countText(value)).toBe(text));

  it.each([
    [2410, '24.1%'],
    [10_000, '100%'],
    [1, '0.01%'],
    [0, '0%'],
  ])('%d basis points are %s', (bp, text) => expect(bpText(bp)).toBe(text));

  it('a figure that was not measured is a dash, not a zero', () => {
    expect(figureText(null, 'fen')).toBe('—');
    expect(figureText(0, 'count')).toBe('0');
  });
});

describe('short amounts', () => {
  it.each([
    [999_900, 'zh', '¥9,999'],
    [1_000_000, 'zh', '¥1万'],
    [5_612_348_650, 'zh', '¥5,612万'],
    [56_000_000_000, 'zh', '¥5.6亿'],
    [999_900, 'en', '¥9,999'],
    [1_234_500, 'en', '¥12.35k'],
    [5_612_348_650, 'en', '¥56.12M'],
    [56_000_000_000, 'en', '¥560M'],
  ] as const)('%d fen in %s are %s', (fen, lang, text) => expect(compactFen(fen, lang)).toBe(text));
});
