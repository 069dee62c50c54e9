import { expect, test } from 'vitest';
import { compileScope, scopeNames } from './scope.ts';
import { line } from './test-carts.ts';

test('every field that a scope names must hold, whichever of them does not', () => {
  const subject = line('A', 1, { tags: ['t'], categories: ['c'] });
  const scope = { skus: ['sku-A'], brands: ['b1'], shops: ['s1'], categories: ['c'], tags: ['t'] };
  expect(scopeNames(compileScope(scope), subject)).toBe(true);
  for (const field of Object.keys(scope) as (keyof typeof scope)[]) {
    expect(scopeNames(compileScope({ ...scope, [field]: ['other'] }), subject), field).toBe(false);
    expect(scopeNames(compileScope({ [field]: scope[field] }), subject), field).toBe(true);
  }
});
