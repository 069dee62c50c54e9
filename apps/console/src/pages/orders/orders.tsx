import type { OpsOrderList, OrdersQuery } from '@dacu/contract/client';
import { fenText, useClockView, useLanguage } from '@dacu/ui';
import { api } from '../../data/api.ts';
import { useChannelName, useChannelOptions } from '../../data/channel-names.ts';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { PurchaseState } from '../../parts/purchase-state.tsx';
import type { Arrangement, Range } from '../../table/arrangement.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { usePagedRows } from '../../table/source.ts';
import { useArrangement } from '../../table/use-arrangement.ts';

type Order = OpsOrderList['orders'][number];
const STATES = ['held', 'depositPaid', 'paid', 'closed', 'forfeited', 'refunded'] as const;
const KINDS = ['ordinary', 'flash', 'presale', 'group', 'gift'] as const;
const PAGE = 100;
const MINUTE_MS = 60_000;
/** What the server counts to; one more says that there are more. */
const FOUND_MAX = 10_000;
const NEWEST = [{ id: 'placedAt', desc: true }] as const;

/** Every order there is, found on the server by what people know of one: number, phone tail, item, time, amount. */
export function Component() {
  const t = useT();
  const { lang } = useLanguage();
  const columns = useColumns();
  const arrangement = useArrangement(columns, { usual: NEWEST });
  const query = queryOf(arrangement);
  const source = usePagedRows<Order>({
    queryKey: ['orders', query],
    readPage: async (cursor) => {
      const { orders, nextCursor, found } = await api.orders({ ...query, cursor, limit: PAGE });
      // Beyond the limit nobody knows how many.
      return { rows: orders, nextCursor, total: found !== null && found <= FOUND_MAX ? found : null };
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
        fileName={`orders-${query.state ?? 'all'}-${lang}`}
        search={t('orders.search')}
        href={(row) => `/orders/${row.purchaseId}`}
        empty={{ title: t('orders.nothing'), words: t('orders.nothingWords') }}
      />
    </div>
  );
}

/** The arrangement of the table as the server is asked for it. */
function queryOf({ filters, sorts, sought }: Arrangement): OrdersQuery {
  const one = (id: string) => (filters[id] as readonly string[] | undefined)?.join(',');
  const range = (id: string) => filters[id] as Range | undefined;
  const [sort] = sorts;
  // The filter's end is a whole minute that is still meant; the server's is half-open.
  const to = range('placedAt')?.to;
  return {
    q: sought === '' ? undefined : sought,
    state: one('state'),
    kind: one('kind'),
    channel: one('channel'),
    from: range('placedAt')?.from ?? undefined,
    to: to == null ? undefined : to + MINUTE_MS,
    payFenMin: range('payFen')?.from ?? undefined,
    payFenMax: range('payFen')?.to ?? undefined,
    sort: sort ? `${sort.desc ? '-' : ''}${sort.id}` : undefined,
  };
}

function useColumns(): Column<Order>[] {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  const { pick } = useLanguage();
  const nameOf = useChannelName();
  const channels = useChannelOptions();
  const kindText = (kind: string) => {
    const known = KINDS.find((each) => each === kind);
    return known ? t(`orders.kind.${known}`) : kind;
  };
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
      sortable: true,
      filter: { kind: 'range', unit: 'instant' },
      width: 150,
    },
    {
      id: 'title',
      title: t('stock.col.item'),
      value: (row) => pick(row.title),
      width: 220,
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
      width: 150,
    },
    {
      id: 'payFen',
      title: t('orders.col.amount'),
      exportTitle: t('orders.csv.amount'),
      align: 'end',
      value: (row) => row.payFen,
      cell: (row) => fenText(row.payFen),
      exported: (row) => (row.payFen / 100).toFixed(2),
      sortable: true,
      filter: { kind: 'range', unit: 'fen' },
      width: 120,
    },
    {
      id: 'paidAt',
      title: t('orders.col.paid'),
      hidden: true,
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
      filter: {
        kind: 'choice',
        single: true,
        options: KINDS.map((value) => ({ value, label: kindText(value) })),
      },
      width: 90,
    },
    { id: 'units', title: t('orders.col.units'), align: 'end', value: (row) => row.units, width: 80 },
    { id: 'shops', title: t('orders.col.shops'), align: 'end', value: (row) => row.shops, width: 80 },
    {
      id: 'refundedFen',
      title: t('orders.col.refunded'),
      exportTitle: t('orders.csv.refunded'),
      align: 'end',
      value: (row) => row.refundedFen,
      cell: (row) => (row.refundedFen === 0 ? <span className="co-quiet">—</span> : fenText(row.refundedFen)),
      exported: (row) => (row.refundedFen / 100).toFixed(2),
      hidden: true,
      width: 110,
    },
    {
      id: 'channel',
      title: t('orders.col.channel'),
      value: (row) => row.channel,
      cell: (row) => nameOf(row.channel),
      exported: (row) => nameOf(row.channel),
      filter: { kind: 'choice', single: true, options: channels },
      width: 110,
    },
    {
      id: 'editionNo',
      title: t('orders.col.edition'),
      hidden: true,
      align: 'end',
      value: (row) => row.editionNo,
      width: 100,
    },
  ];
}
