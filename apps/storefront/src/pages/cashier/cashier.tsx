import type { PaymentView, PurchaseView } from '@dacu/contract/api';
import {
  Countdown,
  FailedState,
  formatInstant,
  Icon,
  Money,
  Skeleton,
  useLanguage,
  useWhenPassed,
} from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api } from '../../data/api.ts';
import { cartQuery, purchaseQuery, purchasesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure, useFailureWords } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useZone } from '../../parts/receipt.tsx';
import './cashier.css';

/** How often to ask for the result after the provider has taken the payment, and when to admit that it is slow. */
const ASK_MS = 1_000;
const ASK_FAILED_MS = 2_500;
const SLOW_MS = 15_000;

/**
 * Where the stage stands. The screen never decides that something is paid: `approved` only means that the provider
 * has taken it down; the purchase turns `paid` when the provider's notification has reached the server.
 */
type Stage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'counter'; readonly payment: PaymentView }
  | { readonly kind: 'waiting'; readonly payment: PaymentView }
  | { readonly kind: 'failed' };

export function Component() {
  const t = useT();
  const { purchaseId = '' } = useParams();
  const client = useQueryClient();
  const [stage, setStage] = useState<Stage>({ kind: 'ready' });
  const waiting = stage.kind === 'waiting';
  const {
    data: purchase,
    error,
    refetch,
  } = useQuery({ ...purchaseQuery(purchaseId), refetchInterval: waiting ? ASK_MS : 10_000 });
  const state = purchase?.state;
  useWhenPassed(purchase?.state === 'held' ? purchase.holdUntil : null, () => void refetch());
  useEffect(() => {
    if (state === 'paid') {
      void client.invalidateQueries({ queryKey: purchasesQuery.queryKey });
      void client.invalidateQueries(cartQuery);
    }
  }, [state, client]);

  return (
    <>
      <PageHead title={t('pay.title')} backTo={`/orders/${purchaseId}`} />
      {!purchase && error ? <Failure error={error} onRetry={refetch} /> : null}
      {!purchase && !error ? <CashierSkeleton /> : null}
      {purchase ? (
        <div className="cashier">
          {state === 'held' ? <Held purchase={purchase} stage={stage} onStage={setStage} /> : null}
          {state === 'paid' || state === 'refunded' ? <Paid purchase={purchase} /> : null}
          {state === 'closed' ? <Closed /> : null}
        </div>
      ) : null}
    </>
  );
}

function Held({
  purchase,
  stage,
  onStage,
}: {
  purchase: PurchaseView;
  stage: Stage;
  onStage: (stage: Stage) => void;
}) {
  const t = useT();
  const words = useFailureWords();
  const start = useMutation({
    mutationFn: () => api.startPayment(purchase.purchaseId),
    onSuccess: (payment) => onStage({ kind: 'counter', payment }),
  });
  const decide = useMutation({
    mutationFn: (choice: { payment: PaymentView; outcome: 'succeeded' | 'failed' }) =>
      api.decideSandboxPayment(choice.payment, choice.outcome),
    onSuccess: (_, { payment }) => onStage({ kind: 'waiting', payment }),
  });
  const trouble = start.error ?? decide.error;
  return (
    <>
      <section className="pay-ticket" aria-label={t('pay.amount')}>
        <p>{t('pay.amount')}</p>
        <Money fen={purchase.payFen} size="xl" />
        <div className="pay-hold">
          <span>{t('pay.holdLabel')}</span>
          <Countdown to={purchase.holdUntil} label={t('pay.holdLabel')} />
        </div>
      </section>
      {trouble ? (
        <div className="callout is-bad" role="alert">
          <Icon name="alert" size={20} />
          <p>{words(trouble)}</p>
        </div>
      ) : null}
      {stage.kind === 'failed' ? (
        <div className="callout is-warn" role="alert">
          <Icon name="info" size={20} />
          <p>
            <strong>{t('pay.failed')}</strong>
            {t('pay.failedWords')}
          </p>
        </div>
      ) : null}
      {stage.kind === 'waiting' ? (
        <Waiting stage={stage} onFailed={() => onStage({ kind: 'failed' })} />
      ) : (
        <section className="panel sandbox">
          <Icon name="wallet" size={26} />
          <div>
            <h2>{t('pay.sandbox')}</h2>
            <p>{t('pay.sandboxWords')}</p>
          </div>
        </section>
      )}
      {stage.kind === 'counter' ? (
        <div className="action-bar">
          <button
            type="button"
            className="dc-button"
            disabled={decide.isPending}
            onClick={() => decide.mutate({ payment: stage.payment, outcome: 'failed' })}
          >
            {t('pay.fail')}
          </button>
          <button
            type="button"
            className="dc-button is-main"
            disabled={decide.isPending}
            onClick={() => decide.mutate({ payment: stage.payment, outcome: 'succeeded' })}
          >
            {t('pay.approve')}
          </button>
        </div>
      ) : null}
      {stage.kind === 'ready' || stage.kind === 'failed' ? (
        <div className="action-bar">
          <Link className="dc-button" to={`/orders/${purchase.purchaseId}`}>
            {t('pay.toOrder')}
          </Link>
          <button
            type="button"
            className="dc-button is-main"
            disabled={start.isPending}
            onClick={() => start.mutate()}
          >
            {stage.kind === 'failed' ? t('pay.again') : <PayWords fen={purchase.payFen} />}
          </button>
        </div>
      ) : null}
    </>
  );
}

