/**
 * Insight: what is happening, and what happened. Running sums of a campaign for the live board, and reviews that set
 * goals and indicators against actual figures.
 *
 * Invariants
 * - Every figure on the board comes from sums that one outbox consumer keeps, and every frame carries the position up to
 *   which they count: the same figures can be worked out again from the base tables at that position (a test does).
 * - A review computes from base tables, never from the sums; each figure names a definition, each definition its SQL.
 *   What nothing here can measure is null with a note; a figure that is not mature yet says when it will be.
 * - Insight reads tables of other modules and writes only its own. No amount here is ever paid or refunded from.
 * - Counts of refusals are telemetry: buffered, they may lose the last second of a crash.
 *
 * When it fails: a batch that could not be added is added on the next run, from the same position; the board stands
 * still and its position shows it. Dropping the `insight_*` tables and the consumer's position makes it sum all again.
 */
import type { BoardFrame, FigureRows, KeptFigure, OpsOrderView, ReviewDocument } from '@dacu/contract/api';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Log } from '../../../platform/log.ts';
import { definitionOf } from './definitions.ts';
import { FIGURE_PARTS } from './figure-parts.ts';
import { readFigureRows } from './figure-rows.ts';
import { createLiveBoard, type LiveBoard } from './live-board.ts';
import { LIVE_REVIEW_ID, writeLiveReview } from './live-review.ts';
import { readOrderFile } from './order-file.ts';
import { createRefusalLog, type RefusalLog } from './refusals.ts';
import { listReviews, readKeptFigures, readPlanOf, readReview } from './review-files.ts';
import type { CatalogSource, PlanSource } from './sources.ts';
import { readLatestEditionId, readSpent } from './store.ts';
import { type BoardStream, createBoardStream } from './stream.ts';

export { AUDIT_HASHES, feedBooks } from './books.ts';
export { insightConsumer } from './consumer.ts';
export { keepFigures } from './keep-figures.ts';
export { writeReview } from './review.ts';
export { listReviews, readReview, storeReview } from './review-files.ts';
export { reviewMarkdown } from './review-markdown.ts';
export { insightRoutes } from './routes.ts';

export type InsightDeps = {
  readonly db: Db;
  readonly clocks: Clocks;
  readonly log: Log;
  readonly plan: PlanSource;
  readonly catalog: CatalogSource;
  readonly databaseKind: 'simulated' | 'real';
  /** Where reviews of rehearsals are kept; null where this node has no data folder. */
  readonly rehearsalsDir: string | null;
};

export type ReviewEntry = {
  reviewId: string;
  title: { zh: string; en: string };
  kind: 'live' | 'rehearsal';
  campaignId: string;
  seed: number | null;
  visits: number | null;
  scenario: 'weak' | 'base' | 'strong' | null;
  createdAtWall: number;
  hash: string | null;
  paidFen: number;
  attainmentBp: number | null;
  auditPassed: boolean | null;
};

export type Insight = {
  readonly board: LiveBoard;
  readonly stream: BoardStream;
  readonly refusals: RefusalLog;
  /** The live one first, then rehearsals, newest first. */
  reviews(): Promise<ReviewEntry[]>;
  /** Rehearsals alone, newest first, without working out the live one. */
  rehearsed(): Promise<readonly Pick<ReviewEntry, 'reviewId' | 'title' | 'createdAtWall'>[]>;
  /** Null when there is none of this id. */
  review(reviewId: string): Promise<ReviewDocument | null>;
  /** The plan file that a review looks back at; null where it is not kept, or there is no such review. */
  planOf(reviewId: string): Promise<string | null>;
  /** The sums behind the figures of a rehearsal; none for another review. */
  keptFigures(reviewId: string): Promise<readonly KeptFigure[]>;
  /** What each promotion of a campaign took off paid orders so far, as of the board's position; none has no entry. */
  spentFen(campaignId: string): Promise<ReadonlyMap<string, number>>;
  /** Everything the books hold about one purchase; null for none. */
  order(purchaseId: string): Promise<OpsOrderView | null>;
  /** The rows behind a figure of the board; null for a metric without rows or a campaign without an edition. */
  figureRows(input: FigureRowsRequest): Promise<FigureRows | null>;
  start(): void;
  stop(): Promise<void>;
};

