import type { CampaignView } from '@dacu/contract/client';
import { fenText, useLanguage } from '@dacu/ui';
import { Segmented, Table, type TableColumnsType } from 'antd';
import { useSearchParams } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { shareOf, useTimes } from '../../parts/format.ts';
import { SourceMark } from '../../parts/source-mark.tsx';
import { wordOf } from './plan-words.ts';
import { PromotionRule } from './promotion-rule.tsx';

type Promotion = CampaignView['promotions'][number];
const GROUPS = ['inclusive', 'advanced', 'exclusive'] as const;

/** The promotions of the three groups: what each says, whether it is live, what it may cost and has cost. */
export function Promotions({ campaign, zone }: { campaign: CampaignView; zone: string }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const at = useTimes(zone);
  const [params, setParams] = useSearchParams();
  const group = GROUPS.find((each) => each === params.get('group'));
  const liveOnly = params.get('live') === 'yes';
  const shown = campaign.promotions.filter(
    (promotion) => (!group || promotion.group === group) && (!liveOnly || promotion.live),
  );
  const set = (name: string, value: string) =>
    setParams((before) => {
      if (value === '') before.delete(name);
      else before.set(name, value);
      return before;
    });
  const columns: TableColumnsType<Promotion> = [
    {
      title: t('promo.col.title'),
      dataIndex: 'title',
      sorter: (one, other) => pick(one.title).localeCompare(pick(other.title), lang),
      render: (_, row) => (
        <>
          <span className="co-strong">{pick(row.title)}</span>
          <span className="co-line co-quiet">{pick(row.summary)}</span>
        </>
      ),
    },
    {
      title: t('promo.col.group'),
      dataIndex: 'group',
      width: 88,
      render: (value: Promotion['group']) => t(`promo.group.${value}`),
    },
    {
      title: t('promo.col.kind'),
      dataIndex: 'kind',
      width: 150,
      filters: [...new Set(campaign.promotions.map(({ kind }) => kind))].map((kind) => ({
        text: wordOf(kind, lang),
        value: kind,
      })),
      onFilter: (value, row) => row.kind === value,
      render: (_, row) => (
        <>
          {wordOf(row.kind, lang)}
          {row.layer ? <span className="co-line co-quiet">{wordOf(row.layer, lang)}</span> : null}
        </>
      ),
    },
    {
      title: t('promo.col.state'),
      dataIndex: 'live',
      width: 138,
      sorter: (one, other) => rank(one) - rank(other),
      render: (_, row) => <PromotionState row={row} at={at} />,
    },
    {
      title: t('promo.col.support'),
      dataIndex: 'support',
      width: 112,
      filters: [
        { text: t('promo.support.executed'), value: 'executed' },
        { text: t('promo.support.described'), value: 'described' },
      ],
      onFilter: (value, row) => row.support === value,
      render: (value: Promotion['support']) => (
        <span
          className={`co-tag ${value === 'executed' ? 'is-info' : ''}`}
          title={t(`promo.support.${value}.why`)}
        >
          {t(`promo.support.${value}`)}
        </span>
      ),
    },
    {
      title: t('promo.col.spent'),
      dataIndex: 'spentFen',
      width: 168,
      align: 'right',
      sorter: (one, other) => one.spentFen - other.spentFen,
      render: (_, row) => <Spent row={row} />,
    },
    {
      title: t('plan.col.source'),
      dataIndex: 'source',
      width: 84,
      render: (value: string) => <SourceMark source={value === 'ours' ? 'ours' : 'stated'} />,
    },
  ];
  return (
    <div className="co-stack">
      <div className="co-tools">
        <Segmented
          value={group ?? ''}
          onChange={(value) => set('group', value)}
          options={[
            { label: `${t('promo.all')} ${campaign.promotions.length}`, value: '' },
            ...GROUPS.map((each) => ({
              label: `${t(`promo.group.${each}`)} ${campaign.promotions.filter((row) => row.group === each).length}`,
              value: each,
            })),
          ]}
        />
        <Segmented
          value={liveOnly ? 'yes' : ''}
          onChange={(value) => set('live', value)}
          options={[
            { label: t('promo.anyTime'), value: '' },
            {
              label: `${t('promo.liveNow')} ${campaign.promotions.filter(({ live }) => live).length}`,
              value: 'yes',
            },
          ]}
        />
      </div>
      <Table
        rowKey="promotionId"
        size="small"
        className="co-panel co-grid"
        columns={columns}
        dataSource={shown}
        pagination={false}
        sticky={{ offsetHeader: 52 }}
        expandable={{
          expandedRowRender: (row) => <PromotionRule yaml={campaign.yaml} promotionId={row.promotionId} />,
        }}
      />
    </div>
  );
}

/** Live first, then what opens soonest, then what has no opening left. */
function rank(row: Promotion): number {
  return row.live ? 0 : (row.nextOpensAt ?? Number.MAX_SAFE_INTEGER);
}

function PromotionState({ row, at }: { row: Promotion; at: (instant: number) => string }) {
  const t = useT();
  if (row.live) return <span className="co-tag is-good">{t('promo.live')}</span>;
  if (row.nextOpensAt === null) return <span className="co-quiet">{t('promo.noMore')}</span>;
  return (
    <span className="co-quiet">
      {t('promo.opens')}
      <span className="co-line">{at(row.nextOpensAt)}</span>
    </span>
  );
}

function Spent({ row }: { row: Promotion }) {
  const t = useT();
  if (row.support === 'described') return <span className="co-quiet">—</span>;
  if (row.budgetCapFen === null) {
    return (
      <>
        {fenText(row.spentFen)}
        <span className="co-line co-quiet">{t('promo.noCap')}</span>
      </>
    );
  }
  const share = shareOf(row.spentFen, row.budgetCapFen);
  return (
    <>
      {fenText(row.spentFen)}
      <span
        className={`co-cap ${share >= 0.95 ? 'is-bad' : share >= 0.8 ? 'is-warn' : ''}`}
        aria-hidden="true"
      >
        <span style={{ inlineSize: `${Math.min(1, share) * 100}%` }} />
      </span>
      <span className="co-line co-quiet">
        {t('promo.ofCap', { cap: fenText(row.budgetCapFen, true), share: `${Math.floor(share * 100)}%` })}
      </span>
    </>
  );
}
