import { useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { figureText, shareOf } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import { type Measure, ReviewFigure, useReviewFacts } from './review-figure.tsx';

/** Of these less is better; the review says so nowhere, the glossary of metrics does. */
const LESS_IS_BETTER: ReadonlySet<string> = new Set([
  'complaintRate',
  'returnRate',
  'refundRate',
  'closedShare',
]);

/** Actual against target, row by row. What nothing measures says why instead of showing a zero. */
export function Against({ title, words, rows }: { title: string; words: string; rows: readonly Measure[] }) {
  const t = useT();
  const { pick } = useLanguage();
  const { definitions } = useReviewFacts();
  return (
    <Panel title={title} words={words}>
      <table className="co-table co-against">
        <thead>
          <tr>
            <th>{t('plan.col.measure')}</th>
            <th className="co-num">{t('review.col.actual')}</th>
            <th className="co-num">{t('plan.col.target')}</th>
            <th>{t('review.col.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.definitionId} ${row.target}`}>
              <td>{pick(definitions.get(row.definitionId)?.name) || row.definitionId}</td>
              <td className="co-num co-strong">
                <ReviewFigure definitionId={row.definitionId}>{figureText(row.value, row.unit)}</ReviewFigure>
              </td>
              <td className="co-num">{figureText(row.target, row.unit)}</td>
              <td>
                <Verdict row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Verdict({ row }: { row: Measure }) {
  const t = useT();
  const { pick } = useLanguage();
  if (row.value === null)
    return <span className="co-line co-quiet">{pick(row.note) || t('review.notMeasured')}</span>;
  const note = row.note ? <span className="co-line co-quiet">{pick(row.note)}</span> : null;
  if (row.target === null) return note;
  const less = LESS_IS_BETTER.has(row.definitionId);
  const met = less ? row.value <= row.target : row.value >= row.target;
  const share = Math.round(shareOf(row.value, row.target) * 100);
  return (
    <>
      <span className={`co-tag ${met ? 'is-good' : 'is-bad'}`}>
        {t(met ? 'review.met' : 'review.missed')}
      </span>
      <span className="co-verdict-share">{t('review.ofTarget', { share: `${share}%` })}</span>
      {note}
    </>
  );
}
