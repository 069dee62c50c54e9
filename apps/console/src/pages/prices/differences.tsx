import type { OpsDifferences } from '@dacu/contract/api';
import { fenText, useClockView, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { api } from '../../data/api.ts';
import { differencesQuery, useSession } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { operatorWords } from '../../parts/words-of.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';

type Row = OpsDifferences['differences'][number];
const STATES = ['new', 'acknowledged', 'solved'] as const;

/** Every difference between a store and the price online: since when, who makes it good, who answers for it. */
export function Differences() {
  const t = useT();
  const { lang, pick } = useLanguage();
  const { message } = App.useApp();
  const client = useQueryClient();
  const role = useSession().data?.role;
  const mayAct = role === 'commander' || role === 'merchandiser';
  const [solving, setSolving] = useState<Row | null>(null);
  const query = useQuery(differencesQuery);
  const { data } = query;
  const failed = (error: unknown) => void message.error(pick(operatorWords(error)));
  const move = useMutation({
    mutationFn: (input: { row: Row; state: 'acknowledged' | 'solved'; note?: string }) =>
      api.moveDifference(input.row.differenceId, input.state, input.note),
    onSuccess: (list) => client.setQueryData(differencesQuery.queryKey, list),
    onError: failed,
    onSettled: () => setSolving(null),
  });
  const compare = useMutation({
    mutationFn: () => api.compareDifferences(),
    onSuccess: ({ shelves, found, gone }) => {
      void message.success(t('gap.compared', { shelves, found, gone }));
      void client.invalidateQueries({ queryKey: differencesQuery.queryKey });
    },
    onError: failed,
  });
  const columns = useColumns(
    mayAct ? { acknowledge: (row) => move.mutate({ row, state: 'acknowledged' }), solve: setSolving } : null,
  );
  const rows = data?.differences;
  const source = useMemo(() => ({ kind: 'all', rows, state: query }) as const, [rows, query]);
  const empty =
    data?.shelves === 0
      ? { title: t('gap.noShelves'), words: t('gap.noShelvesWords') }
      : { title: t('gap.nothing'), words: t('gap.nothingWords', { shelves: data?.shelves ?? 0 }) };
  return (
    <>
      <div className="co-prices-bar">
        <span>{data && !data.promised ? t('gap.notPromised') : t('gap.words')}</span>
        {mayAct ? (
          <Button onClick={() => compare.mutate()} loading={compare.isPending}>
            {t('gap.compare')}
          </Button>
        ) : null}
      </div>
      <DataTable<Row>
        id="price-differences"
        label={t('prices.tab.differences')}
        columns={columns}
        source={source}
        rowKey={(row) => row.differenceId}
        fileName={`price-differences-${lang}`}
        search={t('gap.search')}
        empty={empty}
      />
      <SolveDialog
        row={solving}
        pending={move.isPending}
        onClose={() => setSolving(null)}
        onSolve={(row, note) => move.mutate({ row, state: 'solved', ...(note === '' ? {} : { note }) })}
      />
    </>
  );
}

function SolveDialog(props: {
  row: Row | null;
  pending: boolean;
  onClose: () => void;
  onSolve: (row: Row, note: string) => void;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const [note, setNote] = useState('');
  const { row, pending, onClose, onSolve } = props;
  return (
    <Modal
      open={row !== null}
      title={t('gap.solveTitle')}
      okText={t('gap.solve')}
      confirmLoading={pending}
      onCancel={onClose}
      onOk={() => (row ? onSolve(row, note.trim()) : undefined)}
      afterClose={() => setNote('')}
    >
      <div className="co-solve">
        {row ? (
          <p>
            {pick(row.title)} · {pick(row.storeName)}: {fenText(row.onlineFen)} / {fenText(row.storeFen)}
          </p>
        ) : null}
        <p>{t('gap.solveWords')}</p>
        <Input
          value={note}
          maxLength={200}
          aria-label={t('gap.note')}
          placeholder={t('gap.note')}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Modal>
  );
}

type Acts = { readonly acknowledge: (row: Row) => void; readonly solve: (row: Row) => void };
const TONES = { new: 'is-bad', acknowledged: 'is-warn', solved: 'is-good' } as const;

function useColumns(acts: Acts | null): Column<Row>[] {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(useClockView()?.zone);
  const payers = (row: Row) =>
    row.funders
      .map(
        ({ funder, bp }) => `${t(`payer.${funder}` as 'payer.seller')}${bp < 10_000 ? ` ${bp / 100}%` : ''}`,
      )
      .join(' · ');
  const fen = (id: 'onlineFen' | 'storeFen', key: 'online' | 'inStore'): Column<Row> => ({
    ...{ id, title: t(`gap.col.${key}`), hint: t(`gap.why.${key}`), align: 'end', width: 92 },
    value: (row) => row[id],
    cell: (row) => fenText(row[id]),
    exported: (row) => (row[id] / 100).toFixed(2),
    exportTitle: t(`gap.csv.${key}`),
  });
  return [
    {
      ...{ id: 'title', title: t('gap.col.item'), always: true, width: 200 },
      value: (row) => pick(row.title),
      found: (row) => `${row.title.zh} ${row.title.en} ${row.skuId} ${row.storeName.zh} ${row.storeName.en}`,
      cell: (row) =>
        row.productId === null ? (
          pick(row.title)
        ) : (
          <a className="co-dt-link" href={`/products/${row.productId}`} target="_blank" rel="noreferrer">
            {pick(row.title)}
          </a>
        ),
    },
    {
      ...{ id: 'skuId', title: 'SKU', hidden: true, inFile: true, width: 160 },
      value: (row) => row.skuId,
      cell: (row) => <code>{row.skuId}</code>,
    },
    {
      ...{ id: 'store', title: t('gap.col.store'), filter: { kind: 'choice' }, width: 160 },
      value: (row) => pick(row.storeName),
    },
    fen('onlineFen', 'online'),
    fen('storeFen', 'inStore'),
    {
      ...{ id: 'gap', title: t('gap.col.gap'), hint: t('gap.why.gap'), align: 'end', width: 92 },
      value: (row) => row.onlineFen - row.storeFen,
      rank: (row) => Math.abs(row.onlineFen - row.storeFen),
      cell: (row) => fenText(row.onlineFen - row.storeFen),
      exported: (row) => ((row.onlineFen - row.storeFen) / 100).toFixed(2),
      exportTitle: t('gap.csv.gap'),
    },
    {
      ...{ id: 'foundAt', title: t('gap.col.since'), width: 126 },
      value: (row) => row.foundAt,
      cell: (row) => at(row.foundAt, 'moment'),
      exported: (row) => at(row.foundAt, 'full'),
    },
    { ...{ id: 'seenOn', title: t('gap.col.seen'), hidden: true, width: 110 }, value: (row) => row.seenOn },
    {
      ...{ id: 'payer', title: t('gap.col.payer'), width: 150 },
      value: (row) => `${payers(row)} · ${pick(row.shopName)}`,
    },
    {
      ...{ id: 'state', title: t('gap.col.state'), width: 176 },
      value: (row) => row.state,
      rank: (row) => STATES.indexOf(row.state),
      exported: (row) => t(`gap.state.${row.state}`),
      filter: {
        ...{ kind: 'choice', bar: true },
        options: STATES.map((value) => ({ value, label: t(`gap.state.${value}`) })),
      },
      cell: (row) => (
        <span title={row.note ?? undefined}>
          <span className={`co-tag ${TONES[row.state]}`}>{t(`gap.state.${row.state}`)}</span>{' '}
          <span className="co-quiet">
            {row.movedAt === null
              ? null
              : t('gap.by', { who: row.movedBy ?? t('gap.itself'), at: at(row.movedAt, 'clock') })}
          </span>
        </span>
      ),
    },
    ...(acts === null ? [] : [actsColumn(acts, t)]),
  ];
}

function actsColumn({ acknowledge, solve }: Acts, t: ReturnType<typeof useT>): Column<Row> {
  return {
    ...{ id: 'acts', title: '', sortable: false, always: true, width: 132 },
    value: () => null,
    cell: (row) =>
      row.state === 'solved' ? null : (
        <span className="co-diff-acts">
          {row.state === 'new' ? (
            <Button size="small" onClick={() => acknowledge(row)}>
              {t('gap.acknowledge')}
            </Button>
          ) : null}
          <Button size="small" onClick={() => solve(row)}>
            {t('gap.solve')}
          </Button>
        </span>
      ),
  };
}
