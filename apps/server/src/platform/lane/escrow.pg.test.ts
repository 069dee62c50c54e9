import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { createLane } from './create-lane.ts';
import { createEscrow, LEASE_TABLE, type Lease, leaseKey, leaseTable, spend } from './escrow.ts';
import type { LaneHandler } from './types.ts';

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
});
afterAll(() => suite.close());
beforeEach(() => suite.db.query('delete from cap_lease; delete from cap'));

const spendHandler: LaneHandler<{ nodeId: string; amount: number }, 'spent' | 'leaseMore'> = {
  kind: 'spend',
  decide(view, { payload: { nodeId, amount } }) {
    const key = leaseKey('budget', nodeId);
    const row = spend(view.row<Lease>(LEASE_TABLE, key), amount);
    if (row === null) return { answer: 'leaseMore' };
    return { answer: 'spent', writes: [{ table: LEASE_TABLE, key, row }] };
  },
};

function node(nodeId: string) {
  const lane = createLane({
    db: suite.open({ connectionsMax: 1 }),
    tables: [leaseTable],
    handlers: [spendHandler],
  });
  const escrow = createEscrow({ db: suite.open({ connectionsMax: 2 }), nodeId, ttlMs: 1_000 });
  const spendOne = (amount: number) =>
    lane.submit<'spent' | 'leaseMore'>({
      kind: 'spend',
      at: 0,
      needs: [{ table: LEASE_TABLE, keys: [leaseKey('budget', nodeId)] }],
      payload: { nodeId, amount },
    });
  return { escrow, spendOne };
}

const spentInAll = async () =>
  (
    await suite.db.query<{ n: number }>(
      'select ((select used from cap) + coalesce((select sum(spent) from cap_lease), 0))::bigint as n',
    )
  )[0]!.n;

test('slices that many nodes lease at once never exceed the cap together', async () => {
  const nodes = Array.from({ length: 6 }, (_, i) => node(`n${i}`));
  await nodes[0]!.escrow.put([{ capId: 'budget', total: 1_000, version: 1 }]);
  const granted = await Promise.all(
    Array.from({ length: 60 }, (_, i) => nodes[i % 6]!.escrow.lease('budget', 37, 0)),
  );
  expect(granted.reduce((sum, slice) => sum + slice, 0)).toBe(1_000);
  expect(await nodes[0]!.escrow.state('budget')).toEqual({ total: 1_000, used: 0, leased: 1_000 });
  expect(await nodes[0]!.escrow.lease('budget', 1, 0)).toBe(0);
});

test('spending through the lane on several nodes ends at the cap, not a fen beyond', async () => {
  const nodes = ['n1', 'n2', 'n3'].map(node);
  await nodes[0]!.escrow.put([{ capId: 'budget', total: 500, version: 1 }]);
  await Promise.all(
    nodes.map(async ({ escrow, spendOne }) => {
      for (let empty = false; !empty; ) {
        const answers = await Promise.all(Array.from({ length: 5 }, () => spendOne(7)));
        if (answers.includes('leaseMore')) empty = (await escrow.lease('budget', 40, 0)) === 0;
      }
    }),
  );
  const spent = await spentInAll();
  expect(spent).toBeLessThanOrEqual(500);
  // What is left over on each node is less than one order.
  expect(spent).toBeGreaterThan(500 - 3 * 7);
});

test('a slice given back frees what was not spent, and keeps what was', async () => {
  const { escrow, spendOne } = node('n1');
  await escrow.put([{ capId: 'budget', total: 100, version: 1 }]);
  await escrow.lease('budget', 60, 0);
  expect(await spendOne(25)).toBe('spent');
  await escrow.giveBack('budget');
  expect(await escrow.state('budget')).toEqual({ total: 100, used: 25, leased: 0 });
  expect(await spendOne(1)).toBe('leaseMore');
});

test('the lease of a node that died is taken back after it expired, with what its orders spent', async () => {
  const dead = node('dead');
  const alive = node('alive');
  await dead.escrow.put([{ capId: 'budget', total: 100, version: 1 }]);
  await dead.escrow.lease('budget', 100, 0);
  await dead.spendOne(30);
  expect(await alive.escrow.lease('budget', 50, 999)).toBe(0);
  expect(await alive.escrow.lease('budget', 100, 1_000)).toBe(70);
  expect(await alive.escrow.state('budget')).toEqual({ total: 100, used: 30, leased: 70 });
  // The dead one was only slow: it has nothing to spend from any more.
  expect(await dead.spendOne(1)).toBe('leaseMore');
});

test('a lease that is renewed is not taken back', async () => {
  const a = node('a');
  const b = node('b');
  await a.escrow.put([{ capId: 'budget', total: 100, version: 1 }]);
  await a.escrow.lease('budget', 100, 0);
  await a.escrow.lease('budget', 0, 900);
  expect(await b.escrow.lease('budget', 10, 1_500)).toBe(0);
});

test('a refund through any node can be spent again, whichever comes back first', async () => {
  const a = node('a');
  const b = node('b');
  await a.escrow.put([{ capId: 'budget', total: 100, version: 1 }]);
  await a.escrow.lease('budget', 100, 0);
  await a.spendOne(100);
  await b.escrow.lease('budget', 0, 0);
  expect(await b.spendOne(-40)).toBe('spent');
  await b.escrow.giveBack('budget');
  expect(await b.escrow.lease('budget', 100, 0)).toBe(40);
  await b.spendOne(40);
  expect(await spentInAll()).toBe(100);
});

test('a newer total takes nothing back: below what is spent the cap is at its end, and an older version changes nothing', async () => {
  const a = node('a');
  const b = node('b');
  const put = (total: number, version: number) => a.escrow.put([{ capId: 'budget', total, version }]);
  await put(100, 2);
  await a.escrow.lease('budget', 50, 0);
  await b.escrow.lease('budget', 50, 0);
  await a.spendOne(30);
  await b.spendOne(20);
  await put(40, 3);
  expect(await a.escrow.state('budget')).toEqual({ total: 50, used: 50, leased: 0 });
  expect(await b.spendOne(1)).toBe('leaseMore');
  expect(await b.escrow.lease('budget', 1, 0)).toBe(0);
  await put(1_000, 2);
  expect((await a.escrow.state('budget'))!.total).toBe(50);
  await put(60, 4);
  expect(await b.escrow.lease('budget', 99, 0)).toBe(10);
});

test('whoever needs more than is free calls in what others have not spent, and nothing that they have', async () => {
  const a = node('a');
  const b = node('b');
  await a.escrow.put([{ capId: 'budget', total: 100, version: 1 }]);
  await a.escrow.lease('budget', 90, 0);
  await a.spendOne(25);
  expect(await b.escrow.lease('budget', 80, 0, 0)).toBe(10);
  expect(await b.escrow.unspent(['budget', 'unknown'])).toEqual(new Map([['budget', 75]]));
  expect(await b.escrow.lease('budget', 65, 0, 65)).toBe(65);
  expect(await a.spendOne(1)).toBe('leaseMore');
  expect(await b.spendOne(75)).toBe('spent');
  expect(await spentInAll()).toBe(100);
});
