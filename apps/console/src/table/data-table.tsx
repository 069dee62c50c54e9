import { FailedState, LANG_TAGS, useLanguage } from '@dacu/ui';
import { Alert } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useSession } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';
import { operatorWords, requestIdOf } from '../parts/words-of.ts';
import type { Column } from './column.ts';
import { useTableModel } from './model.ts';
import { type RememberedColumns, recallColumns, rememberColumns } from './remembered-columns.ts';
import type { RowSource } from './source.ts';
import { TableBody } from './table-body.tsx';
import { TableFoot } from './table-foot.tsx';
import { TableHead } from './table-head.tsx';
import { TableTools } from './table-tools.tsx';
import { type ArrangementControl, useArrangement } from './use-arrangement.ts';
import './column-tools.css';
import './data-table.css';

export type DataTableProps<Row> = {
  /** Columns are remembered under it; the same table keeps the same name. */
  readonly id: string;
  /** What the table holds, said to those who do not see it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly source: RowSource<Row>;
  readonly rowKey: (row: Row) => string;
  /** Name of the exported file without its ending; none, no export. */
  readonly fileName?: string;
  /** Placeholder of the search; none, no search. */
  readonly search?: string;
  readonly empty: { readonly title: string; readonly words: string };
  /** Where a row leads. Its first column becomes the link, and a press anywhere on the row follows it. */
  readonly href?: (row: Row) => string;
  /** Class names of a row that stands out. */
  readonly rowClass?: (row: Row) => string;
  /** Given where the page arranges the rows on the server; else the table keeps its own, in the address. */
  readonly arrangement?: ArrangementControl;
  /** Tells tables of one page apart in the address. */
  readonly prefix?: string;
  readonly tools?: ReactNode;
  /** `page` fills the window and scrolls inside; `panel` ends at a height of its own; `whole` shows every row. */
  readonly height?: 'page' | 'panel' | 'whole';
};

/**
 * The console's one table: sorts, filters, searches, keeps its header, remembers its columns for each person, exports
 * every row that the filters leave, and draws only the rows in sight. Columns are data; see `column.ts`.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, source, rowKey, height = 'page' } = props;
  const t = useT();
  const { lang, pick } = useLanguage();
  const own = useArrangement(columns, { prefix: props.prefix ?? '' });
  const arrangement = props.arrangement ?? own;
  const [remembered, remember, forget] = useRemembered(props.id, columns);
  const table = useTableModel({
    columns,
    source,
    rowKey,
    arrangement,
    remembered,
    remember,
    langTag: LANG_TAGS[lang],
  });
  const [host, setHost] = useState<HTMLDivElement | null>(null);
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const error = source.state?.error;
  const shared = { props, table, byId, arrangement };
  return (
    <section className={`co-dt is-${height} ${remembered.dense ? 'is-dense' : ''}`} aria-label={props.label}>
      <TableTools {...shared} remembered={remembered} remember={remember} forget={forget} />
      {error && source.rows ? (
        <Alert
          type="warning"
          showIcon
          title={t('list.refreshFailed')}
          description={pick(operatorWords(error))}
        />
      ) : null}
      {error && !source.rows ? (
        <div className="co-panel">
          <FailedState
            title={t('load.failed')}
            words={pick(operatorWords(error))}
            requestId={requestIdOf(error)}
            onRetry={() => void source.state?.refetch()}
          />
        </div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what does not fit must scroll by keyboard too
        <div className="co-dt-scroll" ref={setHost} tabIndex={0}>
          <table
            className="co-dt-table"
            style={{ inlineSize: `${table.getTotalSize()}px` }}
            aria-rowcount={source.kind === 'paged' && source.total === null ? -1 : undefined}
            aria-busy={source.rows === undefined}
          >
            <caption className="dc-hidden">{props.label}</caption>
            <colgroup>
              {table.getVisibleLeafColumns().map((column) => (
                <col key={column.id} style={{ inlineSize: `${column.getSize()}px` }} />
              ))}
            </colgroup>
            <TableHead {...shared} />
            <TableBody {...shared} host={host} />
          </table>
        </div>
      )}
      <TableFoot {...shared} />
    </section>
  );
}

/** The columns of this table as this person left them. */
function useRemembered<Row>(table: string, columns: readonly Column<Row>[]) {
  const person = useSession().data?.operatorId ?? 'nobody';
  const [kept, setKept] = useState<RememberedColumns>(() =>
    recallColumns(
      person,
      table,
      columns.map(({ id }) => id),
    ),
  );
  const remember = (change: Partial<RememberedColumns>) =>
    setKept((before) => {
      const after = { ...before, ...change };
      rememberColumns(person, table, after);
      return after;
    });
  const forget = () => remember({ order: [], shown: {}, widths: {} });
  return [kept, remember, forget] as const;
}
