import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openBench, placedRow } from '../modules/trade/trade-test-bench.ts';
import { BALANCE, deposit, publishPresale } from '../modules/trade/trade-test-presale.ts';
import { silentLog } from '../platform/log.ts';
import { createDemoBalances } from './demo-balances.ts';
import { createAccounts } from './rehearsal/shopper-accounts.ts';
import { SANDBOX_WALLET } from './rehearsal/shopper-answers.ts';

const SHOPPERS = 24;
let bench: Bench;
/** A person among the simulated ones, who pays themself or not at all. */
let person: string;

beforeAll(async () => {
  bench = await openBench({ onHand: 200 });
  publishPresale(bench, { activityStock: 100, gift: null });
  for (let n = 0; n <= SHOPPERS; n += 1) {
    const row = placedRow(await deposit(bench, await bench.shopper()));
    await bench.pay(row);
    if (n === 0) person = row.purchaseId;
    if (n === 0)
      await bench.db.query('update shopper set simulated = false where shopper_id = $1', [row.shopperId]);
  }
});
afterAll(() => bench.close());

const now = () => bench.clocks.campaign.now();

/** As a server that has just started: it has met nobody and remembers nothing. */
function started() {
  const { db, node, clocks, app } = bench;
  return createDemoBalances({
    ...{ db, now, wall: clocks.wall, log: silentLog, walletOf: () => SANDBOX_WALLET },
    accounts: createAccounts({ app, members: node.members }),
  });
}

async function states(): Promise<Record<string, number>> {
  await bench.drainEvents();
  const rows = await bench.db.query<{ state: string; n: number }>(
    'select state, count(*)::int as n from purchase group by state',
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

test('who owes a balance comes back to a server that has just started, and nobody pays for a person', async () => {
  await started().pay(SHOPPERS);
  expect(await states()).toEqual({ depositPaid: SHOPPERS + 1 });

  const paidBy = async (at: number, max: number) => {
    await bench.advanceTo(Math.max(at, now()));
    await started().pay(max);
    await bench.advanceTo(now() + 2_000);
    return (await states()).paid ?? 0;
  };
  // Halfway through the window about three in five have come back; in its last hour some six in seven.
  const half = (BALANCE.startsAt + BALANCE.endsAt) / 2;
  expect(await paidBy(half, 3)).toBe(3);
  const then = await paidBy(half, SHOPPERS);
  expect(then).toBeGreaterThan(3);
  expect(await paidBy(half, SHOPPERS)).toBe(then);
  expect(await paidBy(BALANCE.endsAt - 60_000, SHOPPERS)).toBeGreaterThan(SHOPPERS / 3);
  const [twice] = await bench.db.query<{ n: number }>(
    `select count(*)::int as n from (select purchase_id from payment where stage = 'balance'
     group by purchase_id having count(*) > 1) as t`,
  );
  expect(twice!.n).toBe(0);
  const [kept] = await bench.db.query<{ state: string }>(
    'select state from purchase where purchase_id = $1',
    [person],
  );
  expect(kept!.state).toBe('depositPaid');
});
