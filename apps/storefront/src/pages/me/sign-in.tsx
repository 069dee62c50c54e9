import { Icon } from '@dacu/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { laterApi } from '../../data/later.ts';
import { browserHasPasskeys, PasskeyNotDone, signWithPasskey } from '../../data/passkeys.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import './sign-in.css';

/** Addresses are kept on the device; who signs out leaves none to whoever comes next. */
const KEPT_HERE = ['dacu.addresses'];

/**
 * Into an account from another device, by one of its passkeys; out of one that has some, since only that can be come back to.
 * `guarded`: this browser's account has a passkey; `used`: something was ordered with it. Everything on the page belongs to one account, so the page is loaded anew.
 */
export function SignIn({ guarded, used, here }: { guarded: boolean; used: boolean; here: boolean }) {
  const t = useT();
  const words = useFailureWords();
  const [sure, setSure] = useState(false);
  const signIn = useMutation({
    mutationFn: async () => {
      const answer = await signWithPasskey(await laterApi.signInOptions());
      await laterApi.signIn({ answer });
    },
    onSuccess: () => window.location.assign('/me'),
  });
  const signOut = useMutation({
    mutationFn: () => laterApi.signOut(),
    onSuccess: () => {
      for (const key of KEPT_HERE) localStorage.removeItem(key);
      window.location.assign('/');
    },
  });
  const busy = signIn.isPending || signOut.isPending;
  const error = signIn.error ?? signOut.error;
  if (!here || !browserHasPasskeys()) return null;
  return (
    <section className="panel sign-in" aria-label={t('signIn.title')}>
      <p>{t(guarded ? 'signIn.guardedWords' : 'signIn.words')}</p>
      {sure ? (
        <p className="field-error" role="alert">
          {t('signIn.lost')}
        </p>
      ) : null}
      {error ? (
        <p className="field-error" role="alert">
          {error instanceof PasskeyNotDone ? t('signIn.notDone') : words(error)}
        </p>
      ) : null}
      <div className="sign-in-acts">
        {guarded ? null : (
          <button
            type="button"
            className="dc-button"
            disabled={busy}
            onClick={() => (used && !sure ? setSure(true) : signIn.mutate())}
          >
            <Icon name="key" size={18} />{' '}
            {signIn.isPending ? t('secure.asking') : t(sure ? 'signIn.anyway' : 'signIn.go')}
          </button>
        )}
        {guarded ? (
          <button type="button" className="dc-button" disabled={busy} onClick={() => signOut.mutate()}>
            {t('signIn.out')}
          </button>
        ) : null}
        {sure ? (
          <button type="button" className="dc-button" disabled={busy} onClick={() => setSure(false)}>
            {t('passkeys.cancel')}
          </button>
        ) : null}
      </div>
    </section>
  );
}
