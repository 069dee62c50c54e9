import type { ReviewDocument } from '@dacu/contract/api';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useT } from '../../i18n/setup.ts';
import { FigureNote } from '../../parts/figure-note.tsx';
import { useTimes } from '../../parts/format.ts';

type Definition = ReviewDocument['definitions'][number];
export type Measure = ReviewDocument['goals'][number];
type ReviewFacts = {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly asOf: string;
  readonly from: string;
  /** The sale is not over: a target that is not reached is not missed yet. */
  readonly running: boolean;
};

const ReviewContext = createContext<ReviewFacts | null>(null);

/** What every figure of one review has in common: its definitions, its instant, where it was counted. */
export function ReviewProvider({ review, children }: { review: ReviewDocument; children: ReactNode }) {
  const t = useT();
  const at = useTimes(review.campaign.zone);
  const { definitions, window, simulated } = review;
  const facts = useMemo(
    () => ({
      definitions: new Map(definitions.map((definition) => [definition.id, definition])),
      asOf: t('note.asOf', { at: at(window.asOf, 'full'), position: window.asOfPosition }),
      from: t(simulated ? 'note.fromSimulated' : 'note.fromTables'),
      running: window.asOf < window.endsAt,
    }),
    [definitions, window, simulated, at, t],
  );
  return <ReviewContext value={facts}>{children}</ReviewContext>;
}

export function useReviewFacts(): ReviewFacts {
  const facts = useContext(ReviewContext);
  if (!facts) throw new Error('useReviewFacts needs a ReviewProvider above it');
  return facts;
}

/** A figure of the review that opens to its definition and its SQL. */
export function ReviewFigure({ definitionId, children }: { definitionId: string; children: ReactNode }) {
  const { definitions, asOf, from } = useReviewFacts();
  return (
    <FigureNote definition={definitions.get(definitionId)} asOf={asOf} from={from}>
      {children}
    </FigureNote>
  );
}
