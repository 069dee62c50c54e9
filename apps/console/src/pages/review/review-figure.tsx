import type { ReviewDocument } from '@dacu/contract/api';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useDefinitions, useKeptFigures } from '../../data/queries.ts';
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
  /** Its window, and where the rows of its figures are: in this database, or in what a rehearsal kept of them. */
  readonly scope: Omit<FigureScope, 'metric'> & { readonly from: number; readonly to: number };
  /** Of a rehearsal: which figures were kept, by name and window. */
  readonly kept: ReadonlySet<string> | null;
};
const keptKey = (metric: string, from: number, to: number) => `${metric} ${from} ${to}`;

const ReviewContext = createContext<ReviewFacts | null>(null);

/** What every figure of one review has in common: its definitions, its instant, where it was counted. */
export function ReviewProvider({ review, children }: { review: ReviewDocument; children: ReactNode }) {
  const t = useT();
  const at = useTimes(review.campaign.zone);
  const { definitions, window, simulated, kind, campaign, reviewId } = review;
  const figures = useKeptFigures(kind === 'rehearsal' ? reviewId : null).data?.figures;
  const facts = useMemo(
    () => ({
      definitions: new Map(definitions.map((definition) => [definition.id, definition])),
      asOf: t('note.asOf', { at: at(window.asOf, 'full'), position: window.asOfPosition }),
      from: t(simulated ? 'note.fromSimulated' : 'note.fromTables'),
      running: window.asOf < window.endsAt,
      scope: {
        from: window.startsAt,
        to: window.endsAt,
        ...(kind === 'live'
          ? { campaign: campaign.id, position: window.asOfPosition }
          : { review: reviewId }),
      },
      kept:
        kind === 'live'
          ? null
          : new Set(figures?.map((one) => keptKey(one.metric, one.startsAt, one.endsAt))),
    }),
    [definitions, window, simulated, kind, campaign, reviewId, figures, at, t],
  );
  return <ReviewContext value={facts}>{children}</ReviewContext>;
}

export function useReviewFacts(): ReviewFacts {
  const facts = useContext(ReviewContext);
  if (!facts) throw new Error('useReviewFacts needs a ReviewProvider above it');
  return facts;
}

/** A figure of the review that opens to its definition and its SQL, and to its rows or what was kept of them. */
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
  const { definitions, asOf, from, scope, kept } = useReviewFacts();
  const rows = useDefinitions().data?.get(definitionId)?.rows;
  const open = useOpenFigure();
  const asked = { ...scope, ...(within ? { from: within.startsAt, to: within.endsAt } : {}) };
  const opens = kept ? kept.has(keptKey(definitionId, asked.from, asked.to)) : rows != null;
  const onOpen = opens ? () => open({ metric: definitionId, ...asked }) : undefined;
  return (
    <FigureNote definition={definitions.get(definitionId)} asOf={asOf} from={from} onOpen={onOpen}>
      {children}
    </FigureNote>
  );
}
