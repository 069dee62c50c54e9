import type { ReviewDocument } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { Button } from 'antd';
import { useState } from 'react';
import { useT } from '../../i18n/setup.ts';
import { compactFen, figureText, shareOf, useTimes } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import { ReviewFigure, useReviewFacts } from './review-figure.tsx';

/** Phase by phase: what was paid, against its step of the goal where there is one, and the figures beside it. */
export function Phases({ review }: { review: ReviewDocument }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const { definitions } = useReviewFacts();
  const at = useTimes(review.campaign.zone);
  const ids = [
    ...new Set(review.phases.flatMap((phase) => phase.measures.map(({ definitionId }) => definitionId))),
  ];
  const [all, setAll] = useState(false);
  const begun = review.phases.filter(({ startsAt }) => startsAt < review.window.asOf);
  const upcoming = review.phases.length - begun.length;
  const shown = all ? review.phases : begun;
  const others = ids.filter((id) => id !== 'paidGmv');
  const paidOf = (phase: ReviewDocument['phases'][number]) =>
    phase.measures.find(({ definitionId }) => definitionId === 'paidGmv');
  const most = Math.max(
    1,
    ...shown.map((phase) => Math.max(paidOf(phase)?.value ?? 0, paidOf(phase)?.target ?? 0)),
  );
  const best = [...review.phases].sort(
    (one, other) => (paidOf(other)?.value ?? 0) - (paidOf(one)?.value ?? 0),
  )[0];
  const title =
    best && (paidOf(best)?.value ?? 0) > 0
      ? t('phases.title', { phase: pick(best.title), amount: compactFen(paidOf(best)?.value ?? 0, lang) })
      : t('phases.none');
  return (
    <Panel title={title} words={t('phases.words')}>
      <div className="co-scroll">
        <table className="co-table co-phases">
          <thead>
            <tr>
              <th>{t('phases.col.phase')}</th>
              <th colSpan={2}>{pick(definitions.get('paidGmv')?.name)}</th>
              {others.map((id) => (
                <th key={id} className="co-num">
                  {pick(definitions.get(id)?.name) || id}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((phase) => {
              const paid = paidOf(phase);
              return (
                <tr key={phase.phaseId}>
                  <td>
                    <span className="co-strong">{pick(phase.title)}</span>
                    <span className="co-line co-quiet">
                      {at(phase.startsAt, 'day')} – {at(phase.endsAt - 1, 'day')}
                    </span>
                  </td>
                  <td className="co-phase-bar-cell">
                    <span className="co-phase-bar" aria-hidden="true">
                      <span style={{ inlineSize: `${shareOf(paid?.value ?? 0, most) * 100}%` }} />
                      {paid?.target != null ? (
                        <i style={{ insetInlineStart: `${shareOf(paid.target, most) * 100}%` }} />
                      ) : null}
                    </span>
                  </td>
                  <td className="co-num">
                    <ReviewFigure definitionId="paidGmv" within={phase}>
                      {figureText(paid?.value ?? null, 'fen')}
                    </ReviewFigure>
                    {paid?.target != null ? (
                      <span className="co-line co-quiet">
                        {t('phases.target', { target: figureText(paid.target, 'fen') })}
                      </span>
                    ) : null}
                  </td>
                  {others.map((id) => {
                    const measure = phase.measures.find(({ definitionId }) => definitionId === id);
                    return (
                      <td key={id} className="co-num">
                        <ReviewFigure definitionId={id} within={phase}>
                          {measure ? figureText(measure.value, measure.unit) : '—'}
                        </ReviewFigure>
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {upcoming > 0 ? (
        <p className="co-phases-more co-quiet">
          {t('phases.upcoming', { count: upcoming })}{' '}
          <Button type="link" size="small" className="co-no-print" onClick={() => setAll(!all)}>
            {t(all ? 'phases.hideUpcoming' : 'phases.showUpcoming')}
          </Button>
        </p>
      ) : null}
    </Panel>
  );
}
