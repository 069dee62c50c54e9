import { expect, test } from 'vitest';
import { CART, createChoices } from './coupon-choice.ts';

function storageWith(start: string | null = null) {
  let kept = start;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
}

test('a choice outlives the page, for its own place only, until the best is chosen again', () => {
  const storage = storageWith();
  const before = createChoices(storage);
  before.choose(CART, ['cp_1']);
  before.choose('sk-one', []);
  const after = createChoices(storage);
  expect(after.of(CART)).toEqual(['cp_1']);
  expect(after.of('sk-one')).toEqual([]);
  expect(after.of('sk-two')).toBeNull();
  after.choose(CART, null);
  expect(createChoices(storage).of(CART)).toBeNull();
});

test('what else is found in the storage is no choice', () => {
  for (const found of ['null', 'nonsense', '[1]', '{"cart":"cp_1"}', '{"cart":[1]}'])
    expect(createChoices(storageWith(found)).of(CART)).toBeNull();
});

test('a choice is told to who listens, and holds where nothing can be stored', () => {
  const choices = createChoices(null);
  let told = 0;
  const leave = choices.subscribe(() => {
    told += 1;
  });
  choices.choose(CART, ['cp_1']);
  leave();
  choices.choose(CART, null);
  expect(told).toBe(1);
  expect(choices.of(CART)).toBeNull();
});
