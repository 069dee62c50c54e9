import { createAuditor } from '@dacu/engine/simulate';
// The judge of the books reads every table; a test may look down on its own from there.
import { AUDIT_HASHES, feedBooks } from '../watch/insight/books.ts';
import type { Bench } from './trade-test-bench.ts';

const OF_DEPOSITS = new Set(['depositsSettled', 'paymentsMatch', 'refundsWithinPay', 'outboxMatchesState']);

/** What the auditor finds about the money of pre-sales; nothing, where all is well. */
export async function auditDeposits(bench: Bench): Promise<string[]> {
  await bench.drainEvents();
  const auditor = createAuditor({ asOf: bench.clocks.campaign.now(), hashes: AUDIT_HASHES });
  await feedBooks(bench.db, auditor, (editionId) => bench.sale.plan.edition(editionId));
  return auditor
    .report()
    .checks.flatMap(({ id, violations }) =>
      OF_DEPOSITS.has(id) ? violations.map((words) => `${id}: ${words}`) : [],
    );
}
