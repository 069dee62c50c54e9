import type { ProductView } from '@dacu/contract/api';
import { Icon, Skeleton, shortCount, useLanguage, useWhenPassed } from '@dacu/ui';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { boxesLeft, useBox } from '../../data/boxes.ts';
import { bookableUnits, takesBookings, usePresale } from '../../data/presale.ts';
import { productQuery, quoteQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { ClosedNotes } from '../../parts/closed-notes.tsx';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Stepper } from '../../parts/stepper.tsx';
import { BoxPanel, useBoxClosed } from './box-panel.tsx';
import { FlashPanel } from './flash-panel.tsx';
import { Gallery } from './gallery.tsx';
import { NetPrice, ProductPrice } from './net-price.tsx';
import { PresalePanel } from './presale-panel.tsx';
import { PriceHistory } from './price-history.tsx';
import { ProductActions, ShareButton } from './product-actions.tsx';
import { ProductCoupons } from './product-coupons.tsx';
import { RecentlySeen } from './recently-seen.tsx';
import { SimilarPanel } from './similar-panel.tsx';
import { StoreSource } from './store-source.tsx';
import { StoresPanel } from './stores-panel.tsx';
import './product.css';

export function Component() {
  const t = useT();
  const { productId = '' } = useParams();
  const client = useQueryClient();
  const { data: product, error, refetch } = useQuery(productQuery(productId));
  const flash = product?.flash;
  useWhenPassed(flash ? (flash.state === 'upcoming' ? flash.startsAt : flash.endsAt) : null, () => {
    void client.invalidateQueries(productQuery(productId));
  });
  const { pick } = useLanguage();
  return (
    <>
      <PageHead quiet title={product ? pick(product.card.title) : ''} backTo="/">
        {product ? <ShareButton product={product} /> : null}
      </PageHead>
      {!product && error ? (
        <Failure error={error} onRetry={refetch}>
          <Link className="dc-button is-main" to="/">
            {t('nav.toVenue')}
          </Link>
        </Failure>
      ) : null}
      {!product && !error ? <ProductSkeleton /> : null}
      {product ? <Product key={product.card.productId} product={product} /> : null}
    </>
  );
}

const QUANTITY_MAX = 99;

