import type { QuoteView } from '@dacu/contract/api';
import { fenText, formatInstant, Icon, Money, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Link } from 'react-router';
import { claimableFor, couponCentreQuery } from '../data/coupons.ts';
import type { MessageKey } from '../i18n/setup.ts';
import { useT } from '../i18n/setup.ts';
import { useZone } from './use-zone.ts';
import './receipt.css';

/** A minus that is read as "off": the sign itself is skipped or read as a dash by most screen readers. */
export function Off({ fen, className = '' }: { fen: number; className?: string }) {
  const t = useT();
  return (
    <span className={className}>
      <span aria-hidden="true">−{fenText(fen)}</span>
      <span className="dc-hidden">{t('receipt.off', { amount: fenText(fen) })}</span>
    </span>
  );
}

/**
 * The quote as a slip of paper: what the goods list for, each reduction with its layer and reason, freight, the amount.
 * Rules that did not apply are there too, with their reason, so that nobody has to guess. Read aloud it begins with the
 * sum in one sentence; each row is one sentence too. `items` leaves the goods away where the page shows them already.
 */
export function Receipt({ quote, items = true }: { quote: QuoteView; items?: boolean }) {
  const t = useT();
  const zone = useZone();
  const { lang, pick } = useLanguage();
  const id = useId();
  return (
    <section className="receipt" aria-label={t('receipt.title')} aria-describedby={id}>
      <p id={id} className="dc-hidden">
        {t('receipt.summary', {
          list: fenText(quote.listFen),
          off: fenText(quote.savedFen),
          freight: quote.freightFen === 0 ? t('receipt.freightFree') : fenText(quote.freightFen),
          pay: fenText(quote.payFen),
        })}
      </p>
      <div className="receipt-paper">
        {items ? <Goods quote={quote} /> : null}
        <dl className="receipt-sum">
          <dt>{t('receipt.list')}</dt>
          <dd>{fenText(quote.listFen)}</dd>
        </dl>
        <Rules quote={quote} />
        {quote.servicesFen > 0 ? (
          <dl className="receipt-sum">
            <dt>{t('receipt.services')}</dt>
            <dd>{fenText(quote.servicesFen)}</dd>
          </dl>
        ) : null}
        {quote.gifts.length > 0 ? (
          <dl className="receipt-sum">
            <dt>{t('receipt.gifts')}</dt>
            <dd>
              {quote.gifts.map((gift) => (
                <span key={gift.promotionId} className="receipt-gift">
                  {pick(gift.title)} × {gift.quantity}
                </span>
              ))}
            </dd>
          </dl>
        ) : null}
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

function Goods({ quote }: { quote: QuoteView }) {
  const t = useT();
  const { pick } = useLanguage();
  return quote.shops.map((shop) => (
    <section key={shop.shopId} className="receipt-shop" aria-label={pick(shop.name)}>
      <h3>{pick(shop.name)}</h3>
      <ul>
        {shop.lines.map((line) => (
          <li key={line.lineId}>
            <span className="receipt-name">
              {pick(line.title)}
              {/* Kept in one piece: a count alone on its line reads as an amount. */}
              <small aria-hidden="true">{` ×\u00a0${line.quantity}`}</small>
              <span className="dc-hidden">
                ，{t('receipt.lineSpoken', { quantity: line.quantity, amount: fenText(line.listFen) })}
              </span>
            </span>
            <span className="receipt-amount" aria-hidden="true">
              {fenText(line.listFen)}
            </span>
          </li>
        ))}
        <li className="receipt-quiet">
          <span className="receipt-name">{t('receipt.freight')}</span>
          <span className="receipt-amount">
            {shop.freightFen === 0 ? pick(shop.freightWords) : fenText(shop.freightFen)}
          </span>
        </li>
      </ul>
    </section>
  ));
}

type TraceRow = QuoteView['trace'][number];

function Rules({ quote }: { quote: QuoteView }) {
  const t = useT();
  const { pick } = useLanguage();
  const applied = quote.trace.filter((row) => row.applied);
  const spared = quote.trace.filter((row) => !row.applied);
  const { data: centre } = useQuery({ ...couponCentreQuery, refetchInterval: false });
  const claimable = new Set(claimableFor(quote, centre).map(({ promotionId }) => promotionId));
  const shopOf = (row: TraceRow) =>
    quote.shops.length > 1 ? quote.shops.find((shop) => shop.shopId === row.shopId)?.name : undefined;
  return (
    <section className="receipt-rules" aria-label={t('receipt.applied')}>
      <h3>{t('receipt.applied')}</h3>
      {applied.length === 0 ? <p className="receipt-none">{t('receipt.none')}</p> : null}
      <ul>
        {applied.map((row) => (
          <li key={`${row.promotionId}-${row.shopId}`}>
            <Icon name="check" size={16} className="receipt-tick" />
            <span className="receipt-name">
              <LayerWord layer={row.layer} shop={pick(shopOf(row))} />
              <b>{pick(row.title)}</b>
              <small>{pick(row.words)}</small>
            </span>
            {/* Freight that is waived is not charged below; only what the goods are reduced by is taken off here. */}
            <Taken row={row} />
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
                  <LayerWord layer={row.layer} shop={pick(shopOf(row))} />
                  <b>{pick(row.title)}</b>
                  <small>{pick(row.words)}</small>
                </span>
                {claimable.has(row.promotionId) ? (
                  <Link className="receipt-claim" to="/coupons">
                    {t('receipt.claim')}
                    <span className="dc-hidden"> {pick(row.title)}</span>
                  </Link>
                ) : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

/** What a promotion took off, or that it gives something for nothing. */
function Taken({ row }: { row: TraceRow }) {
  const t = useT();
  // What a service costs stands in the sum below.
  if (row.layer === 'service' && row.chargedFen > 0)
    return <span className="receipt-amount">{fenText(row.chargedFen)}</span>;
  if (row.discountFen === 0 && (row.layer === 'gift' || row.layer === 'service'))
    return (
      <span className="receipt-amount is-given">{t(row.layer === 'gift' ? 'gift.label' : 'gift.free')}</span>
    );
  return (
    <Off
      fen={row.discountFen}
      className={`receipt-amount ${row.layer === 'freight' ? 'is-freight' : 'is-off'}`}
    />
  );
}

/** Which kind of reduction it is, and whose, before its name. */
function LayerWord({ layer, shop }: { layer: string; shop: string }) {
  const t = useT();
  const key = `layer.${layer}` as MessageKey;
  const words = t(key);
  const parts = [words === key ? '' : words, shop].filter((each) => each !== '');
  return parts.length === 0 ? null : <span className="receipt-layer">{parts.join(' · ')}</span>;
}
