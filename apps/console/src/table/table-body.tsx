import { EmptyState, Skeleton } from '@dacu/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button } from 'antd';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect } from 'react';
import { Link, useNavigate } from 'react-router';
import { useT } from '../i18n/setup.ts';
import { countText } from '../parts/format.ts';
import type { Column } from './column.ts';
import type { PartProps } from './part-props.ts';

/** Fewer rows than this are all drawn: finding text in the page and printing then see each of them. */
const VIRTUAL_FROM = 120;
/** A first guess; each row is measured once it is drawn. */
const ROW_PX = 40;
/** The next page is asked for when this many rows are left below. */
const MORE_BEFORE_ROWS = 30;

export function TableBody<Row>(parts: PartProps<Row> & { host: HTMLDivElement | null }) {
  const { props, table } = parts;
  const columns = table.getVisibleLeafColumns().length;
  if (props.source.rows === undefined) return <Waiting columns={columns} />;
  if (table.getRowModel().rows.length === 0) return <Nothing {...parts} columns={columns} />;
  return <Rows {...parts} columns={columns} />;
}

function Rows<Row>({
  props,
  table,
  byId,
  host,
  columns,
}: PartProps<Row> & { host: HTMLDivElement | null; columns: number }) {
  const { source, height = 'page' } = props;
  const { rows } = table.getRowModel();
  const navigate = useNavigate();
  const virtual = height !== 'whole' && rows.length > VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: virtual,
    getScrollElement: () => host,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
  });
  const items = virtual ? virtualizer.getVirtualItems() : null;
  const last = items?.at(-1)?.index ?? 0;
  const more = source.kind === 'paged' && !source.isFetchingMore ? source.more : null;
  useEffect(() => {
    if (virtual && more && last >= rows.length - MORE_BEFORE_ROWS) more();
  }, [virtual, more, last, rows.length]);
  const above = items?.[0]?.start ?? 0;
  const below = items ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const row = (index: number) => {
    const model = rows[index];
    if (!model) return null;
    const { row } = model.original;
    const to = props.href?.(row);
    return (
      <tr
        key={model.id}
        data-index={index}
        ref={virtual ? virtualizer.measureElement : undefined}
        aria-rowindex={virtual ? index + 2 : undefined}
        className={`${to ? 'is-link' : ''} ${props.rowClass?.(row) ?? ''}`}
        onClick={to ? (event) => follow(event, () => void navigate(to)) : undefined}
      >
        {model.getVisibleCells().map((cell, place) => {
          const column = byId.get(cell.column.id);
          if (!column) return null;
          const content = cellOf(column, row);
          return (
            <td key={cell.id} className={column.align === 'end' ? 'is-end' : ''}>
              {to && place === 0 ? (
                <Link className="co-dt-link" to={to}>
                  {content}
                </Link>
              ) : (
                content
              )}
            </td>
          );
        })}
      </tr>
    );
  };
  return (
    <tbody onKeyDown={props.href ? walkRows : undefined}>
      {above > 0 ? <Gap columns={columns} px={above} /> : null}
      {items ? items.map((item) => row(item.index)) : rows.map((_, index) => row(index))}
      {below > 0 ? <Gap columns={columns} px={below} /> : null}
    </tbody>
  );
}

function cellOf<Row>(column: Column<Row>, row: Row): ReactNode {
  if (column.cell) return column.cell(row);
  const value = column.value(row);
  if (value === null || value === '') return <span className="co-quiet">—</span>;
  if (typeof value === 'number') return countText(value);
  return <span title={String(value)}>{String(value)}</span>;
}

/** A press on a row follows it, unless it was on something of its own or ended a selection of text. */
function follow(event: MouseEvent, go: () => void): void {
  const target = event.target as HTMLElement;
  if (event.defaultPrevented || target.closest('a, button, input, label')) return;
  if (String(getSelection()) !== '') return;
  go();
}

/** Arrow keys step from the link of one row to the next. */
function walkRows(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 'nextElementSibling' : 'previousElementSibling';
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const link = (event.target as HTMLElement).closest('.co-dt-link');
  const next = link?.closest('tr')?.[step]?.querySelector<HTMLElement>('.co-dt-link');
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Stands for the rows that are out of sight. */
function Gap({ columns, px }: { columns: number; px: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a bare row takes no focus
    <tr aria-hidden="true" className="co-dt-gap">
      <td colSpan={columns} style={{ blockSize: `${px}px` }} />
    </tr>
  );
}

function Waiting({ columns }: { columns: number }) {
  const t = useT();
  return (
    <tbody>
      <tr>
        <td colSpan={columns}>
          <span className="dc-hidden">{t('load.waiting')}</span>
          <span className="co-dt-waiting">
            {[0, 1, 2, 3, 4, 5, 6, 7].map((each) => (
              <Skeleton key={each} height="1.5rem" />
            ))}
          </span>
        </td>
      </tr>
    </tbody>
  );
}

function Nothing<Row>({ props, arrangement, columns }: PartProps<Row> & { columns: number }) {
  const t = useT();
  const arranged = arrangement.sought !== '' || Object.keys(arrangement.filters).length > 0;
  return (
    <tbody>
      <tr>
        <td colSpan={columns} className="co-dt-nothing">
          {arranged ? (
            <EmptyState icon="search" title={t('table.none')} words={t('table.noneWords')}>
              <Button onClick={arrangement.clear}>{t('table.clear')}</Button>
            </EmptyState>
          ) : (
            <EmptyState icon="box" title={props.empty.title} words={props.empty.words} />
          )}
        </td>
      </tr>
    </tbody>
  );
}
