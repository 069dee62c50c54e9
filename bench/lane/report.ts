import { figure, markdown, median } from '../markdown.ts';
import type { BudgetBooks } from './budget.ts';

/** One measured run. */
export type Run = {
  readonly what: string;
  readonly connections: number;
  readonly diskMs: number;
  /** Answers a second: orders placed, or refusals where everything is sold. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU for each answer, user and system: of the server, all its threads; of all processes of what it stores in; of the load. */
  readonly nodeUs: number | null;
  readonly storeUs: number | null;
  readonly loadUs: number;
  /** Commands in a transaction of the lane. */
  readonly batchEach: number | null;
  readonly rowsEach: number | null;
  /** How long after the last answer what follows an order was written. */
  readonly behindMs: number | null;
  /** Of all nodes, after the run. */
  readonly residentMb: number | null;
  /** Where the orders spent from a budget: what was asserted of it. */
  readonly budget: (BudgetBooks & { readonly refused: number }) | null;
};

/** Medians over the rounds, beside what was measured with them. */
export type Row = Run & {
  /** Times the echo and the script in Redis at as many connections. */
  readonly ofEcho: number | null;
  readonly ofRedis: number | null;
  /** Times the fastest that one transaction an order was on this disk. */
  readonly timesOneTransaction: number | null;
};

export const ECHO = 'echo';
export const ONE_TRANSACTION = 'one transaction';
export const REDIS = 'redis script';
const FIGURES = [
  'perSecond',
  'p50Ms',
  'p99Ms',
  'nodeUs',
  'storeUs',
  'loadUs',
  'batchEach',
  'rowsEach',
  'behindMs',
  'residentMb',
] as const;

export function rowsOf(runs: readonly Run[]): Row[] {
  const places = Map.groupBy(runs, (run) => `${run.what}|${run.connections}|${run.diskMs}`);
  const middles = [...places.values()].map((some) => {
    const middle = FIGURES.map((name) => {
      const values = some.flatMap((run) => run[name] ?? []);
      return [name, values.length === 0 ? null : median(values)] as const;
    });
    return { ...some[0]!, ...Object.fromEntries(middle) } as Run;
  });
  const times = (run: Run, peer: string, same: (other: Run) => boolean) => {
    const others = middles.filter((other) => other.what === peer && same(other));
    return others.length === 0 ? null : run.perSecond / Math.max(...others.map(({ perSecond }) => perSecond));
  };
  return middles.map((run) => {
    const besides = (other: Run) => other.connections === run.connections;
    return {
      ...run,
      ofEcho: times(run, ECHO, besides),
      ofRedis: times(run, REDIS, besides),
      timesOneTransaction: times(run, ONE_TRANSACTION, ({ diskMs }) => diskMs === run.diskMs),
    };
  });
}

export function table(rows: readonly Row[]): string {
  return markdown(
    rows.map((row) => ({
      what: row.what,
      connections: figure(row.connections),
      '+fsync': row.diskMs === 0 ? '' : `${row.diskMs} ms`,
      '/s': figure(row.perSecond),
      'p50 ms': figure(row.p50Ms, 1),
      'p99 ms': figure(row.p99Ms, 1),
      'of echo': figure(row.ofEcho, 2),
      'of redis': figure(row.ofRedis, 2),
      '× one tx': figure(row.timesOneTransaction, 1),
      'CPU µs server · store · load': [row.nodeUs, row.storeUs, row.loadUs]
        .map((us) => us?.toFixed(0) ?? '–')
        .join(' · '),
      'a batch': figure(row.batchEach),
      rows: figure(row.rowsEach, 1),
      'behind s': figure(row.behindMs && row.behindMs / 1_000, 1),
      MB: figure(row.residentMb),
    })),
  );
}

/** What every run took of the budget; all of these sums were asserted. */
export function budgetTable(runs: readonly Run[]): string {
  const yuan = (fen: number) => figure(fen / 100, 2);
  return markdown(
    runs.flatMap(({ what, connections, budget }) =>
      budget === null
        ? []
        : [
            {
              what,
              connections: figure(connections),
              orders: figure(budget.purchases),
              'their discounts ¥': yuan(budget.discountsFen),
              'spent ¥': yuan(budget.spentFen),
              'cap ¥': yuan(budget.capFen),
              'left ¥': yuan(budget.capFen - budget.spentFen),
              'smallest discount ¥': yuan(budget.leastFen),
              'refused at the end': figure(budget.refused),
            },
          ],
    ),
  );
}
