/**
 * Replays: the paid orders of a campaign as a file, and that file priced again under a draft plan.
 *
 * Invariants
 * - A file of past orders holds what prices depended on, and nothing about who bought.
 * - A replay writes nothing to the books, and reads them only to write the file.
 * - Under its own plan, with the coupons that were used and what was stopped then, every order costs what was paid.
 * - At most one runs, in a process of lower priority that dies with this one; more are refused. A record says `running`
 *   only while this very process holds it: what else is found so at a start was interrupted.
 *
 * When it fails: a program that dies leaves a `failed` record with its last words. Where the node has no data folder, or
 * its config says so, none may be started.
 */
import type { ReplayList, ReplayRequest, ReplayResult, ReplayView } from '@dacu/contract/api';
import { type CompiledPlan, type Finding, parsePlan } from '@dacu/contract/plan';
import { lastWords, type RunningProgram, runProgram } from '../../../platform/background-program.ts';
import type { Sql } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Log } from '../../../platform/log.ts';
import { writeLines } from './orders-file.ts';
import { countPastOrders, type PastOrdersSource, pastOrders } from './past-orders.ts';
import { crashOf, failureOf, foundAfterRestart, progressOf, type ReplayLine } from './record.ts';
import { createRunFiles, type RunFiles } from './run-files.ts';

export { copyLines, writeLines } from './orders-file.ts';
export { countPastOrders, lastSoldCampaign, pastOrders } from './past-orders.ts';
export { replayFile } from './replay-file.ts';
export { replaysRoutes } from './routes.ts';
export { ORDERS_FILE } from './run-files.ts';

export type ReplaysDeps = {
  readonly db: Sql;
  readonly ids: Ids;
  readonly log: Log;
  readonly catalog: PastOrdersSource['catalog'];
  readonly plan: {
    text(editionId: string): Promise<{ readonly editionNo: number; readonly yaml: string } | null>;
    editionAt(at: number): Promise<{ readonly compiled: CompiledPlan } | null>;
  };
  readonly simulated: boolean;
  readonly clocks: {
    readonly campaign: { now(): number };
    readonly wall: { now(): number };
  };
  /** Reviews of rehearsals with their title, newest first. */
  readonly reviews: () => Promise<
    readonly { reviewId: string; title: { zh: string; en: string }; createdAtWall: number }[]
  >;
  /** Where records are kept; null where this node has no data folder. */
  readonly rehearsalsDir: string | null;
  /** The replaying program; null where this node does not replay. */
  readonly program: string | null;
};

export type ReplayStart =
  | { readonly kind: 'accepted'; readonly replay: ReplayView }
  | {
      readonly kind: 'refused';
      readonly reason: 'replaysOff' | 'replayRunning' | 'notFound' | 'ordersNotKept';
    }
  | { readonly kind: 'refused'; readonly reason: 'planInvalid'; readonly findings: readonly Finding[] };

export type Replays = {
  /** Whether this node replays at all. */
  readonly allowed: boolean;
  list(): Promise<Omit<ReplayList, 'refused'>>;
  /** Null for none. */
  read(replayId: string): Promise<ReplayResult | null>;
  request(request: ReplayRequest, by: string): Promise<ReplayStart>;
  cancel(replayId: string): Promise<ReplayView | 'notFound' | 'replayOver'>;
  /** Ends what runs, as interrupted. */
  stop(): Promise<void>;
};

type Running = {
  readonly replayId: string;
  readonly ending: AbortController;
  program: RunningProgram | null;
  endedAs: 'cancelled' | 'interrupted';
  done: Promise<void>;
};

const KEPT_MAX = 50;