export type FigureRowsRequest = {
  readonly metric: string;
  readonly side: 'part' | 'whole';
  readonly campaign?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly channel?: string | undefined;
  readonly position?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

export function createInsight(deps: InsightDeps): Insight {
  const { db, clocks, log, rehearsalsDir } = deps;
  const shared = { ...deps, simulated: deps.databaseKind === 'simulated' };
  const board = createLiveBoard(shared);
  const refusals = createRefusalLog({ db, now: clocks.campaign.now });
  const stream = createBoardStream({
    board,
    wallNow: clocks.wall.now,
    failed: (error) => log.warn({ err: error }, 'the board could not be read'),
  });
  /** Written once for all who ask at the same time. */
  let writing: Promise<ReviewDocument | null> | null = null;

  function live(): Promise<ReviewDocument | null> {
    writing ??= writeLiveReview(shared).finally(() => {
      writing = null;
    });
    return writing;
  }

  return {
    async rehearsed() {
      const stored = rehearsalsDir === null ? [] : await listReviews(rehearsalsDir);
      return stored.map(({ review, createdAtWall }) => ({
        ...{ reviewId: review.reviewId, title: review.campaign.title, createdAtWall },
      }));
    },
    board,
    stream,
    refusals,
    async reviews() {
      const frame = await board.frame();
      const now = await presentLive(deps, frame);
      const stored = rehearsalsDir === null ? [] : await listReviews(rehearsalsDir);
      return [...now, ...stored.map(({ review, createdAtWall }) => presentStored(review, createdAtWall))];
    },
    async review(reviewId) {
      if (reviewId === LIVE_REVIEW_ID) return live();
      if (rehearsalsDir === null) return null;
      return (await readReview(rehearsalsDir, reviewId))?.review ?? null;
    },
    async planOf(reviewId) {
      if (reviewId === LIVE_REVIEW_ID) {
        const edition = await deps.plan.editionAt(clocks.campaign.now());
        return edition === null ? null : ((await deps.plan.text(edition.editionId))?.yaml ?? null);
      }
      return rehearsalsDir === null ? null : readPlanOf(rehearsalsDir, reviewId);
    },
    async keptFigures(reviewId) {
      return rehearsalsDir === null ? [] : readKeptFigures(rehearsalsDir, reviewId);
    },
    spentFen: (campaignId) => readSpent(db, campaignId),
    order: (purchaseId) => readOrderFile(db, purchaseId),
    async figureRows(input) {
      const parts = FIGURE_PARTS[input.metric];
      const metric = definitionOf(input.metric);
      if (parts === undefined || metric === undefined) return null;
      const edition = await editionOf(deps, input.campaign);
      if (edition === null) return null;
      const { campaignId, compiled } = edition;
      const { side, limit, from = null, to = null, channel = null, position = null, cursor = null } = input;
      return readFigureRows(db, {
        metric,
        parts,
        side,
        campaignId,
        campaign: compiled,
        from,
        to,
        channel,
        position,
        cursor,
        limit,
      });
    },
    start: refusals.start,
    async stop() {
      await stream.stop();
      await refusals.stop();
    },
  };
}

/** The edition of the campaign that is asked for, or of the one that runs now. */
async function editionOf(deps: InsightDeps, campaignId: string | undefined) {
  const now = await deps.plan.editionAt(deps.clocks.campaign.now());
  if (campaignId === undefined || now?.campaignId === campaignId) return now;
  const editionId = await readLatestEditionId(deps.db, campaignId);
  return editionId === null ? null : deps.plan.edition(editionId);
}

async function presentLive(deps: InsightDeps, frame: BoardFrame | null): Promise<ReviewEntry[]> {
  if (frame === null) return [];
  const edition = await deps.plan.editionAt(frame.campaignAt);
  if (edition === null) return [];
  const paid = frame.figures.find((figure) => figure.id === 'paidGmv');
  // As the board compares: simulated visits with what the plan asks of as many.
  const goal = frame.measure.kind === 'visits' ? paid?.paceTarget : paid?.target;
  return [
    {
      reviewId: LIVE_REVIEW_ID,
      title: edition.compiled.title,
      kind: 'live',
      campaignId: frame.campaignId,
      seed: null,
      visits: null,
      scenario: null,
      createdAtWall: deps.clocks.wall.now(),
      hash: null,
      paidFen: paid?.value ?? 0,
      attainmentBp: paid?.value == null || !goal ? null : Math.round((paid.value * 10_000) / goal),
      auditPassed: null,
    },
  ];
}

function presentStored(review: ReviewDocument, createdAtWall: number): ReviewEntry {
  const indicator = (id: string) =>
    review.indicators.find((figure) => figure.definitionId === id)?.value ?? null;
  return {
    reviewId: review.reviewId,
    title: review.campaign.title,
    kind: review.kind,
    campaignId: review.campaign.id,
    seed: review.rehearsal?.seed ?? null,
    visits: review.rehearsal?.visits ?? null,
    scenario: review.rehearsal?.scenario ?? null,
    createdAtWall,
    hash: review.rehearsal?.hash ?? null,
    paidFen: indicator('paidGmv') ?? 0,
    attainmentBp: indicator('gmvAttainment'),
    auditPassed: review.audit.passed,
  };
}
