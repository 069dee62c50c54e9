import type { ReviewDocument } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { compactCount, countText, figureText, shareOf } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import { type Measure, ReviewFigure, useReviewFacts } from './review-figure.tsx';
import './goals.css';

/** What the plan wanted and what came: each goal that can be measured stands large, the others in one line. */
export function Goals({ review }: { review: ReviewDocument }) {
  const t = useT();
  const { running } = useReviewFacts();
  const wanted = useMeasureWords(review.measure);
  // A goal whose target is not known yet is a goal all the same: it stands with its figure alone.
  const measured = review.goals.filter(({ value }) => value !== null);
  const open = review.goals.filter(({ value }) => value === null);
  const met = measured.filter(isMet).length;
  const title =
    measured.length === 0
      ? t('review.verdict.noGoals')
      : t(running ? 'review.verdict.goalsRunning' : 'review.verdict.goals', {
          measured: measured.length,
          met,
        });
  return (
    <Panel title={title} words={wanted ?? t('review.goalsWords')}>
      <ol className="co-aims">
        {measured.map((goal) => (
          <GoalCard key={goal.title?.en ?? goal.definitionId} goal={goal} />
        ))}
      </ol>
      <Unmeasured rows={open} />
    </Panel>
  );
}

/** What targets are where shoppers are simulated; nothing to say of a sale. */
function useMeasureWords(measure: ReviewDocument['measure']): string | null {
  const t = useT();
  const { lang } = useLanguage();
  if (measure.kind === 'clock') return null;
  return t(measure.visits < measure.visitsMin ? 'review.byVisitsFew' : 'review.byVisits', {
    visits: countText(measure.visits),
    min: countText(measure.visitsMin),
    planned: compactCount(measure.plannedVisits, lang),
  });
}

export function isMet({ value, target, better }: Measure): boolean {
  if (value === null || target === null) return false;
  return better === 'lower' ? value <= target : value >= target;
}

function GoalCard({ goal }: { goal: Measure }) {
  const t = useT();
  const { pick } = useLanguage();
  const { definitions } = useReviewFacts();
  const share = shareOf(goal.value ?? 0, goal.target ?? 0);
  return (
    <li className="co-aim">
      <h3>{pick(goal.title) || pick(definitions.get(goal.definitionId)?.name)}</h3>
      <p className="co-aim-value">
        <ReviewFigure definitionId={goal.definitionId}>{figureText(goal.value, goal.unit)}</ReviewFigure>
        <Verdict row={goal} />
      </p>
      {goal.target === null ? null : (
        <>
          <span className="co-aim-bar" aria-hidden="true">
            <span style={{ inlineSize: `${Math.min(1, share) * 100}%` }} />
          </span>
          <p className="co-quiet co-line">
            {t('phases.target', { target: figureText(goal.target, goal.unit) })} ·{' '}
            {t('review.ofTarget', { share: `${Math.round(share * 100)}%` })}
          </p>
        </>
      )}
      {goal.note ? <p className="co-quiet co-line">{pick(goal.note)}</p> : null}
      {goal.steps ? <Steps goal={goal} /> : null}
    </li>
  );
}

function Steps({ goal }: { goal: Measure }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <table className="co-aim-steps">
      <caption className="dc-hidden">{t('review.steps')}</caption>
      <tbody>
        {goal.steps?.map((step) => (
          <tr key={step.spanId}>
            <th scope="row">{pick(step.title)}</th>
            <td className="co-num co-strong" title={pick(step.note)}>
              {figureText(step.value, goal.unit)}
            </td>
            <td className="co-num co-quiet">/ {figureText(step.target, goal.unit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Met or missed once the sale is over: before that a rate may still turn. */
export function Verdict({ row }: { row: Measure }) {
  const t = useT();
  const { running } = useReviewFacts();
  if (row.value === null || row.target === null) return null;
  if (running) return <span className="co-tag">{t('review.running')}</span>;
  const met = isMet(row);
  return (
    <span className={`co-tag ${met ? 'is-good' : 'is-bad'}`}>{t(met ? 'review.met' : 'review.missed')}</span>
  );
}

/** What nothing measures, each with the reason that the server gives, and its target where there is one. */
export function Unmeasured({ rows }: { rows: readonly Measure[] }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const { definitions } = useReviewFacts();
  if (rows.length === 0) return null;
  const nameOf = (row: Measure) => {
    const name = pick(row.title) || pick(definitions.get(row.definitionId)?.name) || row.definitionId;
    if (row.target === null) return name;
    const target = t('phases.target', { target: figureText(row.target, row.unit) });
    return lang === 'zh' ? `${name}（${target}）` : `${name} (${target})`;
  };
  return (
    <dl className="co-unmeasured">
      {rows.map((row) => (
        <div key={`${row.definitionId} ${row.title?.en}`}>
          <dt>{nameOf(row)}</dt>
          <dd>{pick(row.note) || t('review.notMeasured')}</dd>
        </div>
      ))}
    </dl>
  );
}
