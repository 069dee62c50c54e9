import { EmptyState } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../i18n/setup.ts';

export function Component() {
  const t = useT();
  return (
    <EmptyState title={t('notFound.title')} words={t('notFound.words')} icon="search">
      <Link className="dc-button" to="/run">
        {t('notFound.go')}
      </Link>
    </EmptyState>
  );
}
