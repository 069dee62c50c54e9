import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { labelOf, readPlanTree } from './plan-tree.ts';

const yaml = readFileSync(
  new URL('../../../../../campaigns/2024-year-of-sales.yaml', import.meta.url),
  'utf8',
);
const tree = readPlanTree(yaml);

describe('a plan shown as it is written', () => {
  it('keeps the notation of its amounts', () => {
    expect((tree.root.budget as { total: string }).total).toBe('¥6800万');
  });
  it('knows what the document states and what was added', () => {
    expect(tree.source(['budget', 'total'])).toBe('ours');
    expect(tree.source(['budget', 'lines', 0, 'share'])).toBe('stated');
  });
  it('names what an id refers to by the key that holds it', () => {
    expect(tree.titleOf('squad', 'technology')?.en).toBe('Technology');
    expect(tree.titleOf('categories', 'beauty')?.zh).toBe('美妆');
    expect(tree.titleOf('of', 'encore-618')?.zh).toBe('618返场');
    expect(tree.titleOf('squad', 'beauty')).toBeNull();
  });
});

describe('labels', () => {
  it('come from the schema, through lists and references', () => {
    expect(labelOf(['budget', 'total'], 'zh').label).toBe('总预算');
    expect(labelOf(['budget', 'lines', 0, 'share'], 'zh').label).toBe('占比');
    expect(labelOf(['promotions', 0, 'when', 0, 'daily'], 'zh').label).toBe('每日时段');
  });
  it('are the key itself in English, with its meaning beside it', () => {
    expect(labelOf(['assortment', 'supply', 'lockBefore'], 'en')).toEqual({
      label: 'Lock before',
      meaning: 'how long before the campaign supply is locked',
    });
  });
  it('every key of the plan has one in Chinese', () => {
    const missing = new Set<string>();
    const walk = (value: unknown, path: (string | number)[]) => {
      if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, [...path, index]);
      else if (typeof value === 'object' && value !== null) {
        for (const [key, item] of Object.entries(value)) {
          if (key === 'ours') continue;
          const here = [...path, key];
          // Without words in the schema nothing is said of its meaning either.
          if (labelOf(here, 'zh').meaning === '') missing.add(here.join('.'));
          walk(item, [...path, key]);
        }
      }
    };
    walk(tree.root, []);
    expect([...missing].slice(0, 5)).toEqual([]);
  });
});
