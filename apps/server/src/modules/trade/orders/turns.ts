import { DatabaseUnavailable, OutcomeUnknown } from '../../../platform/db/errors.ts';

/**
 * One placement at a time under one idempotency key on this node. A retry may arrive while the first try is still being
 * committed; judged at once, it could find the slot over or the price changed and be refused, and then the first commits.
 * In its turn it finds what the first one left. Two nodes meet at the unique index instead.
 *
 * Where the first one was told that the database gave no answer, so is whoever waited for it: their own try would be waited
 * for as long again.
 */
export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key);
    const mine =
      before === undefined
        ? work()
        : before.then(work, (error: unknown) => {
            if (error instanceof OutcomeUnknown || error instanceof DatabaseUnavailable) throw error;
            return work();
          });
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
