/**
 * A part of an account that was given in one go and ends in one go. `left` is above 0: what is used up is no lot.
 * `expiresAt` null is without end.
 */
export type PointsLot = {
  readonly lotId: string;
  readonly left: number;
  /** Promised until then. */
  readonly usableFrom: number;
  readonly expiresAt: number | null;
};

/** Points of one shopper: the lots, and nothing beside them. The balance is their sum. */
export type PointsAccount = { readonly shopperId: string; readonly lots: readonly PointsLot[] };

/** One change of one lot; `points` is signed. Σ moves of a lot = what is left of it. */
export type PointsMove = Omit<PointsLot, 'left'> & {
  readonly kind: 'earned' | 'held' | 'released' | 'returned' | 'clawedBack' | 'expired';
  readonly points: number;
};

/** An account after a change, and the moves that made it. */
export type PointsMoved = { readonly account: PointsAccount; readonly moves: readonly PointsMove[] };

/** How long points last that come back after their lot has ended (domain V55). */
const GRACE_MS = 30 * 86_400_000;

export type PointsBalance = {
  readonly usable: number;
  /** Not usable yet. */
  readonly promised: number;
};

export function pointsBalance({ lots }: PointsAccount, at: number): PointsBalance {
  const live = lots.filter((lot) => !isOver(lot, at));
  const sum = (some: readonly PointsLot[]) => some.reduce((total, { left }) => total + left, 0);
  return {
    usable: sum(live.filter(({ usableFrom }) => usableFrom <= at)),
    promised: sum(live.filter(({ usableFrom }) => usableFrom > at)),
  };
}

/** An order takes points, of the lots that end soonest; null when fewer are usable. */
export function holdPoints(account: PointsAccount, points: number, at: number): PointsMoved | null {
  assertPoints(points);
  const lapsed = lapse(account, at);
  const usable = lapsed.account.lots.filter(({ usableFrom }) => usableFrom <= at);
  const { moves, short } = takeFrom(usable, points, 'held');
  return short > 0 ? null : moved(lapsed, moves);
}

/**
 * Points that an order had taken go back to the lots they came from, last taken first, each with its old end; those of
 * a lot that is over meanwhile last for 30 days more. `before` of them went back earlier.
 */
export function putBackPoints(
  account: PointsAccount,
  held: readonly PointsMove[],
  back: {
    readonly kind: 'released' | 'returned';
    readonly points: number;
    readonly before: number;
    readonly at: number;
  },
): PointsMoved {
  const { kind, points, before, at } = back;
  assertPoints(points);
  const moves: PointsMove[] = [];
  let skip = before;
  let due = points;
  for (const { lotId, points: taken, usableFrom, expiresAt } of held.toReversed()) {
    const open = Math.max(0, -taken - skip);
    skip = Math.max(0, skip + taken);
    const now = Math.min(open, due);
    if (now === 0) continue;
    due -= now;
    const lot = { lotId, usableFrom, expiresAt };
    moves.push({ ...(isOver(lot, at) ? graceOf(lotId, at) : lot), kind, points: now });
  }
  if (due > 0) throw new RangeError(`${points} points after ${before} are more than an order had taken`);
  return moved(lapse(account, at), moves);
}

/** A new lot. */
export function earnPoints(
  account: PointsAccount,
  lot: Omit<PointsLot, 'left'> & { readonly points: number },
  at: number,
): PointsMoved {
  assertPoints(lot.points);
  return moved(lapse(account, at), lot.points === 0 ? [] : [{ ...lot, kind: 'earned' }]);
}

/**
 * Points that goods had earned go with the goods: of the lot that they made, then of those that end soonest, promised
 * ones included. `short` is what is no longer there; the account never falls below 0.
 */
export function clawBackPoints(
  account: PointsAccount,
  { lotId, points }: { readonly lotId: string; readonly points: number },
  at: number,
): PointsMoved & { readonly short: number } {
  assertPoints(points);
  const lapsed = lapse(account, at);
  const own = lapsed.account.lots.filter((lot) => lot.lotId === lotId);
  const others = lapsed.account.lots.filter((lot) => lot.lotId !== lotId);
  const first = takeFrom(own, points, 'clawedBack');
  const second = takeFrom(others, first.short, 'clawedBack');
  return { ...moved(lapsed, [...first.moves, ...second.moves]), short: second.short };
}

/** Lots that are over leave the account, each once and by a move of its own. */
function lapse(account: PointsAccount, at: number): PointsMoved {
  const over = account.lots.filter((lot) => isOver(lot, at));
  return moved(
    { account, moves: [] },
    over.map(({ left, ...lot }) => ({ ...lot, kind: 'expired', points: -left })),
  );
}

function isOver({ expiresAt }: Pick<PointsLot, 'expiresAt'>, at: number): boolean {
  return expiresAt !== null && expiresAt <= at;
}

/** What comes back of one lot on different days ends on different days. */
function graceOf(lotId: string, at: number): Omit<PointsLot, 'left'> {
  return { lotId: `${lotId}+${at}`, usableFrom: at, expiresAt: at + GRACE_MS };
}

function takeFrom(
  lots: readonly PointsLot[],
  points: number,
  kind: 'held' | 'clawedBack',
): { moves: PointsMove[]; short: number } {
  const moves: PointsMove[] = [];
  let short = points;
  for (const { left, ...lot } of [...lots].sort(bySoonestEnd)) {
    const taken = Math.min(left, short);
    if (taken === 0) break;
    short -= taken;
    moves.push({ ...lot, kind, points: -taken });
  }
  return { moves, short };
}

function bySoonestEnd(a: PointsLot, b: PointsLot): number {
  const [aEnds, bEnds] = [a.expiresAt ?? Number.MAX_SAFE_INTEGER, b.expiresAt ?? Number.MAX_SAFE_INTEGER];
  return aEnds - bEnds || a.usableFrom - b.usableFrom || (a.lotId < b.lotId ? -1 : 1);
}

function moved(from: PointsMoved, moves: readonly PointsMove[]): PointsMoved {
  const lots = new Map(from.account.lots.map((lot) => [lot.lotId, lot]));
  for (const { lotId, points, usableFrom, expiresAt } of moves) {
    const lot = lots.get(lotId);
    const left = (lot?.left ?? 0) + points;
    if (left < 0) throw new RangeError(`lot ${lotId} would hold ${left} points`);
    if (left === 0) lots.delete(lotId);
    else lots.set(lotId, { lotId, left, usableFrom, expiresAt });
  }
  return {
    account: { ...from.account, lots: [...lots.values()].sort(bySoonestEnd) },
    moves: [...from.moves, ...moves],
  };
}

function assertPoints(points: number): void {
  if (!Number.isSafeInteger(points) || points < 0) throw new RangeError(`${points} is no number of points`);
}
