import { Icon } from '@dacu/ui';
import { App, Button, Input, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/setup.ts';
import { downloadCsv } from '../parts/csv.ts';
import { countText } from '../parts/format.ts';
import type { Column } from './column.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { useFilterWords } from './column-filter.tsx';
import type { PartProps } from './part-props.ts';
import type { RememberedColumns } from './remembered-columns.ts';
import { tableCsv } from './table-csv.ts';
import type { ArrangementControl } from './use-arrangement.ts';

type ToolsProps<Row> = PartProps<Row> & {
  readonly remembered: RememberedColumns;
  readonly remember: (change: Partial<RememberedColumns>) => void;
  readonly forget: () => void;
};

export function TableTools<Row>(parts: ToolsProps<Row>) {
  const { props, arrangement } = parts;
  const t = useT();
  const { state } = props.source;
  return (
    <div className="co-dt-tools co-no-print">
      {props.search ? <Search placeholder={props.search} arrangement={arrangement} /> : null}
      {props.columns.map((column) =>
        column.filter?.kind === 'choice' && column.filter.bar ? (
          <Segmented
            key={column.id}
            aria-label={column.title}
            value={(arrangement.filters[column.id] as readonly string[] | undefined)?.[0] ?? ''}
            onChange={(value) => arrangement.setFilter(column.id, value === '' ? null : [value])}
            options={[{ value: '', label: t('list.any') }, ...(column.filter.options ?? [])]}
          />
        ) : null,
      )}
      {props.tools}
      <Chips columns={props.columns} arrangement={arrangement} />
      <span className="co-dt-tools-end">
        {state ? (
          <Button
            icon={<Icon name="refresh" size={15} />}
            onClick={() => void state.refetch()}
            loading={state.isFetching}
          >
            {t('list.refresh')}
          </Button>
        ) : null}
        <ColumnChooser {...parts} />
        {props.fileName ? <Export {...parts} fileName={props.fileName} /> : null}
      </span>
    </div>
  );
}

/** Typing is free; the address, and with it the server, is told when it pauses. */
const SEARCH_PAUSE_MS = 250;

function Search({ placeholder, arrangement }: { placeholder: string; arrangement: ArrangementControl }) {
  const [text, setText] = useState(arrangement.sought);
  const told = useRef(arrangement.sought);
  // Back, forward and "clear" change the address without this field.
  useEffect(() => {
    if (arrangement.sought === told.current) return;
    told.current = arrangement.sought;
    setText(arrangement.sought);
  }, [arrangement.sought]);
  const tell = useRef(arrangement.setSought);
  tell.current = arrangement.setSought;
  useEffect(() => {
    const sought = text.trim();
    if (sought === told.current) return;
    const timer = setTimeout(() => {
      told.current = sought;
      tell.current(sought);
    }, SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <Input
      className="co-dt-search"
      type="search"
      prefix={<Icon name="search" size={15} />}
      allowClear
      placeholder={placeholder}
      aria-label={placeholder}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

function Chips<Row>({
  columns,
  arrangement,
}: {
  columns: readonly Column<Row>[];
  arrangement: ArrangementControl;
}) {
  const t = useT();
  const words = useFilterWords();
  const active = columns.flatMap((column) => {
    const value = arrangement.filters[column.id];
    const onBar = column.filter?.kind === 'choice' && column.filter.bar;
    return value === undefined || onBar ? [] : [{ column, value }];
  });
  if (active.length === 0) return null;
  return (
    <>
      {active.map(({ column, value }) => (
        <button
          key={column.id}
          type="button"
          className="co-dt-chip"
          title={t('table.clearOne')}
          onClick={() => arrangement.setFilter(column.id, null)}
        >
          <span className="co-quiet">{column.title}</span> {words(column, value)}
          <Icon name="close" size={12} />
        </button>
      ))}
      <button type="button" className="co-dt-clear" onClick={arrangement.clear}>
        {t('table.clear')}
      </button>
    </>
  );
}

/** The file has every row that the filters leave, in the order and the columns on screen; paged rows are read to the end. */
function Export<Row>({ props, table, byId, fileName }: ToolsProps<Row> & { fileName: string }) {
  const t = useT();
  const { message } = App.useApp();
  const [writing, setWriting] = useState(false);
  const { source } = props;
  const count = source.kind === 'paged' ? source.total : table.getRowModel().rows.length;
  const run = async () => {
    setWriting(true);
    try {
      const columns = table
        .getAllLeafColumns()
        .filter((column) => column.getIsVisible() || byId.get(column.id)?.inFile)
        .flatMap(({ id }) => byId.get(id) ?? []);
      if (source.kind === 'all') {
        const rows = table.getRowModel().rows.map(({ original }) => original.row);
        downloadCsv(`${fileName}.csv`, tableCsv(columns, rows));
        return;
      }
      const { rows, cut } = await source.readAll();
      downloadCsv(`${fileName}.csv`, tableCsv(columns, rows));
      if (cut) void message.warning(t('table.cut', { count: countText(rows.length) }));
    } catch {
      void message.error(t('table.exportFailed'));
    } finally {
      setWriting(false);
    }
  };
  return (
    <Button
      icon={<Icon name="download" size={15} />}
      disabled={source.rows === undefined || source.rows.length === 0 || count === 0}
      loading={writing}
      onClick={() => void run()}
    >
      {!count ? t('table.export') : t('list.export', { count: countText(count) })}
    </Button>
  );
}
