import { Button } from 'antd';
import { useT } from '../../i18n/setup.ts';
import { countText, useTimes } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import { RunHead } from './running.tsx';
import type { Run } from './scenario-words.ts';
import { useAsked } from './use-asked.ts';

const SHOWN_MAX = 5;
const TAGS = { failed: 'is-bad', interrupted: 'is-warn' } as const;

/** What did not get to its review: why, where it stood, and what to do. */
export function Ended({ rehearsals }: { rehearsals: readonly Run[] }) {
  const t = useT();
  const ended = rehearsals
    .filter(({ state }) => state === 'failed' || state === 'cancelled' || state === 'interrupted')
    .slice(0, SHOWN_MAX);
  if (ended.length === 0) return null;
  return (
    <Panel title={t('rehearse.ended')} words={t('rehearse.endedWords', { count: ended.length })}>
      <ul className="co-runs">
        {ended.map((run) => (
          <EndedRun key={run.rehearsalId} run={run} />
        ))}
      </ul>
    </Panel>
  );
}

function EndedRun({ run }: { run: Run }) {
  const t = useT();
  const [, ask] = useAsked();
  const { failure, state, editionId, seed, visits, scenario } = run;
  const todo =
    failure !== null
      ? t(`rehearse.todo.${failure.reason}`)
      : state === 'cancelled'
        ? t('rehearse.todo.cancelled')
        : t(run.startedAtWall === null ? 'rehearse.todo.neverRan' : 'rehearse.todo.interrupted');
  return (
    <li className="co-trial">
      <RunHead run={run}>
        <span className={`co-tag ${state in TAGS ? TAGS[state as keyof typeof TAGS] : ''}`}>
          {t(`rehearse.state.${state}`)}
        </span>
        {editionId === null ? null : (
          <Button
            size="small"
            onClick={() => {
              ask({ from: 'edition', editionId, seed, visits, scenario });
              scrollTo({ top: 0 });
            }}
          >
            {t('rehearse.again')}
          </Button>
        )}
      </RunHead>
      <p>
        {todo} <span className="co-quiet">{useStood(run)}</span>
      </p>
      {failure !== null && failure.words !== '' ? (
        <details className="co-trial-words">
          <summary>{t('rehearse.said')}</summary>
          <pre>{failure.words}</pre>
        </details>
      ) : null}
    </li>
  );
}

function useStood({ progress, startedAtWall }: Run): string {
  const t = useT();
  const at = useTimes('Asia/Shanghai');
  if (startedAtWall === null) return t('rehearse.neverRan');
  const sale = progress?.sale;
  if (!sale) return t('rehearse.stoodBefore');
  return t('rehearse.stood', {
    at: at(sale.at),
    visits: countText(sale.visits),
    total: countText(sale.visitsTotal),
  });
}
