import type { ProductView, QuoteView } from '@dacu/contract/api';
import { fenText, Icon, Money, Skeleton, useLanguage } from '@dacu/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useT } from '../../i18n/setup.ts';
import { referenceOf } from '../../parts/price.tsx';

const Sheet = lazy(() => import('../../parts/sheet.tsx').then(({ Sheet }) => ({ default: Sheet })));
const PriceWhy = lazy(() => import('./price-why.tsx').then(({ PriceWhy }) => ({ default: PriceWhy })));

type Labels = ProductView['card']['promotionLabels'];
const OFFERS_MAX = 4;

/** The loudest figure of the page: what the goods cost in the end. Until the server has said so, the item price under its own name. */
export function ProductPrice({
  price,
  quantity,
  quote,
}: {
  price: ProductView['card']['price'];
  quantity: number;
  quote: QuoteView | undefined;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const reference = referenceOf(price);
  const netFen = quote?.goodsFen ?? price.itemFen * quantity;
  const words = quote
    ? quantity === 1
      ? t('product.netOne')
      : t('product.net', { count: quantity })
    : t('product.now');
  return (
    <span className="price">
      <span className="price-row">
        <span className="product-price-name">{words}</span>
        <Money fen={netFen} size="xl" className="price-net" />
        {price.label ? <span className="price-label">{pick(price.label)}</span> : null}
      </span>
      <span className="price-reference">
        {netFen === price.itemFen ? null : (
          <span>
            {t('product.unit')} {fenText(price.itemFen, true)}
          </span>
        )}
        {reference === null ? null : (
          <span>
            {t('product.reference')} <s>{fenText(reference, true)}</s>
          </span>
        )}
        {netFen === price.itemFen && reference === null ? '\u00a0' : null}
      </span>
    </span>
  );
}

/** Delivery, how the price was made, and which offers have a say in it. */
export function NetPrice({
  quote: { data: quote, isError, fetchStatus },
  quantity,
  labels,
}: {
  quote: Pick<UseQueryResult<QuoteView>, 'data' | 'isError' | 'fetchStatus'>;
  quantity: number;
  labels: Labels;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const [open, setOpen] = useState(false);
  if (!quote && (isError || fetchStatus === 'idle')) {
    // Without a quote the names of the offers still hold.
    return labels.length === 0 ? null : (
      <ul className="net-price">
        {labels.map((label) => (
          <li key={label.zh}>
            <span className="offer-label">{pick(label)}</span>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <section className="net-price" aria-label={t('product.offers')}>
      <div className="net-price-row">
        {quote ? <Delivery quote={quote} /> : <Skeleton width="40%" />}
        <button
          type="button"
          className="link-button"
          aria-haspopup="dialog"
          disabled={!quote}
          onClick={() => setOpen(true)}
        >
          {t('product.why')} <Icon name="forward" size={14} />
        </button>
      </div>
      {quote ? <Offers quote={quote} /> : <Skeleton width="80%" />}
      {open && quote ? (
        <Suspense>
          <Sheet open title={t('product.whyTitle')} onClose={() => setOpen(false)}>
            <PriceWhy quote={quote} quantity={quantity} />
          </Sheet>
        </Suspense>
      ) : null}
    </section>
  );
}

function Delivery({ quote }: { quote: QuoteView }) {
  const t = useT();
  const { pick } = useLanguage();
  const words = quote.shops[0]?.freightWords;
  return (
    <span className="net-price-delivery">
      <Icon name="truck" size={18} />
      {quote.freightFen > 0
        ? t('product.netFreight', { amount: fenText(quote.freightFen, true) })
        : words
          ? pick(words)
          : null}
    </span>
  );
}

/** Those that apply first, then those a step away; what can never apply is told in the explanation, not here. */
function Offers({ quote }: { quote: QuoteView }) {
  const { pick } = useLanguage();
  const rows = quote.trace
    .filter((row) => row.applied || row.missingFen !== null || row.reason === 'belowQuantity')
    .sort((a, b) => Number(b.applied) - Number(a.applied))
    .slice(0, OFFERS_MAX);
  if (rows.length === 0) return null;
  return (
    <ul>
      {rows.map((row) => (
        <li key={`${row.promotionId}-${row.shopId}`} className={row.applied ? 'is-on' : undefined}>
          <span className="offer-label">{pick(row.title)}</span>
          <span>{pick(row.words)}</span>
        </li>
      ))}
    </ul>
  );
}
