import type { ReconciliationView } from '@dacu/contract/api';
import { fenText, useClockView } from '@dacu/ui';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import type { Column } from '../../table/column.ts';

export type Difference = ReconciliationView['differences'][number];
const STATES = ['open', 'acknowledged', 'gone'] as const;
const TONES = { open: 'is-bad', acknowledged: 'is-warn', gone: 'is-good' } as const;

/** What differs, what to do about it, and the order behind it. */
export function useDifferenceColumns(close: ((row: Difference) => void) | null): Column<Difference>[] {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  const amount = (id: 'oursFen' | 'theirsFen', key: 'ours' | 'theirs'): Column<Difference> => ({
    ...{ id, title: t(`bill.col.${key}`), align: 'end', width: 120 },
    value: (row) => row[id],
    cell: (row) => (row[id] === null ? '—' : fenText(row[id])),
    exported: (row) => (row[id] === null ? null : (row[id] / 100).toFixed(2)),
  });
  return [
    {
      ...{ id: 'kind', title: t('bill.col.kind'), always: true, width: 170 },
      value: (row) => t(`bill.kind.${row.kind}`),
      filter: { kind: 'choice' },
    },
    { ...{ id: 'day', title: t('bill.col.day'), width: 104 }, value: (row) => row.day },
    {
      ...{ id: 'provider', title: t('bill.col.provider'), width: 120 },
      value: (row) => t(`bill.by.${row.provider}`),
      filter: { kind: 'choice' },
    },
    amount('theirsFen', 'theirs'),
    amount('oursFen', 'ours'),
    {
      ...{ id: 'order', title: t('bill.col.order'), width: 100 },
      value: (row) => row.purchaseId,
      found: (row) => `${row.purchaseId} ${row.paymentId} ${row.refundId}`,
      cell: (row) =>
        row.purchaseId === null ? (
          t('bill.noOrder')
        ) : (
          <Link to={`/orders/${row.purchaseId}`}>{t('bill.toOrder')}</Link>
        ),
    },
    {
      ...{ id: 'paymentId', title: t('bill.col.payment'), hidden: true, inFile: true, width: 250 },
      value: (row) => row.refundId ?? row.paymentId,
      cell: (row) => <code>{row.refundId ?? row.paymentId}</code>,
    },
    {
      ...{ id: 'todo', title: t('bill.col.todo'), width: 270, sortable: false },
      value: (row) => t(`bill.todo.${row.kind}`),
      cell: (row) => <span title={t(`bill.todo.${row.kind}`)}>{t(`bill.todo.${row.kind}`)}</span>,
    },
    {
      ...{ id: 'state', title: t('bill.col.state'), width: 150 },
      value: (row) => row.state,
      rank: (row) => STATES.indexOf(row.state),
      exported: (row) => t(`bill.state.${row.state}`),
      filter: {
        ...{ kind: 'choice', bar: true },
        options: STATES.map((value) => ({ value, label: t(`bill.state.${value}`) })),
      },
      cell: (row) => (
        <span title={row.reason ?? undefined}>
          <span className={`co-tag ${TONES[row.state]}`}>{t(`bill.state.${row.state}`)}</span>{' '}
          <span className="co-quiet">
            {row.closedAt === null ? null : `${row.closedBy ?? ''} ${at(row.closedAt, 'moment')}`.trim()}
          </span>
        </span>
      ),
    },
    ...(close === null
      ? []
      : [
          {
            ...{ id: 'acts', title: '', sortable: false, always: true, width: 112 },
            value: () => null,
            cell: (row: Difference) =>
              row.state === 'open' ? (
                <Button size="small" onClick={() => close(row)}>
                  {t('bill.close')}
                </Button>
              ) : null,
          } satisfies Column<Difference>,
        ]),
  ];
}
