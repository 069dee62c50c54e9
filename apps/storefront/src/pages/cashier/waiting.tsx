import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { laterApi } from '../../data/later.ts';
import { paymentsQuery, purchaseQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import type { Charge } from './stage.ts';

/** When the provider is asked after the shopper came back, and when we admit that its word is slow. */
const ASK_AFTER_MS = [0, 3_000, 8_000, 20_000, 45_000] as const;
const SLOW_MS = 15_000;

/**
 * The shopper has been at the provider's page. The server asks the provider at once instead of waiting for its
 * notification; while the answer is “not yet”, the ways on are to finish there or to pay in another way.
 */
export function Waiting({ charge, onOther }: { charge: Charge; onOther(): void }) {
  const t = useT();
  const client = useQueryClient();
  const [slow, setSlow] = useState(false);
  const elsewhere = charge.method !== 'sandbox';
  const { purchaseId } = charge;
  const ask = useMutation({
    mutationFn: () => laterApi.checkPayments(purchaseId),
    onSuccess: (list) => {
      client.setQueryData(paymentsQuery(purchaseId).queryKey, list);
      void client.invalidateQueries(purchaseQuery(purchaseId));
    },
  });
  const { mutate } = ask;
  useEffect(() => {
    const timers = elsewhere ? ASK_AFTER_MS.map((afterMs) => setTimeout(() => mutate(), afterMs)) : [];
    timers.push(setTimeout(() => setSlow(true), SLOW_MS));
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [elsewhere, mutate]);
  const open = elsewhere && ask.isSuccess;
  const name = t(`pay.by.${charge.method}`);
  return (
    <>
      <Working
        title={open ? t('pay.notYet', { name }) : t(slow ? 'pay.slow' : 'pay.waiting')}
        words={open ? t('pay.notYetWords', { name }) : t(slow ? 'pay.slowWords' : 'pay.waitingWords')}
      />
      {open ? (
        <div className="action-bar">
          <button type="button" className="dc-button" onClick={onOther}>
            {t('pay.other')}
          </button>
          <a className="dc-button is-main" href={charge.approveUrl}>
            {t('pay.finish', { name })}
          </a>
        </div>
      ) : null}
    </>
  );
}

export function Working({ title, words }: { title: string; words: string }) {
  return (
    <section className="panel waiting" role="status">
      <span className="waiting-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <div>
        <h2>{title}</h2>
        <p>{words}</p>
      </div>
    </section>
  );
}
