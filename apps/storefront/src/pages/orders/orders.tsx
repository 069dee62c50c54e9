import type { PurchaseView } from '@dacu/contract/api';
import { Countdown, EmptyState, formatInstant, Icon, Money, Skeleton, useLanguage } from '@dacu/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { purchasesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { plateOf } from '../../parts/product-card.tsx';
import { useZone } from '../../parts/receipt.tsx';
import './orders.css';

const STATES = ['held', 'paid', 'closed', 'refunded'] as const;

export function Component() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const state = STATES.find((each) => each === params.get('state'));
  const query = useInfiniteQuery(purchasesQuery);
  const all = query.data?.pages.flatMap((page) => page.purchases) ?? [];
  const shown = state ? all.filter((purchase) => purchase.state === state) : all;
  return (
    <>
      <PageHead title={t('orders.title')} backTo="/me" />
      <div className="container orders">
        <fieldset className="chips">
          <legend className="dc-hidden">{t('orders.filter')}</legend>
          <button type="button" aria-pressed={!state} onClick={() => setParams({}, { replace: true })}>
            {t('all')}
          </button>
          {STATES.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === state}
              onClick={() => setParams({ state: each }, { replace: true })}
            >
              {t(`orders.state.${each}`)}
            </button>
          ))}
        </fieldset>
        {query.isPending ? (
          <div role="status" aria-label={t('loading')} className="orders-list">
            <Skeleton height="9rem" radius="lg" />
            <Skeleton height="9rem" radius="lg" />
          </div>
        ) : null}
        {query.isError && all.length === 0 ? <Failure error={query.error} onRetry={query.refetch} /> : null}
        {query.isSuccess && shown.length === 0 ? (
          <EmptyState
            title={
              state && all.length > 0
                ? t('orders.emptyState', { state: t(`orders.state.${state}`) })
                : t('orders.empty')
            }
            words={t('orders.emptyWords')}
            icon="receipt"
            className="page-state"
          >
            <Link className="dc-button is-main" to="/">
              {t('nav.toVenue')}
            </Link>
          </EmptyState>
        ) : null}
        <ul className="orders-list">
          {shown.map((purchase) => (
            <li key={purchase.purchaseId}>
              <OrderCard purchase={purchase} />
            </li>
          ))}
        </ul>
        {query.hasNextPage ? (
          <button
            type="button"
            className="dc-button load-more"
            disabled={query.isFetchingNextPage}
            onClick={() => query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? t('loading') : t('orders.more')}
          </button>
        ) : null}
      </div>
    </>
  );
}

const PICTURES_MAX = 4;

function OrderCard({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const lines = purchase.orders.flatMap((order) => order.lines);
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  const first = lines[0];
  return (
    <article className="order-card">
      <Link to={`/orders/${purchase.purchaseId}`} className="order-card-link">
        <header>
          <span>{formatInstant(purchase.placedAt, zone, lang, 'moment')}</span>
          {purchase.kind === 'flash' ? (
            <span className="price-label">
              <Icon name="bolt" size={12} solid /> {t('orders.flash')}
            </span>
          ) : null}
          <StateWord state={purchase.state} />
        </header>
        <div className="order-card-goods">
          {lines.slice(0, PICTURES_MAX).map((line) => (
            <span key={line.lineId} className={plateOf(line.productId)}>
              <img src={line.imageUrl} alt="" width="64" height="64" loading="lazy" />
            </span>
          ))}
          {lines.length === 1 && first ? <span className="order-card-title">{pick(first.title)}</span> : null}
          {lines.length > PICTURES_MAX ? (
            <span className="order-card-more">+{lines.length - PICTURES_MAX}</span>
          ) : null}
        </div>
        <p className="order-card-sum">
          <span>{t('orders.units', { count: units })}</span>
          <Money fen={purchase.payFen} />
        </p>
      </Link>
      {purchase.state === 'held' ? (
        <footer>
          <Countdown to={purchase.holdUntil} label={t('pay.holdLabel')} />
          <Link className="dc-button is-main" to={`/pay/${purchase.purchaseId}`}>
            {t('orders.pay')}
          </Link>
        </footer>
      ) : null}
    </article>
  );
}

export function StateWord({ state }: { state: PurchaseView['state'] }) {
  const t = useT();
  return <span className={`state-word state-${state}`}>{t(`orders.state.${state}`)}</span>;
}
