import type { ReviewDocument } from '@dacu/contract/api';
import { createAuditor } from '@dacu/engine/simulate';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import { feedBooks } from './books.ts';
import { writeReview } from './review.ts';
import type { CatalogSource, PlanSource } from './sources.ts';

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
  const skus = await deps.catalog.allSkus();
  return deps.db.transaction(
    async (tx) => {
      await tx.query('set transaction isolation level repeatable read, read only');
      const auditor = createAuditor({ asOf: asOf - GRACE_MS, running: true });
      await feedBooks(tx, auditor, (editionId) => deps.plan.edition(editionId));
      return writeReview(tx, {
        reviewId: LIVE_REVIEW_ID,
        kind: 'live',
        simulated: deps.simulated,
        editionNo: edition.editionNo,
        compiled: edition.compiled,
        asOf,
        rehearsal: null,
        skus,
        audit: auditor.report(),
      });
    },
    { deadlineMs: REVIEW_DEADLINE_MS },
  );
}
