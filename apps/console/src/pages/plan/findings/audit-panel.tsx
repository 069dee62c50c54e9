import type { AuditSummary, AuditView } from '@dacu/contract/api';
import { ApiFailure, AUDIT_SECONDS, AUDIT_STAGES } from '@dacu/contract/client';
import { FailedState, fenText, Skeleton, useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Progress, Select } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '../../../data/api.ts';
import { useT } from '../../../i18n/setup.ts';
import { bpText, countText, useTimes } from '../../../parts/format.ts';
import { operatorWords } from '../../../parts/words-of.ts';
import { auditKey, type useAudit } from './use-findings.ts';

const BUDGETS = [AUDIT_SECONDS.usual, 180, AUDIT_SECONDS.max] as const;

/** Starts, follows and cancels an audit of a text, and says how far the last one saw. */
export function AuditPanel(props: { campaignId: string; yaml: string; query: ReturnType<typeof useAudit> }) {
  const { campaignId, yaml, query } = props;
  const { audit, refused, latest } = query;
  const t = useT();
  const { pick } = useLanguage();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [seconds, setSeconds] = useState<number>(AUDIT_SECONDS.usual);
  const again = () => queries.invalidateQueries({ queryKey: auditKey(campaignId, yaml) });
  const fail = (error: unknown) => void message.error(pick(operatorWords(error)));
  const start = useMutation({
    mutationFn: () => api.startAudit(campaignId, { yaml, seconds }),
    onSuccess: again,
    onError: fail,
  });
  const cancel = useMutation({
    mutationFn: (auditId: string) => api.cancelAudit(auditId),
    onSuccess: again,
    // It may have ended while somebody reached for the button.
    onError: (error) => {
      if (error instanceof ApiFailure && error.code === 'auditOver') void again();
      else fail(error);
    },
  });
  const ended = audit?.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: an audit that ends is looked up once more, as it is kept
  useEffect(() => {
    if (ended === 'finished' && latest.data?.audit?.state === 'running') void again();
  }, [ended]);
  if (latest.error && latest.data === undefined)
    return (
      <FailedState
        title={t('load.failed')}
        words={pick(operatorWords(latest.error))}
        onRetry={() => void latest.refetch()}
      />
    );
  if (latest.data === undefined) return <Skeleton height="4rem" />;
  const running = audit?.state === 'running';
  return (
    <section className="co-panel is-padded fi-audit" aria-label={t('findings.audit.title')}>
      <div className="co-tools">
        <h3>{t('findings.audit.title')}</h3>
        <span className="co-tools-end">
          {running ? (
            refused === null ? (
              <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(audit.auditId)}>
                {t('findings.audit.cancel')}
              </Button>
            ) : null
          ) : refused === null ? (
            <>
              <Select
                size="small"
                value={seconds}
                aria-label={t('findings.audit.budget')}
                onChange={setSeconds}
                options={BUDGETS.map((value) => ({
                  value,
                  label: t('findings.audit.seconds', { count: value }),
                }))}
                popupMatchSelectWidth={false}
              />
              <Button size="small" type="primary" loading={start.isPending} onClick={() => start.mutate()}>
                {t(audit === null ? 'findings.audit.start' : 'findings.audit.again')}
              </Button>
            </>
          ) : null}
        </span>
      </div>
      {refused === null ? null : <p className="co-quiet">{t(`findings.audit.refused.${refused}`)}</p>}
      {audit === null ? (
        <p className="co-quiet">{t('findings.audit.never')}</p>
      ) : running ? (
        <Following audit={audit} />
      ) : (
        <Ended audit={audit} />
      )}
    </section>
  );
}

function Following({ audit }: { audit: AuditView }) {
  const t = useT();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(tick);
  }, []);
  const spent = Math.max(0, Math.round((now - audit.requestedAtWall) / 1_000));
  const stage = AUDIT_STAGES.find((each) => !audit.done.includes(each));
  return (
    <div role="status">
      <Progress
        size="small"
        status="active"
        percent={Math.round((audit.done.length / AUDIT_STAGES.length) * 100)}
      />
      <p className="co-quiet">
        {stage ? t(`findings.audit.stage.${stage}`) : t('findings.audit.stage.writing')} ·{' '}
        {t('findings.audit.spent', { spent, of: audit.seconds, by: audit.requestedBy })}
      </p>
    </div>
  );
}

function Ended({ audit }: { audit: AuditView }) {
  const t = useT();
  const wallAt = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const { summary, state, failure, requestedBy, endedAtWall, seconds } = audit;
  if (state === 'failed' || summary === null)
    return (
      <Alert type="error" showIcon role="alert" title={t('findings.audit.failed')} description={failure} />
    );
  return (
    <>
      <p className="co-quiet">
        {t('findings.audit.by', { by: requestedBy, at: wallAt(endedAtWall ?? 0), count: seconds })}
      </p>
      <dl className="fi-audit-sums">
        <Sum words={t('findings.audit.belowCost')} value={summary.belowCost} bad={summary.belowCost > 0} />
        <Sum words={t('findings.audit.belowFloor')} value={summary.belowFloor} bad={summary.belowFloor > 0} />
        <Sum words={t('findings.audit.safe')} value={summary.safe} />
        <Sum words={t('findings.audit.undecided')} value={summary.undecided} />
      </dl>
      <ul className="fi-audit-proofs">
        {summary.deepest.map((one) => (
          <li key={one.measure}>
            <Deepest one={one} />
          </li>
        ))}
      </ul>
      <p className="co-quiet">
        {t('findings.audit.bounds', {
          lines: summary.linesMax,
          quantity: summary.quantityMax,
          shops: summary.shopsMax,
          items: countText(summary.items),
          scenes: countText(summary.scenes),
        })}{' '}
        {summary.complete ? t('findings.audit.complete') : t('findings.audit.incomplete')}
      </p>
    </>
  );
}

function Sum({ words, value, bad = false }: { words: string; value: number; bad?: boolean }) {
  return (
    <div>
      <dt>{words}</dt>
      <dd className={bad ? 'fi-below' : ''}>{countText(value)}</dd>
    </div>
  );
}

/** The deepest cart in a sentence, with what is proven about it. */
function Deepest({ one }: { one: AuditSummary['deepest'][number] }) {
  const t = useT();
  const shown = (value: number) => (one.measure === 'belowCost' ? fenText(value, true) : bpText(value));
  const proof = t(`findings.certainty.${one.certainty}`, {
    bound: one.bound === null ? '' : shown(one.bound),
  });
  return (
    <>
      {t(`findings.deepest.${one.measure}`)}{' '}
      <strong>{one.value === null ? t('findings.deepest.none') : shown(one.value)}</strong>
      <span className="co-quiet"> · {proof}</span>
    </>
  );
}
