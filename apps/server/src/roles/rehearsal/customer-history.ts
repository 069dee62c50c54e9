import { type Chance, PARAMETERS } from '@dacu/engine/simulate';
import type { Context } from '../../context.ts';
import { limitKeyOf } from '../../modules/trade/offers/index.ts';
import type { Sql } from '../../platform/db/types.ts';

const DAY_MS = 86_400_000;

/** The counter that says that this shopper has paid before: the auditor is told that the books opened with it. */
export type CarriedOver = { readonly limitKey: string; readonly used: number };

/** Rows of the counters, as the offers keep them. */
async function insertUsed(sql: Sql, limitKeys: readonly string[]): Promise<void> {
  await sql.query(
    `insert into limit_use (limit_key, held, used) select limit_key, 0, 1 from unnest($1::text[]) as r (limit_key)
     on conflict do nothing`,
    [limitKeys],
  );
}

/**
 * Makes accounts that had bought before the campaign, as a real shop's accounts have: else everybody would be a new
 * customer in January. Simulated databases only; the purchase itself lies outside the books.
 */
export function createCustomerHistory({ db, writeBehind }: Pick<Context, 'db' | 'writeBehind'>) {
  const write =
    writeBehind?.(['limit_use'], insertUsed) ?? ((limitKey: string) => insertUsed(db, [limitKey]));
  return {
    /** When somebody last paid before `at`. */
    lastPaidAt(at: number, chance: Chance): number {
      const { from, to } = PARAMETERS.lastBoughtDays;
      return at - (from + chance.below(to - from)) * DAY_MS;
    },
    async carryOver(shopperId: string): Promise<CarriedOver> {
      const limitKey = limitKeyOf('paid', 'account', shopperId);
      await write(limitKey);
      return { limitKey, used: 1 };
    },
  };
}

export type CustomerHistory = ReturnType<typeof createCustomerHistory>;
