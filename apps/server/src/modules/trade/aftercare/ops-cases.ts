import type { OpsCaseDetail, OpsCaseList } from '@dacu/contract/api';
import { caseLife, type Found, type InspectionFault, inspectionFault } from '@dacu/engine/aftercare';
import type { LaneHandler } from '../../../platform/lane/types.ts';
import type { PurchaseRow } from '../orders/index.ts';
import { type CaseRow, returnIdOf } from './case-row.ts';
import { countOpen, readCase, searchCases } from './case-store.ts';
import { acceptedOf } from './case-units.ts';
import { type RefundDecided, refundNeeds } from './decide-refund.ts';
import type { AftercareDeps } from './index.ts';
import { presentCase, presentRefund } from './present-case.ts';
import { refundOfCase } from './request-case.ts';
import { SERVICE_REFUND_FEN_MAX } from './terms.ts';

/** Cases as operators work through them. */

export type CaseSearch = {
  readonly states: readonly string[];
  readonly kinds: readonly string[];
  readonly sought: string;
  readonly cursor: string | null;
  readonly limit: number;
};

export async function searchOpsCases(
  deps: AftercareDeps,
  { cursor, limit, ...input }: CaseSearch,
): Promise<Omit<OpsCaseList, 'asOf'>> {
  const match = /^(\d{1,16}):(rc_[0-9a-v]{26})$/.exec(cursor ?? '');
  const after = match && { rank: Number(match[1]), caseId: match[2]! };
  const [rows, counts] = await Promise.all([
    searchCases(deps.db, { ...input, after, limit: limit + 1 }),
    countOpen(deps.db),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  const purchases = await deps.orders.purchases([...new Set(shown.map(({ purchaseId }) => purchaseId))]);
  return {
    nextCursor: more ? `${last.rank}:${last.caseId}` : null,
    cases: shown.map((row) => presentToOps(row, purchases.get(row.purchaseId)!)),
    counts,
  };
}

/** Null for a case that is not there. */
export async function readOpsCase(
  deps: AftercareDeps,
  { at, caseId }: { readonly at: number; readonly caseId: string },
): Promise<OpsCaseDetail | null> {
  const one = await readCase(deps.db, caseId);
  if (one === null) return null;
  const purchase = (await deps.orders.purchases([one.purchaseId])).get(one.purchaseId)!;
  const open = one.deadlineAt !== null && one.kind !== 'exchange' && one.found === null;
  const [would, stock] = await Promise.all([
    open ? quote(deps, one, purchase, at) : null,
    one.kind === 'exchange'
      ? deps.stock.stockOf(one.lines.map(({ skuId }) => skuId))
      : new Map<string, never>(),
  ]);
  return {
    ...presentToOps(one, purchase),
    would: would && presentRefund(would),
    allowed: caseLife(one.kind)
      .steps.filter(({ from, by }) => from === one.state && by.includes('operator'))
      .map(({ on }) => on),
    sellable: Object.fromEntries([...stock].map(([skuId, { sellable }]) => [skuId, Math.max(0, sellable)])),
  };
}

function presentToOps(one: CaseRow, purchase: PurchaseRow) {
  const owedFen = one.expectedFen ?? 0;
  return {
    ...presentCase(one, purchase),
    ...{ number: purchase.body.number, payFen: purchase.payFen, hasWords: one.sealedWords !== null },
    needsFinance: owedFen > SERVICE_REFUND_FEN_MAX,
    steps: one.steps.map(({ on, to, at, by, note, operator }) => ({
      ...{ on, to, at, by, note: note ?? null, operator: operator ?? null },
    })),
  };
}

export type InspectionPreviewed =
  | { readonly kind: 'preview'; readonly refund: RefundDecided | null }
  | { readonly kind: 'refused'; readonly code: 'notFound' | 'caseStepNotAllowed' }
  | { readonly kind: 'refused'; readonly code: 'inspectionWrong'; readonly reason: InspectionFault };

/**
 * What an inspection would pay if it were saved as it stands; null where no money comes of it. Refuses with `notFound`,
 * `caseStepNotAllowed` where nothing waits to be inspected, or `inspectionWrong`.
 */
export async function previewInspection(
  deps: AftercareDeps,
  { at, caseId, found }: { readonly at: number; readonly caseId: string; readonly found: readonly Found[] },
): Promise<InspectionPreviewed> {
  const one = await readCase(deps.db, caseId);
  if (one === null) return { kind: 'refused', code: 'notFound' };
  if (one.state !== 'received') return { kind: 'refused', code: 'caseStepNotAllowed' };
  const reason = inspectionFault(one.lines, found, { sellersFault: one.fault === 'seller' });
  if (reason !== null) return { kind: 'refused', code: 'inspectionWrong', reason };
  if (one.kind === 'exchange' || acceptedOf(found).length === 0) return { kind: 'preview', refund: null };
  const purchase = (await deps.orders.purchases([one.purchaseId])).get(one.purchaseId)!;
  return { kind: 'preview', refund: await quote(deps, one, purchase, at, found) };
}

type QuotePayload = {
  readonly caseId: string;
  readonly purchaseId: string;
  /** Left out while nobody has looked: everything is whole then. */
  readonly found?: readonly Found[];
};

/** Asked of the lane, as the refund itself will be: points and protection may have moved since it was requested. */
function quote(
  deps: AftercareDeps,
  one: CaseRow,
  purchase: PurchaseRow,
  at: number,
  found?: readonly Found[],
): Promise<RefundDecided | null> {
  return deps.lane.submit<RefundDecided | null>({
    kind: 'quoteCase',
    at,
    needs: [
      { table: 'returnCase', keys: [one.caseId] },
      ...refundNeeds(purchase, one.lines, returnIdOf(one.caseId)),
    ],
    payload: {
      caseId: one.caseId,
      purchaseId: one.purchaseId,
      ...(found && { found }),
    } satisfies QuotePayload,
  });
}

export const quoteCaseHandler: LaneHandler<QuotePayload, RefundDecided | null> = {
  kind: 'quoteCase',
  decide(view, { at, payload }) {
    const one = view.row<CaseRow>('returnCase', payload.caseId)!;
    // Paid meanwhile.
    if (one.refundFen !== null) return { answer: null };
    const purchase = view.row<PurchaseRow>('purchase', payload.purchaseId)!;
    const lines = payload.found === undefined ? one.lines : acceptedOf(payload.found);
    return { answer: refundOfCase(view, purchase, { ...one, lines }, { at, by: 'system' }) };
  },
};

/** What the shopper wrote, opened; that it was read is kept with it. Null for a case that is not there. */
export async function readWords(
  deps: AftercareDeps,
  { caseId, by }: { readonly caseId: string; readonly by: string },
): Promise<string | null> {
  const one = await readCase(deps.db, caseId);
  if (one === null) return null;
  if (one.sealedWords === null) return '';
  const personId = await deps.members.profiles.personId(one.shopperId);
  const words = await deps.members.personal.open(personId, one.sealedWords);
  await deps.members.people.noteAct(deps.db, { kind: 'caseWordsRead', subject: caseId, detail: {}, by });
  return words;
}
