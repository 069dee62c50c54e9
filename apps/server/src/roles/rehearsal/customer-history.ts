import { type Chance, PARAMETERS } from '@dacu/engine/simulate';
import { limitKeyOf } from '../../modules/trade/offers/index.ts';
import type { Db } from '../../platform/db/types.ts';

const DAY_MS = 86_400_000;

/** The counter that says that this shopper has paid before: the auditor is told that the books opened with it. */
export type CarriedOver = { readonly limitKey: string; readonly used: number };

/**
 * Makes an account one that had bought before the campaign, as a real shop's accounts have: else everybody would be a
 * new customer in January. Simulated databases only; the purchase itself lies outside the books.
 */
export async function carryOver(
  db: Db,
  input: { readonly shopperId: string; readonly at: number; readonly chance: Chance },
): Promise<CarriedOver> {
  const { shopperId, at, chance } = input;
  const { from, to } = PARAMETERS.lastBoughtDays;
  const days = from + chance.below(to - from);
  const limitKey = limitKeyOf('paid', 'account', shopperId);
  await db.query(
    'update shopper set first_paid_at = $2, last_paid_at = $2 where shopper_id = $1 and simulated',
    [shopperId, at - days * DAY_MS],
  );
  await db.query('insert into limit_use (limit_key, held, used) values ($1, 0, 1) on conflict do nothing', [
    limitKey,
  ]);
  return { limitKey, used: 1 };
}
