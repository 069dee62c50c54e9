import { Icon } from '@dacu/ui';
import type { Header } from '@tanstack/react-table';
import type { KeyboardEvent } from 'react';
import { useT } from '../i18n/setup.ts';
import { COLUMN_WIDTH, type Column } from './column.ts';
import { ColumnFilterButton } from './column-filter.tsx';
import type { Entry, Features } from './model.ts';
import type { PartProps } from './part-props.ts';

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;
/** One press of an arrow key on a column's edge. */
const WIDTH_STEP = 16;

export function TableHead<Row>({ props, table, byId, arrangement }: PartProps<Row>) {
  return (
    <thead>
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id}>
          {group.headers.map((header) => {
            const column = byId.get(header.column.id);
            if (!column) return null;
            const sorted = header.column.getIsSorted();
            return (
              <th
                key={header.id}
                scope="col"
                className={column.align === 'end' ? 'is-end' : ''}
                aria-sort={sorted ? ARIA_SORT[sorted] : header.column.getCanSort() ? 'none' : undefined}
              >
                <span className="co-dt-head">
                  <Title header={header} column={column} />
                  {column.filter && !(column.filter.kind === 'choice' && column.filter.bar) ? (
                    <ColumnFilterButton column={column} source={props.source} arrangement={arrangement} />
                  ) : null}
                </span>
                {column.title === '' ? null : <Edge header={header} title={column.title} />}
              </th>
            );
          })}
        </tr>
      ))}
    </thead>
  );
}

type HeaderOf<Row> = Header<Features, Entry<Row>, unknown>;

function Title<Row>({ header, column }: { header: HeaderOf<Row>; column: Column<Row> }) {
  const t = useT();
  const { column: model } = header;
  if (!model.getCanSort()) {
    return (
      <span className="co-dt-title" title={column.hint}>
        {column.title}
      </span>
    );
  }
  const sorted = model.getIsSorted();
  const place = model.getSortIndex();
  return (
    <button
      type="button"
      className={`co-dt-title is-sortable ${sorted ? 'is-sorted' : ''}`}
      title={column.hint ?? t('table.sortHint')}
      onClick={(event) => model.toggleSorting(undefined, event.shiftKey)}
    >
      {column.title}
      {sorted ? <Icon name={sorted === 'asc' ? 'up' : 'down'} size={13} /> : null}
      {place > 0 ? <sup>{place + 1}</sup> : null}
    </button>
  );
}

/** The edge of a column: drawn by mouse or finger, moved by arrow keys, put back by a double press. */
function Edge<Row>({ header, title }: { header: HeaderOf<Row>; title: string }) {
  const t = useT();
  const width = Math.round(header.getSize());
  const start = header.getResizeHandler();
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? WIDTH_STEP : event.key === 'ArrowLeft' ? -WIDTH_STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = Math.min(COLUMN_WIDTH.most, Math.max(COLUMN_WIDTH.least, width + step));
    header.getContext().table.setColumnSizing((sizes) => ({ ...sizes, [header.column.id]: next }));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, which <hr> is not
    <span
      className={`co-dt-edge ${header.column.getIsResizing() ? 'is-moving' : ''}`}
      role="separator"
      aria-orientation="vertical"
      aria-label={t('table.width', { title })}
      aria-valuenow={width}
      aria-valuemin={COLUMN_WIDTH.least}
      aria-valuemax={COLUMN_WIDTH.most}
      tabIndex={0}
      onMouseDown={start}
      onTouchStart={start}
      onDoubleClick={() => header.column.resetSize()}
      onKeyDown={onKey}
    />
  );
}
