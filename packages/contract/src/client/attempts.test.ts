import { describe, expect, it } from 'vitest';
import { problem } from '../errors/index.ts';
import { ApiFailure } from './api-failure.ts';
import { createAttempts, memoryStorage } from './attempts.ts';

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

  it('a try after a refusal has a key of its own, or sold out would be answered for ever', async () => {
    const attempt = createAttempts(memoryStorage());
    const { keys, send } = server(new ApiFailure('refused', problem('soldOut')), 'placed');
    await attempt('flash:a', {}, send).catch(() => null);
    await attempt('flash:a', {}, send);
    expect(keys[1]).not.toBe(keys[0]);
  });
});
