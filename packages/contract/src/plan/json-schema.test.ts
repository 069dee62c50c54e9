import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planJsonSchema } from './json-schema.ts';

const published = readFileSync(new URL('../../../../campaigns/plan.schema.json', import.meta.url), 'utf8');

describe('the published JSON Schema', () => {
  it('is what the plan language generates (npx dacu schema > campaigns/plan.schema.json)', () => {
    expect(JSON.parse(published)).toEqual(planJsonSchema());
  });

  it('describes every key in both languages', () => {
    const undescribed: string[] = [];
    const visit = (node: unknown, path: string) => {
      if (node === null || typeof node !== 'object') return;
      const { properties } = node as { properties?: Record<string, { description?: string }> };
      for (const [key, schema] of Object.entries(properties ?? {})) {
        if (!/[\u4e00-\u9fff].* · .*[a-z]/i.test(schema.description ?? ''))
          undescribed.push(`${path}.${key}`);
      }
      for (const [key, inner] of Object.entries(node)) visit(inner, `${path}.${key}`);
    };
    visit(JSON.parse(published), '');
    expect(undescribed).toEqual([]);
  });
});
