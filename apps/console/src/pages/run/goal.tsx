import { fenParts } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { MetricNote } from '../../parts/figure-note.tsx';
import { compactFen, shareOf } from '../../parts/format.ts';
import type { BoardProps } from './board.tsx';
import { figureOf, paceOf, scopeOf, useBoardNote, usePaceWords } from './board-notes.ts';

/** Paid amount against the goal: the figure of the room. The bar says how far, the tick where the plan's curve would be. */
export function Goal({ frame, lang, zone }: BoardProps) {
  const t = useT();
  const note = useBoardNote(frame, zone);
  const paceWords = usePaceWords();
  const figure = figureOf(frame, 'paidGmv');
  if (!figure) return null;
  const value = figure.value ?? 0;
  const { yuan } = fenParts(value);
  const { target, paceTarget, forecast } = figure;
  const pace = paceOf(figure);
  const scale = Math.max(target ?? 0, forecast ?? 0, value, 1);
  const percent = (part: number) => `${shareOf(part, scale) * 100}%`;
  return (
    <section className="co-goal">
      <p className="co-goal-name">{t('goal.name')}</p>
      <div className="co-goal-row">
        <MetricNote metric="paidGmv" {...note(figure)} scope={scopeOf(frame)} className="is-block">
          <span className="co-goal-figure">
            <span className="co-goal-mark">¥</span>
            {yuan}
          </span>
        </MetricNote>
        {target === null ? null : (
          <p className="co-goal-share">
            <strong>{attainedText(shareOf(value, target))}</strong>
            {t('goal.of', { target: compactFen(target, lang) })}
          </p>
        )}
      </div>
      {target === null ? (
        <p className="co-goal-words">{t('goal.none')}</p>
      ) : (
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
      )}
    </section>
  );
}

/** The first thousandths of a year's goal deserve their digits. */
function attainedText(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.01 ? 2 : 1)}%`;
}
