import type { InvoiceList } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { invoicesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { InvoiceForm } from './invoice-form.tsx';
import { OrderPanel } from './order-panel.tsx';

type Order = InvoiceList['orders'][number];

/** One invoice for each shop's order: what it would be of, where it stands, and what may be done. */
export function InvoicePanel({ purchaseId }: { purchaseId: string }) {
  const t = useT();
  const asked = useQuery(invoicesQuery(purchaseId));
  if (asked.isPending) return null;
  return (
    <OrderPanel name="order-invoices" icon="receipt" title={t('invoice.title')} asked={asked}>
      {({ orders }) =>
        orders.map((order) => (
          <OrderInvoice key={order.orderId} purchaseId={purchaseId} order={order} named={orders.length > 1} />
        ))
      }
    </OrderPanel>
  );
}

function OrderInvoice(props: { purchaseId: string; order: Order; named: boolean }) {
  const t = useT();
  const { pick } = useLanguage();
  const client = useQueryClient();
  const notice = useNotice();
  const words = useFailureWords();
  const [asking, setAsking] = useState(false);
  const { purchaseId, order, named } = props;
  const { invoice } = order;
  const standing = invoice !== null && invoice.state !== 'voided';
  const withdraw = useMutation({
    mutationFn: () => api.withdrawInvoice(invoice!.invoiceId),
    onSuccess: () => notice({ words: t('invoice.withdrawn') }),
    onError: (error) => notice({ words: words(error), tone: 'bad' }),
    onSettled: () => void client.invalidateQueries({ queryKey: invoicesQuery(purchaseId).queryKey }),
  });
  return (
    <div className="order-invoice">
      {named ? <h3>{pick(order.shopName)}</h3> : null}
      {invoice ? (
        <p>
          <strong>{t(`invoice.state.${invoice.state}`)}</strong> {invoice.title} ·{' '}
          {t('invoice.amount', { amount: fenText(invoice.amountFen) })}
          {invoice.number ? <small>{t('invoice.number', { number: invoice.number })}</small> : null}
          {invoice.redFen > 0 ? <small>{t('invoice.red', { amount: fenText(invoice.redFen) })}</small> : null}
          {invoice.note ? <small>{invoice.note}</small> : null}
        </p>
      ) : null}
      {standing ? null : (
        <p className="fine-print">
          {order.amountFen > 0 ? t('invoice.can', { amount: fenText(order.amountFen) }) : t('invoice.none')}
        </p>
      )}
      {invoice?.state === 'requested' ? (
        <button
          type="button"
          className="dc-button"
          disabled={withdraw.isPending}
          onClick={() => withdraw.mutate()}
        >
          {t('invoice.withdraw')}
        </button>
      ) : null}
      {!standing && order.amountFen > 0 ? (
        <button type="button" className="dc-button" onClick={() => setAsking(true)}>
          {t('invoice.ask')}
        </button>
      ) : null}
      <Sheet open={asking} title={t('invoice.askTitle')} onClose={() => setAsking(false)}>
        <InvoiceForm purchaseId={purchaseId} orderId={order.orderId} onDone={() => setAsking(false)} />
      </Sheet>
    </div>
  );
}
