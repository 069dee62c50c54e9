import type { ReviewDocument } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { figureText, shareOf } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import { Unmeasured, Verdict } from './goals.tsx';
import { type Measure, ReviewFigure, useReviewFacts } from './review-figure.tsx';

const GROUPS = ['sales', 'reach', 'experience'] as const;

/** The plan's own indicators in its three groups; beside them what keeps them from being misread. */
export function Indicators({ review }: { review: ReviewDocument }) {
  const t = useT();
  const measured = review.indicators.filter(({ value }) => value !== null);
  const groupOf = (row: Measure) => row.group ?? 'companion';
  const silent = review.indicators.filter((row) => row.value === null && groupOf(row) !== 'companion');
  return (
    <div className="co-two">
      <Panel title={t('review.indicatorsNamed')} words={t('review.indicatorsWords')}>
        <table className="co-table co-against">
          <Head verdicts />
          {GROUPS.map((group) => {
            const rows = measured.filter((row) => groupOf(row) === group);
            return rows.length === 0 ? null : (
              <tbody key={group}>
                <tr className="co-group-row">
                  <th colSpan={4} scope="rowgroup">
                    {t(`review.group.${group}`)}
                  </th>
                </tr>
                {rows.map((row) => (
                  <IndicatorRow key={row.definitionId} row={row} verdicts />
                ))}
              </tbody>
            );
          })}
        </table>
        <Unmeasured rows={silent} />
      </Panel>
      <Panel title={t('review.group.companion')} words={t('review.group.companionWords')}>
        <table className="co-table co-against">
          <Head />
          <tbody>
            {review.indicators
              .filter((row) => groupOf(row) === 'companion')
              .map((row) => (
                <IndicatorRow key={row.definitionId} row={row} />
              ))}
          </tbody>
        </table>
      </Panel>
    </div>
  );
}

function Head({ verdicts = false }: { verdicts?: boolean }) {
  const t = useT();
  return (
    <thead>
      <tr>
        <th>{t('plan.col.measure')}</th>
        <th className="co-num">{t('review.col.actual')}</th>
        {verdicts ? (
          <>
            <th className="co-num">{t('plan.col.target')}</th>
            <th>{t('review.col.verdict')}</th>
          </>
        ) : null}
      </tr>
    </thead>
  );
}

function IndicatorRow({ row, verdicts = false }: { row: Measure; verdicts?: boolean }) {
  const t = useT();
  const { pick } = useLanguage();
  const { definitions } = useReviewFacts();
  const share = Math.round(shareOf(row.value ?? 0, row.target ?? 0) * 100);
  return (
    <tr>
      <td>
        {pick(row.title) || pick(definitions.get(row.definitionId)?.name) || row.definitionId}
        {row.note ? <span className="co-line co-quiet">{pick(row.note)}</span> : null}
      </td>
      <td className="co-num co-strong">
        <ReviewFigure definitionId={row.definitionId}>{figureText(row.value, row.unit)}</ReviewFigure>
      </td>
      {verdicts ? (
        <>
          <td className="co-num">{figureText(row.target, row.unit)}</td>
          <td>
            <Verdict row={row} />
            {row.target === null || row.value === null ? null : (
              <span className="co-verdict-share">{t('review.ofTarget', { share: `${share}%` })}</span>
            )}
          </td>
        </>
      ) : null}
    </tr>
  );
}
