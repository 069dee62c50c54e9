import type { PasskeyResetNotice } from '@dacu/contract/api';
import { fenText, formatInstant, Icon, useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { laterApi } from '../../data/later.ts';
import { passkeysQuery } from '../../data/passkeys.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { useZone } from '../../parts/use-zone.ts';
import './passkeys.css';

/** That support was asked to void this account's passkeys, and the one thing to do if that was not its owner. */
export function PasskeyResetCallout({ reset }: { reset: PasskeyResetNotice }) {
  const t = useT();
  const { lang } = useLanguage();
  const client = useQueryClient();
  const notice = useNotice();
  const words = useFailureWords();
  const stop = useMutation({
    mutationFn: () => laterApi.stopPasskeyReset(),
    onSuccess: (now) => {
      client.setQueryData(passkeysQuery.queryKey, now);
      notice({ words: t('passkeys.resetStopped') });
    },
    onError: () => client.invalidateQueries(passkeysQuery),
  });
  const zone = useZone();
  const waiting = reset.state === 'waiting';
  const at = formatInstant(waiting ? reset.effectiveAtWall : reset.limitedUntilWall, zone, lang, 'moment');
  return (
    <section className={`callout passkey-reset ${waiting ? 'is-bad' : 'is-warn'}`} aria-live="polite">
      <Icon name={waiting ? 'alert' : 'info'} size={20} />
      <div>
        <strong>{t(waiting ? 'passkeys.resetWaiting' : 'passkeys.resetDone')}</strong>
        <p>
          {waiting
            ? t('passkeys.resetWaitingWords', { at })
            : t('passkeys.resetDoneWords', { at, limit: fenText(reset.limitFen) })}
        </p>
        {stop.error ? <p className="field-error">{words(stop.error)}</p> : null}
        {waiting ? (
          <button type="button" className="dc-button" disabled={stop.isPending} onClick={() => stop.mutate()}>
            {t('passkeys.resetStop')}
          </button>
        ) : null}
      </div>
    </section>
  );
}
