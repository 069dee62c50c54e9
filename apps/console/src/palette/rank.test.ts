import { expect, it } from 'vitest';
import { type Findable, rank } from './rank.ts';

const ENTRIES: readonly Findable[] = [
  { zh: '计划', en: 'Plan' },
  { zh: '订单', en: 'Orders' },
  { zh: '库存', en: 'Stock' },
  { zh: '库存告急', en: 'Stock in red' },
  { zh: '跨店满减', en: 'Cross-store reduction' },
  { zh: '明前龙井绿茶礼盒', en: 'Longjing green tea gift box', more: 'sk-tea-longjing-1' },
  { zh: '检查与发布', en: 'Check & publish' },
];
const first = (typed: string) =>
  ENTRIES.map((entry) => ({ entry, score: rank(entry, typed) }))
    .filter(({ score }) => score !== null)
    .sort((one, other) => other.score! - one.score!)
    .map(({ entry }) => entry.zh);

it('is found in either language, by its beginning, a part, its initials or its id', () => {
  expect(first('库存')[0]).toBe('库存');
  expect(first('stock')[0]).toBe('库存');
  expect(first('kc')[0]).toBe('库存');
  expect(first('kdmj')).toEqual(['跨店满减']);
  expect(first('满减')).toEqual(['跨店满减']);
  expect(first('longjing-1')).toEqual(['明前龙井绿茶礼盒']);
  expect(first('green 龙井')).toEqual(['明前龙井绿茶礼盒']);
  expect(first('pblsh')).toEqual(['检查与发布']);
});

it('every word has to be answered', () => {
  expect(first('stock tea')).toEqual([]);
  expect(first('zzzz')).toEqual([]);
});
