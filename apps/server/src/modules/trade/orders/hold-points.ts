import {
  clawBackPoints,
  earnedPoints,
  earnPoints,
  holdPoints,
  type OrderPoints,
  type PointsAccount,
  type PointsMove,
  pointsOfReturned,
  putBackPoints,
  shortageFen,
} from '@dacu/engine/points';
import type { LaneView, LaneWrite, Need } from '../../../platform/lane/types.ts';
import { linesOf, type PurchaseRow } from './purchase.ts';

/**
 * Points of a purchase: taken with its placing, put back with its end, earned with its payment, and both settled when
 * goods come back. Each of these is one entry, keyed by the purchase and what became of it, or by the return; a purchase
 * without points needs and writes nothing here.
 */
export type PointsStep = 'placed' | 'paid' | 'closed';

/** As they stand in the tables `pointsAccount` and `pointsEntry`. */
type AccountRow = PointsAccount & { readonly balance: number };
type Entry = {
  readonly entryId: string;
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly at: number;
  readonly points: number;
  readonly moves: readonly PointsMove[];
};

export function pointsNeeds(row: PurchaseRow, becomes: PointsStep): Need[] {
  const { shopperId } = row;
  const { points } = row.body;
  if (points === undefined) return [];
  // Without points taken nothing happens before the payment.
  if (points.used === 0 && becomes !== 'paid') return [];
  return needsOf(shopperId, [...new Set([entryId(row, 'placed'), entryId(row, becomes)])]);
}

export function returnPointsNeeds(row: PurchaseRow, returnId: string): Need[] {
  if (row.body.points === undefined) return [];
  return needsOf(row.shopperId, [entryId(row, 'placed'), entryId(row, 'paid'), returnId]);
}

function needsOf(shopperId: string, entryIds: readonly string[]): Need[] {
  return [
    { table: 'pointsAccount', keys: [shopperId] },
    { table: 'pointsEntry', keys: entryIds },
  ];
}

/** Null when another order of the shopper took them since this one was priced, or they are over. */
export function takePoints(view: LaneView, row: PurchaseRow): LaneWrite[] | null {
  const { points } = row.body;
  if (points === undefined || points.used === 0) return [];
  const held = holdPoints(accountOf(view, row.shopperId), points.used, row.placedAt);
  return held && book(view, row, entryId(row, 'placed'), row.placedAt, held);
}

/** The purchase was closed without a payment. */
export function releasePoints(view: LaneView, row: PurchaseRow, at: number): LaneWrite[] {
  const { points } = row.body;
  if (points === undefined || points.used === 0) return [];
  const back = putBackPoints(accountOf(view, row.shopperId), heldBy(view, row), {
    ...{ kind: 'released', points: points.used, before: 0, at },
  });
  return book(view, row, entryId(row, 'closed'), at, back);
}

/**
 * The purchase was paid: what it earns comes in. One that had been closed takes its points again first: null when they
 * are not there any more.
 */
export function settlePoints(view: LaneView, row: PurchaseRow, at: number): LaneWrite[] | null {
  const { points } = row.body;
  if (points === undefined) return [];
  const before = accountOf(view, row.shopperId);
  const again = row.state === 'closed' ? holdPoints(before, points.used, at) : { account: before, moves: [] };
  if (again === null) return null;
  const earned = earnPoints(again.account, lotOf(row, points, at), at);
  const moves = [...again.moves, ...earned.moves];
  return book(view, row, entryId(row, 'paid'), at, { account: earned.account, moves });
}

function lotOf(row: PurchaseRow, points: OrderPoints, at: number) {
  return {
    lotId: row.purchaseId,
    points: earnedPoints(points, pointsLines(row)),
    usableFrom: at + (points.earn?.usableAfterMs ?? 0),
    expiresAt: points.earn?.expiresAt ?? null,
  };
}

export type PointsReturned = {
  readonly returned: number;
  readonly clawedBack: number;
  /** Points that should have gone back and were spent, and what is kept of the money for them. */
  readonly short: number;
  readonly shortFen: number;
};
export const NO_POINTS: PointsReturned = { returned: 0, clawedBack: 0, short: 0, shortFen: 0 };