function PayWords({ fen }: { fen: number }) {
  const t = useT();
  const [before = '', after = ''] = t('pay.start', { amount: '\u0000' }).split('\u0000');
  return (
    <span className="pay-words">
      {before}
      <Money fen={fen} />
      {after}
    </span>
  );
}

/**
 * A success shows itself by the purchase turning paid. For a failure we ask for the open payment again: a purchase has
 * one at a time, so another than ours means that ours has been settled without success.
 */
function Waiting({ stage, onFailed }: { stage: Extract<Stage, { kind: 'waiting' }>; onFailed: () => void }) {
  const t = useT();
  const [slow, setSlow] = useState(false);
  const { paymentId, purchaseId } = stage.payment;
  const { data: open } = useQuery({
    queryKey: ['payment', purchaseId, paymentId],
    queryFn: () => api.startPayment(purchaseId),
    initialData: stage.payment,
    staleTime: ASK_FAILED_MS,
    refetchInterval: ASK_FAILED_MS,
    retry: false,
  });
  const failed = open.paymentId !== paymentId || open.state === 'failed';
  useEffect(() => {
    if (failed) onFailed();
  }, [failed, onFailed]);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <section className="panel waiting" role="status">
      <span className="waiting-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <div>
        <h2>{t(slow ? 'pay.slow' : 'pay.waiting')}</h2>
        <p>{t(slow ? 'pay.slowWords' : 'pay.waitingWords')}</p>
      </div>
    </section>
  );
}

function Paid({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  return (
    <section className="paid" role="status">
      <span className="paid-mark" aria-hidden="true">
        <Icon name="check" size={44} />
      </span>
      <h2>{t('pay.done')}</h2>
      <Money fen={purchase.payFen} size="xl" />
      <p>{t('pay.doneWords')}</p>
      {purchase.paidAt === null ? null : (
        <p className="paid-at">{formatInstant(purchase.paidAt, zone, lang, 'full')}</p>
      )}
      <div className="paid-actions">
        <Link className="dc-button is-main" to={`/orders/${purchase.purchaseId}`} replace>
          {t('pay.toOrder')}
        </Link>
        <Link className="dc-button" to="/" replace>
          {t('pay.toVenue')}
        </Link>
      </div>
    </section>
  );
}

function Closed() {
  const t = useT();
  return (
    <FailedState title={t('pay.closed')} words={t('pay.closedWords')} className="page-state">
      <Link className="dc-button is-main" to="/">
        {t('nav.toVenue')}
      </Link>
    </FailedState>
  );
}

function CashierSkeleton() {
  const t = useT();
  return (
    <div className="cashier" role="status" aria-label={t('loading')}>
      <Skeleton height="11rem" radius="lg" />
      <Skeleton height="5rem" radius="lg" />
    </div>
  );
}
