import type { VenueView } from '@dacu/contract/api';
import { formatInstant, formatMomentFrom, useCampaignNow, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/receipt.tsx';

/** Offers of the whole cart as tear-off tickets: the amount first, then its name; each leads to what it counts. */
export function OfferStrip({ offers }: { offers: VenueView['offers'] }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const now = useCampaignNow(60_000);
  const until = (at: number) =>
    now === null ? formatInstant(at, zone, lang, 'momentOfYear') : formatMomentFrom(now, at, zone, lang);
  return (
    <section aria-label={t('venue.offers')} className="offers">
      <ul>
        {offers.map((offer) => (
          <li key={offer.promotionId}>
            <Link to={`/search?promotion=${encodeURIComponent(offer.promotionId)}`} className="offer-ticket">
              <strong>
                {says(pick(offer.title), pick(offer.terms)) ? pick(offer.title) : pick(offer.terms)}
              </strong>
              {says(pick(offer.title), pick(offer.terms)) ? null : <span>{pick(offer.title)}</span>}
              <small>{t('venue.offerUntil', { time: until(offer.endsAt) })}</small>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Does a name say the amount already? Then it is not said twice. */
function says(title: string, terms: string): boolean {
  const plain = (text: string) => text.replaceAll(/[\s，、,]/g, '');
  return plain(title).includes(plain(terms));
}
