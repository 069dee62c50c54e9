import type { FigureRows, FigureSide } from '@dacu/contract/api';
import { fenText, useClockView, useLanguage } from '@dacu/ui';
import { useChannelName } from '../data/channel-names.ts';
import { useT } from '../i18n/setup.ts';
import { useTimes } from '../parts/format.ts';
import type { Column } from '../table/column.ts';

export type FigureRow = FigureRows['rows'][number];

/** Columns for a kind of row; what is added up stands last, where its sum is looked for. */
export function useFigureColumns(side: FigureSide | null): Column<FigureRow>[] {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(useClockView()?.zone);
  const nameOf = useChannelName();
  const when: Column<FigureRow> = {
    id: 'at',
    title: t('figure.col.at'),
    value: (row) => row.at,
    cell: (row) => `${at(row.at, 'day')} ${at(row.at, 'clockSeconds')}`,
    exported: (row) => at(row.at, 'full'),
    width: 150,
  };
  const shopper: Column<FigureRow> = {
    id: 'shopperId',
    title: t('figure.col.shopper'),
    value: (row) => row.shopperId,
    cell: (row) => <code>{row.shopperId}</code>,
    hidden: side?.kind !== 'visitor' && side?.kind !== 'buyer' && side?.kind !== 'newcomer',
    width: 260,
  };
  const channel: Column<FigureRow> = {
    id: 'channel',
    title: t('orders.col.channel'),
    value: (row) => row.channel,
    cell: (row) => nameOf(row.channel),
    exported: (row) => nameOf(row.channel),
    width: 110,
  };
  const position: Column<FigureRow> = {
    id: 'position',
    title: t('figure.col.position'),
    align: 'end',
    value: (row) => row.position,
    hidden: true,
    width: 100,
  };
  if (side?.kind === 'visitor') return [{ ...when, always: true }, shopper, channel, position];
  return [
    {
      id: 'number',
      title: t('orders.col.number'),
      value: (row) => row.number,
      cell: (row) => <code>{row.number ?? row.purchaseId}</code>,
      always: true,
      width: 185,
    },
    when,
    {
      id: 'title',
      title: t('stock.col.item'),
      value: (row) => pick(row.title),
      width: 240,
    },
    { id: 'city', title: t('figure.col.city'), value: (row) => pick(row.city), hidden: true, width: 130 },
    shopper,
    channel,
    position,
    {
      id: 'units',
      title: t('orders.col.units'),
      align: 'end',
      value: (row) => row.units,
      hidden: side?.adds !== 'units',
      width: 80,
    },
    {
      id: 'gmvFen',
      title: t('figure.col.gmv'),
      exportTitle: t('figure.csv.gmv'),
      align: 'end',
      value: (row) => row.gmvFen,
      cell: (row) => fenText(row.gmvFen),
      exported: (row) => (row.gmvFen / 100).toFixed(2),
      hidden: side?.kind !== 'payment',
      width: 120,
    },
  ];
}
