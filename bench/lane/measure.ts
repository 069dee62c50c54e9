import { countRows, grown, projected, readBooks, requireRows, settled } from './books.ts';
import type { BenchCluster } from './cluster.ts';
import { load, type Offer } from './load.ts';
import { cpuMs, endedCpuMs, residentMb } from './processes.ts';
import type { Run } from './report.ts';
import { resetSale, type Sale } from './sale.ts';
import type { Subject } from './subjects.ts';

/** What is measured once. */
export type Plan = {
  readonly what: string;
  readonly subject: Subject;
  /** Nodes that take the orders with it. */
  readonly beside?: readonly Subject[];
  readonly offers: readonly Offer[];
  readonly connections: number;
  /** It writes orders into the database of the bench: they are counted. */
  readonly orders?: true;
  readonly diskMs?: number;
  readonly stock?: number;
  readonly again?: true;
  readonly projections?: true;
  /** Before the load, after the tables were emptied. */
  readonly reset?: () => Promise<void>;
};

/** Measures plan after plan on one database, from empty tables each time; what it found is looked at in the tables. */
export function createMeasure(options: {
  readonly cluster: BenchCluster;
  readonly sale: Sale;
  readonly seconds: number;
}): (plan: Plan) => Promise<Run> {
  const { cluster, sale, seconds } = options;
  let nth = 0;

  return async (plan) => {
    const { what, subject, beside = [], offers, connections, stock, diskMs = 0, projections = false } = plan;
    const nodes = [subject, ...beside];
    await resetSale(cluster.db, sale, stock);
    await plan.reset?.();
    const rowsBefore = await countRows(cluster.db);
    await cluster.slowDisk(diskMs * 1_000);
    nth += 1;
    const stores = plan.orders ? [cluster.pid] : nodes.flatMap(({ storePid }) => storePid ?? []);
    const cpuOf = () => ({
      node: all(nodes.map(({ pid }) => cpuMs(pid))),
      store: stores.length === 0 ? null : all(stores.map(cpuMs)),
      load: endedCpuMs(),
    });
    const before = cpuOf();
    const result = await load({
      ...{ ports: nodes.map(({ port }) => port), sale, offers, connections, seconds, run: `r${nth}` },
      again: plan.again ?? false,
    });
    const cpu = cpuOf();
    await cluster.slowDisk(0);
    const counted = stock === undefined ? result.requests - result.refused : result.refused;
    let rowsEach: number | null = null;
    if (plan.orders) {
      await settled(cluster.db);
      if (projections) await projected(cluster.db);
      if (stock === undefined) {
        if (result.requests > sale.shoppers)
          throw new Error(`more orders than shoppers: --shoppers=${result.requests * 2} or fewer --seconds`);
        const books = await readBooks(cluster.db, sale);
        const came = grown(rowsBefore, await countRows(cluster.db));
        requireRows(what, { result, connections, items: offers.length, books, projections, rows: came });
        rowsEach = Object.values(came).reduce((sum, n) => sum + n, 0) / books.purchases;
      }
    }
    const usEach = (of: 'node' | 'store' | 'load') =>
      before[of] === null || cpu[of] === null ? null : ((cpu[of] - before[of]) * 1_000) / counted;
    return {
      ...{ what, connections, diskMs },
      perSecond: (counted / result.us) * 1e6,
      p50Ms: result.p50Us / 1_000,
      p99Ms: result.p99Us / 1_000,
      ...{ nodeUs: usEach('node'), storeUs: usEach('store'), loadUs: usEach('load') },
      ...{ rowsEach, residentMb: all(nodes.map(({ pid }) => residentMb(pid))) },
    };
  };
}

/** The sum, or null where one is not known. */
function all(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
