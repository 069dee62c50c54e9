import type { FindingView } from '@dacu/contract/api';
import { EmptyState, FailedState, Skeleton, useLanguage } from '@dacu/ui';
import { Segmented } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useT } from '../../../i18n/setup.ts';
import { countText } from '../../../parts/format.ts';
import { operatorWords, requestIdOf } from '../../../parts/words-of.ts';
import { AuditPanel } from './audit-panel.tsx';
import { blocks, FILTERS, type Filter, gather, marksOf, type PlanFinding, passes } from './finding.ts';
import { cardId, FindingCard } from './finding-card.tsx';
import { PlanText } from './plan-text.tsx';
import { useAudit, useLaw } from './use-findings.ts';
import { WaiverRecord } from './waiver-record.tsx';
import './findings.css';

/**
 * The text of a plan, and beside its lines what check, law and audit find in it. `checked` is the text that the findings
 * speak of, null while there is none: of any other text they say nothing. `?finding=` keeps the one that is open.
 */
export function PlanFindings(props: {
  readonly campaignId: string;
  readonly zone: string;
  readonly yaml: string;
  readonly onChange?: (yaml: string) => void;
  readonly checked: { readonly yaml: string; readonly findings: readonly FindingView[] } | null;
}) {
  const { campaignId, zone, yaml, onChange, checked } = props;
  const t = useT();
  const current = checked?.yaml === yaml ? checked : null;
  const broken = current?.findings.some(({ severity }) => severity === 'error') ?? true;
  const asked = current === null || broken ? null : yaml;
  const law = useLaw(campaignId, asked);
  const audit = useAudit(campaignId, asked);
  const lawFindings = law.data?.findings;
  const auditFindings = audit.audit?.findings;
  const findings = useMemo(
    () => (current === null ? [] : gather(current.findings, lawFindings ?? [], auditFindings ?? [])),
    [current, lawFindings, auditFindings],
  );
  const { open, jump, toggle, onLine } = useOpened(findings);
  return (
    <div className="fi-room">
      <PlanText
        text={yaml}
        onChange={onChange}
        marks={useMemo(() => marksOf(findings), [findings])}
        jump={jump}
        onLine={onLine}
      />
      <div className="fi-side">
        {current === null ? (
          <div className="co-panel">
            <EmptyState icon="plan" title={t('findings.unchecked')} words={t('findings.uncheckedWords')} />
          </div>
        ) : (
          <>
            {asked === null ? (
              <p className="co-panel is-padded co-quiet">{t('findings.checkFirst')}</p>
            ) : (
              <AuditPanel campaignId={campaignId} yaml={yaml} query={audit} />
            )}
            <LawState query={law} asked={asked !== null} />
            <FindingList
              findings={findings}
              settled={asked === null || law.data !== undefined}
              open={open}
              toggle={toggle}
              about={{ campaignId, yaml, zone }}
            />
            <WaiverRecord campaignId={campaignId} zone={zone} findings={findings} />
          </>
        )}
      </div>
    </div>
  );
}

/** Which finding is open, kept in the address; the text follows it, and it follows the text. */
function useOpened(findings: readonly PlanFinding[]) {
  const [params, setParams] = useSearchParams();
  const open = params.get('finding');
  const line = findings.find(({ key }) => key === open)?.line ?? null;
  const [times, setTimes] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asking for the same line again scrolls there again
  const jump = useMemo(() => (line === null ? null : { line }), [line, open, times]);
  const show = (key: string | null) => {
    setTimes((before) => before + 1);
    setParams(
      (before) => {
        if (key === null) before.delete('finding');
        else before.set('finding', key);
        return before;
      },
      { replace: true },
    );
  };
  useEffect(() => {
    if (open) document.getElementById(cardId(open))?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  return {
    open,
    jump,
    toggle: (key: string) => show(open === key ? null : key),
    /** The next finding of that line, where it has several. */
    onLine(at: number) {
      const here = findings.filter((entry) => entry.line === at);
      const next = here[(here.findIndex(({ key }) => key === open) + 1) % here.length];
      if (next) show(next.key);
    },
  };
}

function LawState({ query, asked }: { query: ReturnType<typeof useLaw>; asked: boolean }) {
  const t = useT();
  const { pick } = useLanguage();
  if (!asked || query.data !== undefined) return null;
  if (query.error)
    return (
      <FailedState
        title={t('findings.lawFailed')}
        words={pick(operatorWords(query.error))}
        requestId={requestIdOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  return <Skeleton height="3rem" />;
}

function FindingList(props: {
  findings: readonly PlanFinding[];
  /** Everything that blocks is known. */
  settled: boolean;
  open: string | null;
  toggle: (key: string) => void;
  about: { campaignId: string; yaml: string; zone: string };
}) {
  const { findings, settled, open, toggle, about } = props;
  const t = useT();
  const opened = findings.find(({ key }) => key === open);
  const [chosen, setFilter] = useState<Filter>('open');
  // What is open is shown, whatever is filtered: somebody may have sent a link to it, or clicked its line.
  const filter = opened && !passes(opened, chosen) ? FILTERS.find((each) => passes(opened, each))! : chosen;
  const shown = findings.filter((entry) => passes(entry, filter));
  const blocking = findings.filter(blocks).length;
  return (
    <section className="co-panel" aria-label={t('findings.title')}>
      <div className="fi-head">
        <p role="status">
          {!settled ? (
            <span className="co-quiet">{t('findings.reading')}</span>
          ) : blocking > 0 ? (
            <span className="co-tag is-bad">{t('findings.blocking', { count: blocking })}</span>
          ) : (
            <span className="co-tag is-good">{t('findings.publishable')}</span>
          )}
        </p>
        <Segmented<Filter>
          size="small"
          value={filter}
          aria-label={t('findings.filter')}
          onChange={(next) => {
            setFilter(next);
            if (opened && !passes(opened, next)) toggle(opened.key);
          }}
          options={FILTERS.map((value) => ({
            value,
            label: `${t(`findings.show.${value}`)} ${countText(findings.filter((entry) => passes(entry, value)).length)}`,
          }))}
        />
      </div>
      {shown.length === 0 ? (
        settled ? (
          <EmptyState
            icon="check"
            title={t(findings.length === 0 ? 'findings.none' : 'findings.noneHere')}
            words={t(findings.length === 0 ? 'findings.noneWords' : 'findings.noneHereWords')}
          />
        ) : null
      ) : (
        <ol className="fi-list">
          {shown.map((entry) => (
            <FindingCard
              key={entry.key}
              entry={entry}
              open={entry.key === open}
              about={about}
              onToggle={() => toggle(entry.key)}
            />
          ))}
        </ol>
      )}
    </section>
  );
}
