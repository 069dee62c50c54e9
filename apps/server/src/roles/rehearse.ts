import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ReviewDocument } from '@dacu/contract/api';
import { type CompiledPlan, compilePlan, type Finding, parsePlan } from '@dacu/contract/plan';
import { compilePromotions } from '@dacu/engine/pricing';
import { createAuditor, createChance, DEMAND_SCENARIOS, type DemandScenarioId } from '@dacu/engine/simulate';
import type { Config } from '../config/config.ts';
import { type Context, createContext } from '../context.ts';
import type { Edition } from '../modules/base/plan/index.ts';
import {
  AUDIT_HASHES,
  feedBooks,
  keepFigures,
  storeReview,
  writeReview,
} from '../modules/watch/insight/index.ts';
import { ORDERS_FILE, pastOrders, writeLines } from '../modules/watch/replays/index.ts';
import { bytesFrom } from '../platform/chance.ts';
import { virtualClocks } from '../platform/clocks.ts';
import { openDb } from '../platform/db/open-db.ts';
import type { Db } from '../platform/db/types.ts';
import type { App } from '../platform/http/app-types.ts';
import { createIds } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { acceptDirectRequests } from './rehearsal/direct-requests.ts';
import { hashBooks } from './rehearsal/hash-books.ts';
import { loadCatalogue } from './rehearsal/load-catalogue.ts';
import type { RehearsalDatabase } from './rehearsal/rehearsal-database.ts';
import { createRestock, type Restock } from './rehearsal/restock.ts';
import { reviewIdOf } from './rehearsal/review-id.ts';
import { createSaleRun, type SaleOutcome, type SaleProgress } from './rehearsal/run-sale.ts';
import { scalePlan } from './rehearsal/scale-plan.ts';
import { webApp } from './web.ts';

/**
 * A rehearsal: the whole campaign against simulated shoppers, months in minutes. Same code, same API, a database of its
 * own, both clocks virtual, ids and chance from the seed; at the end the auditor, and the same review as after a real
 * sale. The same plan, seed, visits and scenario give the same hash over orders, ledgers and outbox.
 */
export type RehearsalInput = {
  readonly yaml: string;
  readonly seed: number;
  /** Visits of the plan's own expectation; the scenario multiplies them, the scale stays. */
  readonly visits: number;
  /** How much demand there is against the plan; left out: `base`, as planned. */
  readonly scenario?: DemandScenarioId;
  /** The edition that this is; null for a file that nobody published. */
  readonly editionNo?: number | null;
  /** Folder of the clone: the catalogue is `campaigns/catalogue` in it. */
  readonly root: string;
  /** A migrated database that is thrown away afterwards. */
  readonly openDatabase: () => Promise<RehearsalDatabase>;
  readonly config: Config;
  readonly log: Log;
  /** Where the review goes. */
  readonly rehearsalsDir: string;
  /** The process's own clock, for how long it took and what to call it. */
  readonly wallNow: () => number;
  readonly report: (line: RehearsalReport) => void;
  /** Stops it; its database is removed all the same. */
  readonly signal: AbortSignal;
};

export type RehearsalReport =
  | { readonly kind: 'preparing'; readonly what: string }
  | ({
      readonly kind: 'progress';
      readonly of: number;
      readonly startsAt: number;
      readonly endsAt: number;
      /** Since the first shopper came, on the process's own clock; `leftMs` is what the rest takes at this pace. */
      readonly elapsedMs: number;
      readonly leftMs: number;
    } & SaleProgress)
  | { readonly kind: 'auditing' };

export type RehearsalResult = {
  readonly review: ReviewDocument;
  readonly outcome: Omit<SaleOutcome, 'acknowledged' | 'carried'> & { readonly orders: number };
  /** `ordersPath`: its paid orders, for replays. */
  readonly files: Awaited<ReturnType<typeof storeReview>> & { readonly ordersPath: string };
};

/** The plan file has errors: all of them, each with its place. */
export class PlanRefused extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(`the plan has ${findings.filter((finding) => finding.severity === 'error').length} errors`);
    this.name = 'PlanRefused';
    this.findings = findings;
  }
}

const DAY_MS = 86_400_000;

