import { describe, expect, it } from 'vitest';
import { maskAddress, maskName } from './mask.ts';

describe('names are masked as people would (domain §11)', () => {
  it.each([
    ['张三', '张*'],
    ['王小明', '王*明'],
    ['欧阳娜', '欧阳*'],
    ['欧阳娜娜', '欧阳*娜'],
    ['诸葛孔明', '诸葛*明'],
    ['李', '李*'],
    ['欧阳', '欧*'],
  ])('%s → %s', (name, masked) => expect(maskName(name)).toBe(masked));
});

it.each([
  ['朝阳区望京街10号院3单元', '朝阳区****'],
  ['桐庐县富春江镇12号', '桐庐县****'],
  ['昆山市玉山镇前进路1号', '昆山市****'],
  ['望京街10号院', '****'],
])('an address keeps its district and nothing below: %s → %s', (line, masked) => {
  const address = { recipient: '王小明', phone: '13812345678', region: '110000', line };
  expect(maskAddress(address)).toEqual({
    recipient: '王*明',
    phone: '138****5678',
    region: '110000',
    line: masked,
  });
});
