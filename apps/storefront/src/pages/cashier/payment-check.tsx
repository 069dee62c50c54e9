import { Icon, useClockView, useLanguage } from '@dacu/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ApiFailure, api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import './payment-check.css';

/** A message a minute; another wait is told by the refusal. */
const AGAIN_MS = 60_000;
const CODE = /^\d{6}$/;

/**
 * The second check of a payment that the server finds risky: a code goes to the shopper's phone, and with the right one
 * the payment goes on by itself.
 */
export function PaymentCheck({
  purchaseId,
  paying,
  onPassed,
  onBack,
}: {
  purchaseId: string;
  /** The payment is being asked for with a check that was passed. */
  paying: boolean;
  onPassed(checkId: string): void;
  onBack(): void;
}) {
  const t = useT();
  const { lang } = useLanguage();
  const words = useFailureWords();
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const { leftSeconds, waitFor } = useWait();
  const ask = useMutation({
    mutationFn: () => api.askPaymentCheck(purchaseId, lang === 'zh' ? 'zh' : 'en'),
    onSuccess: () => {
      waitFor(AGAIN_MS);
      setCode('');
      answer.reset();
    },
    onError: (error) => waitFor(retryMsOf(error)),
  });
  const answer = useMutation({
    mutationFn: (typed: { checkId: string; code: string }) =>
      api.answerPaymentCheck(typed.checkId, typed.code),
    onSuccess: (_, { checkId }) => onPassed(checkId),
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
      <section className="panel payment-check" aria-label={t('check.title')}>
        <Icon name="shield" size={28} />
        <div>
          <h2>{t('check.title')}</h2>
          <p>{asked ? t('check.sent', { phone: asked.phone }) : t('check.words')}</p>
        </div>
        {asked ? (
          <form id="payment-check" className="field" onSubmit={submit}>
            <label htmlFor="payment-code">{t('check.code')}</label>
            <input
              id="payment-code"
              ref={field}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              value={code}
              aria-invalid={answer.isError}
              aria-describedby="payment-code-error"
              onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
            />
            <button
              type="button"
              className="payment-check-again"
              disabled={leftSeconds > 0 || ask.isPending || busy}
              onClick={() => ask.mutate()}
            >
              {leftSeconds > 0 ? t('check.againIn', { seconds: leftSeconds }) : t('check.again')}
            </button>
          </form>
        ) : null}
        <p id="payment-code-error" className="field-error" role="alert">
          {trouble ? `${words(trouble)}${triesLeftOf(trouble, (count) => t('check.left', { count }))}` : ''}
        </p>
      </section>
      {asked ? <SandboxPhone checkId={asked.checkId} /> : null}
      <div className="action-bar">
        <button type="button" className="dc-button" onClick={onBack} disabled={busy}>
          {t('check.back')}
        </button>
        {asked ? (
          <button
            type="submit"
            form="payment-check"
            className="dc-button is-main"
            disabled={busy || !CODE.test(code)}
          >
            {t('check.confirm')}
          </button>
        ) : (
          <button
            type="button"
            className="dc-button is-main"
            disabled={ask.isPending || leftSeconds > 0}
            onClick={() => ask.mutate()}
          >
            {leftSeconds > 0 ? t('check.againIn', { seconds: leftSeconds }) : t('check.send')}
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
    queryFn: ({ signal }) => api.sandboxMessages(signal),
    enabled: simulated,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const message = inbox.data?.messages.find(({ messageId }) => messageId === checkId);
  if (message === undefined) return null;
  return (
    <aside className="sandbox-phone" aria-label={t('check.phone')}>
      <span>{t('check.phone')}</span>
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
