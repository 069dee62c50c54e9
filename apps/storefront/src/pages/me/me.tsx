import {
  formatInstant,
  Icon,
  type IconName,
  LanguageSwitch,
  ModeSwitch,
  useCampaignNow,
  useClockView,
  useLanguage,
} from '@dacu/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useAddress } from '../../data/address.ts';
import { meQuery, purchasesQuery } from '../../data/queries.ts';
import { regionName } from '../../data/regions.ts';
import { useT } from '../../i18n/setup.ts';
import { useNotice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useZone } from '../../parts/receipt.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { AddressForm, maskPhone } from '../checkout/address-block.tsx';
import '../checkout/checkout.css';
import './me.css';

const ORDER_LINKS = [
  ['held', 'wallet'],
  ['paid', 'truck'],
  ['refunded', 'return'],
  ['closed', 'close'],
] as const satisfies readonly (readonly [string, IconName])[];

export function Component() {
  const t = useT();
  const { pick } = useLanguage();
  const { data: me } = useQuery(meQuery);
  const { data: pages } = useInfiniteQuery(purchasesQuery);
  const held =
    pages?.pages.flatMap((page) => page.purchases).filter((each) => each.state === 'held').length ?? 0;
  const { address, keep } = useAddress();
  const [editing, setEditing] = useState(false);
  const notice = useNotice();
  const tier = me && TIERS.find((each) => each === me.memberTier);
  return (
    <>
      <PageHead title={t('me.title')} />
      <div className="container me">
        <section className="me-card" aria-label={t('me.guest')}>
          <span className="me-face" aria-hidden="true">
            <Icon name="me" size={34} />
          </span>
          <div>
            <h2>
              {tier ? t(`me.tier.${tier}`) : t('me.guest')}
              {me?.newcomer ? <span className="price-label">{t('me.newcomer')}</span> : null}
            </h2>
            <p>{t('me.guestWords')}</p>
          </div>
        </section>
        <section className="panel me-orders">
          <header className="section-head">
            <h2>{t('me.orders')}</h2>
            <Link to="/orders" className="section-more">
              {t('all')} <Icon name="forward" size={15} />
            </Link>
          </header>
          <ul>
            {ORDER_LINKS.map(([state, icon]) => (
              <li key={state}>
                <Link to={`/orders?state=${state}`}>
                  <span className="tab-bar-icon">
                    <Icon name={icon} size={24} />
                    {state === 'held' && held > 0 ? <span className="count-dot">{held}</span> : null}
                  </span>
                  {t(`orders.state.${state}`)}
                </Link>
              </li>
            ))}
          </ul>
        </section>
        <section className="panel me-list">
          <Link to="/favourites">
            <Icon name="heart" size={20} />
            <span>{t('me.favourites')}</span>
            <Icon name="forward" size={16} />
          </Link>
          <button type="button" onClick={() => setEditing(true)}>
            <Icon name="location" size={20} />
            <span>{t('me.address')}</span>
            <small>
              {address
                ? `${address.recipient} ${maskPhone(address.phone)} · ${pick(regionName(address.region))}`
                : t('me.addressNone')}
            </small>
            <Icon name="forward" size={16} />
          </button>
        </section>
        <section className="panel me-settings" aria-label={t('me.settings')}>
          <div>
            <span>{t('me.language')}</span>
            <LanguageSwitch />
          </div>
          <div>
            <span>{t('me.appearance')}</span>
            <ModeSwitch />
          </div>
          <CampaignTime />
        </section>
        <About />
      </div>
      <Sheet open={editing} title={t('me.address')} onClose={() => setEditing(false)}>
        <AddressForm
          start={address}
          onKeep={(next) => {
            keep(next);
            setEditing(false);
            notice({ words: t('me.addressSaved') });
          }}
        />
      </Sheet>
    </>
  );
}

const TIERS = ['basic', 'silver', 'gold', 'black'] as const;

function CampaignTime() {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const now = useCampaignNow();
  const shifted = useClockView()?.shifted ?? false;
  if (now === null) return null;
  return (
    <div>
      <span>{t('me.clock')}</span>
      <span className="me-clock">
        {formatInstant(now, zone, lang, 'full')}
        {shifted ? <small>{t('me.clockShifted')}</small> : null}
      </span>
    </div>
  );
}

function About() {
  const t = useT();
  if (useClockView()?.databaseKind !== 'simulated') return null;
  return (
    <section className="panel me-about">
      <h2>
        <Icon name="info" size={18} /> {t('me.simulated')}
      </h2>
      <p>{t('me.simulatedWords')}</p>
    </section>
  );
}
