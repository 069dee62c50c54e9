import { Icon } from '@dacu/ui';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useSyncExternalStore } from 'react';
import { openOrders } from '../data/api.ts';
import { useT } from '../i18n/setup.ts';
import { useNotice } from '../parts/notice.tsx';
import { useReach } from './use-reach.ts';

/** Stands while nothing can be asked, and goes when it can; then everything on screen is asked anew. */
export function ReachBanner() {
  const t = useT();
  const reach = useReach();
  const client = useQueryClient();
  const notice = useNotice();
  const before = useRef(reach);
  useEffect(() => {
    const returned = before.current !== 'online' && reach === 'online';
    before.current = reach;
    if (!returned) return;
    void client.refetchQueries({ type: 'active' });
    notice({ words: t('offline.back') });
  }, [reach, client, notice, t]);
  return (
    <div role="status">
      {reach === 'online' ? null : (
        <div className="offline">
          <Icon name="offline" size={20} />
          <p>
            <strong>{t(reach === 'offline' ? 'offline.title' : 'offline.server')}</strong>{' '}
            {t('offline.words')}
          </p>
        </div>
      )}
    </div>
  );
}

const OpenOrderBanner = lazy(() => import('./open-order-banner.tsx'));

/** Looks after orders whose answers were lost, from the first page of a visit on; comes into view when there is one. */
export function OpenOrders() {
  const reach = useReach();
  const any = useSyncExternalStore(openOrders.subscribe, () => openOrders.now().length > 0);
  useEffect(() => openOrders.adopt(), []);
  useEffect(() => {
    if (reach === 'online') openOrders.askAgain();
  }, [reach]);
  return any ? (
    <Suspense>
      <OpenOrderBanner />
    </Suspense>
  ) : null;
}

let apply: (() => void) | null = null;
const listeners = new Set<() => void>();

/** A newer version waits; `update` makes it this one. */
export function offerUpdate(update: () => void): void {
  apply = update;
  for (const listener of listeners) listener();
}

export function UpdateBanner() {
  const t = useT();
  const update = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => apply,
  );
  return (
    <div role="status">
      {update === null ? null : (
        <div className="offline is-update">
          <Icon name="refresh" size={20} />
          <p>{t('update.ready')}</p>
          <button type="button" className="link-button" onClick={update}>
            {t('update.reload')}
          </button>
        </div>
      )}
    </div>
  );
}
