import type { CouponView } from '@dacu/contract/api';
import { EmptyState, formatInstant, useCampaignNow, useLanguage } from '@dacu/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { myCouponsQuery } from '../../data/coupons.ts';
import { useT } from '../../i18n/setup.ts';
import { goodsOf } from '../../parts/claim-ticket.tsx';
import { CouponTicket, spanWords } from '../../parts/coupon-ticket.tsx';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { CouponTabs } from './coupon-tabs.tsx';
import { CouponsSkeleton } from './coupons.tsx';
import './coupons.css';

const STATES = ['available', 'frozen', 'used', 'expired'] as const;
/** A coupon that ends within a day says how long it lasts, not when it ends. */
const SOON_MS = 86_400_000;

/** What the shopper has, by what has become of it. The state is in the address, so a link opens the same list. */
export function Component() {
  const t = useT();
  const [params] = useSearchParams();
  const state = STATES.find((each) => each === params.get('state')) ?? 'available';
  const query = useQuery({ ...myCouponsQuery(state), placeholderData: keepPreviousData });
  const { data: list, isPlaceholderData: waiting } = query;
  return (
    <>
      <PageHead title={t('coupon.mine')} backTo="/me" measure="list" />
      <div className="container coupons">
        <CouponTabs here="mine" />
        <nav className="chips" aria-label={t('coupon.filter')}>
          {STATES.map((each) => (
            <Link
              key={each}
              replace
              to={each === 'available' ? '/coupons/mine' : `/coupons/mine?state=${each}`}
              aria-current={each === state ? 'page' : undefined}
            >
              {t(`coupon.state.${each}`)}
              {list && list.counts[each] > 0 ? <span className="chip-count">{list.counts[each]}</span> : null}
            </Link>
          ))}
        </nav>
        {!list && query.error ? <Failure error={query.error} onRetry={query.refetch} /> : null}
        {!list && !query.error ? <CouponsSkeleton /> : null}
        {list && !waiting && list.coupons.length === 0 ? (
          <EmptyState
            title={t(`coupon.empty.${state}`)}
            words={t('coupon.emptyWords')}
            icon="ticket"
            className="page-state"
          >
            <Link className="dc-button is-main" to="/coupons">
              {t('coupon.toCentre')}
            </Link>
          </EmptyState>
        ) : null}
        <ul className={`coupon-list ${waiting ? 'is-waiting' : ''}`} aria-busy={waiting}>
          {list?.coupons.map((coupon) => (
            <li key={coupon.couponId}>
              <MyCoupon coupon={coupon} />
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function MyCoupon({ coupon }: { coupon: CouponView }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const { state, usedAt, returnedAt } = coupon;
  return (
    <CouponTicket
      coupon={coupon}
      quiet={state === 'used' || state === 'expired'}
      action={<MyAction coupon={coupon} />}
    >
      {state === 'used' && usedAt !== null ? (
        <p className="coupon-note">
          {t('coupon.usedAt', { time: formatInstant(usedAt, zone, lang, 'moment') })}
        </p>
      ) : (
        <Until expiresAt={coupon.expiresAt} live={state === 'available'} />
      )}
      {state === 'frozen' ? <p className="coupon-note">{t('coupon.frozenWords')}</p> : null}
      {state === 'available' && returnedAt !== null ? (
        <p className="coupon-note">{t('coupon.returned')}</p>
      ) : null}
    </CouponTicket>
  );
}

/** Until when it holds; while it can be used and ends within a day, how long that is. */
export function Until({ expiresAt, live }: { expiresAt: number; live: boolean }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const now = useCampaignNow(60_000);
  const leftMs = now === null ? null : expiresAt - now;
  const soon = live && leftMs !== null && leftMs > 0 && leftMs <= SOON_MS;
  return (
    <p className={`coupon-note ${soon ? 'is-soon' : ''}`}>
      {t('coupon.until', { time: formatInstant(expiresAt, zone, lang, 'moment') })}
      {soon ? ` · ${t('coupon.untilSoon', { time: spanWords(leftMs, t) })}` : null}
    </p>
  );
}

function MyAction({ coupon: { state, promotionId, purchaseId, title } }: { coupon: CouponView }) {
  const t = useT();
  const { pick } = useLanguage();
  const name = <span className="dc-hidden"> {pick(title)}</span>;
  if (state === 'available')
    return (
      <Link className="dc-button is-soft" to={goodsOf(promotionId)}>
        {t('coupon.use')}
        {name}
      </Link>
    );
  if (purchaseId === null) return null;
  return state === 'frozen' ? (
    <Link className="dc-button is-soft" to={`/pay/${purchaseId}`}>
      {t('coupon.toPay')}
      {name}
    </Link>
  ) : (
    <Link className="dc-button" to={`/orders/${purchaseId}`}>
      {t('coupon.toOrder')}
      {name}
    </Link>
  );
}
