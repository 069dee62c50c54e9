import { Refusal } from '@dacu/contract/errors';
import type { WallClock } from '../../../platform/clocks.ts';

/** After a call that the provider did not answer, calls fail at once for this long: work that waits is not held up. */
const REST_MS = 5_000;

/** The provider did not answer, or said that it cannot now. Whoever asked tries again later. */
export class ProviderUnavailable extends Refusal {
  constructor(provider: string, why: string) {
    super('paymentUnanswered');
    this.message = `${provider} is not answering: ${why}`;
    this.name = 'ProviderUnavailable';
  }
}

export type Guard = { call<T>(work: () => Promise<T>): Promise<T> };

/**
 * Stands before a provider's address. While it does not answer, one call in `REST_MS` tries it and all others fail at
 * once: five hundred holds that expire would else each wait for the whole timeout.
 */
export function createGuard(provider: string, wall: WallClock): Guard {
  let restUntil = 0;
  return {
    async call(work) {
      if (wall.now() < restUntil) throw new ProviderUnavailable(provider, 'it was silent a moment ago');
      try {
        return await work();
      } catch (error) {
        if (error instanceof ProviderUnavailable) restUntil = wall.now() + REST_MS;
        throw error;
      }
    },
  };
}

/** Calls at a provider at the same time, for many payments at once. */
const TOGETHER_MAX = 8;

/** Each of `items` through `work`, a few at a time; throws the first failure after the others have ended. */
export async function someAtATime<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const walk = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      try {
        results[at] = await work(items[at]!);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(TOGETHER_MAX, items.length) }, walk));
  if (failures.length > 0) throw failures[0];
  return results;
}
