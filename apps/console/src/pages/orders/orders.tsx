import type { OpsOrderList } from '@dacu/contract/client';
import { fenText, useClockView, useLanguage } from '@dacu/ui';
import { api } from '../../data/api.ts';
import { useChannelName } from '../../data/channel-names.ts';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { PurchaseState } from '../../parts/purchase-state.tsx';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { usePagedRows } from '../../table/source.ts';
import { useArrangement } from '../../table/use-arrangement.ts';

type Order = OpsOrderList['orders'][number];
const STATES = ['held', 'paid', 'closed', 'refunded'] as const;
const PAGE = 100;

export function Component() {
  const t = useT();
  const { lang } = useLanguage();
  const columns = useColumns();
  const arrangement = useArrangement(columns);
  const state = (arrangement.filters.state as readonly string[] | undefined)?.[0];
  const source = usePagedRows<Order>({
    queryKey: ['orders', state ?? 'all'],
    readPage: async (cursor) => {
      const { orders, nextCursor } = await api.orders({ state, cursor, limit: PAGE });
      return { rows: orders, nextCursor };
    },
  });
  return (
    <div className="co-body">
      <PageHead title={t('rail.orders')} words={t('orders.words')} />
      <DataTable<Order>
        id="orders"
        label={t('rail.orders')}
        columns={columns}
        source={source}
        arrangement={arrangement}
        rowKey={(row) => row.purchaseId}
        fileName={`orders-${state ?? 'all'}-${lang}`}
        empty={{ title: t('orders.nothing'), words: t('orders.nothingWords') }}
      />
    </div>
  );
}

function useColumns(): Column<Order>[] {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  const nameOf = useChannelName();
  const kindText = (kind: string) =>
    kind === 'flash' ? t('orders.kind.flash') : kind === 'ordinary' ? t('orders.kind.ordinary') : kind;
  const moment = (value: number | null) =>
    value === null ? <span className="co-quiet">—</span> : `${at(value, 'day')} ${at(value, 'clockSeconds')}`;
  const plainTime = (value: number | null) => (value === null ? null : at(value, 'full'));
  return [
    {
      id: 'number',
      title: t('orders.col.number'),
      value: (row) => row.number,
      cell: (row) => <code>{row.number}</code>,
      always: true,
      width: 190,
    },
    {
      id: 'placedAt',
      title: t('orders.col.placed'),
      value: (row) => row.placedAt,
      cell: (row) => moment(row.placedAt),
      exported: (row) => plainTime(row.placedAt),
      width: 150,
    },
    {
      id: 'state',
      title: t('orders.col.state'),
      value: (row) => row.state,
      cell: (row) => <PurchaseState state={row.state} />,
      exported: (row) => t(`purchase.${row.state}` as 'purchase.paid'),
      filter: {
        kind: 'choice',
        bar: true,
        options: STATES.map((each) => ({ value: each, label: t(`purchase.${each}`) })),
      },
      width: 100,
    },
    {
      id: 'payFen',
      title: t('orders.col.amount'),
      exportTitle: t('orders.csv.amount'),
      align: 'end',
      value: (row) => row.payFen,
      cell: (row) => fenText(row.payFen),
      exported: (row) => fenText(row.payFen).replace(/[¥,]/g, ''),
      width: 120,
    },
    {
      id: 'paidAt',
      title: t('orders.col.paid'),
      value: (row) => row.paidAt,
      cell: (row) => moment(row.paidAt),
      exported: (row) => plainTime(row.paidAt),
      width: 150,
    },
    {
      id: 'kind',
      title: t('orders.col.kind'),
      value: (row) => row.kind,
      cell: (row) => kindText(row.kind),
      exported: (row) => kindText(row.kind),
      width: 90,
    },
    { id: 'units', title: t('orders.col.units'), align: 'end', value: (row) => row.units, width: 80 },
    { id: 'shops', title: t('orders.col.shops'), align: 'end', value: (row) => row.shops, width: 80 },
    {
      id: 'channel',
      title: t('orders.col.channel'),
      value: (row) => row.channel,
      cell: (row) => nameOf(row.channel),
      exported: (row) => nameOf(row.channel),
      width: 110,
    },
    {
      id: 'editionNo',
      title: t('orders.col.edition'),
      align: 'end',
      value: (row) => row.editionNo,
      width: 100,
    },
  ];
}
