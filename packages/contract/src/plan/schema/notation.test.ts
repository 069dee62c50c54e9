import { describe, expect, it } from 'vitest';
import {
  isDate,
  parseCount,
  parseDuration,
  parseLead,
  parseMoney,
  parsePay,
  parsePercent,
  parseStorageGb,
  parseTarget,
} from './notation.ts';

describe('amounts are read to the fen', () => {
  it.each([
    ['¥300', 30_000],
    ['￥300', 30_000],
    ['¥0.01', 1],
    ['¥1,234.50', 123_450],
    ['¥19.9', 1_990],
    ['¥2万', 2_000_000],
    ['¥1.25万', 1_250_000],
    ['¥0.0001万', 100],
    ['¥300亿', 3_000_000_000_000],
    ['¥5.6亿', 56_000_000_000],
  ])('%s', (text, fen) => expect(parseMoney(text)).toBe(fen));

  it.each(['300', '¥', '¥1.234', '¥12,34', '¥-5', '¥1e3', '300元', '¥99999999999亿', '¥ 300'])(
    'not %s',
    (text) => expect(parseMoney(text)).toBeNull(),
  );
});

describe('rates', () => {
  it.each([
    ['95折', 9500],
    ['5折', 5000],
    ['8.5折', 8500],
    ['88折', 8800],
    ['50%', 5000],
  ])('%s is paid', (text, bp) => expect(parsePay(text)).toBe(bp));
  it.each(['0折', '100%', '0%', '10.5折', '折', '9.55折'])('not %s', (text) =>
    expect(parsePay(text)).toBeNull(),
  );

  it('reads percentages to the basis point', () => {
    expect(parsePercent('40%')).toBe(4000);
    expect(parsePercent('0.01%')).toBe(1);
    expect(parsePercent('2.555%')).toBeNull();
  });
});

describe('other notations', () => {
  it('counts', () => {
    expect(parseCount('500万')).toBe(5_000_000);
    expect(parseCount('1.2亿')).toBe(120_000_000);
    expect(parseCount('1.5')).toBeNull();
  });
  it('targets carry the unit of their notation', () => {
    expect(parseTarget('¥300亿')).toEqual({ unit: 'fen', value: 3_000_000_000_000, written: '¥300亿' });
    expect(parseTarget('35%')).toEqual({ unit: 'bp', value: 3500, written: '35%' });
    expect(parseTarget('8‱')).toEqual({ unit: 'perTenThousand', value: 8, written: '8‱' });
    expect(parseTarget('500万')).toEqual({ unit: 'count', value: 5_000_000, written: '500万' });
  });
  it('durations and leads', () => {
    expect(parseDuration('5min')).toBe(300_000);
    expect(parseDuration('30d')).toBe(30 * 86_400_000);
    expect(parseDuration('5')).toBeNull();
    expect(parseLead('3 months')).toEqual({ count: 3, unit: 'months' });
    expect(parseLead('7d')).toEqual({ count: 7, unit: 'days' });
    expect(parseStorageGb('100PB')).toBe(100_000_000);
  });
  it('dates exist', () => {
    expect(isDate('06-18')).toBe(true);
    expect(isDate('2023-02-29')).toBe(false);
    expect(isDate('2024-02-29 20:00')).toBe(true);
    expect(isDate('06-18 24:00')).toBe(false);
    expect(isDate('13-01')).toBe(false);
  });
});
