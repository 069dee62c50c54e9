import { expect, it } from 'vitest';
import { routeOf } from './route.ts';

const origin = 'https://shop.example';
const shell = { origin, files: new Set(['/', '/assets/main-1.js']) };
const route = (path: string, more: { method?: string; mode?: string } = {}) =>
  routeOf({ url: new URL(path, origin).href, method: 'GET', mode: 'cors', ...more }, shell);
const navigate = { mode: 'navigate' };

it('never touches the API, not even when it is opened as a page', () => {
  expect(route('/api/cart')).toBe('pass');
  expect(route('/api/products?q=a', navigate)).toBe('pass');
  expect(route('/api', navigate)).toBe('pass');
});

it('leaves the console, other origins, changes and pictures to the network', () => {
  expect(route('/console', navigate)).toBe('pass');
  expect(route('/console/plan', navigate)).toBe('pass');
  expect(route('https://elsewhere.example/', navigate)).toBe('pass');
  expect(route('/cart', { ...navigate, method: 'POST' })).toBe('pass');
  expect(route('/assets/catalogue/a.webp')).toBe('pass');
});

it('pages may fall back to the shell; hashed files of this version come from it', () => {
  expect(route('/', navigate)).toBe('page');
  expect(route('/products/pr_1?sku=a', navigate)).toBe('page');
  expect(route('/assets/main-1.js')).toBe('shell');
  // A file of another version is not kept here: the network knows whether it still exists.
  expect(route('/assets/main-2.js')).toBe('pass');
});
