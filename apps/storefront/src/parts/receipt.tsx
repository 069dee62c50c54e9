import type { QuoteView } from '@dacu/contract/api';
import { fenText, formatInstant, Icon, Money, useClockView, useLanguage } from '@dacu/ui';
import { useT } from '../i18n/setup.ts';
import type { MessageKey } from '../i18n/zh.ts';
import './receipt.css';

/** Instants on a receipt are in the zone of the sale. */
export function useZone(): string {
  return useClockView()?.zone ?? 'Asia/Shanghai';
}

/**
 * The quote as a slip of paper: what the goods list for, each reduction with its reason, freight, the amount. Rules
 * that did not apply are there too, with their reason, so that nobody has to guess.
 */
export function Receipt({ quote }: { quote: QuoteView }) {
  const t = useT();
  const zone = useZone();
  const { lang, pick } = useLanguage();
  const applied = quote.trace.filter((row) => row.applied);
  const spared = quote.trace.filter((row) => !row.applied);
  return (
    <section className="receipt" aria-label={t('receipt.title')}>
      <div className="receipt-paper">
        {quote.shops.map((shop) => (
          <div key={shop.shopId} className="receipt-shop">
            <h3>{pick(shop.name)}</h3>
            <ul>
              {shop.lines.map((line) => (
                <li key={line.lineId}>
                  <span className="receipt-name">
                    {pick(line.title)} <small>× {line.quantity}</small>
                  </span>
                  <span className="receipt-amount">{fenText(line.listFen)}</span>
                </li>
              ))}
              <li className="receipt-quiet">
                <span className="receipt-name">{t('receipt.freight')}</span>
                <span className="receipt-amount">
                  {shop.freightFen === 0 ? pick(shop.freightWords) : fenText(shop.freightFen)}
                </span>
              </li>
            </ul>
          </div>
        ))}
        <dl className="receipt-sum">
          <dt>{t('receipt.list')}</dt>
          <dd>{fenText(quote.listFen)}</dd>
        </dl>
        <div className="receipt-rules">
          <h3>{t('receipt.applied')}</h3>
          {applied.length === 0 ? <p className="receipt-none">{t('receipt.none')}</p> : null}
          <ul>
            {applied.map((row) => (
              <li key={`${row.promotionId}-${row.shopId}`}>
                <Icon name="check" size={16} className="receipt-tick" />
                <span className="receipt-name">
                  <b>{pick(row.title)}</b>
                  <small>{pick(row.words)}</small>
                </span>
                <span className="receipt-amount is-off">−{fenText(row.discountFen)}</span>
              </li>
            ))}
          </ul>
          {spared.length > 0 ? (
            <details>
              <summary>
                {t('receipt.notAppliedCount', { count: spared.length })}
                <Icon name="down" size={16} />
              </summary>
              <ul>
                {spared.map((row) => (
                  <li key={`${row.promotionId}-${row.shopId}`} className="receipt-quiet">
                    <Icon name="minus" size={16} className="receipt-tick" />
                    <span className="receipt-name">
                      <b>{pick(row.title)}</b>
                      <small>{pick(row.words)}</small>
                    </span>
                    <LayerWord layer={row.layer} />
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
        </div>
        <dl className="receipt-sum">
          <dt>{t('receipt.freight')}</dt>
          <dd>{quote.freightFen === 0 ? t('receipt.freightFree') : fenText(quote.freightFen)}</dd>
        </dl>
        <dl className="receipt-total">
          <dt>
            {t('receipt.pay')}
            {quote.savedFen > 0 ? (
              <small>{t('receipt.saved', { amount: fenText(quote.savedFen) })}</small>
            ) : null}
          </dt>
          <dd>
            <Money fen={quote.payFen} size="lg" />
          </dd>
        </dl>
        <p className="receipt-foot">
          {t('receipt.at', { time: formatInstant(quote.at, zone, lang, 'full') })}
        </p>
      </div>
    </section>
  );
}

function LayerWord({ layer }: { layer: string }) {
  const t = useT();
  const key = `layer.${layer}` as MessageKey;
  const words = t(key);
  return words === key ? null : <span className="receipt-layer">{words}</span>;
}
