import {
  formatInstant,
  Icon,
  type IconName,
  LanguageSwitch,
  ModeSwitch,
  regionName,
  useCampaignNow,
  useClockView,
  useLanguage,
} from '@dacu/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { maskPhone, useAddresses } from '../../data/addresses.ts';
import { myCouponsQuery } from '../../data/coupons.ts';
import { passkeysQuery } from '../../data/passkeys.ts';
import { favouritesQuery, meQuery, pointsQuery, purchasesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { Notices } from './notices.tsx';
import { PasskeyResetCallout } from './passkey-reset.tsx';
import { SignIn } from './sign-in.tsx';
import './me.css';

const ORDER_LINKS = [
  ['held', 'wallet'],
  ['depositPaid', 'clock'],
  ['paid', 'truck'],
  ['refunded', 'return'],
  ['closed', 'close'],
] as const satisfies readonly (readonly [string, IconName])[];

export function Component() {
  const t = useT();
  const { pick } = useLanguage();
  const { data: me } = useQuery(meQuery);
  const { data: list } = useInfiniteQuery(purchasesQuery());
  const counts = list?.pages[0]?.counts;
  const { data: favourites } = useQuery(favouritesQuery);
  const { data: coupons } = useQuery(myCouponsQuery('available'));
  const { data: pointsPages } = useInfiniteQuery(pointsQuery);
  const points = pointsPages?.pages[0];
  const { data: passkeys } = useQuery(passkeysQuery);
  const { byDefault, list: addresses } = useAddresses();
  const tier = me && TIERS.find((each) => each === me.memberTier);
  return (
    <>
      <PageHead title={t('me.title')} measure="account" />
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
            <p>{me?.newcomer ? t('me.newcomerWords') : t('me.guestWords')}</p>
          </div>
        </section>
        {passkeys?.reset ? <PasskeyResetCallout reset={passkeys.reset} /> : null}
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
                    {counts && counts[state] > 0 ? (
                      <span
                        className={`count-dot ${state === 'held' || state === 'depositPaid' ? '' : 'is-calm'}`}
                      >
                        {counts[state]}
                      </span>
                    ) : null}
                  </span>
                  {t(`orders.state.${state}`)}
                </Link>
              </li>
            ))}
          </ul>
        </section>
        <Notices />
        <section className="panel me-list">
          <Link to="/coupons/mine">
            <Icon name="ticket" size={20} />
            <span>{t('me.coupons')}</span>
            <small>
              {coupons && coupons.counts.available > 0
                ? t('me.couponCount', { count: coupons.counts.available })
                : t('coupon.toCentre')}
            </small>
            <Icon name="forward" size={16} />
          </Link>
          <Link to="/points">
            <Icon name="wallet" size={20} />
            <span>{t('points.mine')}</span>
            {points && points.usable + points.promised > 0 ? (
              <small>{t('points.count', { count: points.usable + points.promised })}</small>
            ) : null}
            <Icon name="forward" size={16} />
          </Link>
          <Link to="/favourites">
            <Icon name="heart" size={20} />
            <span>{t('me.favourites')}</span>
            {favourites && favourites.products.length > 0 ? (
              <small>{t('categories.count', { count: favourites.products.length })}</small>
            ) : null}
            <Icon name="forward" size={16} />
          </Link>
          <Link to="/addresses">
            <Icon name="location" size={20} />
            <span>{t('address.title')}</span>
            <small>
              {byDefault
                ? `${byDefault.recipient} ${maskPhone(byDefault.phone)} · ${pick(regionName(byDefault.region))}`
                : t('me.addressNone')}
              {addresses.length > 1 ? ` · ${t('me.addressCount', { count: addresses.length })}` : null}
            </small>
            <Icon name="forward" size={16} />
          </Link>
          <Link to="/passkeys">
            <Icon name="key" size={20} />
            <span>{t('passkeys.title')}</span>
            {passkeys ? (
              <small>
                {passkeys.passkeys.length > 0
                  ? t('passkeys.count', { count: passkeys.passkeys.length })
                  : t('passkeys.none')}
              </small>
            ) : null}
            <Icon name="forward" size={16} />
          </Link>
        </section>
        {passkeys ? (
          <SignIn
            guarded={passkeys.passkeys.length > 0}
            used={counts !== undefined && Object.values(counts).some((count) => count > 0)}
            here={passkeys.origin === location.origin}
          />
        ) : null}
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
