import type { PurchaseView } from '@dacu/contract/api';
import { Countdown, EmptyState, formatInstant, Icon, Money, Skeleton, useLanguage } from '@dacu/ui';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useBalanceDue } from '../../data/presale.ts';
import { purchasesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { plateOf } from '../../parts/product-card.tsx';
import { useZone } from '../../parts/use-zone.ts';
import './orders.css';

const STATES = ['held', 'depositPaid', 'paid', 'closed', 'forfeited', 'refunded'] as const;

export function Component() {
  const t = useT();
  const [params] = useSearchParams();
  const state = STATES.find((each) => each === params.get('state'));
  const query = useInfiniteQuery({ ...purchasesQuery(state), placeholderData: keepPreviousData });
  const shown = query.data?.pages.flatMap((page) => page.purchases) ?? [];
  const counts = query.data?.pages[0]?.counts;
  const waiting = query.isPlaceholderData;
  return (
    <>
      <PageHead title={t('orders.title')} backTo="/me" measure="list" />
      <div className="container orders">
        <nav className="chips" aria-label={t('orders.filter')}>
          <Filter state={undefined} here={state} count={null} />
          {STATES.map((each) => (
            <Filter key={each} state={each} here={state} count={counts?.[each] ?? null} />
          ))}
        </nav>
        {query.isPending ? (
          <div role="status" aria-label={t('loading')} className="orders-list">
            <Skeleton height="10rem" radius="lg" />
            <Skeleton height="10rem" radius="lg" />
            <Skeleton height="10rem" radius="lg" />
          </div>
        ) : null}
        {query.isError && !query.data ? <Failure error={query.error} onRetry={query.refetch} /> : null}
        {query.isSuccess && !waiting && shown.length === 0 ? (
          <EmptyState
            title={state ? t('orders.emptyState', { state: t(`orders.state.${state}`) }) : t('orders.empty')}
            words={t('orders.emptyWords')}
            icon="receipt"
            className="page-state"
          >
            {state ? (
              <Link className="dc-button is-main" to="/orders" replace>
                {t('orders.seeAll')}
              </Link>
            ) : (
              <Link className="dc-button is-main" to="/">
                {t('nav.toVenue')}
              </Link>
            )}
          </EmptyState>
        ) : null}
        <ul className={`orders-list ${waiting ? 'is-waiting' : ''}`} aria-busy={waiting}>
          {shown.map((purchase) => (
            <li key={purchase.purchaseId}>
              <OrderCard purchase={purchase} />
            </li>
          ))}
        </ul>
        {query.hasNextPage && !waiting ? (
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

/** A filter is a place with an address: it can be sent, and the way back leads through it. */
function Filter({
  state,
  here,
  count,
}: {
  state: PurchaseView['state'] | undefined;
  here: PurchaseView['state'] | undefined;
  count: number | null;
}) {
  const t = useT();
  const words = state ? t(`orders.state.${state}`) : t('all');
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // The row scrolls sideways on a phone; the one that is chosen should be seen.
    if (state === here) link.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [state, here]);
  return (
    <Link
      ref={link}
      to={state ? `/orders?state=${state}` : '/orders'}
      replace
      preventScrollReset
      aria-current={state === here ? 'page' : undefined}
      aria-label={count === null ? words : t('orders.countOf', { state: words, count })}
    >
      {words}
      {count === null || count === 0 ? null : <span className="chip-count">{count}</span>}
    </Link>
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
          {purchase.kind === 'presale' ? <span className="price-label">{t('orders.presale')}</span> : null}
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
          <Countdown to={purchase.payUntil} label={t('pay.until')} />
          <Link className="dc-button is-main" to={`/pay/${purchase.purchaseId}`}>
            {t('orders.pay')}
          </Link>
        </footer>
      ) : null}
      <BalanceFoot purchase={purchase} />
    </article>
  );
}

/** While the balance can be paid: until when, and the way to it. */
function BalanceFoot({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const due = useBalanceDue(purchase);
  if (due === null) return null;
  return (
    <footer>
      <Countdown to={due.until} label={t('presale.balanceEndsIn')} />
      <Link className="dc-button is-main" to={due.path}>
        {t('presale.balanceWindow')}
      </Link>
    </footer>
  );
}

export function StateWord({ state }: { state: PurchaseView['state'] }) {
  const t = useT();
  return <span className={`state-word state-${state}`}>{t(`orders.state.${state}`)}</span>;
}
