import { FailedState, Skeleton, useLanguage } from '@dacu/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useT } from '../i18n/setup.ts';
import { operatorWords, requestIdOf } from './words-of.ts';

/** Shows what a query brought; before that the plates it will stand on, or why it did not come and a way to try again. */
export function Loaded<Data>({
  query,
  children,
}: {
  query: UseQueryResult<Data>;
  children: (data: Data) => ReactNode;
}) {
  const t = useT();
  const { pick } = useLanguage();
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    return (
      <FailedState
        title={t('load.failed')}
        words={pick(operatorWords(query.error))}
        requestId={requestIdOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return (
    <div className="co-waiting" aria-busy="true">
      <span className="dc-hidden">{t('load.waiting')}</span>
      <Skeleton width="38%" height="1.4rem" />
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} height="2.4rem" />
      ))}
    </div>
  );
}
