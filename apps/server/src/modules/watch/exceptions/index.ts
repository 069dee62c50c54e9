/**
 * Exceptions: everything that waits for a person, in one place. Lists that have pages of their own say how much stands
 * open there and since when; work of the system that was given up on is shown here and may be tried again.
 *
 * Invariants
 * - Nothing is kept here: every figure is read where it is kept, when it is asked for.
 * - Trying again only puts the work back in line; its own idempotency decides what is still to do.
 *
 * When it fails: the list is not answered, and nothing was changed.
 */
import type { OpsExceptions } from '@dacu/contract/api';
import type { Due, GivenUp } from '../../../platform/due/create-due.ts';

export { exceptionsRoutes } from './routes.ts';

/** A list that people work through elsewhere. */
export type OpenList = {
  readonly of: string;
  read(): Promise<{ readonly open: number; readonly oldestAt: number | null }>;
};

export type Exceptions = {
  list(): Promise<OpsExceptions>;
  /** False when there is no such given-up work: somebody else let it try again. */
  tryAgain(work: { readonly kind: string; readonly key: string }, now: number): Promise<boolean>;
};

const WORK_MAX = 100;

export function createExceptions({
  due,
  lists,
  purchasesOf,
}: {
  readonly due: Pick<Due, 'givenUp' | 'tryAgain'>;
  readonly lists: readonly OpenList[];
  /** The purchases that payments belong to. */
  readonly purchasesOf: (paymentIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}): Exceptions {
  return {
    async list() {
      const [open, givenUp] = await Promise.all([
        Promise.all(lists.map(async ({ of, read }) => ({ of, ...(await read()) }))),
        due.givenUp(WORK_MAX),
      ]);
      const shown = givenUp.slice(0, WORK_MAX);
      const purchases = await purchasesOf(shown.flatMap((work) => namedIn(work, 'paymentId')));
      return {
        lists: open,
        work: shown.map((work) => ({
          ...{ kind: work.kind, key: work.key, at: work.at },
          ...{ attempts: work.attempts, lastError: work.lastError },
          purchaseIds: [
            ...new Set([
              ...namedIn(work, 'purchaseId'),
              ...namedIn(work, 'paymentId').flatMap((paymentId) => purchases.get(paymentId) ?? []),
            ]),
          ],
        })),
        moreWork: givenUp.length > WORK_MAX,
      };
    },
    tryAgain: (work, now) => due.tryAgain(work, now),
  };
}

/** Ids of one kind that the payloads of given-up work name. */
function namedIn({ payloads }: GivenUp, field: 'purchaseId' | 'paymentId'): string[] {
  return payloads.flatMap((payload) => {
    const value = (payload as Readonly<Record<string, unknown>> | null)?.[field];
    return typeof value === 'string' ? [value] : [];
  });
}
