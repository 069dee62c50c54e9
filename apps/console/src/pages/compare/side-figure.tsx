import type { ReviewDocument } from '@dacu/contract/api';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/setup.ts';
import { FigureNote } from '../../parts/figure-note.tsx';
import { useTimes } from '../../parts/format.ts';

/** A figure of one of the two reviews, open to its definition, its instant and where it was counted. */
export function SideFigure({
  review,
  id,
  children,
}: {
  review: ReviewDocument;
  id: string;
  children: ReactNode;
}) {
  const t = useT();
  const at = useTimes(review.campaign.zone);
  return (
    <FigureNote
      definition={review.definitions.find((definition) => definition.id === id)}
      asOf={t('note.asOf', { at: at(review.window.asOf, 'full'), position: review.window.asOfPosition })}
      from={t(review.simulated ? 'note.fromSimulated' : 'note.fromTables')}
    >
      {children}
    </FigureNote>
  );
}
