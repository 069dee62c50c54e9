import type { BalanceChoice, BalanceQuote, BalanceRequest, PurchaseView } from '@dacu/contract/api';
import { Countdown, EmptyState, fenText, Money, useLanguage } from '@dacu/ui';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ApiFailure, api } from '../../data/api.ts';
import { type Choice, useChoice } from '../../data/coupon-choice.ts';
import { refreshCoupons } from '../../data/coupons.ts';
import { PURCHASES, purchaseQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { CouponPanel, useDropBroken } from '../../parts/coupon-panel.tsx';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PointsPanel } from '../../parts/points-panel.tsx';
import { CheckoutSkeleton } from './checkout.tsx';
import { OrderCallouts } from './order-callouts.tsx';
import { PresaleItem } from './presale-item.tsx';
import './checkout.css';
import './presale.css';

/** The balance of a pre-sale: what comes off it now, and what is left to pay. */
export function Component() {
  const t = useT();
  const { purchaseId = '' } = useParams();
  const { data: purchase, error, refetch } = useQuery(purchaseQuery(purchaseId));
  return (
    <>
      <PageHead title={t('presale.balanceTitle')} backTo={`/orders/${purchaseId}`} />
      {!purchase && error ? <Failure error={error} onRetry={refetch} of="order" /> : null}
      {!purchase && !error ? <CheckoutSkeleton /> : null}
      {purchase?.presale && purchase.state === 'depositPaid' ? <Balance purchase={purchase} /> : null}
      {purchase && (!purchase.presale || purchase.state !== 'depositPaid') ? (
        <Nothing purchaseId={purchaseId} />
      ) : null}
    </>
  );
}

function Balance({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { purchaseId } = purchase;
  const [kept, choose] = useChoice(`balance:${purchaseId}`);
  const [wantsPoints, setWantsPoints] = useState(false);
  const [changedTo, setChangedTo] = useState<number | null>(null);
  const wish = (coupons: Choice): BalanceChoice => ({
    ...(coupons === null ? {} : { couponIds: [...coupons] }),
    ...(wantsPoints ? { usePoints: 'max' as const } : {}),
  });
  const quoteWith = (coupons: Choice, signal?: AbortSignal) =>
    api.balanceQuote(purchaseId, wish(coupons), signal);
  const quoteKey = ['balance', purchaseId, kept, wantsPoints];
  const quote = useQuery({
    queryKey: quoteKey,
    queryFn: ({ signal }) => quoteWith(kept, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 20_000,
    retry: false,
  });
  const agree = useMutation({
    mutationFn: (body: BalanceRequest) => api.agreeBalance(purchaseId, body),
    onSuccess: (agreed) => {
      client.setQueryData(purchaseQuery(purchaseId).queryKey, agreed);
      void client.invalidateQueries(PURCHASES);
      refreshCoupons(client);
      choose(null);
      return navigate(`/pay/${purchaseId}`, { replace: true });
    },
    onError: (error) => {
      if (!(error instanceof ApiFailure) || error.code !== 'priceChanged') return;
      void quote.refetch().then(({ data }) => setChangedTo(data?.quote.payFen ?? null));
    },
  });
  useDropBroken(quote.error ?? agree.error, kept, choose);
  if (!quote.data && quote.error) return <Failure error={quote.error} onRetry={quote.refetch} />;
  if (!quote.data) return <CheckoutSkeleton />;
  const { data } = quote;
  const waiting = quote.isPlaceholderData;
  const [line] = purchase.orders.flatMap(({ lines }) => lines);
  return (
    <div className="container checkout">
      <div className="checkout-main">
        {line ? <PresaleItem item={line} words={[`× ${line.quantity}`]} /> : null}
        <CouponPanel
          quote={data.quote}
          priced={{
            key: quoteKey,
            quote: (choice, signal) => quoteWith(choice, signal).then(({ quote }) => quote),
          }}
          choice={kept}
          onChoose={(next) => {
            choose(next);
            setChangedTo(null);
          }}
          locked={agree.isPending}
          waiting={waiting}
        />
        <PointsPanel
          points={data.quote.points}
          on={wantsPoints}
          onTurn={(on) => {
            setWantsPoints(on);
            setChangedTo(null);
          }}
          locked={agree.isPending}
          waiting={waiting}
        />
      </div>
      <div className="checkout-side">
        <BalanceSums balance={data} />
        <p className="fine-print presale-ends">
          {t('presale.balanceEndsIn')}{' '}
          <Countdown to={data.balanceEndsAt} label={t('presale.balanceEndsIn')} />
        </p>
        <OrderCallouts changedTo={changedTo} error={agree.error} unknown={false} />
      </div>
      <div className="action-bar">
        <span className="action-total">
          <small>{t('presale.payBalance')}</small>
          <Money fen={data.quote.payFen} size="lg" className={waiting ? 'is-waiting' : ''} />
        </span>
        <button
          type="button"
          className="dc-button is-main"
          disabled={agree.isPending || waiting}
          onClick={() => {
            setChangedTo(null);
            agree.mutate({ expectedPayFen: data.quote.payFen, ...wish(kept) });
          }}
        >
          {agree.isPending ? t('checkout.submitting') : t('presale.balanceAgree')}
        </button>
      </div>
    </div>
  );
}

/** Contract, what comes off, the deposit that is paid, and the rest. */
function BalanceSums({ balance: { quote, depositFen } }: { balance: BalanceQuote }) {
  const t = useT();
  const { pick } = useLanguage();
  const off = quote.trace.filter(
    ({ applied, layer, discountFen }) => applied && layer !== 'itemPrice' && discountFen > 0,
  );
  const offFen = off.reduce((sum, { discountFen }) => sum + discountFen, 0);
  return (
    <section className="panel presale-sums">
      <dl>
        <div>
          <dt>{t('presale.goods')}</dt>
          <dd>{fenText(quote.goodsFen + offFen)}</dd>
        </div>
        {off.map((row) => (
          <div key={`${row.promotionId} ${row.shopId}`}>
            <dt>{pick(row.title)}</dt>
            <dd>−{fenText(row.discountFen)}</dd>
          </div>
        ))}
        <div>
          <dt>{t('presale.freight')}</dt>
          <dd>{quote.freightFen === 0 ? t('receipt.freightFree') : fenText(quote.freightFen)}</dd>
        </div>
        <div>
          <dt>{t('presale.paidDeposit')}</dt>
          <dd>−{fenText(depositFen)}</dd>
        </div>
        <div className="is-total">
          <dt>{t('presale.payBalance')}</dt>
          <dd>
            <Money fen={quote.payFen} size="lg" className="price-net" />
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Nothing({ purchaseId }: { purchaseId: string }) {
  const t = useT();
  return (
    <EmptyState title={t('presale.balanceNotYet')} words="" icon="clock" className="page-state">
      <Link className="dc-button is-main" to={`/orders/${purchaseId}`}>
        {t('pay.toOrder')}
      </Link>
    </EmptyState>
  );
}