export async function rehearse(input: RehearsalInput): Promise<RehearsalResult> {
  const startedAtWall = input.wallNow();
  const parsed = parsePlan(input.yaml);
  if (!parsed.ok) throw new PlanRefused(parsed.findings);
  const published = compilePlan(parsed.plan);
  // Bad numbers are refused by whoever parses the command; a plan without traffic cannot be scaled to visits.
  const scale = Math.max(1, published.traffic.visits / input.visits);
  const plan = scalePlan(published, scale);
  const scenario = DEMAND_SCENARIOS[input.scenario ?? 'base'];
  const visits = Math.max(1, Math.round(input.visits * scenario.visitsFactor));

  input.report({ kind: 'preparing', what: 'database' });
  const database = await input.openDatabase();
  try {
    const clocks = virtualClocks(plan.startsAt - DAY_MS);
    let openedAtWall = startedAtWall;
    const parts: { context?: Context; app?: App; restock?: Restock } = {};
    const sale = createSaleRun({
      plan,
      seed: input.seed,
      visits,
      scenario,
      signal: input.signal,
      clocks,
      parts: () => ({ context: parts.context!, app: parts.app!, restock: parts.restock! }),
      progress(progress) {
        const elapsedMs = input.wallNow() - openedAtWall;
        const leftMs = Math.round((elapsedMs * (visits - progress.visits)) / Math.max(1, progress.visits));
        const { startsAt, endsAt } = plan;
        input.report({ kind: 'progress', of: visits, startsAt, endsAt, elapsedMs, leftMs, ...progress });
      },
    });
    const context = await openContext(input, {
      plan,
      clocks,
      connection: database.connection,
      deliver: sale.deliver,
    });
    parts.context = context;
    try {
      input.report({ kind: 'preparing', what: 'catalogue' });
      input.signal.throwIfAborted();
      const opening = await loadCatalogue(context, input.root, scale);
      const outcome = await context.plan.publish({
        yaml: input.yaml,
        by: 'rehearsal',
        at: clocks.campaign.now(),
        rehearsal: true,
      });
      if (outcome.kind === 'refused') throw new Error(`the plan could not be published: ${outcome.reason}`);
      parts.restock = createRestock(context, opening);
      parts.app = await webApp({
        context,
        version: 'rehearsal',
        builtApps: [],
        notReady: () => null,
        clockMoved: async () => {},
        beforeRoutes: acceptDirectRequests,
      });
      openedAtWall = input.wallNow();
      const ran = await sale.run();
      await parts.app.close();
      input.signal.throwIfAborted();
      input.report({ kind: 'auditing' });
      // Reviews join whole tables, which the plans of the sale (by index, made once) are not for.
      const db = openDb({ connection: database.connection, connectionsMax: 1, name: 'dacu review' });
      try {
        return await conclude(input, {
          ...{ context, db, plan, scale, visits, scenarioId: scenario.id, ran, startedAtWall },
        });
      } finally {
        await db.close();
      }
    } finally {
      await context.close();
    }
  } finally {
    await database.close();
  }
}

async function openContext(
  input: RehearsalInput,
  parts: Pick<Context, 'connection' | 'deliver'> & {
    plan: CompiledPlan;
    clocks: ReturnType<typeof virtualClocks>;
  },
): Promise<Context> {
  const index = compilePromotions(parts.plan.promotions, parts.plan.profile);
  // The same object for the same edition: what is worked out of one is remembered by it.
  const scaled = new WeakMap<Edition, Edition>();
  return createContext({
    config: { ...input.config, production: false, databaseKind: 'simulated' },
    connection: parts.connection,
    clocks: parts.clocks,
    shifted: null,
    ids: createIds({
      now: parts.clocks.wall.now,
      randomBytes: bytesFrom(createChance(input.seed, 'ids').next),
    }),
    chance: createChance(input.seed, 'server').next,
    // Limits compare keyed hashes: the key has to be the same for the same seed.
    masterKey: createHash('sha256').update(`rehearsal ${input.seed}`).digest(),
    log: input.log,
    metrics: createMetrics({ processFigures: false }),
    deliver: parts.deliver,
    wire: null,
    rehearsalsDir: null,
    rehearsing: null,
    replayProgram: null,
    auditProgram: null,
    editionLens(edition) {
      const seen = scaled.get(edition) ?? { ...edition, compiled: parts.plan, index };
      scaled.set(edition, seen);
      return seen;
    },
    soleWriter: true,
  });
}

async function conclude(
  input: RehearsalInput,
  parts: {
    context: Context;
    db: Db;
    plan: CompiledPlan;
    scale: number;
    visits: number;
    scenarioId: DemandScenarioId;
    ran: SaleOutcome;
    startedAtWall: number;
  },
): Promise<RehearsalResult> {
  const { context, db, plan, ran } = parts;
  const asOf = context.clocks.campaign.now();
  // A year was written in minutes, faster than autovacuum looks: without figures of its own PostgreSQL joins by nested loops.
  await db.query('analyze');
  const auditor = createAuditor({ asOf, hashes: AUDIT_HASHES });
  for (const order of ran.acknowledged) auditor.acknowledged(order);
  for (const row of ran.carried) auditor.opening(row);
  await feedBooks(db, auditor, (editionId) => context.plan.edition(editionId));
  const hash = await hashBooks(db);
  const finishedAtWall = input.wallNow();
  const review = await writeReview(db, {
    reviewId: reviewIdOf(plan, finishedAtWall, input.seed, parts.scenarioId),
    kind: 'rehearsal',
    simulated: true,
    editionNo: input.editionNo ?? null,
    compiled: plan,
    asOf,
    measure: { kind: 'clock' },
    rehearsal: {
      seed: input.seed,
      visits: parts.visits,
      scenario: parts.scenarioId,
      scale: Math.round(parts.scale),
      durationMs: finishedAtWall - parts.startedAtWall,
      hash,
      planHash: createHash('sha256').update(input.yaml).digest('hex'),
    },
    skus: await context.catalog.allSkus(),
    categories: await context.catalog.categories(),
    audit: auditor.report(),
  });
  const kept = await keepFigures(db, review, plan);
  for (const words of kept.unequal) input.log.error({ figure: words }, 'sums do not make this figure');
  const files = await storeReview(input.rehearsalsDir, review, {
    createdAtWall: finishedAtWall,
    planYaml: input.yaml,
    figures: kept.figures,
  });
  const ordersPath = join(files.dir, ORDERS_FILE);
  const sold = pastOrders({
    db,
    catalog: context.catalog,
    plan,
    simulated: true,
    scale: parts.scale,
    at: asOf,
  });
  await writeLines(ordersPath, sold, input.signal);
  const { acknowledged, carried: _, ...outcome } = ran;
  return { review, outcome: { ...outcome, orders: acknowledged.length }, files: { ...files, ordersPath } };
}
