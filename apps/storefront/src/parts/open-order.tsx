import { fenText, Icon, type IconName } from '@dacu/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { Link, useNavigate } from 'react-router';
import { openOrders } from '../data/api.ts';
import type { OpenOrderState, Outcome } from '../data/open-orders.ts';
import { cartQuery, PURCHASES, purchaseQuery } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';
import { useFailureWords } from './failure.tsx';
import './open-order.css';

export function useOpenOrders(): readonly OpenOrderState[] {
  return useSyncExternalStore(openOrders.subscribe, openOrders.now);
}

const TITLES = {
  asking: 'openOrder.asking',
  unknown: 'openOrder.unknown',
  old: 'openOrder.old',
  placed: 'openOrder.placed',
  refused: 'openOrder.refused',
} as const;
const ICONS: Record<Outcome['kind'], IconName> = {
  asking: 'clock',
  unknown: 'clock',
  old: 'clock',
  placed: 'check',
  refused: 'alert',
};

/** An order whose answer was lost: how it stands, and what can be done about it. */
export function OpenOrder({ state }: { state: OpenOrderState }) {
  const t = useT();
  const words = useFailureWords();
  const client = useQueryClient();
  const { order, outcome } = state;
  const { kind } = outcome;
  const purchase = outcome.kind === 'placed' ? outcome.purchase : null;
  useEffect(() => {
    if (!purchase) return;
    client.setQueryData(purchaseQuery(purchase.purchaseId).queryKey, purchase);
    void client.invalidateQueries(PURCHASES);
    void client.invalidateQueries(cartQuery);
  }, [client, purchase]);
  const amount = fenText(order.body.expectedPayFen);
  return (
    <section className={`open-order is-${kind}`} aria-label={t('openOrder.label')}>
      <Icon name={ICONS[kind]} size={22} />
      <div className="open-order-words" role="status">
        <strong>{t(TITLES[kind], { amount })}</strong>
        <p>
          {outcome.kind === 'refused'
            ? words(outcome.error)
            : t(`openOrder.${outcome.kind}Words`, { amount })}
        </p>
      </div>
      <div className="open-order-do">
        {kind === 'unknown' || kind === 'old' ? (
          <button type="button" className="dc-button" onClick={() => openOrders.askAgain(order)}>
            {t('checkout.unknownAsk')}
          </button>
        ) : null}
        {purchase ? (
          <Link
            className="dc-button is-main"
            to={`/pay/${purchase.purchaseId}`}
            onClick={() => openOrders.drop(state)}
          >
            {t('orders.pay')}
          </Link>
        ) : null}
        {kind === 'old' || kind === 'refused' || kind === 'placed' ? (
          <button type="button" className="link-button" onClick={() => openOrders.drop(state)}>
            {t(kind === 'old' ? 'openOrder.drop' : 'openOrder.seen')}
          </button>
        ) : null}
      </div>
    </section>
  );
}

/**
 * In place of a checkout while an earlier order has no answer: a second one beside it might buy the same things twice. As
 * soon as the first turns out to be placed, the page is its cashier.
 */
export function OpenOrderFirst({ state }: { state: OpenOrderState }) {
  const navigate = useNavigate();
  const { outcome } = state;
  const purchaseId = outcome.kind === 'placed' ? outcome.purchase.purchaseId : null;
  useEffect(() => {
    if (purchaseId === null) return;
    void navigate(`/pay/${purchaseId}`, { replace: true });
    return () => openOrders.drop(state);
  }, [navigate, purchaseId, state]);
  return (
    <div className="container open-order-page">
      <OpenOrder state={state} />
    </div>
  );
}