export function createReplays(deps: ReplaysDeps): Replays {
  const { ids, log, clocks, program } = deps;
  const files = deps.rehearsalsDir === null ? null : createRunFiles(deps.rehearsalsDir);
  const wallNow = clocks.wall.now;
  const records = new Map<string, ReplayView>();
  let running: Running | null = null;
  let loading: Promise<void> | null = null;

  /** Once: what this finds as running is none of ours. */
  function loaded(): Promise<void> {
    loading ??= (async () => {
      for (const record of (await files?.load()) ?? []) {
        const settled = foundAfterRestart(record, wallNow());
        records.set(settled.replayId, settled);
        if (settled !== record) await files?.save(settled);
      }
    })();
    return loading;
  }

  async function keep(record: ReplayView): Promise<void> {
    records.set(record.replayId, record);
    await files?.save(record).catch((err: Error) => log.error({ err }, 'a replay could not be recorded'));
  }

  const change = (replayId: string, more: Partial<ReplayView>): ReplayView => {
    const record = { ...records.get(replayId)!, ...more };
    records.set(replayId, record);
    return record;
  };

  async function run(held: Running, store: RunFiles, job: Job): Promise<void> {
    const { replayId } = held;
    let end: Partial<ReplayView>;
    try {
      end = await work(held, store, job);
    } catch (error) {
      if (!held.ending.signal.aborted) log.warn({ err: error, replayId }, 'a replay failed');
      end = held.ending.signal.aborted
        ? { state: held.endedAs }
        : { state: 'failed', failure: crashOf(String(error)) };
    }
    await store.dropLiveOrders(replayId).catch(() => {});
    await keep(change(replayId, { ...end, endedAtWall: wallNow() }));
    running = null;
  }

  /** Reads the orders out of the books where they are not in a file yet, then lets the program price them. */
  async function work(held: Running, store: RunFiles, job: Job): Promise<Partial<ReplayView>> {
    const { replayId, ending } = held;
    const path = job.path ?? store.liveOrders(replayId);
    if (job.live !== null) await exportLive(held, job.live, path);
    ending.signal.throwIfAborted();
    change(replayId, { progress: progressOf('pricing', 0, 0) });
    let outcome: Extract<ReplayLine, { kind: 'replayed' | 'refused' }> | null = null;
    const { at, coupons, stops } = job.assumptions;
    const asked = ['--at', at, '--coupons', coupons, '--stops', stops, '--losers', String(LOSERS_KEPT)];
    held.program = runProgram<ReplayLine>(
      { program: program!, args: ['replay', '--orders', path, '--plan', job.planPath, ...asked] },
      (line) => {
        if (line.kind === 'progress')
          change(replayId, { progress: progressOf('pricing', line.purchases, line.share) });
        else outcome = line;
      },
    );
    const end = await held.program.ended;
    ending.signal.throwIfAborted();
    return settle(replayId, store, outcome, lastWords(end));
  }

  async function settle(
    replayId: string,
    store: RunFiles,
    outcome: Extract<ReplayLine, { kind: 'replayed' | 'refused' }> | null,
    said: string,
  ): Promise<Partial<ReplayView>> {
    if (outcome === null) return { state: 'failed', failure: crashOf(said) };
    if (outcome.kind === 'refused') return { state: 'failed', failure: failureOf(outcome) };
    await store.saveResult(replayId, outcome.document);
    const { purchases } = outcome.document as { purchases: number };
    return { state: 'finished', progress: progressOf('pricing', purchases, 1) };
  }

  async function exportLive(held: Running, source: PastOrdersSource, path: string): Promise<void> {
    const of = await countPastOrders(source);
    let purchases = 0;
    const counted = async function* () {
      for await (const line of pastOrders(source)) {
        if (line.startsWith('{"kind":"purchase"')) purchases += 1;
        change(held.replayId, {
          progress: progressOf('exporting', purchases, of === 0 ? 1 : purchases / of),
        });
        yield line;
      }
    };
    await writeLines(path, counted(), held.ending.signal);
  }

  async function forgetOldest(): Promise<void> {
    const over = [...records.values()]
      .filter(({ endedAtWall }) => endedAtWall !== null)
      .sort((one, other) => (one.replayId < other.replayId ? 1 : -1))
      .slice(KEPT_MAX - 1);
    for (const { replayId } of over) {
      records.delete(replayId);
      await files?.remove(replayId);
    }
  }

  async function end(held: Running, as: Running['endedAs']): Promise<void> {
    if (!held.ending.signal.aborted) held.endedAs = as;
    held.ending.abort();
    held.program?.stop();
    await held.done;
  }

  return {
    allowed: program !== null && files !== null,
    async list() {
      await loaded();
      const reviews = files === null ? [] : await deps.reviews();
      return {
        replays: [...records.values()].sort((one, other) => (one.replayId < other.replayId ? 1 : -1)),
        rehearsals: reviews
          .filter(({ reviewId }) => files?.rehearsedOrders(reviewId))
          .map(({ reviewId, title, createdAtWall }) => ({ reviewId, title, createdAtWall })),
      };
    },
    async read(replayId) {
      await loaded();
      const replay = records.get(replayId);
      if (replay === undefined || files === null) return null;
      return { replay, document: replay.state === 'finished' ? await files.result(replayId) : null };
    },
    async request(request, by) {
      if (program === null || files === null) return { kind: 'refused', reason: 'replaysOff' };
      await loaded();
      const asked = await readPlan(deps.plan, request.plan);
      if (asked.kind === 'refused') return asked;
      const orders = await ordersOf(deps, files, request.orders);
      if (orders === null) return { kind: 'refused', reason: 'ordersNotKept' };
      const replayId = ids.next('rp');
      const planPath = await files.savePlan(replayId, asked.yaml);
      if (running !== null) {
        await files.remove(replayId);
        return { kind: 'refused', reason: 'replayRunning' };
      }
      const held: Running = {
        ...{ replayId, ending: new AbortController(), program: null, endedAs: 'cancelled' },
        done: Promise.resolve(),
      };
      running = held;
      const record: ReplayView = {
        ...{ replayId, state: 'running', assumptions: request.assumptions, requestedBy: by },
        orders: orders.name,
        draft: { title: asked.title, editionNo: asked.editionNo },
        ...{ startedAtWall: wallNow(), endedAtWall: null, failure: null },
        progress: progressOf(orders.live === null ? 'pricing' : 'exporting', 0, 0),
      };
      await keep(record);
      const { path, live } = orders;
      held.done = run(held, files, { path, live, planPath, assumptions: request.assumptions });
      await forgetOldest();
      return { kind: 'accepted', replay: record };
    },
    async cancel(replayId) {
      await loaded();
      if (!records.has(replayId)) return 'notFound';
      if (running?.replayId !== replayId) return 'replayOver';
      await end(running, 'cancelled');
      return records.get(replayId)!;
    },
    async stop() {
      if (running !== null) await end(running, 'interrupted');
    },
  };
}

