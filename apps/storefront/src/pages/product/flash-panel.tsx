import type { FlashItem } from '@dacu/contract/api';
import { Countdown, formatInstant, Icon, Money, StockBar, useCampaignNow, useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { FlashReference } from '../../parts/price.tsx';
import { KeptNote, ReserveFlash } from '../../parts/reserve-flash.tsx';
import { useZone } from '../../parts/use-zone.ts';
import './flash-panel.css';

const SOON_MS = 3 * 3_600_000;

/** The flash sale of this item, if one is open or near: its price, its own stock, its own clock. */
export function FlashPanel({ flash }: { flash: FlashItem }) {
  const t = useT();
  const { pick } = useLanguage();
  const { lang } = useLanguage();
  const zone = useZone();
  const now = useCampaignNow(60_000);
  const upcoming = flash.state === 'upcoming';
  if (upcoming && now !== null && flash.startsAt - now > SOON_MS) {
    // Hours away it is a note; the price of now keeps the stage.
    return (
      <p className="flash-note">
        <Icon name="bolt" size={16} solid />
        <span>{t('flash.price')}</span> <Money fen={flash.flashFen} size="sm" />
        <span>
          {t('flash.opensAt', { time: formatInstant(flash.startsAt, zone, lang, 'moment') })} ·{' '}
          {t('flash.perPerson', { count: flash.perPersonMax })}
        </span>
        <ReserveFlash item={flash} />
      </p>
    );
  }
  return (
    <section className="flash-panel" aria-label={t('flash.title')}>
      <div className="flash-panel-price">
        <span>
          <Icon name="bolt" size={16} solid /> {t('flash.price')}
        </span>
        <Money fen={flash.flashFen} size="lg" />
        <FlashReference item={flash} />
      </div>
      <div className="flash-panel-side">
        {flash.state === 'stopped' ? (
          <span>{t('flash.stopped')}</span>
        ) : (
          <span className="flash-panel-ticks">
            {t(upcoming ? 'flash.opensIn' : 'flash.endsIn')}
            <Countdown to={upcoming ? flash.startsAt : flash.endsAt} label={pick(flash.title)} />
          </span>
        )}
        {upcoming ? (
          <span className="flash-panel-note">
            {t('flash.stock', { count: flash.stockTotal })} ·{' '}
            {t('flash.perPerson', { count: flash.perPersonMax })}
          </span>
        ) : (
          <StockBar total={flash.stockTotal} taken={flash.stockTaken} />
        )}
        <ReserveFlash item={flash} />
        <KeptNote item={flash} />
      </div>
    </section>
  );
}
