import { describe, expect, it } from 'vitest';
import { problem } from '../errors/index.ts';
import { ApiFailure } from './api-failure.ts';
import { createAttempts, memoryStorage, openAttempts } from './attempts.ts';

/** Sends through `answers` in turn and remembers the keys that went out. */
function server(...answers: (Error | string)[]) {
  const keys: string[] = [];
  const send = async (key: string) => {
    keys.push(key);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { keys, send };
}

describe('idempotency keys', () => {
  it.each([
    ['a lost connection', new ApiFailure('offline')],
    ['a timeout', new ApiFailure('timeout')],
    ['an unknown outcome', new ApiFailure('refused', problem('outcomeUnknown'))],
  ])('the same order after %s carries the same key', async (_, failure) => {
    const attempt = createAttempts(memoryStorage());
    const { keys, send } = server(failure, 'placed');
    await expect(attempt('purchase', { lines: [1] }, send)).rejects.toBe(failure);
    await expect(attempt('purchase', { lines: [1] }, send)).resolves.toBe('placed');
    expect(keys[1]).toBe(keys[0]);
  });

  it('a changed order never reuses a key', async () => {
    const attempt = createAttempts(memoryStorage());
    const { keys, send } = server(new ApiFailure('timeout'), 'placed');
    await attempt('purchase', { lines: [1] }, send).catch(() => null);
    await attempt('purchase', { lines: [2] }, send);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('the next order after an answer has a key of its own', async () => {
    const attempt = createAttempts(memoryStorage());
    const { keys, send } = server('placed', 'placed');
    await attempt('purchase', { lines: [1] }, send);
    await attempt('purchase', { lines: [1] }, send);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('only the same order under the same key is said to go out again', async () => {
    const attempt = createAttempts(memoryStorage());
    const said: boolean[] = [];
    const send = async (_: string, again: boolean) => {
      said.push(again);
      if (said.length < 3) throw new ApiFailure('timeout');
    };
    await attempt('flash:a', { quantity: 1 }, send).catch(() => null);
    await attempt('flash:a', { quantity: 1 }, send).catch(() => null);
    await attempt('flash:a', { quantity: 2 }, send);
    await attempt('flash:a', { quantity: 2 }, send);
    expect(said).toEqual([false, true, false, false]);
  });

  it('the key that a refusal hands out is used for the next try, whatever it orders, and for that one alone', async () => {
    const attempt = createAttempts(memoryStorage());
    const soldOut = new ApiFailure('refused', problem('soldOut', { nextKey: 'n1.5.mac' }));
    const said: boolean[] = [];
    const { keys, send } = server(soldOut, new ApiFailure('timeout'), 'placed', 'placed');
    const noted = (key: string, again: boolean) => {
      said.push(again);
      return send(key);
    };
    await attempt('flash:a', { quantity: 1 }, noted).catch(() => null);
    await attempt('flash:a', { quantity: 2 }, noted).catch(() => null);
    await attempt('flash:a', { quantity: 2 }, noted);
    await attempt('flash:a', { quantity: 2 }, noted);
    expect(keys.slice(1, 3)).toEqual(['n1.5.mac', 'n1.5.mac']);
    expect(keys[3]).not.toBe('n1.5.mac');
    expect(said).toEqual([false, false, true, false]);
  });

  it('a try after a refusal has a key of its own, or sold out would be answered for ever', async () => {
    const attempt = createAttempts(memoryStorage());
    const { keys, send } = server(new ApiFailure('refused', problem('soldOut')), 'placed');
    await attempt('flash:a', {}, send).catch(() => null);
    await attempt('flash:a', {}, send);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it.each(['rateLimited', 'notSignedIn'] as const)(
    'being turned away at the door (%s) says nothing about a first try whose answer was lost',
    async (code) => {
      const attempt = createAttempts(memoryStorage());
      const door = new ApiFailure('refused', problem(code));
      const { keys, send } = server(new ApiFailure('timeout'), door, 'placed');
      await attempt('purchase', { lines: [1] }, send).catch(() => null);
      await attempt('purchase', { lines: [1] }, send).catch(() => null);
      await attempt('purchase', { lines: [1] }, send);
      expect(keys).toEqual([keys[0], keys[0], keys[0]]);
    },
  );

  it('another order that goes out meanwhile, of another tab too, takes no key away', async () => {
    const storage = memoryStorage();
    const { keys, send } = server(new ApiFailure('timeout'), 'placed', 'placed');
    await createAttempts(storage)('purchase', { lines: [1] }, send).catch(() => null);
    await createAttempts(storage)('purchase', { lines: [2] }, send);
    await createAttempts(storage)('purchase', { lines: [1] }, send);
    expect(keys[2]).toBe(keys[0]);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('what has no answer yet can be listed word for word, and is gone once it has one', async () => {
    const storage = memoryStorage();
    const attempt = createAttempts(storage, { now: () => 7, by: 'tab' });
    const { keys, send } = server(new ApiFailure('offline'), 'placed');
    await attempt('flash:a', { quantity: 1 }, send).catch(() => null);
    expect(openAttempts(storage)).toEqual([
      { key: keys[0], intent: 'flash:a', body: { quantity: 1 }, at: 7, by: 'tab' },
    ]);
    await attempt('flash:a', { quantity: 1 }, send);
    expect(openAttempts(storage)).toEqual([]);
  });
});
