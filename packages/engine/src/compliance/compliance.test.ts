import { describe, expect, it } from 'vitest';
import {
  announcedBp,
  compareWithDeals,
  depositCapFen,
  euPriorFen,
  isInForce,
  mostWonFen,
  PRIZE_CAP_FEN,
  type PriceStretch,
  riseBp,
  wordingFaults,
} from './index.ts';

const DAY = 86_400_000;
const day = (n: number, dealFen: number | null, listFen = 20_000): PriceStretch => ({
  startsAt: n * DAY,
  endsAt: (n + 1) * DAY,
  listFen,
  dealFen,
});

describe('the price a discount is counted from', () => {
  it('is the lowest deal of seven days (V57)', () => {
    const deals = [day(1, 9_900), day(2, 8_900), day(3, 9_500)];
    expect(compareWithDeals(deals, 0, 7 * DAY)).toEqual({ maxFen: 8_900, basis: 'min7d' });
  });
  it('is the last deal where there was none in seven days (V58)', () => {
    expect(compareWithDeals([day(1, 12_000), day(2, 10_900), day(9, null)], 5 * DAY, 12 * DAY)).toEqual({
      maxFen: 10_900,
      basis: 'lastDeal',
    });
  });
  it('begins at midnight seven days before (V59)', () => {
    const [early, first] = [day(10, 8_000), day(11, 8_800)];
    expect(compareWithDeals([early, first], 11 * DAY, 18 * DAY + 10).maxFen).toBe(8_800);
  });
  it('is nothing without a deal, and a deal after the start is none', () => {
    expect(compareWithDeals([day(20, 5_000)], 0, 7 * DAY)).toEqual({ maxFen: null, basis: 'none' });
  });
  it('tells how far a price was raised before', () => {
    expect(riseBp([day(1, null, 10_000), day(5, null, 11_500)], 0, 7 * DAY)).toBe(1_500);
    expect(riseBp([day(1, null, 12_000), day(5, null, 11_500)], 0, 7 * DAY)).toBe(0);
    expect(riseBp([day(1, null, 5_000), day(40, null, 11_500)], 30 * DAY, 47 * DAY)).toBe(0);
  });
});

describe('prior price of an announced reduction in the EU', () => {
  it('leaves nothing to announce at the 30-day low (V60)', () => {
    const prior = euPriorFen([day(1, 12_900), day(25, 16_900)], { fromAt: 0, startsAt: 30 * DAY });
    expect(prior).toBe(12_900);
    expect(announcedBp(prior!, 12_900)).toBe(0);
  });
  it('counts progressive reductions from before the first, where the option is used (V61)', () => {
    const deals = [day(1, 10_000), day(20, 8_000)];
    const window = { fromAt: 0, startsAt: 25 * DAY };
    expect(announcedBp(euPriorFen(deals, window, { fromAt: -10 * DAY, firstAt: 20 * DAY })!, 7_000)).toBe(
      3_000,
    );
    expect(announcedBp(euPriorFen(deals, window)!, 7_000)).toBe(1_250);
  });
});

describe('prizes and deposits', () => {
  it('add up what one purchase wins, discounts included (V51)', () => {
    const prizes = [{ valueFen: 3_000_000 }, { valueFen: 2_500_000 }];
    expect(mostWonFen(prizes, 1, true)).toBe(5_500_000);
    expect(mostWonFen(prizes, 1, true)).toBeGreaterThan(PRIZE_CAP_FEN);
    expect(mostWonFen(prizes, 1, false)).toBe(3_000_000);
    expect(mostWonFen([{ valueFen: null }, { valueFen: 2_000_000 }], 3, false)).toBe(6_000_000);
  });
  it('count an order that is waived by lot as a prize (V56)', () => {
    expect(mostWonFen([{ valueFen: 5_200_000 }], 1, false)).toBeGreaterThan(PRIZE_CAP_FEN);
  });
  it('let a deposit count up to a fifth of the contract price (V43, V44)', () => {
    expect(depositCapFen(10_000 - 2_000 * 3)).toBe(800);
    expect(depositCapFen(29_900)).toBe(5_980);
  });
});

describe('wording', () => {
  it.each([
    ['本活动最终解释权归商家所有', false, ['finalInterpretation']],
    ['支付订金立减100', true, ['depositWord']],
    ['支付订金立减100', false, []],
    ['支付定金立减100', true, []],
    ['全网最低价，买到就是赚到', false, ['superlative']],
    ['销量第一（数据来源：某机构2024年报告）', false, []],
    ['跨店满300减50', false, []],
  ] as const)('%s', (text, inDepositFlow, rules) => {
    expect(wordingFaults(text, inDepositFlow).map(({ ruleId }) => ruleId)).toEqual(rules);
  });
});

it('a rule holds from its first day until another takes its place', () => {
  expect(isInForce('prizeCap', '2025-10-14')).toBe(true);
  expect(isInForce('prizeCap', '2025-10-15')).toBe(false);
  expect(isInForce('prizeCap2025', '2025-10-15')).toBe(true);
  expect(isInForce('depositWord', '2023-11-11')).toBe(false);
});
