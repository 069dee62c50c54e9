import { EmptyState, useLanguage } from '@dacu/ui';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Alert, Button, Table, type TableColumnsType } from 'antd';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/setup.ts';
import { type CsvColumn, csvText, downloadCsv } from './csv.ts';
import { countText } from './format.ts';
import { Loaded } from './loaded.tsx';
import { PageHead } from './page-head.tsx';
import { operatorWords } from './words-of.ts';

type Page<Row> = { readonly rows: readonly Row[]; readonly nextCursor: string | null };

type ListPageProps<Row> = {
  readonly title: string;
  readonly words: string;
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>;
  readonly columns: TableColumnsType<Row>;
  readonly csv: readonly CsvColumn<Row>[];
  /** Name of the exported file, without its ending. */
  readonly fileName: string;
  readonly rowKey: keyof Row & string;
  readonly tools?: ReactNode;
  /** Keeps a loaded row on screen. */
  readonly filter?: (row: Row) => boolean;
  readonly empty: { readonly title: string; readonly words: string };
};

/** A long list: filtered, sorted, read on page by page, and exported as it is shown. */
export function ListPage<Row extends object>(props: ListPageProps<Row>) {
  const t = useT();
  const { pick } = useLanguage();
  const { query } = props;
  const loaded = query.data?.pages.flatMap(({ rows }) => rows) ?? [];
  const rows = props.filter ? loaded.filter(props.filter) : loaded;
  // What the table's own sorting and filters leave, in their order; null until somebody touches them.
  const [arranged, setArranged] = useState<{ of: string; rows: readonly Row[] } | null>(null);
  const stamp = `${rows.length} ${String(rows[0]?.[props.rowKey] ?? '')} ${query.dataUpdatedAt}`;
  const shown = arranged?.of === stamp ? arranged.rows : rows;
  return (
    <div className="co-body">
      <PageHead title={props.title} words={props.words}>
        <Button
          disabled={shown.length === 0}
          onClick={() => downloadCsv(`${props.fileName}.csv`, csvText(props.csv, shown))}
        >
          {t('list.export', { count: countText(shown.length) })}
        </Button>
        <Button onClick={() => void query.refetch()} loading={query.isRefetching}>
          {t('list.refresh')}
        </Button>
      </PageHead>
      {props.tools ? <div className="co-tools">{props.tools}</div> : null}
      {query.data && query.error ? (
        <Alert
          type="warning"
          showIcon
          title={t('list.refreshFailed')}
          description={pick(operatorWords(query.error))}
        />
      ) : null}
      <Loaded query={query}>
        {() =>
          rows.length === 0 ? (
            <div className="co-panel">
              <EmptyState icon="search" title={props.empty.title} words={props.empty.words} />
            </div>
          ) : (
            <>
              <Table<Row>
                rowKey={props.rowKey}
                size="small"
                className="co-panel co-grid"
                columns={props.columns}
                dataSource={rows}
                pagination={false}
                sticky={{ offsetHeader: 52 }}
                scroll={{ x: 'max-content' }}
                onChange={(_pagination, _filters, _sorter, { currentDataSource }) =>
                  setArranged({ of: stamp, rows: currentDataSource })
                }
              />
              <p className="co-list-foot">
                {query.hasNextPage ? (
                  <>
                    {t('list.some', { count: countText(loaded.length) })}
                    <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
                      {t('list.more')}
                    </Button>
                  </>
                ) : (
                  t('list.all', { count: countText(loaded.length) })
                )}
              </p>
            </>
          )
        }
      </Loaded>
    </div>
  );
}
