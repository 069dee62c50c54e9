import type { VenueView } from '@dacu/contract/api';
import { Icon, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { FavouriteHeart } from '../../parts/favourite-heart.tsx';
import { PriceTag } from '../../parts/price.tsx';
import { ProductCard } from '../../parts/product-card.tsx';

type Section = VenueView['sections'][number];

/** A shelf of the plan: two whole rows of a wide screen, three of a phone. A leading one gives its first product room. */
export function VenueSection({ section, lead, eager }: { section: Section; lead: boolean; eager: boolean }) {
  const t = useT();
  const { pick } = useLanguage();
  const [first, ...rest] = section.products;
  const leads = lead && first && rest.length >= 2 ? first : null;
  const shown = leads ? rest : section.products;
  return (
    <section className={`venue-section ${leads ? 'has-lead' : ''}`} aria-labelledby={`section-${section.id}`}>
      <header className="section-head">
        <h2 id={`section-${section.id}`}>{pick(section.title)}</h2>
        {section.search ? (
          <Link
            to={`/search?${section.search}`}
            className="section-more"
            aria-label={`${t('venue.sectionAll')} · ${pick(section.title)}`}
          >
            {t('venue.sectionAll')} <Icon name="forward" size={15} />
          </Link>
        ) : null}
      </header>
      <ul className="product-grid">
        {leads ? (
          <li className="is-lead">
            <LeadCard card={leads} />
            <FavouriteHeart item={leads} />
          </li>
        ) : null}
        {shown.map((card, index) => (
          <li key={card.productId}>
            <ProductCard card={card} eager={eager && index < 4} />
            <FavouriteHeart item={card} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function LeadCard({ card }: { card: Section['products'][number] }) {
  const { pick } = useLanguage();
  return (
    <Link to={`/products/${card.productId}`} className="lead-card">
      <span className="lead-card-body">
        <span className="lead-card-shop">{pick(card.shopName)}</span>
        <span className="lead-card-title">{pick(card.title)}</span>
        {card.subtitle ? <span className="lead-card-subtitle">{pick(card.subtitle)}</span> : null}
        <span className="product-card-labels">
          {card.promotionLabels.slice(0, 2).map((label) => (
            <span key={label.zh} className="offer-label">
              {pick(label)}
            </span>
          ))}
        </span>
        <PriceTag price={card.price} size="lg" />
      </span>
      <span className="lead-card-art">
        <img src={card.imageUrl} alt="" width="220" height="220" decoding="async" />
      </span>
    </Link>
  );
}
