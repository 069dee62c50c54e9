import { fenParts } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { MetricNote } from '../../parts/figure-note.tsx';
import { compactCount, compactFen, countText, shareOf } from '../../parts/format.ts';
import type { BoardProps } from './board.tsx';
import { type Figure, figureOf, paceOf, scopeOf, useBoardNote, usePaceWords } from './board-notes.ts';

/** Paid amount against the goal: the figure of the room. The bar says how far, the tick where the plan would be. */
export function Goal(props: BoardProps) {
  const { frame, lang, zone } = props;
  const t = useT();
  const note = useBoardNote(frame, zone);
  const figure = figureOf(frame, 'paidGmv');
  if (!figure) return null;
  const { measure } = frame;
  const value = figure.value ?? 0;
  // Simulated visits are few: what the plan asks of as many of them is the goal that can be reached.
  const goal = measure.kind === 'visits' ? figure.paceTarget : figure.target;
  return (
    <section className="co-goal">
      <p className="co-goal-name">{t('goal.name')}</p>
      <div className="co-goal-row">
        <MetricNote metric="paidGmv" {...note(figure)} scope={scopeOf(frame)} className="is-block">
          <span className="co-goal-figure">
            <span className="co-goal-mark">¥</span>
            {fenParts(value).yuan}
          </span>
        </MetricNote>
        {goal === null ? null : (
          <p className="co-goal-share">
            <strong>{attainedText(shareOf(value, goal))}</strong>
            {measure.kind === 'visits'
              ? t('goal.ofVisits', { target: compactFen(goal, lang), visits: countText(measure.visits) })
              : t('goal.of', { target: compactFen(goal, lang) })}
          </p>
        )}
      </div>
      {figure.target === null ? (
        <p className="co-goal-words">{t('goal.none')}</p>
      ) : measure.kind === 'visits' ? (
        <ByVisits {...props} figure={figure} measure={measure} />
      ) : (
        <ByClock {...props} figure={figure} />
      )}
    </section>
  );
}

/** A sale: how far of the whole goal, where the plan's curve stands now, where it will end. */
function ByClock({ frame, lang, figure }: BoardProps & { figure: Figure }) {
  const t = useT();
  const paceWords = usePaceWords(frame.measure);
  const value = figure.value ?? 0;
  const target = figure.target ?? 0;
  const { paceTarget, forecast } = figure;
  const pace = paceOf(figure);
  const scale = Math.max(target, forecast ?? 0, value, 1);
  const percent = (part: number) => `${shareOf(part, scale) * 100}%`;
  return (
    <>
      <div className="co-goal-bar" aria-hidden="true">
        {forecast !== null ? (
          <span className="is-forecast" style={{ inlineSize: percent(forecast) }} />
        ) : null}
        <span className="is-value" style={{ inlineSize: percent(value) }} />
        {paceTarget !== null ? (
          <i className="is-pace" style={{ insetInlineStart: percent(paceTarget) }} />
        ) : null}
        <i className="is-target" style={{ insetInlineStart: percent(target) }} />
      </div>
      <p className="co-goal-words">
        {pace ? <span className={`co-pace is-${pace.kind}`}>{paceWords(pace)}</span> : null}
        {forecast !== null ? (
          <span className="co-goal-forecast">
            {t('goal.forecast', {
              amount: compactFen(forecast, lang),
              share: `${Math.round(shareOf(forecast, target) * 100)}%`,
            })}
          </span>
        ) : null}
      </p>
    </>
  );
}

type VisitMeasure = Extract<BoardProps['frame']['measure'], { kind: 'visits' }>;

/** A demonstration: what the plan asks of the visits that came, said to be that. */
function ByVisits({ frame, lang, figure, measure }: BoardProps & { figure: Figure; measure: VisitMeasure }) {
  const t = useT();
  const paceWords = usePaceWords(frame.measure);
  const value = figure.value ?? 0;
  const { paceTarget } = figure;
  const pace = paceOf(figure);
  const scale = Math.max(paceTarget ?? 0, value, 1);
  const percent = (part: number) => `${shareOf(part, scale) * 100}%`;
  const words = {
    target: compactFen(figure.target ?? 0, lang),
    planned: compactCount(measure.plannedVisits, lang),
    visits: countText(measure.visits),
    min: countText(measure.visitsMin),
  };
  return (
    <>
      <div className="co-goal-bar" aria-hidden="true">
        {paceTarget === null ? null : (
          <>
            <span className="is-value" style={{ inlineSize: percent(value) }} />
            <i className="is-target" style={{ insetInlineStart: percent(paceTarget) }} />
          </>
        )}
      </div>
      <p className="co-goal-words">
        {pace ? <span className={`co-pace is-${pace.kind}`}>{paceWords(pace)}</span> : null}
        <span className="co-goal-basis">{t(pace ? 'goal.visitsWords' : 'goal.visitsFew', words)}</span>
      </p>
    </>
  );
}

/** The first thousandths of a year's goal deserve their digits. */
function attainedText(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.01 ? 2 : 1)}%`;
}
