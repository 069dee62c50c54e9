import { fenText, useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import { api } from '../../data/api.ts';
import { REHEARSALS } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { countText, shareOf, useTimes } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import { operatorWords } from '../../parts/words-of.ts';
import { durationText, type Run, ranText } from './scenario-words.ts';

/** What runs and what waits behind it. */
export function Running({ rehearsals, mayCancel }: { rehearsals: readonly Run[]; mayCancel: boolean }) {
  const t = useT();
  const running = rehearsals.filter(({ state }) => state === 'running');
  const waiting = rehearsals.filter(({ state }) => state === 'queued').reverse();
  if (running.length + waiting.length === 0) return null;
  return (
    <Panel title={t('rehearse.now')} words={t('rehearse.nowWords')}>
      <ul className="co-runs">
        {running.map((run) => (
          <Live key={run.rehearsalId} run={run} mayCancel={mayCancel} />
        ))}
        {waiting.map((run, index) => (
          <li key={run.rehearsalId} className="co-trial is-waiting">
            <RunHead run={run}>
              <span className="co-tag">{t('rehearse.stage.waiting', { place: index + 1 })}</span>
              {mayCancel ? <Cancel run={run} /> : null}
            </RunHead>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function RunHead({ run, children }: { run: Run; children?: ReactNode }) {
  const t = useT();
  const { pick } = useLanguage();
  const wallAt = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <div className="co-trial-head">
      <div>
        <h3>
          {pick(run.title)}{' '}
          <span className="co-tag">
            {run.editionNo === null ? t('rehearse.draft') : t('plan.edition', { no: run.editionNo })}
          </span>
        </h3>
        <p className="co-quiet">
          {ranText(t, run)} · {t('rehearse.by', { name: run.requestedBy, at: wallAt(run.requestedAtWall) })}
        </p>
      </div>
      <div className="co-trial-tools">{children}</div>
    </div>
  );
}

function Live({ run, mayCancel }: { run: Run; mayCancel: boolean }) {
  const t = useT();
  const at = useTimes('Asia/Shanghai');
  const { progress } = run;
  const sale = progress?.sale ?? null;
  const share = sale ? shareOf(sale.visits, sale.visitsTotal) : 0;
  const stage = t(`rehearse.stage.${progress?.stage ?? 'starting'}`);
  const percent = Math.floor(share * 100);
  return (
    <li className="co-trial">
      <RunHead run={run}>{mayCancel ? <Cancel run={run} /> : null}</RunHead>
      <div className="co-trial-bar">
        <div
          role="progressbar"
          aria-label={stage}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          className={sale ? '' : 'is-open'}
        >
          <span style={{ inlineSize: `${share * 100}%` }} />
        </div>
        <span className="co-trial-percent">{sale ? `${percent}%` : ''}</span>
      </div>
      <p className="co-trial-stage" role="status">
        {stage}
      </p>
      <dl className="co-trial-figures">
        <Fact name={t('rehearse.reached')} value={sale ? at(sale.at, 'full') : '—'} />
        <Fact
          name={t('rehearse.visitsDone')}
          value={sale ? countText(sale.visits) : '—'}
          beside={sale ? t('rehearse.ofVisits', { count: countText(sale.visitsTotal) }) : ''}
        />
        <Fact name={t('rehearse.orders')} value={sale ? countText(sale.orders) : '—'} />
        <Fact name={t('rehearse.paid')} value={sale ? fenText(sale.paidFen) : '—'} />
        <Fact
          name={t('rehearse.left')}
          value={
            progress?.endsAtWall ? durationText(t, Math.max(0, progress.endsAtWall - progress.atWall)) : '—'
          }
        />
        <Fact
          name={t('rehearse.memory')}
          value={progress ? `${countText(Math.round(progress.rssBytes / 1_048_576))} MB` : '—'}
          beside={t('rehearse.memoryWhy')}
        />
      </dl>
    </li>
  );
}

function Fact({ name, value, beside = '' }: { name: string; value: string; beside?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {beside ? <span className="co-line co-quiet">{beside}</span> : null}
      </dd>
    </div>
  );
}

function Cancel({ run }: { run: Run }) {
  const t = useT();
  const { pick } = useLanguage();
  const { message } = App.useApp();
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.cancelRehearsal(run.rehearsalId),
    onError: (error) => void message.error(pick(operatorWords(error))),
    onSettled: () => client.invalidateQueries({ queryKey: REHEARSALS }),
  });
  return (
    <Popconfirm
      title={t('rehearse.cancelAsk')}
      description={run.state === 'running' ? t('rehearse.cancelMeans') : undefined}
      okText={t('rehearse.cancel')}
      cancelText={t('rehearse.keep')}
      onConfirm={() => cancel.mutate()}
      placement="bottomRight"
    >
      <Button loading={cancel.isPending}>
        {t(cancel.isPending ? 'rehearse.cancelling' : 'rehearse.cancel')}
      </Button>
    </Popconfirm>
  );
}
