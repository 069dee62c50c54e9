import { ApiFailure } from '@dacu/contract/client';
import { LanguageSwitch, Mark, ModeSwitch, useLanguage } from '@dacu/ui';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { api } from '../data/api.ts';
import { queryClient, SESSION } from '../data/query-client.ts';
import { useT } from '../i18n/setup.ts';
import { Field } from '../parts/field.tsx';
import { operatorWords } from '../parts/words-of.ts';
import './sign-in.css';

/** `ended`: somebody was signed in a moment ago, and the page they were on waits behind this. */
export function SignIn({ ended }: { ended: boolean }) {
  const t = useT();
  const { pick } = useLanguage();
  const [name, setName] = useState('operator');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: api.signIn,
    onSuccess: (operator) => queryClient.setQueryData(SESSION, operator),
  });
  const waitSeconds = useRetrySeconds(signIn.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && password !== '') signIn.mutate({ name: name.trim(), password });
  };
  return (
    <EntryFrame title={t('signIn.title')} lead={t('signIn.lead')}>
      <form className="co-entry-form" onSubmit={submit}>
        {ended && !signIn.error ? <Alert type="info" showIcon title={t('signIn.ended')} /> : null}
        {signIn.error ? (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={
              waitSeconds > 0 ? t('signIn.wait', { seconds: waitSeconds }) : pick(operatorWords(signIn.error))
            }
            description={isRefused(signIn.error) ? t('signIn.failedHelp') : undefined}
          />
        ) : null}
        <Field label={t('signIn.name')}>
          {(id) => (
            <Input
              id={id}
              size="large"
              name="username"
              autoComplete="username"
              value={name}
              maxLength={60}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('signIn.password')}>
          {(id) => (
            <Input.Password
              id={id}
              size="large"
              name="password"
              autoComplete="current-password"
              autoFocus
              value={password}
              maxLength={200}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          block
          loading={signIn.isPending}
          disabled={waitSeconds > 0 || name.trim() === '' || password === ''}
        >
          {t('signIn.go')}
        </Button>
        <p className="co-entry-hint">{t('signIn.hint')}</p>
      </form>
    </EntryFrame>
  );
}

function isRefused(error: unknown): boolean {
  return error instanceof ApiFailure && error.code === 'signInFailed';
}

/** Counts down what a rate limit told us to wait; zero when nothing did. */
function useRetrySeconds(error: unknown): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const limited = error instanceof ApiFailure && error.code === 'rateLimited';
    const retryMs = limited ? Number(error.problem?.retryMs ?? 10_000) : 0;
    const until = performance.now() + retryMs;
    const tick = () => setSeconds(Math.max(0, Math.ceil((until - performance.now()) / 1000)));
    tick();
    if (retryMs === 0) return;
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [error]);
  return seconds;
}

/** The page before the console: what this is on the left, the form on the right. */
export function EntryFrame({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const t = useT();
  return (
    <main className="co-entry">
      <section className="co-entry-side" aria-hidden="true">
        <p className="co-entry-mark">
          <Mark size={40} /> Dacu
        </p>
        <p className="co-entry-line">{t('entry.line')}</p>
        <p className="co-entry-steps">{t('entry.steps')}</p>
        <EntryCurve />
      </section>
      <section className="co-entry-main">
        <div className="co-entry-switches">
          <LanguageSwitch />
          <ModeSwitch className="co-icons-only" />
        </div>
        <div className="co-entry-box">
          <h1>{title}</h1>
          <p className="co-entry-lead">{lead}</p>
          {children}
        </div>
      </section>
    </main>
  );
}

/** A day of a sale as a line: quiet, then midnight. Drawn, not measured. */
function EntryCurve() {
  const points = Array.from({ length: 61 }, (_, index) => {
    const x = index / 60;
    const burst = Math.exp(-((x - 0.76) ** 2) / 0.0016) * 104 + Math.exp(-((x - 0.83) ** 2) / 0.02) * 52;
    const base = 28 + Math.sin(x * 9) * 7 + Math.sin(x * 23 + 1) * 3;
    return `${(x * 640).toFixed(1)},${(220 - base - burst).toFixed(1)}`;
  });
  return (
    <svg className="co-entry-curve" viewBox="0 0 640 220" preserveAspectRatio="none" role="presentation">
      <polygon points={`0,220 ${points.join(' ')} 640,220`} />
      <polyline points={points.join(' ')} />
    </svg>
  );
}
