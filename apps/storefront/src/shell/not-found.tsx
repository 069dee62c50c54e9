import { EmptyState } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../i18n/setup.ts';
import { PageHead } from '../parts/page-head.tsx';

export function Component() {
  const t = useT();
  return (
    <>
      <PageHead title={t('notFound.title')} />
      <EmptyState
        title={t('notFound.title')}
        words={t('notFound.words')}
        icon="search"
        className="page-state"
      >
        <Link className="dc-button is-main" to="/">
          {t('nav.toVenue')}
        </Link>
      </EmptyState>
    </>
  );
}
