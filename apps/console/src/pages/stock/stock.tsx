import type { OpsStockList } from '@dacu/contract/client';
import { useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { countText, shareOf, useTimes } from '../../parts/format.ts';
import { PageHead } from '../../parts/page-head.tsx';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { readToTheEnd } from '../../table/source.ts';
import { BoxPools } from './box-pools.tsx';
import './stock.css';

type Row = OpsStockList['rows'][number];
/** Worst first: the number sorts, the word is read. */
const GRADES = ['black', 'red', 'yellow', 'blue'] as const;
const PAGE = 1_000;
/** Stock moves while a sale runs; nobody should have to press for it. */
const FRESH_MS = 15_000;

/** Every item at once: a catalogue is some thousands of rows, and looking for the scarce ones must not wait for pages. */
export function Component() {
  const t = useT();
  const { lang } = useLanguage();
  const columns = useColumns();
  const query = useQuery({
    queryKey: ['stock'],
    refetchInterval: FRESH_MS,
    queryFn: async () => (await readToTheEnd((cursor) => api.stock({ cursor, limit: PAGE }))).rows,
  });
  const { data: rows } = query;
  const source = useMemo(() => ({ kind: 'all', rows, state: query }) as const, [rows, query]);
  return (
    <div className="co-body">
      <PageHead title={t('rail.stock')} words={t('stock.words')} />
      <LedgerCheck />
      <BoxPools />
      <DataTable<Row>
        id="stock"
        label={t('rail.stock')}
        columns={columns}
        source={source}
        rowKey={(row) => row.skuId}
        fileName={`stock-${lang}`}
        search={t('stock.search')}
        empty={{ title: t('stock.nothing'), words: t('stock.nothingWords') }}
      />
    </div>
  );
}

/** Whether the ledger adds up, as of the last look. */
function LedgerCheck() {
  const t = useT();
  const { data } = useQuery({
    queryKey: ['stock', 'audit'],
    queryFn: () => api.stockAudit(),
    staleTime: 60_000,
  });
  if (data === undefined) return null;
  const agreed = {
    movements: countText(data.movements),
    skus: countText(data.skus),
    placed: countText(data.placed),
  };
  const good = data.differences.length === 0;
  return (
    <p className="co-line" role="status">
      <strong>{t('stock.audit')}</strong>{' '}
      <span className={good || data.behind > 0 ? 'co-quiet' : 'co-tag is-bad'}>
        {data.behind > 0
          ? t('stock.audit.behind', { count: data.behind })
          : good
            ? t('stock.audit.good', agreed)
            : t('stock.audit.bad', { count: data.differences.length })}
      </span>
    </p>
  );
}

type Counted = 'onHand' | 'reserved' | 'locked' | 'unavailable' | 'sellable' | 'allotment' | 'inStores';
function useColumns(): Column<Row>[] {
  const t = useT();
  const { pick } = useLanguage();
  return useMemo(() => {
    const count = (key: Counted): Column<Row> => ({
      id: key,
      title: t(`stock.col.${key}`),
      hint: t(`stock.why.${key}`),
      align: 'end',
      value: (row) => row[key],
      cell: (row) => (row[key] === 0 ? <span className="co-quiet">0</span> : countText(row[key])),
      filter: { kind: 'range', unit: 'count' },
      width: 104,
    });
    return [
      {
        id: 'title',
        title: t('stock.col.item'),
        value: (row) => pick(row.title),
        found: (row) => `${row.title.zh} ${row.title.en} ${row.skuId}`,
        cell: (row) => (
          <Link
            className="co-dt-link"
            to={`/stock/${encodeURIComponent(row.skuId)}`}
            title={`${pick(row.title)} — ${t('stock.toStory')}`}
          >
            {pick(row.title)}
          </Link>
        ),
        always: true,
        width: 240,
      },
      {
        id: 'skuId',
        title: 'SKU',
        value: (row) => row.skuId,
        cell: (row) => <code>{row.skuId}</code>,
        width: 160,
        hidden: true,
        inFile: true,
      },
      {
        id: 'shop',
        title: t('stock.col.shop'),
        value: (row) => pick(row.shopName),
        filter: { kind: 'choice' },
        width: 132,
      },
      {
        id: 'grade',
        title: t('stock.col.grade'),
        value: (row) => row.grade,
        cell: (row) => <Grade row={row} />,
        exported: (row) => t(`grade.${row.grade}`),
        rank: (row) => GRADES.indexOf(row.grade),
        filter: {
          kind: 'choice',
          bar: true,
          options: GRADES.map((each) => ({ value: each, label: t(`grade.${each}`) })),
        },
        width: 178,
      },
      {
        id: 'acts',
        title: t('stock.col.acts'),
        hint: t('stock.why.acts'),
        value: (row) => actWords(row, t, pick),
        cell: (row) => <Acts row={row} />,
        width: 250,
      },
      count('sellable'),
      count('inStores'),
      {
        id: 'pace',
        title: t('stock.col.pace'),
        hint: t('stock.why.pace'),
        align: 'end',
        value: (row) => row.soldLastHour,
        cell: (row) =>
          row.soldLastHour === 0 ? (
            <span className="co-quiet">0</span>
          ) : (
            <Link to={`/orders?q=${encodeURIComponent(row.skuId)}`}>{countText(row.soldLastHour)}</Link>
          ),
        filter: { kind: 'range', unit: 'count' },
        width: 150,
      },
      {
        id: 'cover',
        title: t('stock.col.cover'),
        hint: t('stock.why.cover'),
        exportTitle: t('stock.csv.cover'),
        align: 'end',
        value: coverHours,
        cell: (row) => <Cover row={row} />,
        exported: (row) => coverHours(row)?.toFixed(1) ?? null,
        width: 104,
      },
      {
        id: 'reorder',
        title: t('stock.col.reorder'),
        hint: t('stock.why.reorder'),
        align: 'end',
        value: (row) => row.reorderPoint,
        cell: (row) =>
          row.reorderPoint === 0 ? (
            <span className="co-quiet">—</span>
          ) : row.sellable < row.reorderPoint ? (
            <span className="co-cover is-short" title={t('stock.reorderNow')}>
              {countText(row.reorderPoint)}
            </span>
          ) : (
            countText(row.reorderPoint)
          ),
        filter: { kind: 'range', unit: 'count' },
        width: 132,
      },
      count('onHand'),
      count('reserved'),
      count('locked'),
      { ...count('unavailable'), hidden: true, inFile: true },
      {
        id: 'safety',
        title: t('stock.col.safety'),
        hint: t('stock.why.safety'),
        align: 'end',
        value: (row) => row.safetyStock,
        hidden: true,
        inFile: true,
        width: 104,
      },
      {
        id: 'demand',
        title: t('stock.col.demand'),
        hint: t('stock.why.demand'),
        align: 'end',
        value: (row) => row.demandPerDay,
        hidden: true,
        inFile: true,
        width: 104,
      },
      { ...count('allotment'), hidden: true },
    ];
  }, [t, pick]);
}

/** What the plan does about a short item, in one line: for search, sorting and the file. */
function actWords(
  { shortage }: Row,
  t: ReturnType<typeof useT>,
  pick: (text: Row['title']) => string,
): string {
  if (shortage === null) return '';
  return [
    shortage.presale ? t('stock.acts.toFull') : null,
    shortage.similar
      ? `${t(`stock.acts.${shortage.similar.place}`)} ${pick(shortage.similar.item.title)}`
      : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** Which of the plan's acts are in force for an item, and why. */
function Acts({ row }: { row: Row }) {
  const t = useT();
  const { pick } = useLanguage();
  const times = useTimes();
  const { shortage } = row;
  if (shortage === null) return <span className="co-quiet">—</span>;
  const { presale, similar } = shortage;
  const why = t('stock.acts.since', { grade: t(`grade.${row.grade}`), time: times(shortage.since) });
  return (
    <span className="co-acts" title={why}>
      {presale ? <span className="co-tag is-bad">{t('stock.acts.toFull')}</span> : null}
      {similar ? (
        <small>
          {t(`stock.acts.${similar.place}`)}{' '}
          <Link to={`/stock/${encodeURIComponent(similar.item.skuId)}`}>{pick(similar.item.title)}</Link>
        </small>
      ) : null}
      <small className="co-quiet">{why}</small>
    </span>
  );
}

/** Hours until nothing is left at the pace of the last hour; null where nothing sells. */
function coverHours({ sellable, soldLastHour }: Row): number | null {
  if (sellable <= 0) return 0;
  return soldLastHour === 0 ? null : sellable / soldLastHour;
}

function Cover({ row }: { row: Row }) {
  const t = useT();
  const hours = coverHours(row);
  if (hours === null) return <span className="co-quiet">{t('stock.cover.none')}</span>;
  if (hours === 0) return <span className="co-cover is-short">{t('stock.cover.out')}</span>;
  if (hours > 720) return t('stock.cover.long');
  const words =
    hours < 48
      ? t('stock.cover.hours', { count: hours.toFixed(hours < 10 ? 1 : 0) })
      : t('stock.cover.days', { count: Math.round(hours / 24) });
  return <span className={hours < 2 ? 'co-cover is-short' : ''}>{words}</span>;
}

/** What is left of the allotment, and the grade in words. */
function Grade({ row }: { row: Row }) {
  const t = useT();
  return (
    <span className={`co-grade is-${row.grade}`}>
      <span className="co-grade-bar" aria-hidden="true">
        <span style={{ inlineSize: `${Math.min(1, shareOf(row.sellable, row.allotment)) * 100}%` }} />
      </span>
      {t(`grade.${row.grade}`)}
    </span>
  );
}
