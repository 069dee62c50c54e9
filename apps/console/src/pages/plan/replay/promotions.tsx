import type { ReplayDocument } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import { useMemo } from 'react';
import { useT } from '../../../i18n/setup.ts';
import { useTimes } from '../../../parts/format.ts';
import type { Column } from '../../../table/column.ts';
import { DataTable } from '../../../table/data-table.tsx';
import { changeColumn, countColumn, moneyColumn } from './money-column.tsx';

type Use = ReplayDocument['promotions'][number];
type Cap = ReplayDocument['caps'][number];

/** What each promotion takes off, and how far the budgets of the draft go. */
export function Promotions({ document }: { document: ReplayDocument }) {
  const t = useT();
  const { pick } = useLanguage();
  const source = useMemo(() => ({ kind: 'all', rows: document.promotions }) as const, [document]);
  const columns: Column<Use>[] = [
    {
      id: 'promotion',
      title: t('replay.col.promotion'),
      value: (row) => pick(row.title),
      found: (row) => `${row.title.zh} ${row.title.en} ${row.promotionId}`,
      cell: (row) => (
        <>
          {pick(row.title)} {row.inDraft ? null : <span className="co-tag">{t('replay.notInDraft')}</span>}
        </>
      ),
      always: true,
      width: 320,
    },
    countColumn('purchases', t('replay.col.purchases'), (row) => row.purchases),
    moneyColumn('past', t('replay.col.pastOff'), (row) => row.pastFen),
    moneyColumn('draft', t('replay.col.draftOff'), (row) => row.draftFen),
    changeColumn('change', t('replay.col.change'), (row) => row.draftFen - row.pastFen),
    moneyColumn('waived', t('replay.col.waived'), (row) => row.waivedFen),
  ];
  return (
    <>
      <DataTable<Use>
        id="replay-promotions"
        prefix="p-"
        label={t('replay.tab.promotions')}
        columns={columns}
        source={source}
        rowKey={(row) => row.promotionId}
        search={t('replay.search')}
        fileName="replay-promotions"
        height="whole"
        empty={{ title: t('replay.empty'), words: t('replay.emptyWords') }}
      />
      <Caps caps={document.caps} />
    </>
  );
}

function Caps({ caps }: { caps: readonly Cap[] }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes('Asia/Shanghai');
  const source = useMemo(() => ({ kind: 'all', rows: caps }) as const, [caps]);
  const amount = (row: Cap, value: number) =>
    row.of === 'budget' ? fenText(value) : t('replay.gifts', { count: value });
  const plain = (row: Cap, value: number) => (row.of === 'budget' ? value / 100 : value);
  const columns: Column<Cap>[] = [
    {
      id: 'cap',
      title: t('replay.col.promotion'),
      value: (row) => pick(row.title),
      always: true,
      width: 320,
    },
    {
      id: 'taken',
      title: t('replay.col.taken'),
      value: (row) => row.taken,
      cell: (row) => amount(row, row.taken),
      exported: (row) => plain(row, row.taken),
      align: 'end',
      width: 132,
    },
    {
      id: 'total',
      title: t('replay.col.cap'),
      value: (row) => row.total,
      cell: (row) => amount(row, row.total),
      exported: (row) => plain(row, row.total),
      align: 'end',
      width: 148,
    },
    {
      id: 'reachedAt',
      title: t('replay.col.reachedAt'),
      value: (row) => row.reachedAt,
      cell: (row) =>
        row.reachedAt === null ? (
          <span className="co-quiet">{t('replay.lasts')}</span>
        ) : (
          at(row.reachedAt, 'full')
        ),
      exported: (row) => (row.reachedAt === null ? null : new Date(row.reachedAt).toISOString()),
      width: 190,
    },
    countColumn('without', t('replay.col.without'), (row) => row.wentWithout, { width: 128 }),
  ];
  if (caps.length === 0) return null;
  return (
    <section className="co-rp-caps">
      <h3>
        {t('replay.caps')} <span className="co-quiet">{t('replay.capsWords')}</span>
      </h3>
      <DataTable<Cap>
        id="replay-caps"
        prefix="c-"
        label={t('replay.caps')}
        columns={columns}
        source={source}
        rowKey={(row) => row.stopId}
        fileName="replay-budgets"
        height="whole"
        empty={{ title: t('replay.empty'), words: t('replay.emptyWords') }}
      />
    </section>
  );
}
