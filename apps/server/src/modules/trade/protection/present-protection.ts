import type { ProtectionView } from '@dacu/contract/api';
import { sweepAfter } from '@dacu/engine/protection';
import { linesOf, type PurchaseRow } from '../orders/index.ts';
import { type Assessed, assess } from './assess.ts';
import type { ProtectionDeps } from './index.ts';
import { owedOn } from './pay-protection.ts';
import { type ProtectionRow, readClaims, readProtections } from './store.ts';

type Line = ProtectionView['lines'][number];

/** How each line of a purchase stands at `at`, and what was paid on it. */
export async function presentProtection(
  deps: ProtectionDeps,
  purchase: PurchaseRow,
  at: number,
): Promise<ProtectionView> {
  const { purchaseId } = purchase;
  const [assessed, rows, claims] = await Promise.all([
    assess(deps, purchase, at),
    readProtections(deps.db, purchaseId),
    readClaims(deps.db, purchaseId),
  ]);
  const lines = assessed.map((one) => lineOf(purchase, one, rows.get(one.lineId), at));
  return {
    purchaseId,
    asOf: at,
    dueFen: lines.reduce((sum, line) => sum + line.dueFen, 0),
    paidFen: claims.reduce((sum, claim) => sum + claim.fen, 0),
    lines,
    payments: claims.map(({ protectionId, source, fen, at: paidAt, lines: parts }) => ({
      ...{ protectionId, source, fen, at: paidAt },
      lines: parts.map(({ lineId, fen: partFen }) => ({ lineId, fen: partFen })),
    })),
  };
}

function lineOf(
  purchase: PurchaseRow,
  { lineId, promise, verdict }: Assessed,
  before: ProtectionRow | undefined,
  at: number,
): Line {
  const line = linesOf(purchase.body).find((one) => one.lineId === lineId)!;
  const terms = promise?.terms;
  const base = {
    lineId,
    title: terms === undefined ? null : { zh: terms.title.zh, en: terms.title.en },
    until: promise?.until ?? null,
    automatic: terms?.process === 'automatic',
    nextAt: terms === undefined || at >= promise!.until ? null : sweepWithin(at, promise!),
    protectedFen: before?.heldFen ?? 0,
  };
  const owed = verdict.kind === 'closed' ? verdict : owedOn(purchase, line, before, verdict.nowFen);
  if (owed.kind === 'closed')
    return { ...base, state: owed.reason, dueFen: 0, comparedPaidFen: null, comparedNowFen: null };
  return {
    ...base,
    state: owed.kind === 'due' ? 'due' : owed.reason,
    dueFen: owed.kind === 'due' ? owed.fen : 0,
    comparedPaidFen: owed.paidFen,
    comparedNowFen: owed.nowFen,
  };
}

function sweepWithin(at: number, { terms, until }: NonNullable<Assessed['promise']>): number | null {
  const next = sweepAfter(at, [terms]);
  return next !== null && next < until ? next : null;
}
