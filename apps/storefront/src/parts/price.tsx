import type { FlashItem, ProductCard } from '@dacu/contract/api';
import { fenText, Money, useLanguage } from '@dacu/ui';
import { useT } from '../i18n/setup.ts';

type Price = ProductCard['price'];

/** The reference price may be struck through only when it is above what is paid now, and only under its legal name. */
export function referenceOf(price: Price): number | null {
  return price.referenceFen !== null && price.referenceFen > price.itemFen ? price.referenceFen : null;
}

/** Net price loud, the reason beside it, the reference price quiet and named. */
export function PriceTag({ price, size = 'md' }: { price: Price; size?: 'md' | 'lg' | 'xl' }) {
  const t = useT();
  const { pick } = useLanguage();
  const reference = referenceOf(price);
  return (
    <span className="price">
      <span className="price-row">
        <Money
          fen={price.itemFen}
          size={size}
          cents={size === 'md' ? 'auto' : 'always'}
          className="price-net"
        />
        {price.label ? <span className="price-label">{pick(price.label)}</span> : null}
      </span>
      {reference === null ? null : (
        <span className="price-reference">
          {t('product.reference')} <s>{fenText(reference, true)}</s>
        </span>
      )}
    </span>
  );
}

/** Beside a flash price, struck through, only what the law lets stand there: the lowest deal of the week before it. */
export function FlashReference({ item }: { item: Pick<FlashItem, 'flashFen' | 'referenceFen'> }) {
  const t = useT();
  return item.referenceFen !== null && item.referenceFen > item.flashFen ? (
    <span className="price-reference">
      {t('product.reference')} <s>{fenText(item.referenceFen, true)}</s>
    </span>
  ) : null;
}
