import { Tabs } from 'antd';
import { useSearchParams } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Acts } from './acts.tsx';
import { PeopleTable } from './people-table.tsx';
import { Roles } from './roles.tsx';
import './people.css';

const TABS = ['people', 'roles', 'acts'] as const;
type Tab = (typeof TABS)[number];

/** Who works here, what their roles may do, and what they did. */
export function Component() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const tab: Tab = TABS.find((each) => each === params.get('tab')) ?? 'people';
  const body: Record<Tab, React.ReactNode> = { people: <PeopleTable />, roles: <Roles />, acts: <Acts /> };
  return (
    <div className="co-body">
      <PageHead title={t('rail.people')} words={t('people.words')} />
      <Tabs
        activeKey={tab}
        onChange={(next) => setParams(next === 'people' ? {} : { tab: next })}
        items={TABS.map((key) => ({
          key,
          label: t(`people.tab.${key}`),
          children: key === tab ? body[key] : null,
        }))}
      />
    </div>
  );
}
