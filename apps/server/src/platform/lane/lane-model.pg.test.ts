import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { createLane } from './create-lane.ts';
import {
  type BuyAnswer,
  buy,
  buyHandler,
  createTicketTables,
  openShows,
  ticketTables,
} from './test-tickets.ts';

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
  await createTicketTables(suite.db);
});
afterAll(() => suite.close());

type Ask = { show: string; claim: string; buyer: 'me' | 'poison' | 'bug' };
const ask = fc.record<Ask>({
  show: fc.constantFrom('a', 'b', 'c'),
  claim: fc.integer({ min: 0, max: 25 }).map((n) => `c${n}`),
  buyer: fc.oneof(
    { weight: 12, arbitrary: fc.constant('me' as const) },
    { weight: 1, arbitrary: fc.constant('poison' as const) },
    { weight: 1, arbitrary: fc.constant('bug' as const) },
  ),
});

/** The same commands one after another, on plain variables. */
function model(asks: readonly Ask[], seats: Record<string, number>) {
  const claims = new Map<string, number>();
  const answers = asks.map(({ show, claim, buyer }): BuyAnswer | 'failed' => {
    const earlier = claims.get(claim);
    if (earlier !== undefined) return { kind: 'sold', seat: earlier };
    if (buyer === 'bug') return 'failed';
    const seat = seats[show]!;
    if (seat === 0) return { kind: 'refused', reason: 'soldOut' };
    if (buyer === 'poison') return 'failed';
    claims.set(claim, seat);
    seats[show] = seat - 1;
    return { kind: 'sold', seat };
  });
  return { answers, claims };
}

test('whatever comes, and however it falls into batches, answers and rows are those of one after another', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(ask, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 6 }),
      async (waves, batchMax) => {
        const seats = { a: 3, b: 1, c: 0 };
        await openShows(
          suite.db,
          Object.entries(seats).map(([showId, left]) => ({ showId, left })),
        );
        const lane = createLane({
          db: suite.db,
          tables: ticketTables,
          handlers: [buyHandler],
          limits: { batchMax },
        });
        const got: (BuyAnswer | 'failed')[] = [];
        for (const wave of waves) {
          const outcomes = await Promise.allSettled(
            wave.map(({ show, claim, buyer }) => lane.submit<BuyAnswer>(buy(show, claim, buyer))),
          );
          got.push(...outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'failed')));
        }
        const expected = model(waves.flat(), seats);
        expect(got).toEqual(expected.answers);
        const rows = await suite.db.query<{ claim: string; seat: number }>(
          'select claim_id as claim, seat from ticket_claim',
        );
        expect(new Map(rows.map((row) => [row.claim, row.seat]))).toEqual(expected.claims);
        const left = await suite.db.query('select seats_left as n from ticket_show order by show_id');
        expect(left.map((row) => row.n)).toEqual([seats.a, seats.b, seats.c]);
        expect(await suite.db.query('select count(*) as n from outbox')).toEqual([
          { n: expected.claims.size },
        ]);
      },
    ),
    { numRuns: 80 },
  );
});
