import type { ReviewDocument } from '@dacu/contract/api';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useDefinitions } from '../../data/queries.ts';
import { type FigureScope, useOpenFigure } from '../../figures/figure-scope.ts';
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
  /** Where the rows of its figures are; null where they are gone with the database of a rehearsal. */
  readonly scope: Omit<FigureScope, 'metric'> | null;
};

const ReviewContext = createContext<ReviewFacts | null>(null);

/** What every figure of one review has in common: its definitions, its instant, where it was counted. */
export function ReviewProvider({ review, children }: { review: ReviewDocument; children: ReactNode }) {
  const t = useT();
  const at = useTimes(review.campaign.zone);
  const { definitions, window, simulated, kind, campaign } = review;
  const facts = useMemo(
    () => ({
      definitions: new Map(definitions.map((definition) => [definition.id, definition])),
      asOf: t('note.asOf', { at: at(window.asOf, 'full'), position: window.asOfPosition }),
      from: t(simulated ? 'note.fromSimulated' : 'note.fromTables'),
      running: window.asOf < window.endsAt,
      scope:
        kind === 'live'
          ? {
              campaign: campaign.id,
              from: window.startsAt,
              to: window.endsAt,
              position: window.asOfPosition,
            }
          : null,
    }),
    [definitions, window, simulated, kind, campaign, at, t],
  );
  return <ReviewContext value={facts}>{children}</ReviewContext>;
}

export function useReviewFacts(): ReviewFacts {
  const facts = useContext(ReviewContext);
  if (!facts) throw new Error('useReviewFacts needs a ReviewProvider above it');
  return facts;
}

/** A figure of the review that opens to its definition and its SQL, and in a live review to its rows. */
export function ReviewFigure({
  definitionId,
  within,
  children,
}: {
  definitionId: string;
  /** Of a stretch of the campaign instead of the whole. */
  within?: { readonly startsAt: number; readonly endsAt: number };
  children: ReactNode;
}) {
  const { definitions, asOf, from, scope } = useReviewFacts();
  const rows = useDefinitions().data?.get(definitionId)?.rows;
  const open = useOpenFigure();
  const window = within ? { from: within.startsAt, to: within.endsAt } : {};
  const onOpen = scope && rows ? () => open({ metric: definitionId, ...scope, ...window }) : undefined;
  return (
    <FigureNote definition={definitions.get(definitionId)} asOf={asOf} from={from} onOpen={onOpen}>
      {children}
    </FigureNote>
  );
}
