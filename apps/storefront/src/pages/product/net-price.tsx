import type { ProductView, QuoteView } from '@dacu/contract/api';
import { fenText, Icon, Money, Skeleton, useLanguage } from '@dacu/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { quoteQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';

const Sheet = lazy(() => import('../../parts/sheet.tsx').then(({ Sheet }) => ({ default: Sheet })));
const PriceWhy = lazy(() => import('./price-why.tsx').then(({ PriceWhy }) => ({ default: PriceWhy })));

type Labels = ProductView['card']['promotionLabels'];
const OFFERS_MAX = 4;

/** What this many cost in the end, by the server's own quote, and which offers have a say in it. */
export function NetPrice({
  sku,
  quantity,
  labels,
}: {
  sku: ProductView['skus'][number];
  quantity: number;
  labels: Labels;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const [open, setOpen] = useState(false);
  const { data: quote, isError } = useQuery({
    ...quoteQuery(sku.skuId, quantity),
    enabled: sku.stockState !== 'out',
    placeholderData: keepPreviousData,
  });
  if (sku.stockState === 'out' || isError) {
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
        {quote ? <Net quote={quote} quantity={quantity} /> : <Skeleton width="60%" height="1.5rem" />}
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

function Net({ quote, quantity }: { quote: QuoteView; quantity: number }) {
  const t = useT();
  const { pick } = useLanguage();
  const freightWords = quote.shops[0]?.freightWords;
  return (
    <>
      <span>
        {quantity === 1 ? t('product.netOne') : t('product.net', { count: quantity })}
        <Money fen={quote.goodsFen} size="md" />
      </span>
      <small>
        {quote.freightFen > 0
          ? t('product.netFreight', { amount: fenText(quote.freightFen, true) })
          : freightWords
            ? pick(freightWords)
            : null}
      </small>
    </>
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
