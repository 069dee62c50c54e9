import type { ReplayView } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect } from 'react';
import { api } from '../../../data/api.ts';
import { REPLAYS, useReplay } from '../../../data/queries.ts';
import { useT } from '../../../i18n/setup.ts';
import { countText } from '../../../parts/format.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { Result } from './result.tsx';

/** One replay as it stands: what runs, why it ended, or what came out. */
export function Shown({ replayId }: { replayId: string }) {
  const query = useReplay(replayId);
  const client = useQueryClient();
  const state = query.data?.replay.state;
  // The list says which ones run: it changes when this one ends.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the state is the reason, not an input
  useEffect(() => {
    void client.invalidateQueries({ queryKey: REPLAYS, exact: true });
  }, [state, client]);
  return (
    <Loaded query={query}>
      {({ replay, document }) =>
        replay.state === 'running' ? (
          <Running replay={replay} />
        ) : document === null ? (
          <Ended replay={replay} />
        ) : (
          <Result document={document} />
        )
      }
    </Loaded>
  );
}

function Running({ replay }: { replay: ReplayView }) {
  const t = useT();
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.cancelReplay(replay.replayId),
    onSettled: () => client.invalidateQueries({ queryKey: REPLAYS }),
  });
  const { stage, purchases, shareBp } = replay.progress;
  const percent = Math.floor(shareBp / 100);
  const words = t(`replay.stage.${stage}`);
  return (
    <div className="co-rp-running">
      <p role="status">
        {words} · {t('replay.done', { count: countText(purchases) })}
      </p>
      <div className="co-rp-bar">
        <div
          role="progressbar"
          aria-label={words}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
        >
          <span style={{ inlineSize: `${percent}%` }} />
        </div>
        <span>{percent}%</span>
        <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('replay.cancel')}
        </Button>
      </div>
    </div>
  );
}

function Ended({ replay }: { replay: ReplayView }) {
  const t = useT();
  const { pick } = useLanguage();
  const { state, failure } = replay;
  if (state === 'running' || state === 'finished') return null;
  return (
    <Alert
      className="co-start-note"
      type={state === 'failed' ? 'error' : 'info'}
      showIcon
      title={t(`replay.ended.${state}`)}
      description={failure === null ? undefined : <pre className="co-rp-words">{pick(failure.words)}</pre>}
    />
  );
}
