import type { ProductView } from '@dacu/contract/api';
import { fenText, formatInstant, useLanguage } from '@dacu/ui';
import { useState } from 'react';
import { useT } from '../../i18n/setup.ts';
import { drawHistory, HISTORY_BOX } from './draw-history.ts';
import './price-history.css';

type History = ProductView['priceHistory'];
const RANGES = [30, 90] as const;
const { width, height, pad } = HISTORY_BOX;

/**
 * Deal prices by day as a step line, the list price above, what may be struck through marked across the seven days it is
 * the lowest of; the same as a table below.
 */
export function PriceHistory({ history, price }: { history: History; price: ProductView['card']['price'] }) {
  const t = useT();
  const { lang } = useLanguage();
  const [range, setRange] = useState<(typeof RANGES)[number]>(30);
  const shown = history.slice(-range);
  const first = shown[0];
  const last = shown.at(-1);
  if (!first || !last || shown.length < 2) return null;
  const day = (on: string) => formatInstant(Date.parse(`${on}T00:00:00Z`), 'UTC', lang, 'day');
  const drawing = drawHistory(shown, price.referenceFen);
  const headline = t('product.historyLow', {
    price: fenText(drawing.low.row.dealFen, true),
    day: day(drawing.low.row.on),
  });
  const referenceWords =
    price.referenceFen === null
      ? null
      : t('product.historyReference', { price: fenText(price.referenceFen, true) });
  return (
    <section className="panel price-history" aria-labelledby="price-history">
      <header>
        <h2 id="price-history">{t('product.historyTitle')}</h2>
        <p>
          {headline}
          {history.length < range ? ` · ${t('product.historySince', { day: day(first.on) })}` : ''}
        </p>
        <fieldset className="range">
          <legend className="dc-hidden">{t('product.range')}</legend>
          {RANGES.map((each) => (
            <button key={each} type="button" aria-pressed={range === each} onClick={() => setRange(each)}>
              {t(`product.range${each}`)}
            </button>
          ))}
        </fieldset>
      </header>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={[t('product.historyTitle'), headline, referenceWords].filter(Boolean).join('; ')}
      >
        {drawing.reference ? (
          <rect
            className="history-week"
            x={drawing.reference.x}
            y={pad.top - 6}
            width={drawing.reference.width}
            height={height - pad.top - pad.bottom + 6}
            rx="6"
          />
        ) : null}
        <path className="history-list" d={drawing.listPath} />
        <path className="history-area" d={drawing.areaPath} />
        <path className="history-deal" d={drawing.dealPath} />
        {drawing.reference ? (
          <path
            className="history-reference"
            d={`M${drawing.reference.x} ${drawing.reference.y}h${drawing.reference.width}`}
          />
        ) : null}
        <circle className="history-low" cx={drawing.low.x} cy={drawing.low.y} r="5" />
        <text className="history-word" x={pad.left} y={drawing.listY - 8}>
          {t('product.historyList')} {fenText(last.listFen, true)}
        </text>
        {drawing.reference && referenceWords ? (
          <text
            className="history-word is-reference"
            x={width - pad.right}
            y={drawing.reference.wordY}
            textAnchor="end"
          >
            {referenceWords}
          </text>
        ) : null}
        <text className="history-axis" x={pad.left} y={height - 4}>
          {day(first.on)}
        </text>
        <text className="history-axis" x={width - pad.right} y={height - 4} textAnchor="end">
          {day(last.on)}
        </text>
      </svg>
      <p className="fine-print">{t('product.historyLegal')}</p>
      <details>
        <summary>{t('product.historyTable')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
        <section className="history-table" tabIndex={0} aria-label={t('product.historyTable')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('product.day')}</th>
                <th scope="col">{t('product.historyDeal')}</th>
                <th scope="col">{t('product.historyList')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.toReversed().map((row) => (
                <tr key={row.on}>
                  <th scope="row">{day(row.on)}</th>
                  <td>{fenText(row.dealFen)}</td>
                  <td>{fenText(row.listFen)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </section>
  );
}
