import type { RehearsalView } from '@dacu/contract/api';
import type { Finding } from '@dacu/contract/plan';
import { lastWords, type ProgramEnd } from '../../../platform/background-program.ts';

/** What is kept of a rehearsal, in a file of its own, beside what a screen is shown. */
export type RunRecord = Omit<RehearsalView, 'progress'> & {
  readonly progress: RunProgress | null;
};
type Sale = NonNullable<NonNullable<RehearsalView['progress']>['sale']>;
type RunProgress = {
  readonly stage: NonNullable<RehearsalView['progress']>['stage'];
  readonly sale: Sale | null;
  readonly rssBytes: number;
  readonly atWall: number;
  /** The first word of the sale: how fast it goes is counted from here. */
  readonly sellingSince: { readonly atWall: number; readonly visits: number } | null;
};

/** A line that the rehearsing program prints. */
export type ProgramLine =
  | { readonly kind: 'preparing'; readonly what: 'database' | 'catalogue'; readonly rssBytes: number }
  | {
      readonly kind: 'progress';
      readonly at: number;
      readonly startsAt: number;
      readonly endsAt: number;
      readonly visits: number;
      readonly of: number;
      readonly orders: number;
      readonly paidFen: number;
      readonly calls: number;
      readonly rssBytes: number;
    }
  | { readonly kind: 'auditing'; readonly rssBytes: number }
  | {
      readonly kind: 'finished';
      readonly review: { readonly reviewId: string; readonly audit: { readonly passed: boolean } };
    }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly words?: string;
      readonly findings?: readonly Finding[];
    };

/** How the program ended, and whether somebody here ended it. */
export type RunEnd = ProgramEnd & { readonly stoppedFor: 'cancel' | 'shutdown' | null };

/** So many wait behind the one that runs. */
export const WAITING_MAX = 4;
const WORDS_MAX = 2_000;
/** Before this an estimate jumps about. */
const ESTIMATE_FROM_MS = 3_000;

/** The record after a line of its program. */
export function follow(record: RunRecord, line: ProgramLine, atWall: number): RunRecord {
  const before = record.progress;
  const progress = (stage: RunProgress['stage'], rssBytes: number, more: Partial<RunProgress> = {}) => ({
    ...record,
    progress: {
      sale: before?.sale ?? null,
      sellingSince: before?.sellingSince ?? null,
      ...{ stage, rssBytes, atWall },
      ...more,
    },
  });
  switch (line.kind) {
    case 'preparing':
      return progress(line.what, line.rssBytes);
    case 'progress': {
      const { at, startsAt, endsAt, visits, of, orders, paidFen, calls } = line;
      return progress('selling', line.rssBytes, {
        sale: { at, startsAt, endsAt, visits, visitsTotal: of, orders, paidFen, calls },
        sellingSince: before?.sellingSince ?? { atWall, visits },
      });
    }
    case 'auditing':
      return progress('auditing', line.rssBytes);
    case 'finished':
      return { ...record, reviewId: line.review.reviewId, auditPassed: line.review.audit.passed };
    case 'refused':
      return {
        ...record,
        failure: {
          reason: line.reason === 'planInvalid' ? 'planInvalid' : 'place',
          words: (line.words ?? '').slice(0, WORDS_MAX),
          findings: [...(line.findings ?? [])],
        },
      };
  }
}

/** The record when its program is gone. What has its review is finished, whoever wanted to stop it. */
export function conclude(record: RunRecord, end: RunEnd, atWall: number): RunRecord {
  const over = { ...record, endedAtWall: atWall };
  if (record.reviewId !== null) return { ...over, state: 'finished' };
  if (end.stoppedFor === 'cancel') return { ...over, state: 'cancelled', failure: null };
  if (end.stoppedFor === 'shutdown') return { ...over, state: 'interrupted', failure: null };
  const failure = record.failure ?? {
    reason: end.signal === null ? ('crashed' as const) : ('killed' as const),
    words: end.signal ?? lastWords(end),
    findings: [],
  };
  return { ...over, state: 'failed', failure };
}

/** The record of a server that ended without a word, found when the next one starts. */
export function foundAfterRestart(record: RunRecord, atWall: number): RunRecord {
  if (record.state !== 'queued' && record.state !== 'running') return record;
  return { ...record, state: 'interrupted', endedAtWall: record.progress?.atWall ?? atWall };
}

export function presentRun(record: RunRecord): RehearsalView {
  const { progress } = record;
  if (progress === null) return { ...record, progress: null };
  const { sellingSince: _, ...shown } = progress;
  return { ...record, progress: { ...shown, endsAtWall: endsAtWall(progress) } };
}

/** By the visits done since the doors opened. Audit and review come after, and are not in it. */
function endsAtWall({ stage, sale, sellingSince, atWall }: RunProgress): number | null {
  if (stage !== 'selling' || sale === null || sellingSince === null) return null;
  const tookMs = atWall - sellingSince.atWall;
  const done = sale.visits - sellingSince.visits;
  if (tookMs < ESTIMATE_FROM_MS || done <= 0) return null;
  return Math.round(atWall + (tookMs / done) * (sale.visitsTotal - sale.visits));
}
