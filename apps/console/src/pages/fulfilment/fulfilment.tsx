import { Tabs } from 'antd';
import { useSearchParams } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Counter } from './counter.tsx';
import { Parcels } from './parcels.tsx';
import { Unallotted } from './unallotted.tsx';
import './fulfilment.css';

const TABS = ['parcels', 'unallotted', 'counter'] as const;
type Tab = (typeof TABS)[number];

/** What is paid, until it is in its buyer's hands. */
export function Component() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const tab: Tab = TABS.find((each) => each === params.get('tab')) ?? 'parcels';
  const body: Record<Tab, React.ReactNode> = {
    ...{ parcels: <Parcels />, unallotted: <Unallotted />, counter: <Counter /> },
  };
  return (
    <div className="co-body">
      <PageHead title={t('rail.fulfilment')} words={t('parcels.words')} />
      <Tabs
        activeKey={tab}
        onChange={(next) => setParams(next === 'parcels' ? {} : { tab: next })}
        items={TABS.map((key) => ({
          key,
          label: t(`parcels.tab.${key}`),
          children: key === tab ? body[key] : null,
        }))}
      />
    </div>
  );
}
