import { EmptyState, useWhenPassed } from '@dacu/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ApiFailure } from '../../data/api.ts';
import { venueQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { PageHead, useTitle } from '../../parts/page-head.tsx';
import { FlashRail } from './flash-rail.tsx';
import { VenueHero, VenueHeroSkeleton } from './hero.tsx';
import { OfferStrip } from './offer-strip.tsx';
import { PhaseSteps } from './phase-steps.tsx';
import { VenueSection } from './section.tsx';
import './venue.css';

/** The venue of the phase that runs now. When campaign time passes its next turn, it asks what is live then. */
export function Component() {
  const t = useT();
  const client = useQueryClient();
  const { data: venue, error, refetch } = useQuery(venueQuery);
  useTitle(t('venue.title'));
  useWhenPassed(venue?.countdown?.to ?? null, () => {
    void client.invalidateQueries(venueQuery);
  });

  if (!venue && error instanceof ApiFailure && error.status === 404) return <NoSale />;
  if (!venue && error) return <Failure error={error} onRetry={refetch} />;
  if (!venue) return <VenueHeroSkeleton />;
  const sections = venue.sections.filter((section) => section.products.length > 0);
  return (
    <div className="venue">
      <VenueHero venue={venue} />
      <div className="venue-body">
        <PhaseSteps phases={venue.phases} />
        {venue.offers.length > 0 ? <OfferStrip offers={venue.offers} /> : null}
        {venue.flash.slots.some((slot) => slot.items.length > 0) ? <FlashRail flash={venue.flash} /> : null}
        {sections.map((section, index) => (
          <VenueSection key={section.id} section={section} lead={index % 3 === 0} eager={index === 0} />
        ))}
        {sections.length === 0 ? (
          <EmptyState title={t('venue.sectionEmpty')} words={t('venue.sectionEmptyWords')} icon="venue">
            <Link className="dc-button" to="/categories">
              {t('search.toCategories')}
            </Link>
          </EmptyState>
        ) : null}
      </div>
    </div>
  );
}

/** No season of any plan runs now: before the first, between two, after the last. */
function NoSale() {
  const t = useT();
  return (
    <>
      <PageHead title={t('venue.title')} />
      <EmptyState
        title={t('venue.noSale')}
        words={t('venue.noSaleWords')}
        icon="venue"
        className="page-state"
      >
        <Link className="dc-button is-main" to="/categories">
          {t('search.toCategories')}
        </Link>
        <Link className="dc-button" to="/orders">
          {t('orders.title')}
        </Link>
      </EmptyState>
    </>
  );
}
