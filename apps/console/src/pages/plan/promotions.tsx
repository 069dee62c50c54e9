import type { CampaignView } from '@dacu/contract/client';
import type { Plan } from '@dacu/contract/plan';
import { fenText, useLanguage } from '@dacu/ui';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { shareOf, useTimes } from '../../parts/format.ts';
import { SourceMark } from '../../parts/source-mark.tsx';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { wordOf } from './plan-words.ts';
import { PromotionDrawer } from './promotion-drawer.tsx';

export type Promotion = CampaignView['promotions'][number];
const GROUPS = ['inclusive', 'advanced', 'exclusive'] as const;
const STATES = ['live', 'stopped', 'upcoming', 'over'] as const;
export type PromotionNow = (typeof STATES)[number];

/** What a promotion does now: a switch goes before its window. */
export function stateOf(row: Promotion): PromotionNow {
  if (row.stopped) return 'stopped';
  if (row.live) return 'live';
  return row.nextOpensAt === null ? 'over' : 'upcoming';
}

/** The promotions of the plan: what each says, whether it is live, where it holds, what it may cost and has cost. */
export function Promotions({ campaign, zone }: { campaign: CampaignView; zone: string }) {
  const t = useT();
  const { lang } = useLanguage();
  const [params, setParams] = useSearchParams();
  const columns = useColumns(campaign, zone);
  const chosen = campaign.promotions.find(({ promotionId }) => promotionId === params.get('promotion'));
  const source = useMemo(() => ({ kind: 'all', rows: campaign.promotions }) as const, [campaign.promotions]);
  return (
    <>
      <DataTable<Promotion>
        id="promotions"
        label={t('plan.tab.promotions')}
        columns={columns}
        source={source}
        rowKey={(row) => row.promotionId}
        fileName={`promotions-${campaign.campaignId}-${lang}`}
        search={t('promo.search')}
        empty={{ title: t('promo.nothing'), words: t('promo.nothingWords') }}
        href={(row) => `?tab=promotions&promotion=${encodeURIComponent(row.promotionId)}`}
        height="panel"
      />
      <PromotionDrawer
        campaign={campaign}
        promotion={chosen ?? null}
        zone={zone}
        onClose={() =>
          setParams((before) => {
            before.delete('promotion');
            return before;
          })
        }
      />
    </>
  );
}

