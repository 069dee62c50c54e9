import type { ReplayList } from '@dacu/contract/api';
import { EmptyState, useLanguage } from '@dacu/ui';
import { Select } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useReplays } from '../../../data/queries.ts';
import { useT } from '../../../i18n/setup.ts';
import { useTimes } from '../../../parts/format.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { PageHead, Panel } from '../../../parts/page-head.tsx';
import { Shown } from './shown.tsx';
import { StartForm } from './start-form.tsx';
import './replay.css';

/** Past orders under a plan: start a replay, watch it, read what came out. */
export function Component() {
  const t = useT();
  const query = useReplays();
  return (
    <div className="co-body">
      <PageHead
        title={
          <>
            <Link className="co-crumb" to="/plan">
              {t('rail.plan')}
            </Link>
            {t('replay.title')}
          </>
        }
        words={t('replay.words')}
      />
      <Loaded query={query}>
        {(data) => (
          <>
            <StartForm data={data} />
            <Results data={data} />
          </>
        )}
      </Loaded>
    </div>
  );
}

/** The replay that the address names, else the newest. */
function Results({ data }: { data: ReplayList }) {
  const t = useT();
  const { pick } = useLanguage();
  const wallAt = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [params, setParams] = useSearchParams();
  const asked = params.get('id');
  const shown = data.replays.find(({ replayId }) => replayId === asked) ?? data.replays[0];
  if (shown === undefined)
    return <EmptyState icon="review" title={t('replay.none')} words={t('replay.noneWords')} />;
  return (
    <Panel
      title={
        <>
          {pick(shown.orders.title)} <span className="co-tag">{t(`replay.from.${shown.orders.kind}`)}</span>
          {' → '}
          {pick(shown.draft.title)}{' '}
          <span className="co-tag">
            {shown.draft.editionNo === null
              ? t('replay.unpublished')
              : t('replay.edition', { no: shown.draft.editionNo })}
          </span>
        </>
      }
      tools={
        <Select
          className="co-rp-kept"
          aria-label={t('replay.kept')}
          value={shown.replayId}
          onChange={(id) => setParams({ id })}
          options={data.replays.map((one) => ({
            value: one.replayId,
            label: `${wallAt(one.startedAtWall)} · ${pick(one.orders.title)} → ${pick(one.draft.title)} · ${t(`replay.state.${one.state}`)}`,
          }))}
        />
      }
    >
      <Shown key={shown.replayId} replayId={shown.replayId} />
    </Panel>
  );
}
