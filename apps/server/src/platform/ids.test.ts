import { expect, test } from 'vitest';
import { bytesFrom, secureBytes, seededChance } from './chance.ts';
import { createIds } from './ids.ts';

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
const bitsOf = (id: string): string =>
  [...id.slice(id.indexOf('_') + 1)]
    .map((letter) => CROCKFORD.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
    .slice(2);

test('an id is a UUIDv7: time, version 7, variant 10, and fits 32 characters', () => {
  const at = Date.UTC(2024, 5, 17, 15, 55);
  const id = createIds({ now: () => at, randomBytes: secureBytes() }).next('pu');
  expect(id).toMatch(/^pu_[0-9a-hjkmnp-tv-z]{26}$/);
  expect(id.length).toBeLessThanOrEqual(32);
  const bits = bitsOf(id);
  expect(bits).toHaveLength(128);
  expect(Number.parseInt(bits.slice(0, 48), 2)).toBe(at);
  expect(bits.slice(48, 52)).toBe('0111');
  expect(bits.slice(64, 66)).toBe('10');
});

test('ids of one process strictly increase within a millisecond, and when the clock steps back', () => {
  let at = 1_718_639_700_000;
  const ids = createIds({ now: () => at, randomBytes: secureBytes() });
  const made: string[] = [];
  for (let index = 0; index < 20_000; index++) {
    if (index === 5_000) at += 1;
    if (index === 10_000) at -= 500;
    made.push(ids.next('or'));
  }
  expect(new Set(made).size).toBe(made.length);
  expect([...made].sort()).toEqual(made);
});

test('a carry runs through all three limbs of the random part', () => {
  const ids = createIds({ now: () => 1, randomBytes: (length) => new Uint8Array(length).fill(0xff) });
  const made = Array.from({ length: 600 }, () => ids.next('x'));
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(600);
});

test('the same seed and clock name everything the same', () => {
  const run = (seed: number) => {
    const ids = createIds({ now: () => 42, randomBytes: bytesFrom(seededChance(seed)) });
    return Array.from({ length: 50 }, () => ids.next('sh'));
  };
  expect(run(7)).toEqual(run(7));
  expect(run(7)).not.toEqual(run(8));
});

test('a prefix that would break the 32-character bound is a bug', () => {
  const ids = createIds({ now: () => 1, randomBytes: secureBytes() });
  expect(() => ids.next('toolong')).toThrow('prefix');
});
