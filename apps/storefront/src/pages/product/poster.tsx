import type { ProductView } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';

const FACTS_MAX = 3;

/** The product's own facts as a picture: the shop's attributes, large enough to be read at a glance. */
export function Poster({ product }: { product: ProductView }) {
  const t = useT();
  const { pick } = useLanguage();
  const { card, attributes, brand } = product;
  return (
    <figure className="poster" aria-label={t('product.poster')}>
      <figcaption>
        <small>{pick(brand.name)}</small>
        <strong>{card.subtitle ? pick(card.subtitle) : pick(card.title)}</strong>
      </figcaption>
      <dl>
        {attributes.slice(0, FACTS_MAX).map((attribute) => (
          <div key={attribute.name.zh}>
            <dt>{pick(attribute.name)}</dt>
            <dd>{pick(attribute.value)}</dd>
          </div>
        ))}
      </dl>
      <img src={card.imageUrl} alt="" width="280" height="280" loading="lazy" />
    </figure>
  );
}
