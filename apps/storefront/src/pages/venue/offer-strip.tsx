import type { VenueView } from '@dacu/contract/api';
import { formatInstant, useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/receipt.tsx';

/** Offers of the whole cart as tear-off tickets: what they take off is in the plan's own words. */
export function OfferStrip({ offers }: { offers: VenueView['offers'] }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  return (
    <section aria-label={t('venue.offers')} className="offers">
      <ul>
        {offers.map((offer) => (
          <li key={offer.promotionId} className="offer-ticket">
            <strong>{pick(offer.title)}</strong>
            <span>{t('venue.offerUntil', { time: formatInstant(offer.endsAt, zone, lang, 'moment') })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
