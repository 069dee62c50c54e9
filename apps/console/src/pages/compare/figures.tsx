import { useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { figureText, type Unit } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import type { Sides } from './compare.tsx';
import { type ComparedFigure, compareFigures, visitsOf } from './compare-reviews.ts';
import { SideFigure } from './side-figure.tsx';

/** Every figure of both, what lies between them, and which one did better. */
export function Figures({ a, b }: Sides) {
  const t = useT();
  const { pick } = useLanguage();
  const figures = compareFigures(a, b);
  const better = figures.filter(({ verdict }) => verdict === 'better').length;
  const worse = figures.filter(({ verdict }) => verdict === 'worse').length;
  const otherVisits = visitsOf(a) !== visitsOf(b);
  return (
    <Panel
      title={
        better + worse === 0 ? t('compare.figures.none') : t('compare.figures.better', { better, worse })
      }
      words={t('compare.figures.words')}
    >
      <div className="co-scroll">
        <table className="co-table co-inset co-compare-figures">
          <thead>
            <tr>
              <th>{t('plan.col.measure')}</th>
              <th className="co-num">{t('compare.a')}</th>
              <th className="co-num">{t('compare.b')}</th>
              <th className="co-num">{t('compare.col.difference')}</th>
              <th className="co-num">{t('compare.col.ratio')}</th>
              {otherVisits ? <th className="co-num">{t('compare.col.perThousand')}</th> : null}
            </tr>
          </thead>
          <tbody>
            {figures.map((figure) => (
              <tr key={figure.id}>
                <td>{pick(figure.title)}</td>
                <td className="co-num co-strong">
                  <SideFigure review={a} id={figure.id}>
                    {figureText(figure.a, figure.unit)}
                  </SideFigure>
                </td>
                <td className="co-num co-strong">
                  <SideFigure review={b} id={figure.id}>
                    {figureText(figure.b, figure.unit)}
                  </SideFigure>
                </td>
                <td className="co-num">
                  <Difference figure={figure} judged={!otherVisits || figure.perThousand === null} />
                </td>
                <td className="co-num">{figure.ratio === null ? '—' : ratioText(figure.ratio)}</td>
                {otherVisits ? (
                  <td className="co-num">
                    {figure.perThousand ? (
                      <span className={`co-difference ${toneOf(figure)}`}>
                        {figureText(figure.perThousand.a, figure.unit)} →{' '}
                        {figureText(figure.perThousand.b, figure.unit)}
                      </span>
                    ) : (
                      '—'
                    )}
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const toneOf = ({ verdict }: ComparedFigure) =>
  verdict === 'better' ? 'is-better' : verdict === 'worse' ? 'is-worse' : '';

/** `judged`: it is the difference itself that says which one did better. */
function Difference({ figure, judged }: { figure: ComparedFigure; judged: boolean }) {
  const { difference, unit } = figure;
  const tone = judged ? toneOf(figure) : '';
  return <span className={`co-difference ${tone}`}>{differenceText(difference, unit)}</span>;
}

/** Signed, rates in percentage points. */
export function differenceText(difference: number | null, unit: Unit): string {
  if (difference === null) return '—';
  if (difference === 0) return '0';
  const sign = difference > 0 ? '+' : '−';
  const size = figureText(Math.abs(difference), unit);
  return `${sign}${unit === 'bp' ? size.replace('%', ' pp') : size}`;
}

export function ratioText(ratio: number): string {
  return `${ratio.toFixed(ratio >= 10 ? 1 : 2)}×`;
}