const LOSERS_KEPT = 100;

type Job = {
  readonly path: string | null;
  readonly live: PastOrdersSource | null;
  readonly planPath: string;
  readonly assumptions: ReplayRequest['assumptions'];
};
type Orders = Pick<Job, 'path' | 'live'> & { readonly name: ReplayView['orders'] };

/** Null where there are none. */
async function ordersOf(
  { plan, db, catalog, simulated, clocks, reviews }: ReplaysDeps,
  files: RunFiles,
  asked: ReplayRequest['orders'],
): Promise<Orders | null> {
  if (asked.kind === 'rehearsal') {
    const path = files.rehearsedOrders(asked.reviewId);
    const review = (await reviews()).find(({ reviewId }) => reviewId === asked.reviewId);
    if (path === null || review === undefined) return null;
    return { path, live: null, name: { kind: 'rehearsal', reviewId: asked.reviewId, title: review.title } };
  }
  const at = clocks.campaign.now();
  const edition = await plan.editionAt(at);
  if (edition === null) return null;
  const live: PastOrdersSource = { db, plan: edition.compiled, catalog, simulated, scale: 1, at };
  return { path: null, live, name: { kind: 'live', reviewId: null, title: edition.compiled.title } };
}

async function readPlan(plans: ReplaysDeps['plan'], asked: ReplayRequest['plan']) {
  const edition = asked.kind === 'edition' ? await plans.text(asked.editionId) : null;
  if (asked.kind === 'edition' && edition === null) return { kind: 'refused', reason: 'notFound' } as const;
  const yaml = asked.kind === 'draft' ? asked.yaml : edition!.yaml;
  const parsed = parsePlan(yaml);
  if (!parsed.ok) return { kind: 'refused', reason: 'planInvalid', findings: parsed.findings } as const;
  const { title } = parsed.plan.campaign;
  return { kind: 'read', yaml, title, editionNo: edition?.editionNo ?? null } as const;
}
