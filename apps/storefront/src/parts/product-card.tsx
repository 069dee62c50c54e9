import type { ProductCard as Card } from '@dacu/contract/api';
import { Skeleton, shortCount, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../i18n/setup.ts';
import { PriceTag } from './price.tsx';

/** The picture's plate takes one of two tints by product, so that a grid has rhythm and keeps it on every visit. */
export function plateOf(productId: string): string {
  let sum = 0;
  for (const char of productId) sum = (sum * 31 + char.charCodeAt(0)) % 997;
  return sum % 3 === 0 ? 'plate plate-second' : 'plate';
}

export function ProductCard({ card, eager = false }: { card: Card; eager?: boolean }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const away = card.stockState === 'out';
  const out = away && !card.inStores;
  return (
    <Link to={`/products/${card.productId}`} className={`product-card ${out ? 'is-out' : ''}`}>
      <span className={plateOf(card.productId)}>
        <img
          src={card.imageUrl}
          alt=""
          width="180"
          height="180"
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
        />
        {away ? <span className="plate-flag">{t(out ? 'product.out' : 'product.storeOnly')}</span> : null}
      </span>
      <span className="product-card-body">
        <span className="product-card-title">{pick(card.title)}</span>
        {card.promotionLabels.length > 0 ? (
          <span className="product-card-labels">
            {card.promotionLabels.slice(0, 2).map((label) => (
              <span key={label.zh} className="offer-label">
                {pick(label)}
              </span>
            ))}
          </span>
        ) : null}
        <span className="product-card-foot">
          <PriceTag price={card.price} />
          <span className="product-card-note">
            {card.stockState === 'low' && card.stockLeft !== null ? (
              <em>{t('product.lowStock', { count: card.stockLeft })}</em>
            ) : card.soldCount > 0 ? (
              t('product.sold', { count: shortCount(card.soldCount, lang) })
            ) : (
              pick(card.shopName)
            )}
          </span>
        </span>
      </span>
    </Link>
  );
}

export function ProductGridSkeleton({ count = 6 }: { count?: number }) {
  const t = useT();
  return (
    <div className="product-grid" role="status" aria-label={t('loading')}>
      {Array.from({ length: count }, (_, index) => index).map((index) => (
        <div key={index} className="product-card">
          <Skeleton height="auto" radius="lg" className="plate-skeleton" />
          <div className="product-card-body">
            <Skeleton width="88%" />
            <Skeleton width="52%" />
            <Skeleton width="40%" height="1.5rem" />
          </div>
        </div>
      ))}
    </div>
  );
}
