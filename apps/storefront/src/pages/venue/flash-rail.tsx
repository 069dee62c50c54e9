import type { FlashView } from '@dacu/contract/api';
import { Countdown, formatInstant, Icon, Money, StockBar, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { FlashReference } from '../../parts/price.tsx';
import { plateOf } from '../../parts/product-card.tsx';
import { useZone } from '../../parts/use-zone.ts';
import './flash-rail.css';

/** The slot that counts: the open one, else the next, else the last. */
export function slotThatCounts(flash: FlashView): FlashView['slots'][number] | null {
  const filled = flash.slots.filter((slot) => slot.items.length > 0);
  return (
    filled.find((slot) => slot.state === 'open') ??
    filled.find((slot) => slot.state === 'upcoming') ??
    filled.at(-1) ??
    null
  );
}

export function FlashRail({ flash }: { flash: FlashView }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const slot = slotThatCounts(flash);
  if (!slot) return null;
  const opening = formatInstant(slot.startsAt, zone, lang, 'clock');
  return (
    <section className="flash-rail" aria-labelledby="flash-rail-title">
      <header className="section-head">
        <h2 id="flash-rail-title">
          <Icon name="bolt" size={20} solid className="flash-bolt" />
          {t('venue.flash')}
        </h2>
        {slot.state === 'ended' ? (
          <span className="section-note">{t('flash.over')}</span>
        ) : (
          <span className="flash-rail-clock">
            <span>{t(slot.state === 'open' ? 'flash.endsIn' : 'flash.opensIn')}</span>
            <Countdown to={slot.state === 'open' ? slot.endsAt : slot.startsAt} label={pick(slot.title)} />
          </span>
        )}
        <Link to="/flash" className="section-more">
          {t('venue.flashAll')} <Icon name="forward" size={15} />
        </Link>
      </header>
      <ul className="rail">
        {slot.items.map((item) => (
          <li key={item.activityId}>
            <Link to={`/products/${item.productId}`} className="flash-card">
              <span className={plateOf(item.productId)}>
                <img src={item.imageUrl} alt="" width="120" height="120" loading="lazy" decoding="async" />
              </span>
              <span className="flash-card-title">{pick(item.title)}</span>
              <span className="flash-card-price">
                <Money fen={item.flashFen} cents="auto" className="price-net" />
                <FlashReference item={item} />
              </span>
              {item.state === 'upcoming' ? (
                <span className="flash-card-soon">{t('flash.opensAt', { time: opening })}</span>
              ) : (
                <StockBar total={item.stockTotal} taken={item.stockTaken} />
              )}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
