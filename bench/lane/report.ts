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
};

/** Medians over the rounds as a table, ratios to the echo of the same connections and to one transaction an order. */
export function table(runs: readonly Run[], memoryMb: number | null): string {
  const places = new Map<string, Run[]>();
  for (const run of runs) {
    const place = `${run.what}|${run.connections}|${run.diskMs}`;
    places.set(place, [...(places.get(place) ?? []), run]);
  }
  const speed = (what: string, connections: number | null, diskMs: number) =>
    Math.max(
      ...[...places.values()]
        .filter(([run]) => run!.what === what && run!.diskMs === diskMs)
        .filter(([run]) => connections === null || run!.connections === connections)
        .map((some) => median(some.map((run) => run.perSecond))),
    );
  const head =
    '| what | connections | +fsync | /s | p50 ms | p99 ms | of echo | × one tx | CPU µs node · pg | rows |';
  const rows = [...places.values()].map((some) => {
    const { what, connections, diskMs } = some[0]!;
    const middle = (of: (run: Run) => number | null) => {
      const values = some.flatMap((run) => of(run) ?? []);
      return values.length === 0 ? null : median(values);
    };
    const perSecond = middle((run) => run.perSecond)!;
    const cells = [
      what,
      String(connections),
      diskMs === 0 ? '' : `${diskMs} ms`,
      spaced(perSecond),
      fixed(middle((run) => run.p50Ms)),
      fixed(middle((run) => run.p99Ms)),
      ratio(perSecond, speed('echo', connections, 0), 2),
      ratio(perSecond, speed('one transaction', null, diskMs), 1),
      [middle((run) => run.nodeUs), middle((run) => run.postgresUs)]
        .map((us) => us?.toFixed(0) ?? '–')
        .join(' · '),
      fixed(middle((run) => run.rowsEach)),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const rule = `|${'---|'.repeat(10)}`;
  const memory = memoryMb === null ? '' : `\n\nPeak memory of our process over all runs: ${memoryMb} MB.`;
  return [head, rule, ...rows].join('\n') + memory;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const fixed = (value: number | null): string => value?.toFixed(1) ?? '';
const spaced = (value: number): string =>
  Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ' ');
const ratio = (value: number, of: number, digits: number): string =>
  Number.isFinite(of) ? (value / of).toFixed(digits) : '';
