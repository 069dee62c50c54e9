import type { CheckWay } from '@dacu/engine/risk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { ApiFailure } from '../../data/api.ts';
import { browserHasPasskeys, PasskeyNotDone, signWithPasskey } from '../../data/passkeys.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../failure.tsx';
import { CheckHead, type CheckPanelProps, type WayProps } from './check-head.tsx';
import { CodeCheck } from './code-check.tsx';

/** Shows that it is the account's owner who is here: with a passkey where there is one, else by a code to their phone. */
export function CheckPanel(props: CheckPanelProps) {
  const t = useT();
  const open = props.ways.filter((way) => way !== 'passkey' || browserHasPasskeys());
  const [chosen, choose] = useState<CheckWay | null>(null);
  const way = chosen ?? open[0];
  const other = open.find((each) => each !== way);
  const toOther = (disabled: boolean) =>
    other === undefined ? null : (
      <button type="button" className="check-panel-other" disabled={disabled} onClick={() => choose(other)}>
        {t(other === 'sms' ? 'secure.toSms' : 'secure.toPasskey')}
      </button>
    );
  if (way === undefined) return <NoWay {...props} />;
  return way === 'passkey' ? (
    <PasskeyCheck {...props} toOther={toOther} />
  ) : (
    <CodeCheck {...props} toOther={toOther} />
  );
}

/** The account has a passkey and this browser knows none, or support has reset those that it had. */
function NoWay({ words, ways, onBack }: CheckPanelProps) {
  const t = useT();
  const emptied = ways.length === 0;
  return (
    <>
      <CheckHead words={words}>
        <p className="field-error" role="alert">
          {emptied ? t('secure.addFirst') : t('secure.noWay', { origin: location.origin })}
        </p>
      </CheckHead>
      <div className="action-bar">
        <button type="button" className="dc-button" onClick={onBack}>
          {t('secure.back')}
        </button>
        {emptied ? (
          <Link className="dc-button is-main" to="/passkeys">
            {t('secure.toPasskeys')}
          </Link>
        ) : null}
      </div>
    </>
  );
}

function PasskeyCheck({ words, busy, ask, answer, onPassed, onBack, toOther }: WayProps) {
  const t = useT();
  const failureWords = useFailureWords();
  const confirm = useMutation({
    mutationFn: async () => {
      const asked = await ask('passkey');
      if (asked.way !== 'passkey') throw new Error('a passkey was asked for, and a code came');
      await answer(asked.checkId, { passkey: await signWithPasskey(asked.passkey) });
    },
    onSuccess: onPassed,
    // The answer may have arrived, and it counts once: what comes next shows which.
    onError: (error) => {
      if (error instanceof ApiFailure && error.outcomeUnknown) onPassed();
    },
  });
  const working = confirm.isPending || busy;
  const { error } = confirm;
  const trouble = error instanceof PasskeyNotDone ? t('secure.notDone') : error ? failureWords(error) : '';
  return (
    <>
      <CheckHead words={words} icon="key" more={t('secure.passkeyWords')}>
        <p className="field-error" role="alert">
          {trouble}
        </p>
        {toOther(working)}
      </CheckHead>
      <div className="action-bar">
        <button type="button" className="dc-button" onClick={onBack} disabled={working}>
          {t('secure.back')}
        </button>
        <button
          type="button"
          className="dc-button is-main"
          disabled={working}
          onClick={() => confirm.mutate()}
        >
          {working ? t('secure.asking') : t('secure.passkey')}
        </button>
      </div>
    </>
  );
}
