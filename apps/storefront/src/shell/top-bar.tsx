import { Icon, LanguageSwitch, Mark, SimulatedBadge, useClockView } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import { cartQuery, cartUnits } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { tabOf } from './tab-bar.tsx';

/** The wide screen's bar; a phone has its own heads and the tab bar. */
export function TopBar() {
  const t = useT();
  const { pathname } = useLocation();
  const { data: cart } = useQuery(cartQuery);
  const simulated = useClockView()?.databaseKind === 'simulated';
  const units = cartUnits(cart);
  const here = tabOf(pathname);
  return (
    <header className="top-bar">
      <div className="top-bar-row">
        <Link to="/" className="brand" aria-label={t('app.name')}>
          <Mark size={30} />
          <span aria-hidden="true">Dacu</span>
        </Link>
        <nav aria-label={t('nav.label')} className="top-bar-nav">
          <Link to="/" aria-current={here === '/' ? 'page' : undefined}>
            {t('nav.venue')}
          </Link>
          <Link to="/categories" aria-current={here === '/categories' ? 'page' : undefined}>
            {t('nav.categories')}
          </Link>
        </nav>
        <SearchBox className="top-bar-search" />
        {simulated ? <SimulatedBadge /> : null}
        <LanguageSwitch />
        <Link to="/me" className="icon-link" aria-label={t('nav.me')}>
          <Icon name="me" />
        </Link>
        <Link
          to="/cart"
          className="icon-link"
          aria-label={units > 0 ? t('nav.cartCount', { count: units }) : t('nav.cart')}
        >
          <Icon name="cart" />
          {units > 0 ? (
            <span className="count-dot" aria-hidden="true">
              {units > 99 ? '99+' : units}
            </span>
          ) : null}
        </Link>
      </div>
    </header>
  );
}
