import { applyTheme } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Outlet, ScrollRestoration, useLocation, useMatches } from 'react-router';
import type { PageHandle } from '../app.tsx';
import { venueQuery } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';
import { OpenOrders, ReachBanner, UpdateBanner } from './banners.tsx';
import { TabBar } from './tab-bar.tsx';
import { TopBar } from './top-bar.tsx';

/** Frame of every page: top bar on a wide screen, tab bar on a narrow one, the season on `<html>`. */
export function Shell() {
  const t = useT();
  const matches = useMatches();
  const foot = (matches.at(-1)?.handle as PageHandle | undefined)?.foot ?? 'tabs';
  const { data: venue } = useQuery({ ...venueQuery, refetchInterval: false });
  const themeId = venue?.season.theme.id;
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  useEffect(() => {
    if (themeId) applyTheme(themeId);
  }, [themeId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is what moves the focus
  useEffect(() => {
    // A screen reader should be told of the new page; on the first one the browser does it.
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className={`shell shell-${foot}`}>
      <a className="skip-link" href="#main">
        {t('nav.skip')}
      </a>
      <TopBar />
      <ReachBanner />
      <UpdateBanner />
      <OpenOrders />
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      {foot === 'tabs' ? <TabBar /> : null}
      <ScrollRestoration />
    </div>
  );
}
