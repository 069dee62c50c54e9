import type { FigureRows } from '@dacu/contract/api';
import type { Definitions } from '@dacu/contract/client';
import { useClockView, useLanguage } from '@dacu/ui';
import { Drawer, Segmented } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../data/api.ts';
import { useChannelName } from '../data/channel-names.ts';
import { useDefinitions } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';
import { countText, figureText, useTimes } from '../parts/format.ts';
import { DataTable } from '../table/data-table.tsx';
import { usePagedRows } from '../table/source.ts';
import { type FigureRow, useFigureColumns } from './figure-columns.tsx';
import { FIGURE_PREFIX, type FigureScope, readFigureScope, useOpenFigure } from './figure-scope.ts';
import { KeptFigureView } from './kept-figure.tsx';
import './figure-drawer.css';

const PAGE = 100;

/** Stands in the shell: opens over any page when the address names a figure. */
export function FigureDrawer() {
  const t = useT();
  const { pick } = useLanguage();
  const [params] = useSearchParams();
  const open = useOpenFigure();
  const scope = readFigureScope(params);
  const definition = useDefinitions().data?.get(scope?.metric ?? '');
  return (
    <Drawer
      open={scope !== null}
      onClose={() => open(null)}
      size="min(64rem, 94vw)"
      title={definition ? pick(definition.name) : (scope?.metric ?? '')}
      closable={{ 'aria-label': t('figure.close') }}
      destroyOnHidden
    >
      {scope === null ? null : scope.review === undefined ? (
        <Opened scope={scope} key={`${scope.metric} ${scope.from} ${scope.channel}`} />
      ) : (
        <KeptFigureView scope={{ ...scope, review: scope.review }} />
      )}
    </Drawer>
  );
}

type Total = NonNullable<FigureRows['total']>;

function Opened({ scope }: { scope: FigureScope }) {
  const t = useT();
  const { pick, lang } = useLanguage();
  const open = useOpenFigure();
  const definition = useDefinitions().data?.get(scope.metric);
  const parts = definition?.rows;
  const side = scope.side === 'whole' && parts?.whole ? 'whole' : 'part';
  const shown = (side === 'whole' ? parts?.whole : parts?.part) ?? null;
  // The rows of one position belong together: what the first page said holds for those that are read on.
  const [first, setFirst] = useState<{ side: string; position: number; total: Total } | null>(null);
  const known = first?.side === side ? first : null;
  const columns = useFigureColumns(shown);
  const source = usePagedRows<FigureRow>({
    queryKey: [
      'figures',
      scope.metric,
      side,
      scope.campaign,
      scope.from,
      scope.to,
      scope.channel,
      scope.position,
    ],
    readPage: async (cursor) => {
      const position = scope.position ?? (cursor ? known?.position : undefined);
      const page = await api.figureRows({ ...scope, side, position, cursor, limit: PAGE });
      if (page.total) setFirst({ side, position: page.position, total: page.total });
      return { rows: page.rows, nextCursor: page.nextCursor, total: page.total?.rows ?? null };
    },
    enabled: definition !== undefined,
  });
  if (definition && !parts) return <p className="co-quiet">{t('figure.none')}</p>;
  return (
    <div className="co-fig">
      {definition ? <p className="co-fig-words">{pick(definition.definition)}</p> : null}
      {definition?.live ? <p className="co-fig-live">{pick(definition.live)}</p> : null}
      <Scope scope={scope} position={known?.position ?? scope.position ?? null} />
      {known && parts ? <Sum total={known.total} side={side} parts={parts} /> : null}
      {parts?.whole && parts.whole.kind !== parts.part.kind ? (
        <Segmented
          className="co-fig-sides"
          value={side}
          onChange={(value) => open({ ...scope, side: value === 'whole' ? 'whole' : 'part' })}
          options={[
            { value: 'part', label: t('figure.part', { rows: t(`figure.kind.${parts.part.kind}`) }) },
            { value: 'whole', label: t('figure.whole', { rows: t(`figure.kind.${parts.whole.kind}`) }) },
          ]}
        />
      ) : null}
      <DataTable<FigureRow>
        id={`figure-${shown?.kind ?? 'rows'}`}
        label={t('figure.rows')}
        columns={columns}
        source={known ? { ...source, total: known.total.rows } : source}
        rowKey={(row) => String(row.position)}
        prefix={FIGURE_PREFIX}
        fileName={`${scope.metric}-${side}-${known?.position ?? 'rows'}-${lang}`}
        empty={{ title: t('figure.empty'), words: t('figure.emptyWords') }}
        height="page"
        {...(shown?.kind === 'visitor' ? {} : { href: (row: FigureRow) => `/orders/${row.purchaseId}` })}
      />
    </div>
  );
}

/** As of when, and which stretch: what was asked, in words. */
function Scope({ scope, position }: { scope: FigureScope; position: number | null }) {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  const nameOf = useChannelName();
  const words = [
    position === null ? '' : t('figure.position', { position: countText(position) }),
    scope.from !== undefined && scope.to !== undefined
      ? t('figure.window', { from: at(scope.from, 'full'), to: at(scope.to, 'full') })
      : '',
    scope.channel ? nameOf(scope.channel) : '',
  ].filter(Boolean);
  return <p className="co-fig-scope">{words.join(' · ')}</p>;
}

type Parts = NonNullable<Definitions['definitions'][number]['rows']>;

/** The sum of the rows below, and how it makes the figure. */
function Sum({ total, side, parts }: { total: Total; side: 'part' | 'whole'; parts: Parts }) {
  const t = useT();
  const adds = side === 'whole' && parts.whole ? parts.whole.adds : parts.part.adds;
  const sum = figureText(total.sum, adds === 'gmvFen' ? 'fen' : 'count');
  return (
    <dl className="co-fig-sum">
      <div>
        <dt>{t('figure.value')}</dt>
        <dd className="is-main">{figureText(total.value, total.unit)}</dd>
      </div>
      <div>
        <dt>{t('figure.rowCount')}</dt>
        <dd>{countText(total.rows)}</dd>
      </div>
      {adds === 'one' ? null : (
        <div>
          <dt>{t(`figure.adds.${adds}`)}</dt>
          <dd>{sum}</dd>
        </div>
      )}
    </dl>
  );
}
