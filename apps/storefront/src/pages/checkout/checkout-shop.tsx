import type { QuoteView } from '@dacu/contract/api';
import { fenText, Icon, Money, useLanguage } from '@dacu/ui';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/setup.ts';
import { plateOf } from '../../parts/product-card.tsx';
import { Off } from '../../parts/receipt.tsx';
import { sumShop } from '../../parts/shop-sums.ts';

/** One shop's parcel: its goods at what they come to, and its own sums to open. */
export function CheckoutShop({
  shop,
  quote,
  children,
}: {
  shop: QuoteView['shops'][number];
  quote: QuoteView;
  /** What is said of its parcel. */
  children?: ReactNode;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const name = pick(shop.name);
  const sums = sumShop(shop, quote.trace);
  return (
    <section className="panel checkout-shop" aria-label={name}>
      <h2>
        <Icon name="shop" size={18} /> {name}
      </h2>
      <ul>
        {shop.lines.map((line) => (
          <li key={line.lineId} className="checkout-line">
            <span className={plateOf(line.productId)}>
              <img src={line.imageUrl} alt="" width="64" height="64" />
            </span>
            <span className="checkout-line-name">
              <strong>{pick(line.title)}</strong>
              <small>{pick(line.skuTitle)}</small>
            </span>
            <span className="checkout-line-sum">
              <Money fen={line.netFen} />
              <small>× {line.quantity}</small>
            </span>
          </li>
        ))}
      </ul>
      {children}
      <details className="shop-sums">
        <summary>
          <span>
            <span className="dc-hidden">{t('checkout.detailOf', { shop: name })} </span>
            {t('receipt.sum')} <small>{pick(shop.freightWords)}</small>
          </span>
          <span className="shop-sums-pay">
            <Money fen={sums.payFen} /> <Icon name="down" size={14} />
          </span>
        </summary>
        <dl>
          <div>
            <dt>{t('receipt.list')}</dt>
            <dd>{fenText(sums.listFen)}</dd>
          </div>
          {sums.reductions.map((each) => (
            <div key={each.promotionId}>
              <dt>{pick(each.title)}</dt>
              <dd>
                <Off fen={each.fen} className="is-off" />
              </dd>
            </div>
          ))}
          <div>
            <dt>{t('receipt.freight')}</dt>
            <dd>{sums.freightFen === 0 ? t('receipt.freightFree') : fenText(sums.freightFen)}</dd>
          </div>
        </dl>
      </details>
    </section>
  );
}

export function unitsOf(quote: QuoteView): number {
  return quote.shops.reduce((sum, shop) => sum + shop.lines.reduce((n, line) => n + line.quantity, 0), 0);
}
