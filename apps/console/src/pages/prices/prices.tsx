import { Tabs } from 'antd';
import { useSearchParams } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Differences } from './differences.tsx';
import { ProtectionPaid } from './protection-paid.tsx';
import './prices.css';

const TABS = ['differences', 'protection'] as const;
type Tab = (typeof TABS)[number];

/** What the plan promises on prices after it has set them: the same in stores, and protected when they fall. */
export function Component() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const tab: Tab = TABS.find((each) => each === params.get('tab')) ?? 'differences';
  const body: Record<Tab, React.ReactNode> = { differences: <Differences />, protection: <ProtectionPaid /> };
  return (
    <div className="co-body">
      <PageHead title={t('rail.prices')} words={t('prices.words')} />
      <Tabs
        activeKey={tab}
        onChange={(next) => setParams(next === 'differences' ? {} : { tab: next })}
        items={TABS.map((key) => ({
          key,
          label: t(`prices.tab.${key}`),
          children: key === tab ? body[key] : null,
        }))}
      />
    </div>
  );
}
