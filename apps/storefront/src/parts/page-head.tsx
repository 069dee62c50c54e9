import { Icon, SimulatedBadge, useClockView } from '@dacu/ui';
import { type ReactNode, useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useT } from '../i18n/setup.ts';

type PageHeadProps = {
  readonly title: string;
  /** Shown with the title where there is something to say, as a number of results. */
  readonly note?: string;
  /** Where "back" leads when this page was opened by a link from outside. Without it the page is a root and has none. */
  readonly backTo?: string;
  /** The page says its title itself, larger; the head then only carries the way back. */
  readonly quiet?: boolean;
  /** As wide as what stands below it, where that is not the whole page. */
  readonly measure?: 'form' | 'account' | 'list';
  readonly children?: ReactNode;
};

/** Title of a page, with the way back and the badge of simulated data on a phone. */
export function PageHead({ title, note, backTo, quiet = false, measure, children }: PageHeadProps) {
  const t = useT();
  const navigate = useNavigate();
  const { key } = useLocation();
  const simulated = useClockView()?.databaseKind === 'simulated';
  useTitle(title);
  return (
    <header className={`page-head ${quiet ? 'is-quiet' : ''} ${measure ? `is-${measure}` : ''}`}>
      {backTo === undefined ? null : (
        <button
          type="button"
          className="icon-button"
          aria-label={t('nav.back')}
          // `default` is the key of the first page of a tab: there is nothing of ours to go back to.
          onClick={() => (key === 'default' ? navigate(backTo, { replace: true }) : navigate(-1))}
        >
          <Icon name="back" />
        </button>
      )}
      <div className="page-head-title">
        {quiet ? null : <h1>{title}</h1>}
        {note ? <p>{note}</p> : null}
      </div>
      {children}
      {simulated ? <SimulatedBadge className="page-head-badge" /> : null}
    </header>
  );
}

export function useTitle(title: string) {
  const t = useT();
  const app = t('app.name');
  useEffect(() => {
    document.title = title === '' ? app : `${title} · ${app}`;
  }, [title, app]);
}
