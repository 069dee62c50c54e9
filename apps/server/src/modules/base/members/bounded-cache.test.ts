import { expect, test } from 'vitest';
import { createBoundedCache } from './bounded-cache.ts';

test('what nobody asks for again leaves when its time is over, not when there is no more room', () => {
  const cache = createBoundedCache<number>({ ttlMs: 1_000, entriesMax: 50_000 });
  for (let at = 0; at < 100_000; at += 100) {
    cache.set(`visit ${at}`, at, at);
    expect(cache.size).toBeLessThanOrEqual(10);
  }
  expect(cache.get('visit 99900', 99_900)).toBe(99_900);
  expect(cache.get('visit 99000', 99_900)).toBe(99_000);
  expect(cache.get('visit 98900', 99_900)).toBeUndefined();
});

test('with no room left the oldest goes first, and one that is set anew is young again', () => {
  const cache = createBoundedCache<string>({ ttlMs: 1_000, entriesMax: 2 });
  cache.set('a', 'first', 0);
  cache.set('b', 'second', 1);
  cache.set('a', 'again', 2);
  cache.set('c', 'third', 3);
  expect([cache.get('a', 4), cache.get('b', 4), cache.get('c', 4)]).toEqual(['again', undefined, 'third']);
});
