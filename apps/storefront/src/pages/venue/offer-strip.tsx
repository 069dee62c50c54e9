import type { VenueView } from '@dacu/contract/api';
import { formatInstant, formatMomentFrom, Icon, useCampaignNow, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { couponCentreQuery } from '../../data/coupons.ts';
import { useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/use-zone.ts';

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
        <CouponTicketLink />
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

/** The way to the coupon centre: how many are to be had now, or when the next lot opens. It stands there at once, so nothing moves. */
function CouponTicketLink() {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const { data: centre } = useQuery({ ...couponCentreQuery, refetchInterval: false });
  const open = centre?.programmes.filter(({ state }) => state === 'open').length ?? 0;
  const next = centre?.programmes.flatMap(({ opensAt }) => opensAt ?? []).sort((a, b) => a - b)[0];
  return (
    <li>
      <Link to="/coupons" className="offer-ticket is-coupons">
        <strong>
          {t('venue.coupons')} <Icon name="forward" size={14} />
        </strong>
        <small>
          {open > 0
            ? t('venue.couponsOpen', { count: open })
            : next === undefined
              ? t('venue.couponsWords')
              : t('venue.couponsNext', { time: formatInstant(next, zone, lang, 'clock') })}
        </small>
      </Link>
    </li>
  );
}

/** Does a name say the amount already? Then it is not said twice. */
function says(title: string, terms: string): boolean {
  const plain = (text: string) => text.replaceAll(/[\s，、,]/g, '');
  return plain(title).includes(plain(terms));
}
