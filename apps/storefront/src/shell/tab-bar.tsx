import { Icon, type IconName } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import { cartQuery, cartUnits } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';

type Tab = {
  readonly to: string;
  readonly icon: IconName;
  readonly words: 'venue' | 'categories' | 'cart' | 'me';
};
const TABS: readonly Tab[] = [
  { to: '/', icon: 'venue', words: 'venue' },
  { to: '/categories', icon: 'categories', words: 'categories' },
  { to: '/cart', icon: 'cart', words: 'cart' },
  { to: '/me', icon: 'me', words: 'me' },
];

/** Which tab a page belongs to, so that the bar says where one is on inner pages too. */
export function tabOf(pathname: string): string {
  if (pathname === '/' || pathname.startsWith('/flash')) return '/';
  if (pathname.startsWith('/categories') || pathname.startsWith('/search')) return '/categories';
  if (pathname.startsWith('/cart')) return '/cart';
  return '/me';
}

export function TabBar() {
  const t = useT();
  const here = tabOf(useLocation().pathname);
  const { data: cart } = useQuery(cartQuery);
  const units = cartUnits(cart);
  return (
    <nav className="tab-bar" aria-label={t('nav.label')}>
      {TABS.map((tab) => (
        <Link key={tab.to} to={tab.to} aria-current={here === tab.to ? 'page' : undefined}>
          <span className="tab-bar-icon">
            <Icon name={tab.icon} size={24} />
            {tab.words === 'cart' && units > 0 ? (
              <span className="count-dot" aria-hidden="true">
                {units > 99 ? '99+' : units}
              </span>
            ) : null}
          </span>
          <span>{t(`nav.${tab.words}`)}</span>
          {tab.words === 'cart' && units > 0 ? (
            <span className="dc-hidden">{t('nav.cartCount', { count: units })}</span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}
