import type { CampaignView } from '@dacu/contract/client';
import { EmptyState, useLanguage } from '@dacu/ui';
import { Link, useSearchParams } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { Panel } from '../../parts/page-head.tsx';
import { isRecord, labelOf, readPlanTree } from './plan-tree.ts';
import { PlanValue } from './plan-value.tsx';
import { RiskMatrix } from './risk-matrix.tsx';

/** The order people read a plan in. What a plan does not have is not listed; promotions have a tab of their own. */
const ORDER = [
  'campaign',
  'themes',
  'calendar',
  'goals',
  'indicators',
  'assortment',
  'shops',
  'members',
  'budget',
  'channels',
  'content',
  'kol',
  'liveRooms',
  'offline',
  'experiences',
  'operations',
  'team',
  'service',
  'logistics',
  'capacity',
  'competitors',
  'markets',
  'risks',
  'reviews',
  'retention',
  'traffic',
  'venue',
] as const;

/** The whole plan, subject by subject, in the words and the notation of its file. */
export function Subjects({ campaign }: { campaign: CampaignView }) {
  const t = useT();
  const { lang } = useLanguage();
  const [params] = useSearchParams();
  const tree = readPlanTree(campaign.yaml);
  const there = ORDER.filter((key) => tree.root[key] !== undefined);
  const chosen = there.find((key) => key === params.get('subject')) ?? there[0];
  if (!chosen) return <EmptyState icon="plan" title={t('subjects.none')} />;
  const value = tree.root[chosen];
  const { label, meaning } = labelOf([chosen], lang);
  const ours = tree.source([chosen]) === 'ours';
  return (
    <div className="co-subjects">
      <nav aria-label={t('plan.tab.subjects')}>
        {there.map((key) => (
          <Link
            key={key}
            to={`?tab=subjects&subject=${key}`}
            aria-current={key === chosen ? 'page' : undefined}
            preventScrollReset
          >
            {labelOf([key], lang).label}
          </Link>
        ))}
      </nav>
      <Panel
        title={label}
        words={`${lang === 'en' ? `${meaning} · ` : ''}${ours ? t('subjects.allOurs') : t('subjects.marked')}`}
      >
        <div className="co-subject-body">
          {chosen === 'risks' && isRecord(value) ? <RiskMatrix risks={value} /> : null}
          <PlanValue tree={tree} path={[chosen]} value={value} />
        </div>
      </Panel>
    </div>
  );
}
