import type { ReviewDocument } from '@dacu/contract/api';
import type { CompiledPlan } from '@dacu/contract/plan';
import { createAuditor, createCurve } from '@dacu/engine/simulate';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db, Sql } from '../../../platform/db/types.ts';
import { AUDIT_HASHES, feedBooks } from './books.ts';
import { goalsByVisits } from './goals-by-visits.ts';
import { PACED_VISITS_MIN } from './pace.ts';
import { writeReview } from './review.ts';
import type { CatalogSource, PlanSource } from './sources.ts';
import { readVisits } from './store.ts';

export const LIVE_REVIEW_ID = 'live';
/** Due work of a running sale may be this late without anything being wrong. */
const GRACE_MS = 60_000;
const REVIEW_DEADLINE_MS = 120_000;

/**
 * The review of the campaign that runs now, out of one snapshot of the database. Null while there is none. The auditor
 * gets no list of acknowledged orders here (only clients have it), and lets the newest events wait for their positions.
 */
export async function writeLiveReview(deps: {
  readonly db: Db;
  readonly clocks: Clocks;
  readonly plan: PlanSource;
  readonly catalog: CatalogSource;
  readonly simulated: boolean;
}): Promise<ReviewDocument | null> {
  const asOf = deps.clocks.campaign.now();
  const edition = await deps.plan.editionAt(asOf);
  if (edition === null) return null;
  const [skus, categories] = await Promise.all([deps.catalog.allSkus(), deps.catalog.categories()]);
  return deps.db.transaction(
    async (tx) => {
      await tx.query('set transaction isolation level repeatable read, read only');
      const auditor = createAuditor({ asOf: asOf - GRACE_MS, running: true, hashes: AUDIT_HASHES });
      await feedBooks(tx, auditor, (editionId) => deps.plan.edition(editionId));
      const { compiled, measure } = await measureAgainst(tx, edition.compiled, asOf, deps.simulated);
      return writeReview(tx, {
        reviewId: LIVE_REVIEW_ID,
        kind: 'live',
        simulated: deps.simulated,
        editionNo: edition.editionNo,
        compiled,
        asOf,
        measure,
        rehearsal: null,
        ...{ skus, categories },
        audit: auditor.report(),
      });
    },
    { deadlineMs: REVIEW_DEADLINE_MS },
  );
}

/** What the plan asks: all of it of a sale, of simulated shoppers what it asks of as many visits, as the board does. */
async function measureAgainst(
  sql: Sql,
  compiled: CompiledPlan,
  asOf: number,
  simulated: boolean,
): Promise<{ compiled: CompiledPlan; measure: ReviewDocument['measure'] }> {
  if (!simulated) return { compiled, measure: { kind: 'clock' } };
  const visits = await readVisits(sql, compiled.startsAt, asOf);
  const stepped = new Set(compiled.goals.flatMap(({ steps }) => steps.map(({ spanId }) => spanId)));
  const bySpan = new Map<string, number>();
  for (const { id, startsAt, endsAt } of [...compiled.phases, ...compiled.nodes]) {
    if (stepped.has(id)) bySpan.set(id, await readVisits(sql, startsAt, Math.min(endsAt, asOf)));
  }
  const goals = goalsByVisits(compiled, createCurve(compiled.traffic), { whole: visits, bySpan });
  const plannedVisits = compiled.traffic.visits;
  return {
    compiled: { ...compiled, goals },
    measure: { kind: 'visits', visits, plannedVisits, visitsMin: PACED_VISITS_MIN },
  };
}
