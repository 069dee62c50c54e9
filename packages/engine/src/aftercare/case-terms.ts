import type { CaseKind } from './case-life.ts';

/** Why goods are asked to be taken back. */
export const CASE_REASONS = [
  'noReason',
  'quality',
  'wrongItem',
  'damaged',
  'missing',
  'notArrived',
  'other',
] as const;
export type CaseReason = (typeof CASE_REASONS)[number];
export type Fault = 'seller' | 'buyer';

type Terms = { readonly fault: Fault; readonly kinds: readonly CaseKind[] };

/**
 * Whose fault a reason is, and what may be asked for because of it. Nothing comes back of what never came; what the
 * buyer no longer wants is not paid for while they keep it.
 */
const TERMS: Readonly<Record<CaseReason, Terms>> = {
  noReason: { fault: 'buyer', kinds: ['returnAndRefund', 'exchange'] },
  quality: { fault: 'seller', kinds: ['returnAndRefund', 'exchange', 'refundOnly'] },
  wrongItem: { fault: 'seller', kinds: ['returnAndRefund', 'exchange', 'refundOnly'] },
  damaged: { fault: 'seller', kinds: ['returnAndRefund', 'exchange', 'refundOnly'] },
  missing: { fault: 'seller', kinds: ['refundOnly'] },
  notArrived: { fault: 'seller', kinds: ['refundOnly'] },
  other: { fault: 'buyer', kinds: ['returnAndRefund', 'exchange'] },
};

export const faultOf = (reason: CaseReason): Fault => TERMS[reason].fault;
export const kindsFor = (reason: CaseReason): readonly CaseKind[] => TERMS[reason].kinds;

const DAY_MS = 86_400_000;
/** Days in which goods go back without a reason. */
export const NO_REASON_DAYS = 7;
/** Days in which a defect is claimed without a longer warranty (三包: exchange within fifteen days). */
export const DEFECT_DAYS = 15;

/**
 * The end, not included, of a right of so many days: they are counted from the day after the goods were signed for
 * (interim measures on seven-day returns), in the zone of the campaign.
 */
export function rightEndsAt(deliveredAt: number, days: number, zoneOffsetMs: number): number {
  const dayOfDelivery = Math.floor((deliveredAt + zoneOffsetMs) / DAY_MS);
  return (dayOfDelivery + 1 + days) * DAY_MS - zoneOffsetMs;
}

/** What is true of the units of a line when they are asked for. */
export type CaseLine = {
  readonly lineId: string;
  /** Asked for now. */
  readonly quantity: number;
  /** Shipped and not delivered, and delivered, of what neither came back nor is in another open case. */
  readonly underway: number;
  readonly delivered: number;
  /** Null while nothing of the line was. */
  readonly deliveredAt: number | null;
  /** The seal of a blind box is broken, after its buyer confirmed that an opened one stays theirs. */
  readonly opened: boolean;
  /** The seller said before the sale that this does not go back without a reason. */
  readonly excluded: boolean;
  /** What a longer warranty adds to the time for defects, from the delivery on; 0 without one. */
  readonly warrantyMs: number;
};

export type CaseRefusal =
  | 'nothingToReturn'
  | 'caseKindNotOffered'
  | 'caseNotDelivered'
  | 'caseDelivered'
  | 'caseExcluded'
  | 'caseBoxOpened'
  | 'caseTooLate';

export type Judged =
  | { readonly kind: 'open'; readonly fault: Fault; readonly endsAt: number | null }
  | { readonly kind: 'refused'; readonly reason: CaseRefusal; readonly lineId: string | null };

/**
 * May these units be asked for now, for this reason? `endsAt` is when the right that it rests on ends, the earliest of the
 * lines; null where it rests on none.
 */
export function judgeCase(asked: {
  readonly at: number;
  readonly kind: CaseKind;
  readonly reason: CaseReason;
  readonly lines: readonly CaseLine[];
  readonly zoneOffsetMs: number;
}): Judged {
  const { at, kind, reason, lines, zoneOffsetMs } = asked;
  if (!kindsFor(reason).includes(kind)) return refused('caseKindNotOffered', null);
  if (lines.length === 0) return refused('nothingToReturn', null);
  let endsAt: number | null = null;
  for (const line of lines) {
    const { lineId } = line;
    if (line.quantity < 1 || line.quantity > line.underway + line.delivered)
      return refused('nothingToReturn', lineId);
    if (reason === 'notArrived') {
      if (line.quantity > line.underway) return refused('caseDelivered', lineId);
      continue;
    }
    if (line.quantity > line.delivered || line.deliveredAt === null)
      return refused('caseNotDelivered', lineId);
    const fault = faultOf(reason);
    if (fault === 'buyer' && line.opened) return refused('caseBoxOpened', lineId);
    if (fault === 'buyer' && line.excluded) return refused('caseExcluded', lineId);
    const end = endOfRight(line.deliveredAt, { fault, warrantyMs: line.warrantyMs, zoneOffsetMs });
    if (at >= end) return refused('caseTooLate', lineId);
    endsAt = endsAt === null ? end : Math.min(endsAt, end);
  }
  return { kind: 'open', fault: faultOf(reason), endsAt };
}

function endOfRight(
  deliveredAt: number,
  { fault, warrantyMs, zoneOffsetMs }: { fault: Fault; warrantyMs: number; zoneOffsetMs: number },
): number {
  if (fault === 'buyer') return rightEndsAt(deliveredAt, NO_REASON_DAYS, zoneOffsetMs);
  return Math.max(rightEndsAt(deliveredAt, DEFECT_DAYS, zoneOffsetMs), deliveredAt + warrantyMs);
}

function refused(reason: CaseRefusal, lineId: string | null): Judged {
  return { kind: 'refused', reason, lineId };
}
