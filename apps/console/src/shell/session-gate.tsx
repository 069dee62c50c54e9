import { FailedState } from '@dacu/ui';
import { type ReactNode, useEffect, useRef } from 'react';
import { useSession } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';
import { operatorWords } from '../parts/words-of.ts';
import { ChoosePassword } from './choose-password.tsx';
import { SignIn } from './sign-in.tsx';

/**
 * Nobody passes without a session and a password of their own. It stands in place of the page and leaves the address
 * as it is, so whoever signs in again is where they were.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const t = useT();
  const session = useSession();
  const hadOne = useRef(false);
  useEffect(() => {
    if (session.data) hadOne.current = true;
  }, [session.data]);
  if (session.data === undefined) {
    if (!session.error) return <div className="co-bare" aria-busy="true" />;
    return (
      <main className="co-bare">
        <FailedState
          title={t('session.failed')}
          words={operatorWords(session.error)[t('lang') as 'zh' | 'en']}
          onRetry={() => void session.refetch()}
        />
      </main>
    );
  }
  if (session.data === null) return <SignIn ended={hadOne.current} />;
  if (session.data.mustChangePassword) return <ChoosePassword operator={session.data} />;
  return children;
}
