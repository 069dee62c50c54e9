import type { ReconciliationView } from '@dacu/contract/api';
import { fenText, useClockView, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { api } from '../../data/api.ts';
import { reconciliationQuery, useSession } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { operatorWords } from '../../parts/words-of.ts';
import { DataTable } from '../../table/data-table.tsx';
import { Bills } from './bills.tsx';
import { type Difference, useDifferenceColumns } from './difference-columns.tsx';
import { StuckRefunds } from './stuck-refunds.tsx';
import './reconciliation.css';

/** What the payment providers say they took and sent back, against our books; what differs, and what to do about it. */
export function Component() {
  const t = useT();
  const { lang, pick } = useLanguage();
  const { message } = App.useApp();
  const client = useQueryClient();
  const role = useSession().data?.role;
  const mayAct = role === 'commander' || role === 'analyst';
  const [closing, setClosing] = useState<Difference | null>(null);
  const query = useQuery(reconciliationQuery);
  const { data } = query;
  const shown = {
    onSuccess: (view: ReconciliationView) => client.setQueryData(reconciliationQuery.queryKey, view),
    onError: (error: unknown) => void message.error(pick(operatorWords(error))),
  };
  const compare = useMutation({
    mutationFn: ({ provider, day }: Pick<ReconciliationView['bills'][number], 'provider' | 'day'>) =>
      api.compareBill(provider, day),
    ...shown,
  });
  const acknowledge = useMutation({
    mutationFn: ({ differenceId, reason }: { differenceId: string; reason: string }) =>
      api.acknowledgeBillDifference(differenceId, reason),
    ...shown,
    onSettled: () => setClosing(null),
  });
  const retry = useMutation({ mutationFn: (refundId: string) => api.retryRefund(refundId), ...shown });
  const columns = useDifferenceColumns(mayAct ? setClosing : null);
  const rows = data?.differences;
  const source = useMemo(() => ({ kind: 'all', rows, state: query }) as const, [rows, query]);
  return (
    <div className="co-body">
      <PageHead title={t('rail.reconciliation')} words={t('bill.words')} />
      {data && data.refunds.length > 0 ? (
        <StuckRefunds
          refunds={data.refunds}
          pending={retry.isPending}
          onRetry={mayAct ? (refundId) => retry.mutate(refundId) : null}
        />
      ) : null}
      {data ? (
        <Bills
          view={data}
          pending={compare.isPending ? (compare.variables ?? null) : null}
          onCompare={mayAct ? (bill) => compare.mutate(bill) : null}
        />
      ) : null}
      <h2 className="co-bill-title">{t('bill.differences')}</h2>
      <DataTable<Difference>
        id="bill-differences"
        label={t('bill.differences')}
        columns={columns}
        source={source}
        rowKey={(row) => row.differenceId}
        fileName={`reconciliation-${lang}`}
        search={t('bill.search')}
        empty={{ title: t('bill.nothing'), words: t('bill.nothingWords') }}
      />
      <ReasonDialog
        row={closing}
        pending={acknowledge.isPending}
        onClose={() => setClosing(null)}
        onDone={(row, reason) => acknowledge.mutate({ differenceId: row.differenceId, reason })}
      />
    </div>
  );
}

function ReasonDialog(props: {
  row: Difference | null;
  pending: boolean;
  onClose: () => void;
  onDone: (row: Difference, reason: string) => void;
}) {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  const [reason, setReason] = useState('');
  const { row, pending, onClose, onDone } = props;
  const amount = (fen: number | null) => (fen === null ? '—' : fenText(fen));
  return (
    <Modal
      open={row !== null}
      title={t('bill.closeTitle')}
      okText={t('bill.close')}
      okButtonProps={{ disabled: reason.trim().length < 2 }}
      confirmLoading={pending}
      onCancel={onClose}
      onOk={() => (row ? onDone(row, reason.trim()) : undefined)}
      afterClose={() => setReason('')}
    >
      {row ? (
        <div className="co-bill-close">
          <p>
            <strong>{t(`bill.kind.${row.kind}`)}</strong> · {t('bill.col.ours')} {amount(row.oursFen)} ·{' '}
            {t('bill.col.theirs')} {amount(row.theirsFen)} · {at(row.foundAt, 'moment')}
          </p>
          <p>{t(`bill.todo.${row.kind}`)}</p>
          <Input
            value={reason}
            maxLength={200}
            aria-label={t('bill.reason')}
            placeholder={t('bill.reason')}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
      ) : null}
    </Modal>
  );
}
