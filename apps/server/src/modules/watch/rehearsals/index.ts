/**
 * Rehearsals that the console starts: one at a time, each in a process of its own with a database of its own, watched
 * line by line, and kept as files so that a restart knows of them.
 *
 * Invariants
 * - At most one runs; a few wait behind it in order; more are refused. None ever touches the live database.
 * - The rehearsing process has the lower priority, and dies with this one: the system closes its stdin.
 * - A record says `queued` or `running` only while this very process holds it: whatever else is found in the files at a
 *   start was interrupted. An interrupted rehearsal is not taken up again.
 * - A rehearsal whose review was written is finished, whatever happened to its process afterwards.
 * - No database outlives its rehearsal: the program removes it, and what a killed one left is swept when this starts and
 *   whenever a program ended otherwise than by itself.
 *
 * When it fails: a program that dies leaves a `failed` record with its last words; a record that cannot be written is
 * logged and its rehearsal goes on. Where the node has no data folder, or its config says so, none may be started.
 */
import type { RehearsalRequest, RehearsalView } from '@dacu/contract/api';
import { type Finding, parsePlan } from '@dacu/contract/plan';
import type { Ids } from '../../../platform/ids.ts';
import type { Log } from '../../../platform/log.ts';
import { type RunningProgram, runProgram } from '../../../platform/program/run-program.ts';
import {
  conclude,
  follow,
  foundAfterRestart,
  type ProgramLine,
  presentRun,
  type RunRecord,
  WAITING_MAX,
} from './record.ts';
import { createRunStore } from './store.ts';

export { rehearsalsRoutes } from './routes.ts';

/** How this node rehearses. */
export type Rehearsing = {
  /** The rehearsing program. */
  readonly program: string;
  /** Removes databases that killed rehearsals left. */
  sweep(): Promise<void>;
};

export type RehearsalsDeps = {
  readonly ids: Ids;
  readonly log: Log;
  readonly wallNow: () => number;
  readonly plan: {
    text(editionId: string): Promise<{ readonly editionNo: number; readonly yaml: string } | null>;
  };
  /** Where records are kept; null where this node has no data folder. */
  readonly rehearsalsDir: string | null;
  /** Null where this node does not rehearse. */
  readonly rehearsing: Rehearsing | null;
};

export type StartOutcome =
  | { readonly kind: 'accepted'; readonly rehearsal: RehearsalView }
  | { readonly kind: 'refused'; readonly reason: 'rehearsalsOff' | 'rehearsalsWaiting' | 'notFound' }
  | { readonly kind: 'refused'; readonly reason: 'planInvalid'; readonly findings: readonly Finding[] };

export type Rehearsals = {
  /** Whether this node rehearses at all. */
  readonly allowed: boolean;
  /** Newest first. */
  list(): Promise<readonly RehearsalView[]>;
  /** Starts one, or puts it behind the one that runs. */
  request(request: Required<RehearsalRequest>, by: string): Promise<StartOutcome>;
  /** A waiting one leaves the queue at once, a running one when its database is removed. */
  cancel(rehearsalId: string): Promise<RehearsalView | 'notFound' | 'rehearsalOver'>;
  /** Settles what an earlier process left and sweeps its databases. */
  start(): void;
  /** Ends what runs and waits, as interrupted. */
  stop(): Promise<void>;
};

type Running = {
  readonly rehearsalId: string;
  readonly program: RunningProgram;
  stoppedFor: 'cancel' | 'shutdown' | null;
  done: Promise<void>;
};

const KEPT_MAX = 100;
/** A restart knows where a rehearsal stood to within this. */
const SAVED_EVERY_MS = 2_000;

