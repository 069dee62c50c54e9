import type { PurchaseView } from '@dacu/contract/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { refreshCoupons } from '../../data/coupons.ts';
import {
  aftercareQuery,
  PURCHASES,
  paymentsQuery,
  protectionQuery,
  purchaseQuery,
  returnOptionsQuery,
} from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { ComplaintForm } from './complaint-form.tsx';
import { PresaleActions } from './presale-actions.tsx';
import { ReturnForm, unshippedOf } from './return-form.tsx';

/** What can be done with an order now, and nothing else. */
export function OrderActions({ purchase }: { purchase: PurchaseView }) {
  const t = useT();
  const client = useQueryClient();
  const notice = useNotice();
  const words = useFailureWords();
  const [open, setOpen] = useState<'cancel' | 'return' | 'complain' | null>(null);
  const { purchaseId, state } = purchase;
  const close = () => setOpen(null);
  function refresh() {
    void client.invalidateQueries(purchaseQuery(purchaseId));
    void client.invalidateQueries(PURCHASES);
    void client.invalidateQueries(paymentsQuery(purchaseId));
    void client.invalidateQueries(aftercareQuery(purchaseId));
    void client.invalidateQueries(protectionQuery(purchaseId));
    void client.invalidateQueries(returnOptionsQuery(purchaseId));
    refreshCoupons(client);
  }
  const cancel = useMutation({
    mutationFn: () => api.cancelPurchase(purchaseId),
    onSuccess: () => notice({ words: t('order.cancelled') }),
    onError: (error) => notice({ words: words(error), tone: 'bad' }),
    onSettled: () => {
      close();
      refresh();
    },
  });
  const options = useQuery({ ...returnOptionsQuery(purchaseId), enabled: state === 'paid' }).data?.lines;
  const shipped = options?.reduce((sum, line) => sum + line.underway + line.delivered, 0) ?? 0;
  const returnable = purchase.orders.some((order) =>
    order.lines.some((line) => unshippedOf(line, options) > 0),
  );
  const paid = state === 'paid' || state === 'refunded';
  return (
    <>
      <div className="action-bar order-actions">
        {paid ? (
          <button type="button" className="dc-button" onClick={() => setOpen('complain')}>
            {t('order.complain')}
          </button>
        ) : null}
        {state === 'paid' && shipped > 0 ? (
          <Link className="dc-button" to={`/orders/${purchaseId}/return`}>
            {t('case.open')}
          </Link>
        ) : null}
        {state === 'paid' && returnable ? (
          <button type="button" className="dc-button" onClick={() => setOpen('return')}>
            {t('order.return')}
          </button>
        ) : null}
        {state === 'held' ? (
          <>
            <button type="button" className="dc-button" onClick={() => setOpen('cancel')}>
              {t('order.cancel')}
            </button>
            <Link className="dc-button is-main" to={`/pay/${purchaseId}`}>
              {t('orders.pay')}
            </Link>
          </>
        ) : null}
        {purchase.presale && state === 'depositPaid' ? (
          <PresaleActions purchase={purchase} presale={purchase.presale} onDone={refresh} />
        ) : null}
        {state === 'closed' ? (
          <Link
            className="dc-button is-main"
            to={`/products/${purchase.orders[0]?.lines[0]?.productId ?? ''}`}
          >
            {t('order.again')}
          </Link>
        ) : null}
      </div>
      <Sheet open={open === 'cancel'} title={t('order.cancelTitle')} onClose={close}>
        <p className="sheet-words">{t('order.cancelWords')}</p>
        <div className="form-actions">
          <button type="button" className="dc-button" onClick={close}>
            {t('order.cancelKeep')}
          </button>
          <button
            type="button"
            className="dc-button is-danger"
            disabled={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            {t('order.cancel')}
          </button>
        </div>
      </Sheet>
      <Sheet open={open === 'return'} title={t('order.returnTitle')} onClose={close}>
        <ReturnForm
          purchase={purchase}
          onDone={() => {
            close();
            refresh();
          }}
        />
      </Sheet>
      <Sheet open={open === 'complain'} title={t('order.complain')} onClose={close}>
        <ComplaintForm
          purchaseId={purchaseId}
          onDone={() => {
            close();
            refresh();
          }}
        />
      </Sheet>
    </>
  );
}
