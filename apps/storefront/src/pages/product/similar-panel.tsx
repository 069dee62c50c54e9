import { Icon, Money, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { similarQuery } from '../../data/presale.ts';
import { useT } from '../../i18n/setup.ts';
import { plateOf } from '../../parts/product-card.tsx';
import './similar-panel.css';

/** What the plan offers while an item is short: another of its kind, near in price, that is not short. */
export function SimilarPanel({ skuId }: { skuId: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const { data } = useQuery(similarQuery(skuId));
  const similar = data?.similar ?? null;
  if (similar === null) return null;
  const { item, place } = similar;
  return (
    <section className="similar-panel" aria-label={t('similar.title')}>
      <h2>{t(place === 'instead' ? 'similar.instead' : 'similar.beside')}</h2>
      <Link to={`/products/${item.productId}?sku=${encodeURIComponent(item.skuId)}`}>
        <span className={plateOf(item.productId)}>
          <img src={item.imageUrl} alt="" width="72" height="72" loading="lazy" />
        </span>
        <span className="similar-words">
          <strong>{pick(item.title)}</strong>
          <Money fen={item.priceFen} size="md" className="price-net" />
        </span>
        <Icon name="forward" size={18} />
      </Link>
    </section>
  );
}