export function createRehearsals(deps: RehearsalsDeps): Rehearsals {
  const { ids, log, wallNow, rehearsing, rehearsalsDir } = deps;
  const store = rehearsalsDir === null ? null : createRunStore(rehearsalsDir);
  const records = new Map<string, RunRecord>();
  const waiting: { rehearsalId: string; planPath: string }[] = [];
  let running: Running | null = null;
  let savedAt = 0;
  let stopped = false;
  let loading: Promise<void> | null = null;

  /** Once: what this finds as running is none of ours. */
  function loaded(): Promise<void> {
    loading ??= (async () => {
      for (const record of (await store?.load()) ?? []) {
        const settled = foundAfterRestart(record, wallNow());
        records.set(settled.rehearsalId, settled);
        if (settled !== record) save(settled);
      }
    })();
    return loading;
  }

  function save(record: RunRecord): void {
    records.set(record.rehearsalId, record);
    savedAt = wallNow();
    store?.save(record).catch((err: Error) => {
      log.error({ err, rehearsalId: record.rehearsalId }, 'a rehearsal could not be recorded');
    });
  }

  function sweep(): void {
    rehearsing?.sweep().catch((err: Error) => log.warn({ err }, 'databases of rehearsals were not swept'));
  }

  /** Runs the next one that waits, unless one runs. */
  function next(): void {
    const up = running === null && !stopped ? waiting.shift() : undefined;
    if (up === undefined || rehearsing === null) return;
    const { rehearsalId } = up;
    save({ ...records.get(rehearsalId)!, state: 'running', startedAtWall: wallNow() });
    const program = runProgram<ProgramLine>(
      { program: rehearsing.program, args: argsOf(records.get(rehearsalId)!, up.planPath) },
      (line) => {
        const before = records.get(rehearsalId)!;
        const record = follow(before, line, wallNow());
        records.set(rehearsalId, record);
        const further = record.progress?.stage !== before.progress?.stage;
        if (further || line.kind !== 'progress' || wallNow() - savedAt >= SAVED_EVERY_MS) save(record);
      },
    );
    const held: Running = { rehearsalId, program, stoppedFor: null, done: Promise.resolve() };
    running = held;
    held.done = program.ended.then((end) => {
      const record = conclude(records.get(rehearsalId)!, { ...end, stoppedFor: held.stoppedFor }, wallNow());
      save(record);
      running = null;
      if (record.state === 'failed')
        log.warn({ rehearsalId, failure: record.failure?.reason }, 'a rehearsal failed');
      if (end.code !== 0) sweep();
      next();
    });
  }

  async function forgetOldest(): Promise<void> {
    const over = [...records.values()]
      .filter(({ endedAtWall }) => endedAtWall !== null)
      .sort((one, other) => (one.rehearsalId < other.rehearsalId ? 1 : -1))
      .slice(KEPT_MAX - 1);
    for (const { rehearsalId } of over) {
      records.delete(rehearsalId);
      await store?.remove(rehearsalId);
    }
  }

  return {
    allowed: rehearsing !== null && store !== null,
    async list() {
      await loaded();
      return [...records.values()]
        .sort((one, other) => (one.rehearsalId < other.rehearsalId ? 1 : -1))
        .map(presentRun);
    },
    async request(request, by) {
      if (rehearsing === null || store === null || stopped)
        return { kind: 'refused', reason: 'rehearsalsOff' };
      await loaded();
      const asked = await readPlan(deps.plan, request.plan);
      if (asked.kind === 'refused') return asked;
      // Everything below the first wait may have changed since: the queue is looked at last.
      const rehearsalId = ids.next('rh');
      const planPath = await store.savePlan(rehearsalId, asked.yaml);
      if (waiting.length >= WAITING_MAX && running !== null) {
        await store.remove(rehearsalId);
        return { kind: 'refused', reason: 'rehearsalsWaiting' };
      }
      const { seed, visits, scenario } = request;
      save({
        ...{ rehearsalId, seed, visits, scenario },
        ...{ campaignId: asked.campaignId, title: asked.title },
        ...{ editionId: asked.editionId, editionNo: asked.editionNo },
        state: 'queued',
        requestedBy: by,
        requestedAtWall: wallNow(),
        startedAtWall: null,
        endedAtWall: null,
        progress: null,
        failure: null,
        reviewId: null,
        auditPassed: null,
      });
      waiting.push({ rehearsalId, planPath });
      next();
      await forgetOldest();
      return { kind: 'accepted', rehearsal: presentRun(records.get(rehearsalId)!) };
    },
    async cancel(rehearsalId) {
      await loaded();
      const record = records.get(rehearsalId);
      if (record === undefined) return 'notFound';
      if (running?.rehearsalId === rehearsalId) {
        const held = running;
        held.stoppedFor ??= 'cancel';
        held.program.stop();
        await held.done;
        return presentRun(records.get(rehearsalId)!);
      }
      const place = waiting.findIndex((entry) => entry.rehearsalId === rehearsalId);
      if (place === -1) return 'rehearsalOver';
      waiting.splice(place, 1);
      save({ ...record, state: 'cancelled', endedAtWall: wallNow() });
      return presentRun(records.get(rehearsalId)!);
    },
    start() {
      void loaded().catch((err: Error) => log.error({ err }, 'records of rehearsals could not be read'));
      sweep();
    },
    async stop() {
      stopped = true;
      for (const { rehearsalId } of waiting.splice(0))
        save({ ...records.get(rehearsalId)!, state: 'interrupted', endedAtWall: wallNow() });
      if (running !== null) {
        running.stoppedFor ??= 'shutdown';
        running.program.stop();
        await running.done;
      }
      await store?.settled();
    },
  };
}

type AskedPlan =
  | {
      readonly kind: 'read';
      readonly yaml: string;
      readonly campaignId: string;
      readonly title: { zh: string; en: string };
      readonly editionId: string | null;
      readonly editionNo: number | null;
    }
  | Extract<StartOutcome, { kind: 'refused' }>;

async function readPlan(plans: RehearsalsDeps['plan'], asked: RehearsalRequest['plan']): Promise<AskedPlan> {
  const edition = asked.kind === 'edition' ? await plans.text(asked.editionId) : null;
  if (asked.kind === 'edition' && edition === null) return { kind: 'refused', reason: 'notFound' };
  const yaml = asked.kind === 'draft' ? asked.yaml : edition!.yaml;
  const parsed = parsePlan(yaml);
  if (!parsed.ok) return { kind: 'refused', reason: 'planInvalid', findings: parsed.findings };
  const { id, title } = parsed.plan.campaign;
  return {
    ...{ kind: 'read', yaml, campaignId: id, title },
    editionId: asked.kind === 'edition' ? asked.editionId : null,
    editionNo: edition?.editionNo ?? null,
  };
}

function argsOf({ seed, visits, scenario, editionNo }: RunRecord, planPath: string): string[] {
  const edition = editionNo === null ? [] : ['--edition-no', String(editionNo)];
  const numbers = ['--seed', String(seed), '--visits', String(visits)];
  return ['run', '--plan', planPath, ...numbers, '--scenario', scenario, ...edition];
}
