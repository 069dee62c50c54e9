import { balanceAt, createChance, PARAMETERS } from '@dacu/engine/simulate';
import type { WallClock } from '../platform/clocks.ts';
import type { Sql } from '../platform/db/types.ts';
import type { Log } from '../platform/log.ts';
import { payBalance } from './rehearsal/presale-requests.ts';
import type { Accounts } from './rehearsal/shopper-accounts.ts';
import type { Wallet } from './rehearsal/shopper-answers.ts';

/**
 * Balances that the shoppers of a demonstration come back to pay. Nobody has to remember them: whose deposit is paid stands in the
 * database, and whether and when its shopper comes back follows from the purchase's own name, before a restart as after it.
 */
export type DemoBalances = {
  /** So many at most of those who come back by now, each in a visit of its own; resolves when they have left. */
  pay(max: number): Promise<void>;
};

type Owed = {
  readonly purchaseId: string;
  readonly shopperId: string;
  readonly startsAt: number;
  readonly endsAt: number;
};

/** How often it is looked who comes back, on the wall clock. */
const LOOK_MS = 5_000;
const LISTED_MAX = 10_000;
/** Of those who could not pay and would try for ever. */
const TRIED_MAX = 20_000;
/** One for all demonstrations: another seed would make up other minds with every start. */
const SEED = 0;

export function createDemoBalances(parts: {
  readonly db: Sql;
  readonly accounts: Accounts;
  readonly now: () => number;
  readonly wall: WallClock;
  readonly log: Log;
  walletOf(purchaseId: string): Wallet;
}): DemoBalances {
  const { db, accounts, now, wall, log } = parts;
  const tried = new Set<string>();
  let coming: readonly Owed[] = [];
  let lookAgainAt = 0;

  async function look(): Promise<void> {
    if (coming.length > 0 || wall.now() < lookAgainAt) return;
    lookAgainAt = wall.now() + LOOK_MS;
    const owed = await readOwed(db, now());
    coming = owed.filter((one) => !tried.has(one.purchaseId) && comesBackBy(one, now()));
  }

  async function payOne({ purchaseId, shopperId }: Owed): Promise<void> {
    const luck = createChance(SEED, `payment of ${purchaseId}`);
    const { send } = await accounts.returning(shopperId, now());
    await payBalance(purchaseId, {
      ...{ send, now, wallet: parts.walletOf(purchaseId) },
      approves: () => !luck.happens(PARAMETERS.declineRate),
    });
  }

  return {
    async pay(max) {
      await look();
      const some = coming.slice(0, max);
      coming = coming.slice(some.length);
      if (tried.size + some.length > TRIED_MAX) tried.clear();
      for (const { purchaseId } of some) tried.add(purchaseId);
      await Promise.all(
        some.map((one) =>
          payOne(one).catch((error: unknown) =>
            log.warn({ err: error }, 'a simulated shopper stumbled over a balance'),
          ),
        ),
      );
    },
  };
}

/** Most come back and a few never do, as `balancePayRate` says. */
function comesBackBy({ purchaseId, startsAt, endsAt }: Owed, at: number): boolean {
  const wanted = balanceAt({ startsAt, endsAt }, createChance(SEED, `balance of ${purchaseId}`));
  return wanted !== null && wanted <= at;
}

/** Deposits of simulated shoppers whose balance can be paid, and that nobody began to pay. */
async function readOwed(db: Sql, at: number): Promise<Owed[]> {
  return db.query<Owed>(
    `select d.purchase_id as "purchaseId", d.shopper_id as "shopperId", d.balance_ends_at as "endsAt",
       (p.body #>> '{presale,frozen,balanceStartsAt}')::int8 as "startsAt"
     from presale_deposit d join purchase p using (purchase_id) join shopper s on s.shopper_id = d.shopper_id
     where s.simulated and p.state = 'depositPaid' and d.balance_ends_at > $1
       and (p.body #>> '{presale,frozen,balanceStartsAt}')::int8 <= $1
       and not exists (select from payment y where y.purchase_id = d.purchase_id and y.stage = 'balance')
     order by d.paid_at, d.purchase_id limit ${LISTED_MAX}`,
    [at],
  );
}
