import type { ReviewDocument } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { ChartFrame } from '../../parts/chart-frame.tsx';
import { bpText, countText, shareOf } from '../../parts/format.ts';
import { ReviewFigure } from './review-figure.tsx';

/** Visits by the deepest step they reached. Bars from zero on one scale: what is lost is the step between two of them. */
export function Funnel({ review }: { review: ReviewDocument }) {
  const t = useT();
  const { pick } = useLanguage();
  const { funnel } = review;
  const first = funnel[0]?.visitors ?? 0;
  const last = funnel.at(-1)?.visitors ?? 0;
  const widest = funnel
    .slice(1)
    .map((step, index) => ({ step, before: funnel[index], rate: step.rateBp }))
    .sort((one, other) => one.rate - other.rate)[0];
  return (
    <ChartFrame
      title={
        first > 0 && widest?.before
          ? t('funnel.title', {
              from: pick(widest.before.title),
              to: pick(widest.step.title),
              share: bpText(10_000 - widest.rate),
            })
          : t('funnel.none')
      }
      subtitle={t('funnel.words', { share: bpText(Math.round(shareOf(last, first) * 10_000)) })}
      chart={
        <ol className="co-funnel">
          {funnel.map((step, index) => (
            <li key={step.step}>
              <span className="co-funnel-name">{pick(step.title)}</span>
              <span className="co-funnel-bar" aria-hidden="true">
                <span style={{ inlineSize: `${shareOf(step.visitors, first) * 100}%` }} />
              </span>
              <span className="co-funnel-count">
                <ReviewFigure definitionId="funnel">{countText(step.visitors)}</ReviewFigure>
              </span>
              <span className="co-quiet">{index === 0 ? '' : bpText(step.rateBp)}</span>
            </li>
          ))}
        </ol>
      }
      table={{
        head: [t('funnel.col.step'), t('funnel.col.visits'), t('funnel.col.rate'), t('funnel.col.overall')],
        rows: funnel.map((step, index) => [
          pick(step.title),
          countText(step.visitors),
          index === 0 ? '—' : bpText(step.rateBp),
          bpText(Math.round(shareOf(step.visitors, first) * 10_000)),
        ]),
      }}
    />
  );
}
