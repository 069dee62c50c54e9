import type { KeptFigure, KeptSide } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { api } from '../data/api.ts';
import { useChannelName } from '../data/channel-names.ts';
import { useReview } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';
import { countText, figureText, useTimes } from '../parts/format.ts';
import { Loaded } from '../parts/loaded.tsx';
import type { Column } from '../table/column.ts';
import { DataTable } from '../table/data-table.tsx';
import { FIGURE_PREFIX, type FigureScope, useOpenFigure } from './figure-scope.ts';

type Group = KeptSide['groups'][number];
type KeptScope = FigureScope & { readonly review: string };

/** A figure of a rehearsal: the sums it was made of, which are what its database left behind. */
export function KeptFigureView({ scope }: { scope: KeptScope }) {
  const { review, metric, from = 0, to = 0 } = scope;
  const query = useQuery({
    queryKey: ['reviews', review, 'figures', metric, from, to],
    queryFn: () => api.keptFigure(review, metric, { from, to }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return <Loaded query={query}>{(figure) => <Kept figure={figure} scope={scope} />}</Loaded>;
}

function Kept({ figure, scope }: { figure: KeptFigure; scope: KeptScope }) {
  const t = useT();
  const { pick, lang } = useLanguage();
  const open = useOpenFigure();
  const review = useReview(scope.review).data;
  const at = useTimes(review?.campaign.zone);
  const definition = review?.definitions.find(({ id }) => id === scope.metric);
  const side = scope.side === 'whole' && figure.whole ? 'whole' : 'part';
  const shown = side === 'whole' && figure.whole ? figure.whole : figure.part;
  const source = useMemo(() => ({ kind: 'all', rows: shown.groups }) as const, [shown]);
  const columns = useColumns(shown, at);
  return (
    <div className="co-fig">
      {definition ? <p className="co-fig-words">{pick(definition.definition)}</p> : null}
      <p className="co-fig-live">{t('kept.why', { grain: t(`kept.grain.${shown.grain}`) })}</p>
      <p className="co-fig-scope">
        {t('figure.window', { from: at(figure.startsAt, 'full'), to: at(figure.endsAt, 'full') })}
      </p>
      <Sum figure={figure} />
      {figure.whole ? (
        <Segmented
          className="co-fig-sides"
          value={side}
          onChange={(value) => open({ ...scope, side: value === 'whole' ? 'whole' : 'part' })}
          options={[
            { value: 'part' as const, label: t('figure.part', { rows: sideWords(t, figure.part) }) },
            { value: 'whole' as const, label: t('figure.whole', { rows: sideWords(t, figure.whole) }) },
          ]}
        />
      ) : null}
      <DataTable<Group>
        id={`kept-${shown.adds === 'one' ? 'rows' : 'sums'}`}
        label={t('kept.label')}
        columns={columns}
        source={source}
        rowKey={(row) => `${row.at} ${row.channel}`}
        prefix={FIGURE_PREFIX}
        fileName={`${scope.metric}-${side}-${scope.review}-${lang}`}
        empty={{ title: t('figure.empty'), words: t('figure.emptyWords') }}
        height="page"
      />
    </div>
  );
}

const sideWords = (t: ReturnType<typeof useT>, { kind, adds }: KeptSide) =>
  adds === 'one' ? t(`kept.kind.${kind}`) : `${t(`kept.kind.${kind}`)} · ${t(`kept.adds.${adds}`)}`;
const isFen = ({ adds }: KeptSide) => adds.endsWith('Fen');

/** The figure, and the two sums that make it. */
function Sum({ figure }: { figure: KeptFigure }) {
  const t = useT();
  const sums = [figure.part, ...(figure.whole ? [figure.whole] : [])];
  return (
    <dl className="co-fig-sum">
      <div>
        <dt>{t('figure.value')}</dt>
        <dd className="is-main">{figureText(figure.value, figure.unit)}</dd>
      </div>
      {sums.map((side) => (
        <div key={`${side.kind} ${side.adds}`}>
          <dt>{sideWords(t, side)}</dt>
          <dd>{figureText(side.sum, isFen(side) ? 'fen' : 'count')}</dd>
        </div>
      ))}
      {figure.goal === null ? null : (
        <div>
          <dt>{t('note.target')}</dt>
          <dd>{figureText(figure.goal, 'fen')}</dd>
        </div>
      )}
    </dl>
  );
}

function useColumns(side: KeptSide, at: ReturnType<typeof useTimes>): Column<Group>[] {
  const t = useT();
  const nameOf = useChannelName();
  const from = (value: number) => (side.grain === 'hour' ? at(value, 'moment') : at(value, 'day'));
  return [
    {
      id: 'at',
      title: t(`kept.col.${side.grain}`),
      value: (row) => row.at,
      cell: (row) => from(row.at),
      exported: (row) => at(row.at, 'full'),
      always: true,
      width: 200,
    },
    {
      id: 'channel',
      title: t('orders.col.channel'),
      value: (row) => row.channel,
      cell: (row) => nameOf(row.channel),
      exported: (row) => nameOf(row.channel),
      filter: { kind: 'choice' },
      width: 180,
    },
    {
      id: 'rows',
      title: t(`kept.kind.${side.kind}`),
      align: 'end',
      value: (row) => row.rows,
      cell: (row) => countText(row.rows),
      width: 170,
    },
    ...(side.adds === 'one'
      ? []
      : [
          {
            id: 'sum',
            title: t(`kept.adds.${side.adds}`),
            align: 'end' as const,
            value: (row: Group) => row.sum,
            cell: (row: Group) => (isFen(side) ? fenText(row.sum) : countText(row.sum)),
            exported: (row: Group) => (isFen(side) ? (row.sum / 100).toFixed(2) : row.sum),
            width: 170,
          },
        ]),
  ];
}
