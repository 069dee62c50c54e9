import { expect, test } from 'vitest';
import { DatabaseUnavailable, OutcomeUnknown } from '../../../platform/db/errors.ts';
import { createTurns } from './turns.ts';

/** Work that ends when it is told to. */
function work<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let begun = 0;
  return {
    run: () => {
      begun += 1;
      return promise;
    },
    begun: () => begun,
    resolve,
    reject,
  };
}

test('under one key one after the other, under another at once', async () => {
  const inTurn = createTurns();
  const [first, second, other] = [work<string>(), work<string>(), work<string>()];
  const one = inTurn('k', first.run);
  const two = inTurn('k', second.run);
  const apart = inTurn('l', other.run);
  expect([first.begun(), second.begun(), other.begun()]).toEqual([1, 0, 1]);
  other.resolve('apart');
  expect(await apart).toBe('apart');
  first.resolve('first');
  expect(await one).toBe('first');
  second.resolve('second');
  expect(await two).toBe('second');
});

test('a bug of the first does not keep the second from its turn', async () => {
  const inTurn = createTurns();
  const [first, second] = [work<string>(), work<string>()];
  const one = inTurn('k', first.run);
  const two = inTurn('k', second.run);
  first.reject(new Error('bug'));
  await expect(one).rejects.toThrow('bug');
  second.resolve('second');
  expect(await two).toBe('second');
});

test.each([new OutcomeUnknown('late'), new DatabaseUnavailable('away')])(
  'whoever waited for one that was told $code is told so too, and the next one tries',
  async (error) => {
    const inTurn = createTurns();
    const [first, second, third] = [work<string>(), work<string>(), work<string>()];
    const one = inTurn('k', first.run);
    const two = inTurn('k', second.run);
    first.reject(error);
    await expect(one).rejects.toBe(error);
    await expect(two).rejects.toBe(error);
    expect(second.begun()).toBe(0);
    third.resolve('third');
    expect(await inTurn('k', third.run)).toBe('third');
  },
);
