import type { OperatorView } from '@dacu/contract/api';
import { Icon, useLanguage } from '@dacu/ui';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { api } from '../data/api.ts';
import { queryClient, SESSION } from '../data/query-client.ts';
import { useT } from '../i18n/setup.ts';
import { Field } from '../parts/field.tsx';
import { operatorWords } from '../parts/words-of.ts';
import { judgePassword, PASSWORD_MAX } from './password-strength.ts';
import { EntryFrame } from './sign-in.tsx';

/** The one-time password opened the door once; nothing else opens before one of their own is chosen. */
export function ChoosePassword({ operator }: { operator: OperatorView }) {
  const t = useT();
  const { pick } = useLanguage();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const judged = judgePassword(password, operator.name);
  const same = password !== '' && password === again;
  const fine = judged.longEnough && judged.notGuessable && same;
  const change = useMutation({
    mutationFn: api.changePassword,
    onSuccess: (next) => queryClient.setQueryData(SESSION, next),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fine) change.mutate(password);
  };
  return (
    <EntryFrame title={t('password.title')} lead={t('password.lead', { name: operator.name })}>
      <form className="co-entry-form" onSubmit={submit}>
        {change.error ? (
          <Alert type="error" showIcon role="alert" title={pick(operatorWords(change.error))} />
        ) : null}
        <input type="hidden" name="username" autoComplete="username" value={operator.name} readOnly />
        <Field label={t('password.new')}>
          {(id) => (
            <Input.Password
              id={id}
              size="large"
              name="new-password"
              autoComplete="new-password"
              autoFocus
              value={password}
              maxLength={PASSWORD_MAX}
              aria-describedby="password-rules"
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <div className={`co-strength is-${judged.strength}`} aria-hidden="true">
          <span />
          <span />
          <span />
        </div>
        <ul className="co-rules" id="password-rules">
          <Rule met={judged.longEnough}>{t('password.rule.length')}</Rule>
          <Rule met={password !== '' && judged.notGuessable}>{t('password.rule.guessable')}</Rule>
          <Rule met={same}>{t('password.rule.same')}</Rule>
        </ul>
        <p className="co-entry-hint" aria-live="polite">
          {password === '' ? t('password.advice') : t(`password.strength.${judged.strength}`)}
        </p>
        <Field label={t('password.again')}>
          {(id) => (
            <Input.Password
              id={id}
              size="large"
              name="again"
              autoComplete="new-password"
              value={again}
              maxLength={PASSWORD_MAX}
              onChange={(event) => setAgain(event.target.value)}
            />
          )}
        </Field>
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          block
          disabled={!fine}
          loading={change.isPending}
        >
          {t('password.go')}
        </Button>
      </form>
    </EntryFrame>
  );
}

function Rule({ met, children }: { met: boolean; children: string }) {
  const t = useT();
  return (
    <li className={met ? 'is-met' : ''}>
      <Icon name={met ? 'check' : 'minus'} size={16} label={met ? t('password.met') : t('password.notMet')} />
      {children}
    </li>
  );
}