function Product({ product }: { product: ProductView }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const [params, setParams] = useSearchParams();
  const { card, skus, flash } = product;
  const sku =
    skus.find((each) => each.skuId === params.get('sku')) ??
    skus.find((each) => each.stockState !== 'out') ??
    skus.find((each) => each.inStores) ??
    skus[0];
  const storeOnly = sku?.stockState === 'out' && sku.inStores;
  const out = sku?.stockState === 'out' && !storeOnly;
  const [quantity, setQuantity] = useState(1);
  const quote = useQuery({
    ...quoteQuery(sku?.skuId ?? '', quantity, storeOnly),
    enabled: sku !== undefined && !out,
    placeholderData: keepPreviousData,
  });
  const { box, waiting } = useBox(sku?.skuId, card.tags);
  const closed = useBoxClosed(box);
  const presale = usePresale(sku?.skuId, card.tags);
  if (!sku) return null;
  const booked = takesBookings(presale) ? presale : null;
  // Of a pre-sale that takes bookings those are the main way; what is kept for them is not on the shelf.
  const left = storeOnly ? sku.storeLeft : sku.stockLeft;
  const most = booked ? bookableUnits(booked) : (left ?? QUANTITY_MAX);
  const max = Math.max(1, Math.min(QUANTITY_MAX, most, boxesLeft(box)));
  return (
    <div className="container product">
      <Gallery product={product} />
      <div className="product-main">
        <p className="product-shop">
          <Link to={`/search?shop=${product.shop.shopId}`}>
            <Icon name="shop" size={16} /> {pick(product.shop.name)}
          </Link>
          <span>{pick(product.brand.name)}</span>
        </p>
        <StoreSource productId={card.productId} />
        <h1 className="product-title">{pick(card.title)}</h1>
        {card.subtitle ? <p className="product-subtitle">{pick(card.subtitle)}</p> : null}
        {flash && flash.skuId === sku.skuId && flash.state !== 'ended' ? <FlashPanel flash={flash} /> : null}
        {presale ? <PresalePanel presale={presale} /> : null}
        {sku.stockState !== 'plenty' || presale?.shortSince != null ? (
          <SimilarPanel skuId={sku.skuId} />
        ) : null}
        <div className="product-price">
          <ProductPrice price={sku.price} quantity={quantity} quote={quote.data} />
          <span className="product-sold">
            {booked && sku.stockState === 'out' ? null : storeOnly ? (
              <em>{t('product.storeOnly')}</em>
            ) : out ? (
              <em>{t('product.out')}</em>
            ) : sku.stockState === 'low' && sku.stockLeft !== null ? (
              <em>{t('product.lowStock', { count: sku.stockLeft })}</em>
            ) : card.soldCount > 0 ? (
              t('product.sold', { count: shortCount(card.soldCount, lang) })
            ) : null}
          </span>
        </div>
        {quote.data ? <ClosedNotes quote={quote.data} /> : null}
        <ProductCoupons quote={quote.data} />
        <NetPrice quote={quote} quantity={quantity} labels={card.promotionLabels} />
        <fieldset className="sku-choice">
          <legend>{t('product.choose')}</legend>
          {skus.map((each) => (
            <button
              key={each.skuId}
              type="button"
              aria-pressed={each === sku}
              className={
                each.stockState === 'out' && !each.inStores && !(booked && each === sku) ? 'is-out' : ''
              }
              onClick={() => {
                const next = new URLSearchParams(params);
                next.set('sku', each.skuId);
                setParams(next, { replace: true, preventScrollReset: true });
                setQuantity(1);
              }}
            >
              {pick(each.title)}
              {each.stockState === 'out' && !(booked && each === sku) ? (
                <small>{t(each.inStores ? 'product.storeOnly' : 'product.out')}</small>
              ) : null}
            </button>
          ))}
        </fieldset>
        <div className="product-count">
          <span>{t('product.quantity')}</span>
          <Stepper value={quantity} max={max} label={t('product.quantity')} onChange={setQuantity} />
        </div>
        <StoresPanel skuId={sku.skuId} only={storeOnly} />
        <ProductActions
          product={product}
          sku={sku}
          quantity={quantity}
          closed={closed}
          presale={presale}
          reserved={(quote.data?.closed.length ?? 0) > 0}
        />
      </div>
      <div className="product-more">
        {box ? <BoxPanel box={box} /> : null}
        {waiting ? <Skeleton height="40rem" radius="lg" /> : null}
        {product.priceHistory.length > 1 ? (
          <PriceHistory history={product.priceHistory} price={skus[0]?.price ?? card.price} />
        ) : null}
        <section className="panel">
          <h2>{t('product.about')}</h2>
          <p className="product-about">{pick(product.description)}</p>
          {product.attributes.length > 0 ? (
            <dl className="attributes">
              {product.attributes.map((attribute) => (
                <div key={attribute.name.zh}>
                  <dt>{pick(attribute.name)}</dt>
                  <dd>{pick(attribute.value)}</dd>
                </div>
              ))}
            </dl>
          ) : null}
        </section>
        <Link to={`/search?shop=${product.shop.shopId}`} className="panel shop-panel">
          <Icon name="shop" size={26} />
          <span>
            <strong>{pick(product.shop.name)}</strong>
            <small>{pick(product.shop.intro)}</small>
          </span>
          <Icon name="forward" size={18} />
        </Link>
      </div>
      <RecentlySeen current={card} />
    </div>
  );
}

function ProductSkeleton() {
  const t = useT();
  return (
    <div className="container product" role="status" aria-label={t('loading')}>
      <Skeleton className="gallery-skeleton" height="auto" radius="lg" />
      <div className="product-main">
        <Skeleton width="40%" />
        <Skeleton width="90%" height="1.75rem" />
        <Skeleton width="50%" height="3rem" />
        <Skeleton height="5rem" radius="md" />
      </div>
    </div>
  );
}
