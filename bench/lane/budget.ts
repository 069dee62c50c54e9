import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../apps/server/src/platform/db/types.ts';

/**
 * A promotion of the campaign that every item on offer has, with a budget that all nodes spend from: each leases slices
 * of it. While the budget is shut the promotion has stopped, and orders take nothing of it.
 */
export const CUT_ID = 'bench-cut';
export const CUT_IN_PLAN = `  - id: ${CUT_ID}
    title: { zh: 共用预算的立减, en: A cut from a shared budget }
    kind: itemCut
    group: inclusive
    pay: 97折
    stacksWithFlash: true
    funders: [{ funder: platform, share: 100% }]
    budgetCap: ¥1000万
`;
const CAP_ID = `budget:sale-2024:${CUT_ID}`;
/** A node trusts what it read of a budget for a second. */
const TRUSTED_MS = 1_100;

/** So much may be spent from here on, nothing of it is spent or leased; 0 shuts it. Every node has heard of it afterwards. */
export async function putBudget(db: Db, capFen: number): Promise<void> {
  await db.query('delete from cap_lease where cap_id = $1', [CAP_ID]);
  const done = await db.query(
    'update cap set total = $2, used = 0, leased = 0 where cap_id = $1 returning 1',
    [CAP_ID, capFen],
  );
  if (done.length !== 1) throw new Error(`${CAP_ID} was never made`);
  await sleep(TRUSTED_MS);
}

export type BudgetBooks = {
  readonly capFen: number;
  /** As the cap and its leases say. */
  readonly spentFen: number;
  /** What the promotion took off, line by line, and what the purchases say that they spend of caps. */
  readonly discountsFen: number;
  readonly takesFen: number;
  /** Purchases that have the promotion, and the least that one of them has of it. */
  readonly purchases: number;
  readonly leastFen: number;
};

export async function readBudget(db: Db): Promise<BudgetBooks> {
  const [books] = await db.query<BudgetBooks>(
    `with cut as (
       select purchase_id, sum((a->>'fen')::bigint) as fen from purchase,
         jsonb_array_elements(body->'orders') as o, jsonb_array_elements(o->'lines') as l,
         jsonb_array_elements(l->'allocations') as a
       where a->>'promotionId' = $2 group by 1)
     select c.total::bigint as "capFen",
       (c.used + coalesce((select sum(spent) from cap_lease where cap_id = $1), 0))::bigint as "spentFen",
       (select coalesce(sum(fen), 0) from cut)::bigint as "discountsFen",
       (select coalesce(sum((b->>'amount')::bigint), 0) from purchase, jsonb_array_elements(body->'budgets') as b
        where b->>'capId' = $1)::bigint as "takesFen",
       (select count(*) from cut)::int as purchases, (select coalesce(min(fen), 0) from cut)::bigint as "leastFen"
     from cap c where c.cap_id = $1`,
    [CAP_ID, CUT_ID],
  );
  return books!;
}

/**
 * To the fen: the budget is spent by what the orders have of the promotion and by nothing else, every order has it, and it
 * holds. One that ended leaves less than the smallest of these orders would have taken.
 */
export function requireBudget(what: string, books: BudgetBooks, purchases: number, ends: boolean): void {
  const { capFen, spentFen, discountsFen, takesFen, leastFen } = books;
  const fits = spentFen === discountsFen && spentFen === takesFen && spentFen > 0 && spentFen <= capFen;
  const over = !ends || capFen - spentFen < leastFen;
  if (!fits || !over || books.purchases !== purchases)
    throw new Error(`${what}: ${JSON.stringify({ ...books, orders: purchases })} do not agree`);
}
