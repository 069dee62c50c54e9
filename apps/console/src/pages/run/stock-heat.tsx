import { useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { ChartFrame } from '../../parts/chart-frame.tsx';
import { countText, useTimes } from '../../parts/format.ts';
import type { BoardProps } from './board.tsx';

/** An activity is named promotion, slot and SKU. */
const skuOf = (id: string) => id.split(':').at(-1) ?? id;

/** The items with the least left. The bar is what is left, in the colour of its grade, which is written beside it. */
export function StockHeat({ frame, zone }: BoardProps) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(zone);
  const { stockHeat } = frame;
  const soldOut = stockHeat.filter(({ grade }) => grade === 'black').length;
  const red = stockHeat.filter(({ grade }) => grade === 'red').length;
  const title =
    stockHeat.length === 0
      ? t('heat.none')
      : soldOut + red > 0
        ? t('heat.alert', { soldOut, red })
        : t('heat.calm', { title: pick(stockHeat[0]?.title) });
  return (
    <section className="co-cell is-heat">
      <ChartFrame
        title={title}
        subtitle={t('heat.words', { at: at(frame.campaignAt, 'clockSeconds') })}
        chart={
          <ol className="co-heat">
            {stockHeat.map((item) => {
              const left = item.total - item.taken;
              return (
                <li key={`${item.kind} ${item.id}`} className={`is-${item.grade}`}>
                  <span className="co-heat-title" title={pick(item.title)}>
                    {item.kind === 'flash' ? <span className="co-heat-flash">{t('heat.flash')}</span> : null}
                    <Link to={`/stock?q=${encodeURIComponent(skuOf(item.id))}`}>{pick(item.title)}</Link>
                  </span>
                  <span className="co-heat-left">
                    {left === 0
                      ? t('heat.out')
                      : t('heat.left', { left: countText(left), total: countText(item.total) })}
                  </span>
                  <span className="co-heat-bar" aria-hidden="true">
                    <span
                      style={{ inlineSize: `${Math.max(left > 0 ? 1 : 0, (left / item.total) * 100)}%` }}
                    />
                  </span>
                </li>
              );
            })}
          </ol>
        }
        table={{
          head: [t('heat.col.item'), t('heat.col.grade'), t('heat.col.left'), t('heat.col.total')],
          rows: stockHeat.map((item) => [
            pick(item.title),
            t(`grade.${item.grade}`),
            countText(item.total - item.taken),
            countText(item.total),
          ]),
        }}
        wordColumns={2}
      />
    </section>
  );
}
