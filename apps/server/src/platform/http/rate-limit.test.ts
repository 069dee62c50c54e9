import { expect, test } from 'vitest';
import { createRateLimiter } from './rate-limit.ts';

const rule = { perMinute: 60, burst: 3 };

test('a burst passes, the next one waits exactly until a token has flowed in', () => {
  let now = 0;
  const limiter = createRateLimiter({ now: () => now, bucketsMax: 10 });
  expect([1, 2, 3].map(() => limiter.take('a', rule).retryMs)).toEqual([0, 0, 0]);
  expect(limiter.take('a', rule)).toEqual({ remaining: 0, retryMs: 1_000 });
  now = 999;
  expect(limiter.take('a', rule).retryMs).toBe(1);
  now = 1_000;
  expect(limiter.take('a', rule).retryMs).toBe(0);
});

test('a bucket never holds more than its burst, however long it rested', () => {
  let now = 0;
  const limiter = createRateLimiter({ now: () => now, bucketsMax: 10 });
  limiter.take('a', rule);
  now = 3_600_000;
  expect(limiter.take('a', rule).remaining).toBe(2);
});

test('keys do not share tokens, and a clock that steps back gives none', () => {
  let now = 5_000;
  const limiter = createRateLimiter({ now: () => now, bucketsMax: 10 });
  for (let index = 0; index < 3; index++) limiter.take('a', rule);
  now = 0;
  expect(limiter.take('a', rule).retryMs).toBeGreaterThan(0);
  expect(limiter.take('b', rule).retryMs).toBe(0);
});

test('memory stays bounded under a flood of addresses, and the busy one is not the one forgotten', () => {
  const limiter = createRateLimiter({ now: () => 0, bucketsMax: 100 });
  for (let index = 0; index < 3; index++) limiter.take('busy', rule);
  for (let index = 0; index < 10_000; index++) {
    limiter.take(`flood ${index}`, rule);
    if (index % 50 === 0) expect(limiter.take('busy', rule).retryMs).toBeGreaterThan(0);
  }
  expect(limiter.size()).toBe(100);
});

test('who has earned all tokens back is forgotten as others come, and is answered the same', () => {
  let now = 0;
  const limiter = createRateLimiter({ now: () => now, bucketsMax: 100_000 });
  for (let visitor = 0; visitor < 20_000; visitor += 1) {
    now += 1_000;
    for (let index = 0; index < 3; index += 1) limiter.take(`visitor ${visitor}`, rule);
    expect(limiter.take(`visitor ${visitor}`, rule).retryMs).toBe(1_000);
    expect(limiter.size()).toBeLessThan(10);
  }
  now += 3_000;
  expect(limiter.take('visitor 19999', rule).remaining).toBe(2);
});
