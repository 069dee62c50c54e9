import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { type CapShort, type CapTake, capNeeds, createCaps, spendFrom } from './caps.ts';
import { createLane } from './create-lane.ts';
import { createEscrow, leaseTable } from './escrow.ts';
import type { LaneHandler } from './types.ts';

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
});
afterAll(() => suite.close());
beforeEach(() => suite.db.query('delete from cap_lease; delete from cap'));

type Payload = { readonly takes: readonly CapTake[]; readonly nodeId: string };
const handler: LaneHandler<Payload, { kind: 'done' } | CapShort> = {
  kind: 'take',
  decide(view, { payload: { takes, nodeId } }) {
    const spent = spendFrom(view, takes, nodeId);
    if (spent.kind === 'capShort') return { answer: spent };
    return { answer: { kind: 'done' }, writes: spent.writes };
  },
};

function node(nodeId: string) {
  const lane = createLane({
    db: suite.open({ connectionsMax: 1 }),
    tables: [leaseTable],
    handlers: [handler],
  });
  const caps = createCaps({
    escrow: createEscrow({ db: suite.open({ connectionsMax: 2 }), nodeId }),
    wall: { now: () => 0 },
  });
  return {
    caps,
    async take(takes: readonly CapTake[]): Promise<boolean> {
      const answer = await caps.within(() =>
        lane.submit<{ kind: 'done' } | CapShort>({
          kind: 'take',
          at: 0,
          needs: capNeeds(takes, nodeId),
          payload: { takes, nodeId } satisfies Payload,
        }),
      );
      return answer.kind === 'done';
    },
  };
}

test('many at once on two nodes take exactly what there is, to the last piece', async () => {
  const nodes = [node('n1'), node('n2')];
  await nodes[0]!.caps.escrow.put([{ capId: 'pieces', total: 120, version: 1 }]);
  const got = await Promise.all(
    Array.from({ length: 300 }, (_, index) => nodes[index % 2]!.take([{ capId: 'pieces', amount: 1 }])),
  );
  expect(got.filter(Boolean)).toHaveLength(120);
  expect((await nodes[0]!.caps.escrow.unspent(['pieces'])).get('pieces')).toBe(0);
});

test('two caps are taken together or not at all', async () => {
  const { caps, take } = node('n1');
  await caps.escrow.put([
    { capId: 'a', total: 100, version: 1 },
    { capId: 'b', total: 10, version: 1 },
  ]);
  const both = [
    { capId: 'a', amount: 10 },
    { capId: 'b', amount: 10 },
  ];
  expect(await take(both)).toBe(true);
  expect(await take(both)).toBe(false);
  expect(await caps.escrow.unspent(['a', 'b'])).toEqual(
    new Map([
      ['a', 90],
      ['b', 0],
    ]),
  );
});

test('what is given back on a node that never leased can be taken again on any', async () => {
  const [one, two] = [node('n1'), node('n2')];
  await one.caps.escrow.put([{ capId: 'budget', total: 50, version: 1 }]);
  expect(await one.take([{ capId: 'budget', amount: 50 }])).toBe(true);
  expect(await two.take([{ capId: 'budget', amount: 1 }])).toBe(false);
  expect(await two.take([{ capId: 'budget', amount: -30 }])).toBe(true);
  expect(await one.take([{ capId: 'budget', amount: 31 }])).toBe(false);
  expect(await one.take([{ capId: 'budget', amount: 30 }])).toBe(true);
});
