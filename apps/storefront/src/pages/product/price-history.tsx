import type { ProductView } from '@dacu/contract/api';
import { fenText, formatInstant, useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import './price-history.css';

type History = ProductView['priceHistory'];
const WIDTH = 640;
const HEIGHT = 150;
const PAD = { left: 4, right: 4, top: 26, bottom: 22 };

/** Two months of deal prices as a step line over the list price, with the low marked; the same as a table below. */
export function PriceHistory({ history }: { history: History }) {
  const t = useT();
  const { lang } = useLanguage();
  const day = (on: string) => formatInstant(Date.parse(`${on}T00:00:00Z`), 'UTC', lang, 'day');
  const deals = history.map((row) => row.dealFen);
  const low = deals.indexOf(Math.min(...deals));
  const top = Math.max(...history.map((row) => row.listFen));
  const base = Math.min(...deals) * 0.92;
  const x = (index: number) =>
    PAD.left + (index / Math.max(1, history.length - 1)) * (WIDTH - PAD.left - PAD.right);
  const y = (fen: number) =>
    PAD.top + (1 - (fen - base) / Math.max(1, top - base)) * (HEIGHT - PAD.top - PAD.bottom);
  const line = (pick: (row: History[number]) => number) =>
    history
      .map((row, index) => (index === 0 ? `M${x(0)} ${y(pick(row))}` : `H${x(index)}V${y(pick(row))}`))
      .join('');
  const lowRow = history[low];
  const first = history[0];
  const last = history.at(-1);
  if (!lowRow || !first || !last) return null;
  const headline = t('product.historyLow', { price: fenText(lowRow.dealFen, true), day: day(lowRow.on) });
  return (
    <section className="panel price-history" aria-labelledby="price-history">
      <header>
        <h2 id="price-history">{t('product.history')}</h2>
        <p>{headline}</p>
      </header>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${t('product.history')}: ${headline}`}>
        <path className="history-list" d={line((row) => row.listFen)} />
        <path className="history-area" d={`${line((row) => row.dealFen)}V${HEIGHT - PAD.bottom}H${x(0)}Z`} />
        <path className="history-deal" d={line((row) => row.dealFen)} />
        <circle className="history-low" cx={x(low)} cy={y(lowRow.dealFen)} r="5" />
        <text className="history-word" x={PAD.left} y={y(first.listFen) - 7}>
          {t('product.historyList')} {fenText(last.listFen, true)}
        </text>
        <text className="history-axis" x={PAD.left} y={HEIGHT - 4}>
          {day(first.on)}
        </text>
        <text className="history-axis" x={WIDTH - PAD.right} y={HEIGHT - 4} textAnchor="end">
          {day(last.on)}
        </text>
      </svg>
      <details>
        <summary>{t('product.historyTable')}</summary>
        <div className="history-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('product.day')}</th>
                <th scope="col">{t('product.historyDeal')}</th>
                <th scope="col">{t('product.historyList')}</th>
              </tr>
            </thead>
            <tbody>
              {history.toReversed().map((row) => (
                <tr key={row.on}>
                  <th scope="row">{day(row.on)}</th>
                  <td>{fenText(row.dealFen)}</td>
                  <td>{fenText(row.listFen)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
