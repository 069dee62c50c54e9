import { Button } from 'antd';
import { useT } from '../i18n/setup.ts';
import { countText } from '../parts/format.ts';
import type { PartProps } from './part-props.ts';

/** How many rows stand above, of how many; and the way to more where the server has them. */
export function TableFoot<Row>({ props, table }: PartProps<Row>) {
  const t = useT();
  const { source } = props;
  const loaded = source.rows?.length;
  if (loaded === undefined || loaded === 0) return null;
  const shown = table.getRowModel().rows.length;
  const total = source.kind === 'paged' ? source.total : loaded;
  const words =
    source.kind === 'all' && shown < loaded
      ? t('table.some', { shown: countText(shown), total: countText(loaded) })
      : total === null
        ? t('table.loaded', { shown: countText(shown) })
        : shown < total
          ? t('table.loadedOf', { shown: countText(shown), total: countText(total) })
          : t('table.all', { total: countText(total) });
  return (
    <p className="co-dt-foot">
      <span role="status">{words}</span>
      {source.kind === 'paged' && source.more ? (
        <Button size="small" onClick={source.more} loading={source.isFetchingMore}>
          {t('list.more')}
        </Button>
      ) : null}
    </p>
  );
}
