/**
 * Audits that the console starts: what one shopper can get out of a plan, looked for in a process of its own while this
 * one goes on answering.
 *
 * Invariants
 * - At most one runs on a node; another is refused. It has the lower priority, a time that it may take, and dies with
 *   this process: the system closes its stdin. It reads no database: the goods are handed to it.
 * - What one found is kept for the very text that was audited, and never shown beside another.
 * - An audit says by itself what it proved and what it only searched; nothing here adds to that.
 *
 * When it fails: a program that dies leaves a `failed` audit with its last words, and the draft can be audited again. A
 * node that ends takes its running audit along; nobody finds it as running afterwards.
 */
import { createHash } from 'node:crypto';
import type { AuditFinding, AuditSummary, AuditView } from '@dacu/contract/api';
import { type Finding, parsePlan } from '@dacu/contract/plan';
import type { AuditItem } from '@dacu/engine/audit';
import type { FreightTemplate } from '@dacu/engine/pricing';
import { errorLine, type RunningProgram, runProgram } from '../../../platform/background-program.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Log } from '../../../platform/log.ts';
import { type GoodsSource, goodsOf } from './goods.ts';
import { forgetOldest, insertAudit, readAudit, readLatest } from './store.ts';

export { auditsRoutes } from './routes.ts';

/** What the auditing program reads first. */
export type AuditOrder = {
  readonly yaml: string;
  readonly seconds: number;
  readonly items: readonly AuditItem[];
  readonly freight: readonly FreightTemplate[];
};

type AuditLine =
  | { readonly kind: 'done'; readonly done: AuditView['done'][number] }
  | { readonly kind: 'presented'; readonly summary: AuditSummary; readonly findings: AuditFinding[] };

export type AuditsDeps = {
  readonly db: Db;
  readonly ids: Ids;
  readonly log: Log;
  readonly wallNow: () => number;
  readonly catalog: GoodsSource;
  /** The auditing program; null where this node runs none. */
  readonly program: string | null;
};

export type AuditStart = {
  readonly campaignId: string;
  readonly yaml: string;
  readonly seconds: number;
  readonly by: string;
};

export type StartOutcome =
  | { readonly kind: 'accepted'; readonly audit: AuditView }
  | { readonly kind: 'refused'; readonly reason: 'auditsOff' | 'auditRunning' }
  | { readonly kind: 'refused'; readonly reason: 'planInvalid'; readonly findings: readonly Finding[] };

export type Audits = {
  /** Whether this node audits at all. */
  readonly allowed: boolean;
  start(input: AuditStart): Promise<StartOutcome>;
  /** The one of this text that runs here, else the last one that ended. */
  latest(campaignId: string, yaml: string): Promise<AuditView | null>;
  get(auditId: string): Promise<AuditView | null>;
  /** Answers when its process has ended. */
  cancel(auditId: string): Promise<AuditView | 'notFound' | 'auditOver'>;
  /** Ends what runs. */
  stop(): Promise<void>;
};

type Running = {
  view: AuditView;
  result: { readonly summary: AuditSummary; readonly findings: AuditFinding[] } | null;
  cancelled: boolean;
  program: RunningProgram | null;
  done: Promise<AuditView>;
};

const KEPT_MAX = 40;
const hashOf = (yaml: string) => createHash('sha256').update(yaml).digest('hex');

export function createAudits(deps: AuditsDeps): Audits {
  const { db, ids, log, wallNow, program: file } = deps;
  let running: Running | null = null;
  let stopped = false;

  async function run(held: Running, program: string, order: AuditOrder): Promise<AuditView> {
    held.program = runProgram<AuditLine>({ program, args: ['served'], order }, (line) => {
      if (line.kind === 'done') held.view = { ...held.view, done: [...held.view.done, line.done] };
      else held.result = { summary: line.summary, findings: line.findings };
    });
    const end = await held.program.ended;
    const ended = { ...held.view, endedAtWall: wallNow() };
    const view: AuditView = held.cancelled
      ? { ...ended, state: 'cancelled' }
      : held.result !== null
        ? { ...ended, ...held.result, state: 'finished' }
        : { ...ended, state: 'failed', failure: errorLine(end) };
    if (view.state === 'failed')
      log.warn({ auditId: view.auditId, failure: view.failure }, 'an audit failed');
    try {
      await insertAudit(db, view);
      await forgetOldest(db, view.campaignId, KEPT_MAX);
    } catch (err) {
      log.error({ err, auditId: view.auditId }, 'an audit could not be kept');
    }
    // Over only when it is kept: whoever sees its end finds it by its text.
    held.view = view;
    running = null;
    return view;
  }

  return {
    allowed: file !== null,
    async start({ campaignId, yaml, seconds, by }) {
      if (file === null || stopped) return { kind: 'refused', reason: 'auditsOff' };
      const parsed = parsePlan(yaml, { campaignId });
      if (!parsed.ok) return { kind: 'refused', reason: 'planInvalid', findings: parsed.findings };
      if (running !== null) return { kind: 'refused', reason: 'auditRunning' };
      const view: AuditView = {
        ...{ auditId: ids.next('au'), campaignId, textHash: hashOf(yaml), state: 'running', seconds },
        ...{ done: [], requestedBy: by, requestedAtWall: wallNow(), endedAtWall: null },
        ...{ failure: null, summary: null, findings: [] },
      };
      const held: Running = {
        view,
        result: null,
        cancelled: false,
        program: null,
        done: Promise.resolve(view),
      };
      running = held;
      try {
        const goods = await goodsOf(deps.catalog, campaignId);
        held.done = run(held, file, { yaml, seconds, ...goods });
      } catch (error) {
        running = null;
        throw error;
      }
      return { kind: 'accepted', audit: view };
    },
    async latest(campaignId, yaml) {
      const textHash = hashOf(yaml);
      if (running?.view.campaignId === campaignId && running.view.textHash === textHash) return running.view;
      return readLatest(db, campaignId, textHash);
    },
    async get(auditId) {
      return running?.view.auditId === auditId ? running.view : readAudit(db, auditId);
    },
    async cancel(auditId) {
      if (running?.view.auditId !== auditId)
        return (await readAudit(db, auditId)) === null ? 'notFound' : 'auditOver';
      running.cancelled = true;
      running.program?.stop();
      return running.done;
    },
    async stop() {
      stopped = true;
      if (running === null) return;
      running.cancelled = true;
      running.program?.stop();
      await running.done;
    },
  };
}
