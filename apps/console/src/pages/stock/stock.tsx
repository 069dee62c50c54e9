import type { OpsStockList } from '@dacu/contract/client';
import { useLanguage } from '@dacu/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Input, Segmented, type TableColumnsType } from 'antd';
import { useSearchParams } from 'react-router';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { countText, shareOf } from '../../parts/format.ts';
import { ListPage } from '../../parts/list-page.tsx';
import './stock.css';

type Row = OpsStockList['rows'][number];
const GRADES = ['black', 'red', 'yellow', 'blue'] as const;
const PAGE = 200;

export function Component() {
  const t = useT();
  const { lang, pick } = useLanguage();
  const [params, setParams] = useSearchParams();
  const grade = GRADES.find((each) => each === params.get('grade'));
  const sought = (params.get('q') ?? '').toLowerCase();
  const query = useInfiniteQuery({
    queryKey: ['stock', grade ?? 'all'],
    queryFn: ({ pageParam }) => api.stock({ grade, cursor: pageParam, limit: PAGE }),
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
  const number = (key: 'onHand' | 'reserved' | 'locked' | 'sellable' | 'allotment') => ({
    title: <span title={t(`stock.why.${key}`)}>{t(`stock.col.${key}`)}</span>,
    dataIndex: key,
    align: 'right' as const,
    sorter: (one: Row, other: Row) => one[key] - other[key],
    render: (value: number) => (value === 0 ? <span className="co-quiet">0</span> : countText(value)),
  });
  const shops = [
    ...new Map(query.data?.pages.flatMap(({ rows }) => rows.map((row) => [row.shopName.zh, row.shopName]))),
  ];
  const columns: TableColumnsType<Row> = [
    {
      title: t('stock.col.item'),
      dataIndex: 'title',
      filters: shops.map(([zh, name]) => ({ text: pick(name), value: zh })),
      onFilter: (value, row) => row.shopName.zh === value,
      sorter: (one, other) => pick(one.title).localeCompare(pick(other.title), lang),
      render: (_, row) => (
        <>
          <span className="co-stock-title">{pick(row.title)}</span>
          <span className="co-line co-quiet">
            {pick(row.shopName)} · <code>{row.skuId}</code>
          </span>
        </>
      ),
    },
    {
      title: t('stock.col.grade'),
      dataIndex: 'grade',
      sorter: (one, other) => GRADES.indexOf(one.grade) - GRADES.indexOf(other.grade),
      render: (value: Row['grade'], row) => (
        <span className={`co-grade is-${value}`}>
          <span className="co-grade-bar" aria-hidden="true">
            <span style={{ inlineSize: `${Math.min(1, shareOf(row.sellable, row.allotment)) * 100}%` }} />
          </span>
          {t(`grade.${value}`)}
        </span>
      ),
    },
    number('sellable'),
    number('onHand'),
    number('reserved'),
    number('locked'),
    number('allotment'),
  ];
  return (
    <ListPage
      title={t('rail.stock')}
      words={t('stock.words')}
      query={query}
      columns={columns}
      rowKey="skuId"
      fileName={`stock-${grade ?? 'all'}-${lang}`}
      filter={
        sought === ''
          ? undefined
          : (row) => `${row.title.zh} ${row.title.en} ${row.skuId}`.toLowerCase().includes(sought)
      }
      csv={[
        { title: 'SKU', value: (row) => row.skuId },
        { title: t('stock.col.item'), value: (row) => pick(row.title) },
        { title: t('stock.col.shop'), value: (row) => pick(row.shopName) },
        { title: t('stock.col.grade'), value: (row) => t(`grade.${row.grade}`) },
        { title: t('stock.col.sellable'), value: (row) => row.sellable },
        { title: t('stock.col.onHand'), value: (row) => row.onHand },
        { title: t('stock.col.reserved'), value: (row) => row.reserved },
        { title: t('stock.col.locked'), value: (row) => row.locked },
        { title: t('stock.col.allotment'), value: (row) => row.allotment },
      ]}
      tools={
        <>
          <Segmented
            value={grade ?? ''}
            onChange={(value) => set('grade', value)}
            options={[
              { label: t('list.any'), value: '' },
              ...GRADES.map((each) => ({ label: t(`grade.${each}`), value: each })),
            ]}
          />
          <Input.Search
            className="co-search"
            allowClear
            placeholder={t('stock.search')}
            aria-label={t('stock.search')}
            value={params.get('q') ?? ''}
            onChange={(event) => set('q', event.target.value)}
          />
        </>
      }
      empty={
        grade || sought !== ''
          ? { title: t('stock.none'), words: t('stock.noneWords') }
          : { title: t('stock.nothing'), words: t('stock.nothingWords') }
      }
    />
  );
}
