import { FailedState, useLanguage } from '@dacu/ui';
import type { ReactNode } from 'react';
import { ApiFailure } from '../data/api.ts';
import { useT } from '../i18n/setup.ts';

/** The words of a failure in the language on screen. */
export function useFailureWords(): (error: unknown) => string {
  const { pick } = useLanguage();
  const t = useT();
  return (error) => (error instanceof ApiFailure ? pick(error.words) : t('failed.crash'));
}

/** A query that failed and has nothing older to show. */
export function Failure({
  error,
  onRetry,
  of = 'page',
  children,
}: {
  error: unknown;
  onRetry: () => void;
  /** What was looked for, where it is not there. */
  of?: 'page' | 'order';
  children?: ReactNode;
}) {
  const t = useT();
  const words = useFailureWords();
  const gone = error instanceof ApiFailure && error.status === 404;
  return (
    <FailedState
      className="page-state"
      title={gone ? t(of === 'order' ? 'notFound.order' : 'notFound.title') : t('failed.title')}
      words={gone ? t(of === 'order' ? 'notFound.orderWords' : 'notFound.words') : words(error)}
      requestId={error instanceof ApiFailure ? error.requestId : undefined}
      {...(gone ? {} : { onRetry })}
    >
      {children}
    </FailedState>
  );
}
