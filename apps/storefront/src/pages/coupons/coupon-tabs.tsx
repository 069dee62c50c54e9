import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { myCouponsQuery } from '../../data/coupons.ts';
import { useT } from '../../i18n/setup.ts';

/** Claiming and having: two sides of one thing, one tap apart. */
export function CouponTabs({ here }: { here: 'claim' | 'mine' }) {
  const t = useT();
  const { data } = useQuery(myCouponsQuery('available'));
  const count = data?.counts.available ?? 0;
  return (
    <nav className="coupon-tabs" aria-label={t('coupon.nav')}>
      <Link to="/coupons" replace aria-current={here === 'claim' ? 'page' : undefined}>
        {t('coupon.tabClaim')}
      </Link>
      <Link to="/coupons/mine" replace aria-current={here === 'mine' ? 'page' : undefined}>
        {t('coupon.tabMine')}
        {count > 0 ? <span className="chip-count">{count}</span> : null}
      </Link>
    </nav>
  );
}
