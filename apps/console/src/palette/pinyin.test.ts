import { expect, it } from 'vitest';
import { initialsOf } from './pinyin.ts';

it.each([
  ['计划', 'jh'],
  ['彩排', 'cp'],
  ['作战', 'zz'],
  ['复盘', 'fp'],
  ['订单', 'dd'],
  ['库存', 'kc'],
  ['跨店满减', 'kdmj'],
  ['阿姨', 'ay'],
  ['双11爆发', 's11bf'],
  ['iPhone 手机', 'iphonesj'],
  ['——', ''],
])('%s is typed as %s', (words, initials) => {
  expect(initialsOf(words)).toBe(initials);
});
