import type { OpsOrderList } from '@dacu/contract/client';
import { fenText, useClockView, useLanguage } from '@dacu/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Input, Segmented, type TableColumnsType } from 'antd';
import { useSearchParams } from 'react-router';
import { api } from '../../data/api.ts';
import { useChannelName } from '../../data/channel-names.ts';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { ListPage } from '../../parts/list-page.tsx';
import { PurchaseState } from '../../parts/purchase-state.tsx';

type Order = OpsOrderList['orders'][number];
const STATES = ['held', 'paid', 'closed', 'refunded'] as const;
const PAGE = 100;

export function Component() {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useClockView()?.zone;
  const at = useTimes(zone);
  const nameOf = useChannelName();
  const [params, setParams] = useSearchParams();
  const state = STATES.find((each) => each === params.get('state'));
  const sought = params.get('q') ?? '';
  const query = useInfiniteQuery({
    queryKey: ['orders', state ?? 'all'],
    queryFn: async ({ pageParam }) => {
      const { orders, nextCursor } = await api.orders({ state, cursor: pageParam, limit: PAGE });
      return { rows: orders, nextCursor };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        if (value === '') before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: name === 'q' },
    );
  const channels = [...new Set(query.data?.pages.flatMap(({ rows }) => rows.map(({ channel }) => channel)))];
  const columns: TableColumnsType<Order> = [
    { title: t('orders.col.number'), dataIndex: 'number', render: (value: string) => <code>{value}</code> },
    {
      title: t('orders.col.placed'),
      dataIndex: 'placedAt',
      sorter: (one, other) => one.placedAt - other.placedAt,
      render: (value: number) => `${at(value, 'day')} ${at(value, 'clockSeconds')}`,
    },
    {
      title: t('orders.col.kind'),
      dataIndex: 'kind',
      filters: [...new Set(query.data?.pages.flatMap(({ rows }) => rows.map(({ kind }) => kind)))].map(
        (kind) => ({
          text: kindText(kind),
          value: kind,
        }),
      ),
      onFilter: (value, row) => row.kind === value,
      render: kindText,
    },
    {
      title: t('orders.col.state'),
      dataIndex: 'state',
      render: (value: string) => <PurchaseState state={value} />,
    },
    {
      title: t('orders.col.paid'),
      dataIndex: 'paidAt',
      sorter: (one, other) => (one.paidAt ?? 0) - (other.paidAt ?? 0),
      render: (value: number | null) =>
        value === null ? (
          <span className="co-quiet">—</span>
        ) : (
          `${at(value, 'day')} ${at(value, 'clockSeconds')}`
        ),
    },
    {
      title: t('orders.col.amount'),
      dataIndex: 'payFen',
      align: 'right',
      sorter: (one, other) => one.payFen - other.payFen,
      render: (value: number) => fenText(value),
    },
    {
      title: t('orders.col.units'),
      dataIndex: 'units',
      align: 'right',
      sorter: (one, other) => one.units - other.units,
    },
    { title: t('orders.col.shops'), dataIndex: 'shops', align: 'right' },
    {
      title: t('orders.col.channel'),
      dataIndex: 'channel',
      filters: channels.map((channel) => ({ text: nameOf(channel), value: channel })),
      onFilter: (value, row) => row.channel === value,
      render: nameOf,
    },
    { title: t('orders.col.edition'), dataIndex: 'editionNo', align: 'right' },
  ];
  function kindText(kind: string): string {
    return kind === 'flash' ? t('orders.kind.flash') : kind === 'ordinary' ? t('orders.kind.ordinary') : kind;
  }
  return (
    <ListPage
      title={t('rail.orders')}
      words={t('orders.words')}
      query={query}
      columns={columns}
      rowKey="purchaseId"
      fileName={`orders-${state ?? 'all'}-${lang}`}
      filter={
        sought === '' ? undefined : (row) => row.number.includes(sought) || row.purchaseId.includes(sought)
      }
      csv={[
        { title: t('orders.col.number'), value: (row) => row.number },
        { title: t('orders.col.placed'), value: (row) => at(row.placedAt, 'full') },
        { title: t('orders.col.kind'), value: (row) => kindText(row.kind) },
        { title: t('orders.col.state'), value: (row) => t(`purchase.${row.state}` as 'purchase.paid') },
        {
          title: t('orders.col.paid'),
          value: (row) => (row.paidAt === null ? null : at(row.paidAt, 'full')),
        },
        { title: t('orders.csv.amount'), value: (row) => fenText(row.payFen).replace(/[¥,]/g, '') },
        { title: t('orders.col.units'), value: (row) => row.units },
        { title: t('orders.col.shops'), value: (row) => row.shops },
        { title: t('orders.col.channel'), value: (row) => nameOf(row.channel) },
        { title: t('orders.col.edition'), value: (row) => row.editionNo },
      ]}
      tools={
        <>
          <Segmented
            value={state ?? ''}
            onChange={(value) => set('state', value)}
            options={[
              { label: t('list.any'), value: '' },
              ...STATES.map((each) => ({ label: t(`purchase.${each}`), value: each })),
            ]}
          />
          <Input.Search
            className="co-search"
            allowClear
            placeholder={t('orders.search')}
            aria-label={t('orders.search')}
            value={sought}
            onChange={(event) => set('q', event.target.value.trim())}
          />
        </>
      }
      empty={
        state || sought !== ''
          ? { title: t('orders.none'), words: t('orders.noneWords') }
          : { title: t('orders.nothing'), words: t('orders.nothingWords') }
      }
    />
  );
}