function useColumns(campaign: CampaignView, zone: string): Column<Promotion>[] {
  const t = useT();
  const { lang, pick } = useLanguage();
  const at = useTimes(zone);
  return useMemo(() => {
    const plan = campaign.plan as Plan;
    const scopes = new Map(
      (plan.promotions ?? []).map((one) => [one.id, 'scope' in one ? one.scope : undefined]),
    );
    const shops = new Map((plan.shops ?? []).map(({ id, title }) => [id, title]));
    const phases = phasesOf(campaign);
    const shopWords = (row: Promotion) =>
      scopes
        .get(row.promotionId)
        ?.shops?.map((id) => pick(shops.get(id)) || id)
        .join(' · ') ?? t('promo.everyShop');
    return [
      {
        id: 'title',
        title: t('promo.col.title'),
        value: (row) => pick(row.title),
        found: (row) =>
          `${row.title.zh} ${row.title.en} ${row.summary.zh} ${row.summary.en} ${row.promotionId}`,
        cell: (row) => (
          <span title={pick(row.summary)}>
            {pick(row.title)} <span className="co-quiet">{pick(row.summary)}</span>
          </span>
        ),
        always: true,
        width: 330,
      },
      {
        id: 'state',
        title: t('promo.col.state'),
        value: (row) => stateOf(row),
        cell: (row) => <PromotionState row={row} at={at} />,
        exported: (row) => t(`promo.now.${stateOf(row)}`),
        filter: {
          kind: 'choice',
          bar: true,
          options: STATES.map((each) => ({ value: each, label: t(`promo.now.${each}`) })),
        },
        width: 200,
      },
      {
        id: 'kind',
        title: t('promo.col.kind'),
        value: (row) => wordOf(row.kind, lang),
        cell: (row) => (
          <>
            {wordOf(row.kind, lang)}{' '}
            {row.layer ? <span className="co-quiet">{wordOf(row.layer, lang)}</span> : null}
          </>
        ),
        filter: { kind: 'choice' },
        width: 180,
      },
      {
        id: 'phase',
        title: t('promo.col.phase'),
        value: (row) => (phases.get(row.promotionId) ?? []).map(pick).join(' · '),
        filter: { kind: 'text' },
        width: 190,
      },
      {
        id: 'shop',
        title: t('promo.col.shop'),
        value: shopWords,
        filter: { kind: 'choice' },
        width: 130,
      },
      {
        id: 'group',
        title: t('promo.col.group'),
        value: (row) => t(`promo.group.${row.group}`),
        filter: {
          kind: 'choice',
          options: GROUPS.map((each) => ({
            value: t(`promo.group.${each}`),
            label: t(`promo.group.${each}`),
          })),
        },
        width: 96,
      },
      {
        id: 'spent',
        title: t('promo.col.spent'),
        align: 'end',
        value: (row) => row.spentFen,
        cell: (row) => <Spent row={row} />,
        exported: (row) => row.spentFen / 100,
        filter: { kind: 'range', unit: 'fen' },
        width: 190,
      },
      {
        id: 'support',
        title: t('promo.col.support'),
        value: (row) => t(`promo.support.${row.support}`),
        filter: { kind: 'choice' },
        width: 112,
      },
      {
        id: 'source',
        title: t('plan.col.source'),
        value: (row) => row.source,
        cell: (row) => <SourceMark source={row.source === 'ours' ? 'ours' : 'stated'} />,
        sortable: false,
        hidden: true,
        width: 84,
      },
    ];
  }, [t, lang, pick, at, campaign]);
}

/** Titles of the phases that each promotion names, or lies in. */
function phasesOf(campaign: CampaignView): Map<string, { zh: string; en: string }[]> {
  const plan = campaign.plan as Plan;
  const spans = new Map(campaign.calendar.map((span) => [span.id, span.title]));
  return new Map(
    (plan.promotions ?? []).map((promotion) => [
      promotion.id,
      (promotion.when ?? []).flatMap((when) => {
        const named = when.phase ?? when.node ?? when.season;
        const title = named === undefined ? undefined : spans.get(named);
        return title ? [title] : [];
      }),
    ]),
  );
}

export function PromotionState({ row, at }: { row: Promotion; at: (instant: number) => string }) {
  const t = useT();
  const state = stateOf(row);
  if (state === 'stopped') return <span className="co-tag is-bad">{t('promo.now.stopped')}</span>;
  if (state === 'live')
    return (
      <>
        <span className="co-tag is-good">{t('promo.now.live')}</span>{' '}
        {row.openUntil === null ? null : (
          <span className="co-quiet">{t('promo.until', { at: at(row.openUntil) })}</span>
        )}
      </>
    );
  if (row.nextOpensAt === null) return <span className="co-quiet">{t('promo.now.over')}</span>;
  return <span className="co-quiet">{t('promo.from', { at: at(row.nextOpensAt) })}</span>;
}

function Spent({ row }: { row: Promotion }) {
  const t = useT();
  if (row.support === 'described') return <span className="co-quiet">—</span>;
  const words = fenText(row.spentFen);
  if (row.budgetCapFen === null) return <span title={t('promo.noCap')}>{words}</span>;
  const share = shareOf(row.spentFen, row.budgetCapFen);
  return (
    <span
      title={t('promo.ofCap', { cap: fenText(row.budgetCapFen, true), share: `${Math.floor(share * 100)}%` })}
    >
      {words} <span className="co-quiet">/ {fenText(row.budgetCapFen, true)}</span>
    </span>
  );
}
