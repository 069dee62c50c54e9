import { describe, expect, it } from 'vitest';
import { canonical, diffEditions } from './diff-editions.ts';

const plan = {
  goals: [{ id: 'gmv', target: '¥5亿' }],
  promotions: [
    { id: 'a', tiers: [{ threshold: '¥300', off: '¥50' }], when: [{ phase: 'burst' }] },
    { id: 'b', pay: '95折' },
  ],
};
const edit = (change: (copy: typeof plan) => void) => {
  const copy = structuredClone(plan);
  change(copy);
  return diffEditions(plan, copy);
};

describe('what changed between two editions', () => {
  it('is nothing between equal plans', () => {
    expect(diffEditions(plan, structuredClone(plan))).toEqual([]);
  });

  it('names list elements by their id and shows values as written', () => {
    const changes = edit((copy) => {
      copy.promotions[0]!.tiers![0]!.off = '¥60';
    });
    expect(changes).toEqual([
      { path: 'promotions.a.tiers[0].off', kind: 'changed', before: '¥50', after: '¥60' },
    ]);
  });

  it('is one addition when a promotion is put in front of the others', () => {
    const changes = edit((copy) => {
      copy.promotions.unshift({ id: 'new', pay: '9折' });
    });
    expect(changes).toEqual([
      { path: 'promotions.new', kind: 'added', before: null, after: '{ id: new, pay: 9折 }' },
    ]);
  });

  it('tells what was removed, and a changed order', () => {
    expect(edit((copy) => copy.promotions.pop())).toEqual([
      { path: 'promotions.b', kind: 'removed', before: '{ id: b, pay: 95折 }', after: null },
    ]);
    expect(edit((copy) => copy.promotions.reverse())).toEqual([
      { path: 'promotions (order)', kind: 'changed', before: '[a, b]', after: '[b, a]' },
    ]);
  });

  it('equal meanings have equal canonical text, whatever the order of keys', () => {
    expect(canonical({ a: 1, b: [{ d: 2, c: 3 }] })).toBe(canonical({ b: [{ c: 3, d: 2 }], a: 1 }));
    expect(canonical([1, 2])).not.toBe(canonical([2, 1]));
  });
});
