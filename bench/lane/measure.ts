import { countRows, grown, projected, readBooks, requireRows, settled } from './books.ts';
import { putBudget, readBudget, requireBudget } from './budget.ts';
import type { BenchCluster } from './cluster.ts';
import { batchOf, type Counters, readCounters, requireRefusals } from './counters.ts';
import { type Load, load, type Offer } from './load.ts';
import { cpuMs, residentMb } from './processes.ts';
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
  readonly projections?: boolean;
  /** The rows of an order come after its answer. */
  readonly queued?: true;
  /** What the budget that everybody spends from has; without it the promotion has stopped. `ends`: in the middle. */
  readonly budget?: { readonly capFen: number; readonly ends: boolean };
  /** Before the load, after the tables were emptied. */
  readonly reset?: () => Promise<void>;
};

const NOTHING: Counters = { refusals: new Map(), batches: 0, commands: 0 };

/** Measures plan after plan on one database, from empty tables each time; what it found is looked at in the tables. */
export function createMeasure(options: {
  readonly cluster: BenchCluster;
  readonly sale: Sale;
  readonly seconds: number;
}): (plan: Plan) => Promise<Run> {
  const { cluster, sale, seconds } = options;
  let nth = 0;
  let capFen: number | null = null;

  return async (plan) => {
    const { what, subject, beside = [], offers, connections, stock, diskMs = 0 } = plan;
    const nodes = [subject, ...beside];
    await resetSale(cluster.db, sale, stock);
    await plan.reset?.();
    const wantedFen = plan.budget?.capFen ?? 0;
    if (capFen !== wantedFen || wantedFen > 0) await putBudget(cluster.db, wantedFen);
    capFen = wantedFen;
    const rowsBefore = await countRows(cluster.db);
    await cluster.slowDisk(diskMs * 1_000);
    nth += 1;
    const stores = nodes.flatMap(({ storePid }) => storePid ?? []);
    if (plan.orders) stores.push(cluster.pid);
    const servers = nodes.flatMap(({ pid, workerPid }) =>
      workerPid === undefined ? [pid] : [pid, workerPid],
    );
    const cpuOf = () => ({
      node: all(servers.map(cpuMs)),
      store: stores.length === 0 ? null : all(stores.map(cpuMs)),
    });
    const counting = nodes.filter(({ counts }) => counts);
    const counted = { before: await readCounters(counting), after: NOTHING };
    const before = cpuOf();
    const result = await load({
      ...{ ports: nodes.map(({ port }) => port), sale, offers, connections, seconds, run: `r${nth}` },
      again: plan.again ?? false,
    });
    const cpu = cpuOf();
    await cluster.slowDisk(0);
    if (result.broken > 0) throw new Error(`${what}: ${result.broken} were not answered`);
    const found = plan.orders ? await look(plan, result, rowsBefore) : null;
    counted.after = await readCounters(counting);
    const ends = plan.budget?.ends ?? false;
    const code = ends ? 'priceChanged' : stock === undefined ? null : 'soldOut';
    if (counting.length > 0) requireRefusals(what, counted, { code, refused: result.refused });
    const placed = result.requests - result.refused;
    const answers = ends ? result.requests : stock === undefined ? placed : result.refused;
    if (answers === 0) throw new Error(`${what}: not one answer within ${seconds} s`);
    const usEach = (of: 'node' | 'store') =>
      before[of] === null || cpu[of] === null ? null : ((cpu[of] - before[of]) * 1_000) / answers;
    return {
      ...{ what, connections, diskMs },
      perSecond: (answers / result.us) * 1e6,
      p50Ms: result.p50Us / 1_000,
      p99Ms: result.p99Us / 1_000,
      ...{ nodeUs: usEach('node'), storeUs: usEach('store'), loadUs: result.cpuUs / answers },
      batchEach: batchOf(counted.before, counted.after),
      ...{ rowsEach: found?.rowsEach ?? null, budget: found?.budget ?? null },
      ...{ behindMs: found?.behindMs ?? null, residentMb: all(servers.map(residentMb)) },
    };
  };

  /** What the tables say when all is quiet; throws where they do not agree with the answers. */
  async function look(
    { what, beside = [], offers, connections, stock, budget, queued, projections = false }: Plan,
    result: Load,
    rowsBefore: ReadonlyMap<string, number>,
  ): Promise<Pick<Run, 'rowsEach' | 'budget' | 'behindMs'> | null> {
    const laterMs = await settled(cluster.db);
    const behindMs = projections ? await projected(cluster.db) : queued ? laterMs : null;
    if (stock !== undefined) return null;
    const ends = budget?.ends ?? false;
    if (result.requests > sale.shoppers && !ends)
      throw new Error(`more orders than shoppers: --shoppers=${result.requests * 2} or fewer --seconds`);
    const books = await readBooks(cluster.db, sale);
    const rows = grown(rowsBefore, await countRows(cluster.db));
    const leasing = budget ? beside.length + 1 : 0;
    requireRows(what, {
      ...{ result, connections, items: offers.length, books, projections, rows, leasing, ends },
    });
    const inserted = Object.values(rows).reduce((sum, n) => sum + n, 0);
    const rowsEach = inserted / books.purchases;
    if (!budget) return { rowsEach, behindMs, budget: null };
    const spent = await readBudget(cluster.db);
    requireBudget(what, spent, books.purchases, ends);
    return { rowsEach, behindMs, budget: { ...spent, refused: result.refused } };
  }
}

/** The sum, or null where one is not known. */
function all(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