/**
 * Goods came back: points that paid for them go to the lots they came from, then what the goods had earned is taken back.
 * What is no longer there is kept of the refund, at what points are worth and never more than the refund (domain §1.7.8).
 */
export function returnPoints(
  view: LaneView,
  input: { before: PurchaseRow; after: PurchaseRow; at: number; returnId: string; refundFen: number },
): { readonly points: PointsReturned; readonly writes: readonly LaneWrite[] } {
  const { before, after, at, returnId, refundFen } = input;
  const { points: terms } = after.body;
  if (terms === undefined) return { points: NO_POINTS, writes: [] };
  const wentBack = pointsOfReturned(terms, pointsLines(before));
  const returned = pointsOfReturned(terms, pointsLines(after)) - wentBack;
  const back = putBackPoints(accountOf(view, after.shopperId), heldBy(view, after), {
    ...{ kind: 'returned', points: returned, before: wentBack, at },
  });
  const lost = earnedPoints(terms, pointsLines(before)) - earnedPoints(terms, pointsLines(after));
  // A lot that is over is worth nothing to anybody: what is left of it is gone already.
  const over = terms.earn?.expiresAt != null && terms.earn.expiresAt <= at;
  const due = over ? 0 : lost;
  const clawed = clawBackPoints(back.account, { lotId: after.purchaseId, points: due }, at);
  const { short } = clawed;
  return {
    points: {
      ...{ returned, clawedBack: due - short, short },
      shortFen: Math.min(refundFen, shortageFen(terms, short)),
    },
    writes: book(view, after, returnId, at, {
      account: clawed.account,
      moves: [...back.moves, ...clawed.moves],
    }),
  };
}

function pointsLines({ body, returned }: PurchaseRow) {
  return linesOf(body).map((line) => ({ ...line, returnedQuantity: returned[line.lineId] ?? 0 }));
}

/** The moves by which the purchase has its points: of its payment, where that took them again, else of its placing. */
function heldBy(view: LaneView, row: PurchaseRow): PointsMove[] {
  const { purchaseId, body, state } = row;
  if ((body.points?.used ?? 0) === 0) return [];
  const unpaid = state === 'held' || state === 'depositPaid';
  const steps: readonly PointsStep[] = unpaid ? ['placed'] : ['paid', 'placed'];
  for (const step of steps) {
    const entry = view.row<Entry>('pointsEntry', entryId(row, step));
    const held = entry?.moves.filter(({ kind }) => kind === 'held') ?? [];
    if (held.length > 0) return held;
  }
  throw new Error(`no entry says where the points of ${purchaseId} came from`);
}

function accountOf(view: LaneView, shopperId: string): PointsAccount {
  return view.row<AccountRow>('pointsAccount', shopperId) ?? { shopperId, lots: [] };
}

/** A balance may be agreed more than once, and each time takes its points anew. */
function entryId({ purchaseId, body }: PurchaseRow, step: PointsStep): string {
  const no = body.presale?.balanceNo ?? 1;
  return no > 1 ? `${purchaseId}~${no}:${step}` : `${purchaseId}:${step}`;
}

function book(
  view: LaneView,
  { shopperId, purchaseId }: PurchaseRow,
  id: string,
  at: number,
  { account, moves }: { readonly account: PointsAccount; readonly moves: readonly PointsMove[] },
): LaneWrite[] {
  if (moves.length === 0) return [];
  if (view.row('pointsEntry', id) !== undefined) throw new Error(`points entry ${id} is written already`);
  const points = moves.reduce((sum, move) => sum + move.points, 0);
  const entry: Entry = { entryId: id, shopperId, purchaseId, at, points, moves };
  const balance = account.lots.reduce((sum, { left }) => sum + left, 0);
  const row: AccountRow = { shopperId, lots: account.lots, balance };
  return [
    { table: 'pointsAccount', key: shopperId, row },
    { table: 'pointsEntry', key: id, row: entry },
  ];
}
