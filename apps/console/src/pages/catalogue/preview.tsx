import type { ImportView } from '@dacu/contract/api';
import { EmptyState, fenText, useLanguage } from '@dacu/ui';
import { useMemo } from 'react';
import { useT } from '../../i18n/setup.ts';
import { countText } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import '../../parts/plain-table.css';

type Preview = NonNullable<ImportView['preview']>;
type Change = Preview['changes'][number];
type Line = Change & {
  readonly key: string;
  readonly field: string;
  readonly before: Change['fields'][number]['before'];
  readonly after: Change['fields'][number]['after'];
};

const TALLIES = ['shops', 'products', 'skus', 'priceDays', 'storePrices', 'places'] as const;
const COUNTS = ['added', 'changed', 'unchanged', 'refused'] as const;

/** What would be new, changed and as before; then every change with its values. */
export function ImportPreview({ preview }: { preview: Preview }) {
  const t = useT();
  const columns = useColumns();
  const lines = useMemo(() => linesOf(preview.changes), [preview]);
  const source = useMemo(() => ({ kind: 'all', rows: lines }) as const, [lines]);
  // A file that could not be read was compared with nothing: that is not the same as nothing new in it.
  const compared = TALLIES.some((name) => preview[name].unchanged > 0);
  return (
    <>
      <Panel title={t('import.preview')} words={t('import.previewWords')}>
        <table className="co-table co-import-tally">
          <thead>
            <tr>
              <th />
              {COUNTS.map((count) => (
                <th key={count} className="co-num">
                  {t(`import.tally.${count}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {TALLIES.map((name) => (
              <tr key={name}>
                <th scope="row">{t(`import.tally.${name}`)}</th>
                {COUNTS.map((count) => {
                  const value = preview[name][count];
                  return (
                    <td key={count} className={`co-num ${value > 0 ? `is-${count}` : 'co-quiet'}`}>
                      {countText(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      {lines.length === 0 && !compared ? null : lines.length === 0 ? (
        <div className="co-panel">
          <EmptyState icon="check" title={t('import.nothing')} words={t('import.nothingWords')} />
        </div>
      ) : (
        <Panel
          title={t('import.changes', { count: countText(preview.changes.length + preview.more) })}
          words={
            preview.more > 0 ? t('import.more', { count: countText(preview.more) }) : t('import.changesWords')
          }
        >
          <DataTable<Line>
            id="import-preview"
            prefix="p"
            label={t('import.preview')}
            columns={columns}
            source={source}
            rowKey={(row) => row.key}
            fileName="import-preview"
            search={t('import.search')}
            empty={{ title: t('import.nothing'), words: t('import.nothingWords') }}
            height="panel"
          />
        </Panel>
      )}
    </>
  );
}

/** A line for each field that differs; prices go first, for they are what a shopper sees at once. */
function linesOf(changes: readonly Change[]): Line[] {
  return changes
    .flatMap((change): Line[] =>
      change.fields.length === 0
        ? [{ ...change, key: `${change.kind} ${change.id}`, field: '', before: null, after: null }]
        : change.fields.map(({ field, before, after }) => ({
            ...change,
            key: `${change.kind} ${change.id} ${field}`,
            field,
            before,
            after,
          })),
    )
    .sort((one, other) => Number(isMoney(other.field)) - Number(isMoney(one.field)));
}

/** What the importer compares, as people call it. */
const FIELDS: Readonly<Record<string, { zh: string; en: string }>> = {
  listFen: { zh: '标价', en: 'List price' },
  costFen: { zh: '成本', en: 'Cost' },
  floorFen: { zh: '底价', en: 'Floor price' },
  soldBefore: { zh: '累计销量', en: 'Sold before' },
  place: { zh: '顺序', en: 'Order' },
  titleZh: { zh: '标题', en: 'Title (zh)' },
  titleEn: { zh: '英文标题', en: 'Title (en)' },
  subtitleZh: { zh: '副标题', en: 'Subtitle (zh)' },
  subtitleEn: { zh: '英文副标题', en: 'Subtitle (en)' },
  descriptionZh: { zh: '详情', en: 'Description (zh)' },
  descriptionEn: { zh: '英文详情', en: 'Description (en)' },
  categoryId: { zh: '类目', en: 'Category' },
  brandId: { zh: '品牌', en: 'Brand' },
  shopId: { zh: '店铺', en: 'Shop' },
  tags: { zh: '标签', en: 'Tags' },
  images: { zh: '图片', en: 'Images' },
  attributes: { zh: '属性', en: 'Attributes' },
  enrolments: { zh: '报名活动', en: 'Enrolled in' },
  onSaleAt: { zh: '上架时间', en: 'On sale from' },
  status: { zh: '状态', en: 'Status' },
  nameZh: { zh: '店铺名称', en: 'Shop name (zh)' },
  nameEn: { zh: '店铺英文名', en: 'Shop name (en)' },
  introZh: { zh: '店铺介绍', en: 'Introduction (zh)' },
  introEn: { zh: '店铺英文介绍', en: 'Introduction (en)' },
  freight: { zh: '运费', en: 'Freight' },
};

const isMoney = (field: string) => field.endsWith('Fen');

function useColumns(): Column<Line>[] {
  const t = useT();
  const { pick } = useLanguage();
  return useMemo(() => {
    const shown = (field: string, value: Line['before']) =>
      value === null
        ? ''
        : isMoney(field) && typeof value === 'number'
          ? fenText(value, true)
          : String(value);
    const side = (key: 'before' | 'after'): Column<Line> => ({
      id: key,
      title: t(`import.col.${key}`),
      value: (row) => shown(row.field, row[key]),
      cell: (row) => {
        const words = shown(row.field, row[key]);
        return words === '' ? <span className="co-quiet">—</span> : <span title={words}>{words}</span>;
      },
      width: 190,
    });
    return [
      {
        id: 'title',
        title: t('import.tally.products'),
        value: (row) => pick(row.title),
        found: (row) => `${row.id} ${row.title.zh} ${row.title.en}`,
        cell: (row) => <span title={pick(row.title)}>{pick(row.title)}</span>,
        always: true,
        width: 260,
      },
      {
        id: 'id',
        title: t('import.col.id'),
        value: (row) => row.id,
        cell: (row) => <code>{row.id}</code>,
        width: 160,
      },
      {
        id: 'kind',
        title: t('import.col.kind'),
        value: (row) => t(`import.kind.${row.kind}`),
        filter: { kind: 'choice' },
        width: 90,
      },
      {
        id: 'state',
        title: t('import.col.state'),
        value: (row) => row.state,
        cell: (row) => (
          <span className={`co-tag ${row.state === 'added' ? 'is-good' : 'is-info'}`}>
            {t(`import.state.${row.state}`)}
          </span>
        ),
        filter: {
          kind: 'choice',
          bar: true,
          options: (['changed', 'added'] as const).map((each) => ({
            value: each,
            label: t(`import.state.${each}`),
          })),
        },
        width: 100,
      },
      {
        id: 'field',
        title: t('import.col.field'),
        value: (row) => (row.field === '' ? '' : pick(FIELDS[row.field]) || row.field),
        filter: { kind: 'choice' },
        width: 130,
      },
      side('before'),
      side('after'),
    ];
  }, [t, pick]);
}
