import type { CampaignView } from '@dacu/contract/client';
import { useLanguage } from '@dacu/ui';
import { Tabs } from 'antd';
import { lazy, Suspense } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useCampaign } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PlanFindings } from './findings/plan-findings.tsx';
import { Overview } from './overview.tsx';
import { Promotions } from './promotions.tsx';
import { Publish } from './publish.tsx';
import './plan.css';

const TABS = [
  'overview',
  'gantt',
  'promotions',
  'workbench',
  'subjects',
  'check',
  'editions',
  'publish',
] as const;
type Tab = (typeof TABS)[number];

// The notation of plans and its schema come along with it: 60 kB that the other tabs do without.
const Editions = lazy(() => import('./editions.tsx').then((module) => ({ default: module.Editions })));
const Gantt = lazy(() => import('./gantt/gantt.tsx').then((module) => ({ default: module.Gantt })));
const Subjects = lazy(() => import('./subjects.tsx').then((module) => ({ default: module.Subjects })));
const Workbench = lazy(() =>
  import('./workbench/workbench.tsx').then((module) => ({ default: module.Workbench })),
);

export function Component() {
  const { campaignId = '' } = useParams();
  return (
    <div className="co-body">
      <Loaded query={useCampaign(campaignId)}>{(campaign) => <PlanPage campaign={campaign} />}</Loaded>
    </div>
  );
}

function PlanPage({ campaign }: { campaign: CampaignView }) {
  const t = useT();
  const { pick } = useLanguage();
  const { title, slogan, zone } = headOf(campaign.plan);
  const at = useTimes(zone);
  const [params, setParams] = useSearchParams();
  const asked = params.get('tab') as Tab;
  const tab: Tab = TABS.includes(asked) ? asked : 'overview';
  const count = campaign.findings.length;
  const body: Record<Tab, React.ReactNode> = {
    overview: <Overview campaign={campaign} zone={zone} />,
    gantt: <Gantt campaignId={campaign.campaignId} />,
    promotions: <Promotions campaign={campaign} zone={zone} />,
    workbench: <Workbench campaign={campaign} zone={zone} />,
    subjects: <Subjects campaign={campaign} />,
    check: (
      <PlanFindings campaignId={campaign.campaignId} zone={zone} yaml={campaign.yaml} checked={campaign} />
    ),
    editions: <Editions campaignId={campaign.campaignId} zone={zone} />,
    publish: <Publish campaign={campaign} zone={zone} />,
  };
  return (
    <>
      <PageHead
        title={
          <>
            <Link className="co-crumb" to="/plan">
              {t('rail.plan')}
            </Link>
            {pick(title)}
          </>
        }
        words={
          <>
            {slogan ? `${pick(slogan)} · ` : ''}
            {t('plan.published', {
              no: campaign.editionNo,
              at: at(campaign.publishedAt, 'full'),
              by: campaign.publishedBy,
            })}
          </>
        }
      />
      <Tabs
        className="co-plan-tabs"
        activeKey={tab}
        onChange={(next) => setParams(next === 'overview' ? {} : { tab: next })}
        items={TABS.map((key) => ({
          key,
          label:
            key === 'promotions'
              ? `${t('plan.tab.promotions')} ${campaign.promotions.length}`
              : key === 'check' && count > 0
                ? `${t('plan.tab.check')} ${count}`
                : t(`plan.tab.${key}`),
          children:
            key === tab ? (
              <Suspense fallback={<div className="co-waiting" aria-busy="true" />}>{body[key]}</Suspense>
            ) : null,
        }))}
      />
    </>
  );
}

type Words = { zh: string; en: string };

/** `campaignView.plan` is the contract's `Plan`; this page needs three of its fields and leaves the rest to its tabs. */
function headOf(plan: unknown): { title: Words; slogan?: Words; zone: string } {
  return (plan as { campaign: { title: Words; slogan?: Words; zone: string } }).campaign;
}
