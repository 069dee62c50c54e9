import type { OpsInvoice } from '@dacu/contract/api';
import { fenText, useClockView, useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { operatorWords } from '../../parts/words-of.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { usePagedRows } from '../../table/source.ts';
import { useArrangement } from '../../table/use-arrangement.ts';
import { useMayAct } from './case-acts.tsx';
import './cases.css';

const STATES = ['requested', 'issued', 'voided'] as const;
const PAGE = 100;
type Act = { readonly on: 'issue' | 'void'; readonly row: OpsInvoice };

/** Invoices that were asked for: exported for whoever issues them, then marked with their number. */
export function Component() {
  const t = useT();
  const { lang } = useLanguage();
  const may = useMayAct();
  const [asking, setAsking] = useState<Act | null>(null);
  const columns = useColumns(may.finance ? setAsking : null);
  const arrangement = useArrangement(columns, { usual: [] });
  const state = (arrangement.filters.state as readonly string[] | undefined)?.join(',');
  const source = usePagedRows<OpsInvoice>({
    queryKey: ['invoices', state ?? ''],
    readPage: async (cursor) => {
      const { invoices, nextCursor } = await api.invoices({ state, cursor, limit: PAGE });
      return { rows: invoices, nextCursor, total: null };
    },
  });
  return (
    <div className="co-body">
      <PageHead
        title={
          <>
            <Link className="co-crumb" to="/cases">
              {t('rail.cases')}
            </Link>
            {t('cases.tab.invoices')}
          </>
        }
        words={t('invoices.words')}
      >
        {may.finance ? <Export /> : null}
      </PageHead>
      <DataTable<OpsInvoice>
        id="invoices"
        label={t('cases.tab.invoices')}
        columns={columns}
        source={source}
        arrangement={arrangement}
        rowKey={(row) => row.invoiceId}
        fileName={`invoices-${lang}`}
        empty={{ title: t('invoices.nothing'), words: t('invoices.nothingWords') }}
      />
      <ActDialog act={asking} onClose={() => setAsking(null)} />
    </div>
  );
}

/** A file with names in it: fetched when it is asked for, and kept nowhere here. */
function Export() {
  const t = useT();
  const { message } = App.useApp();
  const save = useMutation({
    mutationFn: async () => {
      const answer = await fetch('/api/ops/invoices/export', { method: 'POST' });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.blob();
    },
    onSuccess: (file) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = 'invoices.csv';
      link.click();
      URL.revokeObjectURL(link.href);
    },
    onError: () => void message.error(t('load.failed')),
  });
  return (
    <Button title={t('invoices.exportWords')} loading={save.isPending} onClick={() => save.mutate()}>
      {t('invoices.export')}
    </Button>
  );
}

function ActDialog({ act, onClose }: { act: Act | null; onClose: () => void }) {
  const t = useT();
  const { pick } = useLanguage();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const words = text.trim();
  const ready = act?.on === 'issue' ? /^\d{8}(\d{12})?$/.test(words) : words.length >= 4;
  const move = useMutation({
    mutationFn: ({ on, row }: Act) =>
      on === 'issue' ? api.issueInvoice(row.invoiceId, words) : api.voidInvoice(row.invoiceId, words),
    onSuccess: () => {
      void message.success(t('case.done'));
      onClose();
    },
    onError: (error) => void message.error(pick(operatorWords(error))),
    onSettled: () => void client.invalidateQueries({ queryKey: ['invoices'] }),
  });
  const issue = act?.on === 'issue';
  const label = issue ? t('invoices.issueNumber') : t('invoices.voidNote');
  return (
    <Modal
      open={act !== null}
      title={issue ? t('invoices.issue') : t('invoices.void')}
      okText={issue ? t('invoices.issue') : t('invoices.void')}
      okButtonProps={{ disabled: !ready, danger: !issue }}
      confirmLoading={move.isPending}
      onCancel={onClose}
      afterClose={() => setText('')}
      onOk={() => act && move.mutate(act)}
    >
      <p>
        {issue ? t('invoices.issueWords', { amount: fenText(act.row.amountFen) }) : t('invoices.voidWords')}
      </p>
      <Input
        value={text}
        maxLength={issue ? 20 : 200}
        aria-label={label}
        placeholder={label}
        onChange={(event) => setText(event.target.value)}
      />
    </Modal>
  );
}

function useColumns(act: ((act: Act) => void) | null): Column<OpsInvoice>[] {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(useClockView()?.zone);
  const money = (
    id: 'amountFen' | 'redFen',
    title: string,
  ): Pick<Column<OpsInvoice>, 'id' | 'title' | 'align' | 'width' | 'value' | 'cell' | 'exported'> => ({
    ...{ id, title, align: 'end', width: 110 },
    value: (row) => row[id],
    cell: (row) => (row[id] === 0 ? <span className="co-quiet">—</span> : fenText(row[id])),
    exported: (row) => (row[id] / 100).toFixed(2),
  });
  return [
    {
      ...{ id: 'requestedAt', title: t('cases.col.requested'), width: 140, always: true },
      value: (row) => row.requestedAt,
      cell: (row) => `${at(row.requestedAt, 'day')} ${at(row.requestedAt, 'clock')}`,
      exported: (row) => at(row.requestedAt, 'full'),
    },
    {
      ...{ id: 'state', title: t('cases.col.state'), width: 110 },
      value: (row) => row.state,
      cell: (row) => (
        <span className={`co-tag ${row.state === 'requested' ? 'is-warn' : ''}`}>
          {t(`invoices.state.${row.state}`)}
        </span>
      ),
      exported: (row) => t(`invoices.state.${row.state}`),
      filter: {
        ...{ kind: 'choice', bar: true },
        options: STATES.map((value) => ({ value, label: t(`invoices.state.${value}`) })),
      },
    },
    { ...{ id: 'title', title: t('invoices.col.title'), width: 200 }, value: (row) => row.title },
    {
      ...{ id: 'kind', title: t('invoices.col.kind'), width: 90 },
      value: (row) => t(`invoices.kind.${row.kind}`),
    },
    money('amountFen', t('cases.col.amount')),
    money('redFen', t('invoices.col.red')),
    {
      ...{ id: 'number', title: t('invoices.col.number'), width: 190 },
      value: (row) => row.number ?? '',
      cell: (row) => (row.number ? <code>{row.number}</code> : <span className="co-quiet">—</span>),
    },
    {
      ...{ id: 'orderNumber', title: t('cases.col.order'), width: 190 },
      value: (row) => row.orderNumber,
      cell: (row) => <Link to={`/orders/${row.purchaseId}`}>{row.orderNumber}</Link>,
    },
    {
      ...{ id: 'shop', title: t('invoices.col.shop'), width: 120 },
      value: (row) => pick(row.shopName),
    },
    ...(act === null
      ? []
      : [
          {
            ...{ id: 'acts', title: '', width: 170, always: true },
            value: () => '',
            cell: (row: OpsInvoice) => (
              <>
                {row.state === 'requested' ? (
                  <Button size="small" onClick={() => act({ on: 'issue', row })}>
                    {t('invoices.issue')}
                  </Button>
                ) : null}{' '}
                {row.state === 'voided' ? null : (
                  <Button size="small" danger onClick={() => act({ on: 'void', row })}>
                    {t('invoices.void')}
                  </Button>
                )}
              </>
            ),
          } satisfies Column<OpsInvoice>,
        ]),
  ];
}
