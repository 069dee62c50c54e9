import type { PaymentList, PaymentMethod, PaymentView, PurchaseView } from '@dacu/contract/api';
import type { CheckWay } from '@dacu/engine/risk';
import { Countdown, Icon, Money, Skeleton, useCampaignNow, useLanguage, useWhenPassed } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { ApiFailure, api } from '../../data/api.ts';
import { laterApi } from '../../data/later.ts';
import { cartQuery, PURCHASES, paymentsQuery, purchaseQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { CheckPanel } from '../../parts/check/check-panel.tsx';
import { waysIn } from '../../parts/check/ways.ts';
import { Failure, useFailureWords } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { plateOf } from '../../parts/product-card.tsx';
import { choicesOf, Methods } from './methods.tsx';
import { Closed, DepositPaid, Paid } from './results.tsx';
import { SandboxCounter } from './sandbox-counter.tsx';
import { dueOf, forgetHandedOver, noteHandedOver, type Stage, stageOf, wasHandedOver } from './stage.ts';
import { Waiting, Working } from './waiting.tsx';
import './cashier.css';

/** How often to ask while the provider's word is on the way, and while nothing is. */
const ASK_MS = 1_000;
const QUIET_MS = 10_000;

export function Component() {
  const t = useT();
  const { purchaseId = '' } = useParams();
  const client = useQueryClient();
  const now = useCampaignNow();
  const [asking, setAsking] = useState(false);
  const every = asking ? ASK_MS : QUIET_MS;
  const open = (state: PurchaseView['state'] | undefined) =>
    state === undefined || state === 'held' || state === 'depositPaid';
  const purchase = useQuery({
    ...purchaseQuery(purchaseId),
    refetchInterval: (query) => (open(query.state.data?.state) ? every : false),
  });
  const state = purchase.data?.state;
  const charges = useQuery({
    ...paymentsQuery(purchaseId),
    refetchInterval: open(state) ? every : false,
  });
  const stage =
    purchase.data && charges.data ? stageOf(purchase.data, charges.data.payments, now, wasHandedOver) : null;
  const kind = stage?.kind;
  useEffect(() => setAsking(kind === 'waiting' || kind === 'late'), [kind]);
  useEffect(() => {
    if (state === undefined || state === 'held') return;
    void client.invalidateQueries(PURCHASES);
    void client.invalidateQueries(cartQuery);
    void client.invalidateQueries(paymentsQuery(purchaseId));
  }, [state, client, purchaseId]);
  const again = () => {
    void purchase.refetch();
    void charges.refetch();
  };
  const due = purchase.data ? dueOf(purchase.data) : null;
  useWhenPassed(due?.until ?? null, again);
  useWhenPassed(due?.holdUntil ?? null, again);
  const error = purchase.data ? charges.error : purchase.error;
  return (
    <>
      <PageHead title={t('pay.title')} backTo={`/orders/${purchaseId}`} measure="form" />
      {!stage && error ? (
        <Failure error={error} onRetry={again} of="order">
          <Link className="dc-button" to="/orders">
            {t('orders.title')}
          </Link>
        </Failure>
      ) : null}
      {!stage && !error ? <CashierSkeleton /> : null}
      {purchase.data && charges.data && stage ? (
        <div className="cashier">
          <Counter purchase={purchase.data} charges={charges.data} stage={stage} />
        </div>
      ) : null}
    </>
  );
}

function Counter({
  purchase,
  charges,
  stage,
}: {
  purchase: PurchaseView;
  charges: PaymentList;
  stage: Stage;
}) {
  if (stage.kind === 'paid' || stage.kind === 'refunded') return <Paid purchase={purchase} />;
  if (stage.kind === 'depositPaid') return <DepositPaid purchase={purchase} />;
  if (stage.kind === 'closed') return <Closed purchase={purchase} sentBackFen={stage.sentBackFen} />;
  return <Held purchase={purchase} charges={charges} stage={stage} />;
}

function Held({ purchase, charges, stage }: { purchase: PurchaseView; charges: PaymentList; stage: Stage }) {
  const t = useT();
  const words = useFailureWords();
  const client = useQueryClient();
  const { purchaseId } = purchase;
  const newest = charges.payments[0];
  const choices = choicesOf(charges.methods);
  const [chosen, choose] = useState<PaymentMethod>(
    () => choices.find((method) => method === newest?.method) ?? choices[0] ?? 'sandbox',
  );
  const { lang } = useLanguage();
  const [ways, setWays] = useState<readonly CheckWay[] | null>(null);
  const checking = ways !== null;
  const [, redraw] = useState(0);
  const refresh = () =>
    Promise.all([
      client.invalidateQueries(paymentsQuery(purchaseId)),
      client.invalidateQueries(purchaseQuery(purchaseId)),
    ]);
  const start = useMutation({
    mutationFn: (body: { method: PaymentMethod }) => api.startPayment(purchaseId, body),
    onSuccess: (payment) => {
      setWays(null);
      if (payment.method !== 'sandbox') leaveFor(payment);
    },
    // A check that was passed and is too old by now starts over: the panel is shown afresh.
    onError: (error) => setWays(waysIn(error, 'paymentCheckNeeded')),
    onSettled: refresh,
  });
  const decide = useMutation({
    mutationFn: ({ payment, outcome }: { payment: PaymentView; outcome: 'succeeded' | 'failed' }) =>
      api.decideSandboxPayment(payment, outcome),
    onSuccess: (_, { payment }) => noteHandedOver(payment.paymentId),
    // An answer that was lost may have been heard: then the provider's word will come, and waiting for it is right.
    onError: (error, { payment }) => {
      if (error instanceof ApiFailure && error.outcomeUnknown) noteHandedOver(payment.paymentId);
    },
    onSettled: refresh,
  });
  const trouble = start.error ?? decide.error;
  const unknown = trouble instanceof ApiFailure && trouble.outcomeUnknown;
  const atSandbox = stage.kind === 'counter' && stage.charge.method === 'sandbox' ? stage.charge : null;
  const atCounter = stage.kind === 'ready' || stage.kind === 'failed' || stage.kind === 'counter';
  const payable = atCounter && !checking;
  return (
    <>
      <Ticket purchase={purchase} />
      {trouble && !checking && !(unknown && stage.kind === 'waiting') ? (
        <div className="callout is-bad" role="alert">
          <Icon name="alert" size={20} />
          <p>{words(trouble)}</p>
        </div>
      ) : null}
      {stage.kind === 'failed' ? <FailedNote /> : null}
      {stage.kind === 'late' ? <Working title={t('pay.lateTitle')} words={t('pay.lateWords')} /> : null}
      {stage.kind === 'waiting' ? (
        <Waiting
          key={stage.charge.paymentId}
          charge={stage.charge}
          onOther={() => {
            forgetHandedOver(stage.charge.paymentId);
            redraw((count) => count + 1);
            void refresh();
          }}
        />
      ) : null}
      {atCounter && ways ? (
        <CheckPanel
          words={t('secure.pay')}
          confirmWords={t('secure.confirmPay')}
          ways={ways}
          busy={start.isPending}
          ask={(way) =>
            laterApi.askPaymentCheck(purchaseId, { way, method: chosen, lang: lang === 'zh' ? 'zh' : 'en' })
          }
          answer={laterApi.answerPaymentCheck}
          onPassed={() => start.mutate({ method: chosen })}
          onBack={() => {
            setWays(null);
            start.reset();
          }}
        />
      ) : null}
      {payable && !atSandbox ? <Methods choices={choices} chosen={chosen} onChoose={choose} /> : null}
      {atSandbox ? <SandboxCounter charge={atSandbox} decide={decide} /> : null}
      {payable && !atSandbox ? (
        <div className="action-bar">
          <Link className="dc-button" to={`/orders/${purchaseId}`}>
            {t('pay.toOrder')}
          </Link>
          <button
            type="button"
            className="dc-button is-main"
            disabled={start.isPending || choices.length === 0}
            onClick={() => start.mutate({ method: chosen })}
          >
            {stage.kind === 'failed' ? t('pay.again') : <PayWords fen={dueOf(purchase).fen} />}
          </button>
        </div>
      ) : null}
    </>
  );
}

/** The provider's page takes the tab: what was approved there is told to the server, not to us. */
function leaveFor(payment: PaymentView): void {
  noteHandedOver(payment.paymentId);
  location.assign(payment.approveUrl);
}

function Ticket({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const due = dueOf(purchase);
  const units = purchase.orders.flatMap((order) => order.lines).reduce((sum, line) => sum + line.quantity, 0);
  return (
    <>
      <section className="pay-ticket" aria-label={t('pay.amount')}>
        <p>{t('pay.amount')}</p>
        <Money fen={due.fen} size="xl" />
        <div className="pay-hold">
          <span>{t('pay.left')}</span>
          <Countdown to={due.until} label={t('pay.until')} />
        </div>
      </section>
      <Link to={`/orders/${purchase.purchaseId}`} className="panel pay-goods">
        <Pictures purchase={purchase} />
        <span>{t('pay.items', { count: units })}</span>
        <Icon name="forward" size={16} />
      </Link>
    </>
  );
}

const PICTURES_MAX = 4;

function Pictures({ purchase }: { purchase: PurchaseView }) {
  const { pick } = useLanguage();
  const lines = purchase.orders.flatMap((order) => order.lines);
  return (
    <span className="pay-pictures">
      {lines.slice(0, PICTURES_MAX).map((line) => (
        <span key={line.lineId} className={plateOf(line.productId)}>
          <img src={line.imageUrl} alt={pick(line.title)} width="48" height="48" />
        </span>
      ))}
      {lines.length > PICTURES_MAX ? <small>+{lines.length - PICTURES_MAX}</small> : null}
    </span>
  );
}

function FailedNote() {
  const t = useT();
  return (
    <div className="callout is-warn" role="alert">
      <Icon name="info" size={20} />
      <p>
        <strong>{t('pay.failed')}</strong>
        {t('pay.failedWords')}
      </p>
    </div>
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

function CashierSkeleton() {
  const t = useT();
  return (
    <div className="cashier" role="status" aria-label={t('loading')}>
      <Skeleton height="11rem" radius="lg" />
      <Skeleton height="4.5rem" radius="lg" />
      <Skeleton height="5rem" radius="lg" />
    </div>
  );
}
