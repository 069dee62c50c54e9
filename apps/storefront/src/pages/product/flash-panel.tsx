import type { FlashItem } from '@dacu/contract/api';
import { Countdown, Icon, Money, StockBar, useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { FlashReference } from '../../parts/price.tsx';
import './flash-panel.css';

/** The flash sale of this item, if one is open or near: its price, its own stock, its own clock. */
export function FlashPanel({ flash }: { flash: FlashItem }) {
  const t = useT();
  const { pick } = useLanguage();
  const upcoming = flash.state === 'upcoming';
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
          <span className="flash-panel-clock">
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
      </div>
    </section>
  );
}
