import type { OpsOrderView } from '@dacu/contract/api';
import { useClockView, useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import type { MessageKey } from '../../i18n/zh.ts';
import { useTimes } from '../../parts/format.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';

type Movement = OpsOrderView['movements'][number] & { readonly place: number };

/** How counted stock moved for this order. */
export function OrderMovements({ order }: { order: OpsOrderView }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(useClockView()?.zone);
  const actionText = (action: string) => {
    const key = `stock.action.${action}`;
    const words = t(key as MessageKey);
    return words === key ? action : words;
  };
  const moved = (key: 'reserved' | 'locked' | 'onHand'): Column<Movement> => ({
    id: key,
    title: t(`stock.col.${key}`),
    align: 'end',
    value: (row) => row[key],
    cell: (row) => (row[key] === 0 ? <span className="co-quiet">—</span> : signed(row[key])),
    width: 90,
  });
  const columns: Column<Movement>[] = [
    {
      id: 'at',
      title: t('figure.col.at'),
      value: (row) => row.at,
      cell: (row) => `${at(row.at, 'day')} ${at(row.at, 'clockSeconds')}`,
      exported: (row) => at(row.at, 'full'),
      width: 150,
    },
    {
      id: 'action',
      title: t('order.movement'),
      value: (row) => actionText(row.action),
      width: 150,
    },
    { id: 'title', title: t('stock.col.item'), value: (row) => pick(row.title), width: 280 },
    {
      id: 'skuId',
      title: 'SKU',
      value: (row) => row.skuId,
      cell: (row) => <code>{row.skuId}</code>,
      width: 170,
    },
    moved('reserved'),
    moved('locked'),
    moved('onHand'),
  ];
  return (
    <DataTable<Movement>
      id="order-movements"
      label={t('order.movements')}
      columns={columns}
      source={{ kind: 'all', rows: order.movements.map((movement, place) => ({ ...movement, place })) }}
      rowKey={(row) => String(row.place)}
      prefix="m."
      fileName={`movements-${order.number}`}
      empty={{ title: t('order.noMovements'), words: t('order.noMovementsWords') }}
      height="panel"
    />
  );
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : `−${Math.abs(value)}`;
}
