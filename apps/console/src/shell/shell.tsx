import { useEffect } from 'react';
import { Outlet, ScrollRestoration, useLocation, useNavigation, useSearchParams } from 'react-router';
import { BoardStreamProvider } from '../data/board-stream.tsx';
import { FigureDrawer } from '../figures/figure-drawer.tsx';
import { useT } from '../i18n/setup.ts';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import './shell.css';

/** Rail, top bar, page. `?screen=wall` takes the rail away and scales the page to the wall it hangs on. */
export function Shell() {
  const t = useT();
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  const wall = pathname === '/run' && params.get('screen') === 'wall';
  const loading = useNavigation().state === 'loading';
  useEffect(() => {
    document.documentElement.dataset.screen = wall ? 'wall' : 'desk';
  }, [wall]);
  return (
    <BoardStreamProvider>
      <a className="co-skip" href="#page">
        {t('shell.skip')}
      </a>
      <div className={`co-shell ${wall ? 'is-wall' : ''}`}>
        {wall ? null : <Rail />}
        <TopBar wall={wall} />
        <main className={`co-page ${loading ? 'is-loading' : ''}`} id="page" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      {wall ? null : <FigureDrawer />}
      <ScrollRestoration />
    </BoardStreamProvider>
  );
}
