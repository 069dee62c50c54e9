import { useClockView } from '@dacu/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ApiFailure } from '../../data/api.ts';
import { laterApi } from '../../data/later.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../failure.tsx';
import { CheckHead, type WayProps } from './check-head.tsx';

/** A message a minute; another wait is told by the refusal. */
const AGAIN_MS = 60_000;
const CODE = /^\d{6}$/;

/** A code goes to the shopper's phone, and with the right one what was to be confirmed goes on by itself. */
export function CodeCheck(props: WayProps) {
  const { words, confirmWords, busy: paying, toOther } = props;
  const t = useT();
  const failureWords = useFailureWords();
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const { leftSeconds, waitFor } = useWait();
  const ask = useMutation({
    mutationFn: async () => {
      const asked = await props.ask('sms');
      if (asked.way !== 'sms') throw new Error('a code was asked for, and a passkey came');
      return asked;
    },
    onSuccess: () => {
      waitFor(AGAIN_MS);
      setCode('');
      answer.reset();
    },
    onError: (error) => waitFor(retryMsOf(error)),
  });
  const answer = useMutation({
    mutationFn: (typed: { checkId: string; code: string }) =>
      props.answer(typed.checkId, { code: typed.code }),
    onSuccess: props.onPassed,
    onError: () => field.current?.select(),
  });
  const asked = ask.data;
  const sent = asked !== undefined;
  useEffect(() => {
    if (sent) field.current?.focus();
  }, [sent]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (asked && CODE.test(code)) answer.mutate({ checkId: asked.checkId, code });
  };
  const trouble = answer.error ?? ask.error;
  const busy = answer.isPending || paying;
  return (
    <>
      <CheckHead words={asked ? t('secure.sent', { phone: asked.phone }) : words}>
        {asked ? (
          <form id="check-code-form" className="field" onSubmit={submit}>
            <label htmlFor="check-code">{t('secure.code')}</label>
            <input
              id="check-code"
              ref={field}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              value={code}
              aria-invalid={answer.isError}
              aria-describedby="check-code-error"
              onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
            />
            <button
              type="button"
              className="check-panel-again"
              disabled={leftSeconds > 0 || ask.isPending || busy}
              onClick={() => ask.mutate()}
            >
              {leftSeconds > 0 ? t('secure.againIn', { seconds: leftSeconds }) : t('secure.again')}
            </button>
          </form>
        ) : null}
        <p id="check-code-error" className="field-error" role="alert">
          {trouble
            ? `${failureWords(trouble)}${triesLeftOf(trouble, (count) => t('secure.left', { count }))}`
            : ''}
        </p>
        {toOther(busy || ask.isPending)}
      </CheckHead>
      {asked ? <SandboxPhone checkId={asked.checkId} /> : null}
      <div className="action-bar">
        <button type="button" className="dc-button" onClick={props.onBack} disabled={busy}>
          {t('secure.back')}
        </button>
        {asked ? (
          <button
            type="submit"
            form="check-code-form"
            className="dc-button is-main"
            disabled={busy || !CODE.test(code)}
          >
            {confirmWords}
          </button>
        ) : (
          <button
            type="button"
            className="dc-button is-main"
            disabled={ask.isPending || leftSeconds > 0}
            onClick={() => ask.mutate()}
          >
            {leftSeconds > 0 ? t('secure.againIn', { seconds: leftSeconds }) : t('secure.send')}
          </button>
        )}
      </div>
    </>
  );
}

/** Of a simulated sale there are no phones: what would ring is shown here, and nowhere else. */
function SandboxPhone({ checkId }: { checkId: string }) {
  const t = useT();
  const simulated = useClockView()?.databaseKind === 'simulated';
  const inbox = useQuery({
    queryKey: ['sandbox-messages', checkId],
    queryFn: ({ signal }) => laterApi.sandboxMessages(signal),
    enabled: simulated,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const message = inbox.data?.messages.find(({ messageId }) => messageId === checkId);
  if (message === undefined) return null;
  return (
    <aside className="sandbox-phone" aria-label={t('secure.phone')}>
      <span>{t('secure.phone')}</span>
      <p>{message.text}</p>
    </aside>
  );
}

/** Counts seconds down by this device's clock: it only keeps a button from being pressed in vain. */
function useWait() {
  const [leftSeconds, setLeft] = useState(0);
  useEffect(() => {
    if (leftSeconds === 0) return;
    const timer = setTimeout(() => setLeft(leftSeconds - 1), 1_000);
    return () => clearTimeout(timer);
  }, [leftSeconds]);
  return { leftSeconds, waitFor: (ms: number) => setLeft(Math.ceil(ms / 1_000)) };
}

function retryMsOf(error: unknown): number {
  const retryMs = error instanceof ApiFailure ? error.problem?.retryMs : undefined;
  return typeof retryMs === 'number' ? retryMs : 0;
}

function triesLeftOf(error: unknown, words: (count: number) => string): string {
  const left = error instanceof ApiFailure ? error.problem?.triesLeft : undefined;
  return typeof left === 'number' ? words(left) : '';
}
