import { figure, markdown, median } from '../markdown.ts';

/** One measured run. */
export type Run = {
  readonly what: string;
  readonly connections: number;
  readonly diskMs: number;
  /** Answers a second: orders placed, or refusals where everything is sold. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU of the server and of PostgreSQL for each answer; null where it cannot be known. */
  readonly nodeUs: number | null;
  readonly postgresUs: number | null;
  readonly rowsEach: number | null;
  /** Of all nodes, after the run. */
  readonly residentMb: number | null;
};

/** Medians over the rounds as a table, ratios to the echo of the same connections and to one transaction an order. */
export function table(runs: readonly Run[], memoryMb: number | null): string {
  const places = new Map<string, Run[]>();
  for (const run of runs) {
    const place = `${run.what}|${run.connections}|${run.diskMs}`;
    places.set(place, [...(places.get(place) ?? []), run]);
  }
  const speed = (what: string, connections: number | null, diskMs: number) => {
    const found = [...places.values()]
      .filter(([run]) => run!.what === what && run!.diskMs === diskMs)
      .filter(([run]) => connections === null || run!.connections === connections)
      .map((some) => median(some.map((run) => run.perSecond)));
    return found.length === 0 ? Number.NaN : Math.max(...found);
  };
  const rows = [...places.values()].map((some) => {
    const { what, connections, diskMs } = some[0]!;
    const middle = (of: (run: Run) => number | null) => {
      const values = some.flatMap((run) => of(run) ?? []);
      return values.length === 0 ? null : median(values);
    };
    const perSecond = middle((run) => run.perSecond)!;
    return {
      what,
      connections: figure(connections),
      '+fsync': diskMs === 0 ? '' : `${diskMs} ms`,
      '/s': figure(perSecond),
      'p50 ms': figure(
        middle((run) => run.p50Ms),
        1,
      ),
      'p99 ms': figure(
        middle((run) => run.p99Ms),
        1,
      ),
      'of echo': figure(perSecond / speed('echo', connections, 0), 2),
      '× one tx': figure(perSecond / speed('one transaction', null, diskMs), 1),
      'CPU µs node · pg': [middle((run) => run.nodeUs), middle((run) => run.postgresUs)]
        .map((us) => us?.toFixed(0) ?? '–')
        .join(' · '),
      rows: figure(
        middle((run) => run.rowsEach),
        1,
      ),
      MB: figure(middle((run) => run.residentMb)),
    };
  });
  const memory = memoryMb === null ? '' : `\n\nPeak memory of our process over all runs: ${memoryMb} MB.`;
  return markdown(rows) + memory;
}
