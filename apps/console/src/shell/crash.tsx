import { FailedState } from '@dacu/ui';
import { useEffect } from 'react';
import { useRouteError } from 'react-router';
import { useT } from '../i18n/setup.ts';

/** A screen that broke. A chunk that a newer release took away breaks the same way: a reload mends it. */
export function Crash({ inside = false }: { inside?: boolean }) {
  const t = useT();
  const error = useRouteError();
  useEffect(() => console.error(error), [error]);
  const state = (
    <FailedState title={t('crash.title')} words={t('crash.words')} onRetry={() => window.location.reload()} />
  );
  return inside ? state : <main className="co-bare">{state}</main>;
}
