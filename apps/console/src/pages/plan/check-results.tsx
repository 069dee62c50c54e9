import type { FindingView } from '@dacu/contract/api';
import { EmptyState, Icon, useLanguage } from '@dacu/ui';
import { useState } from 'react';
import { useT } from '../../i18n/setup.ts';
import './check-results.css';

const SHOWN_AT_FIRST = 40;
const AROUND = 1;

/** Every finding at its place in the file: what was found, what is allowed, the nearest known word. */
export function CheckResults(props: { findings: readonly FindingView[]; yaml: string; published?: boolean }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const lines = props.yaml.split(/\r?\n/);
  const errors = props.findings.filter(({ severity }) => severity === 'error').length;
  const warnings = props.findings.length - errors;
  if (props.findings.length === 0) {
    return (
      <div className="co-panel">
        <EmptyState
          icon="check"
          title={t('check.clean')}
          words={props.published ? t('check.cleanPublished', { lines: lines.length }) : t('check.cleanDraft')}
        />
      </div>
    );
  }
  const shown = all ? props.findings : props.findings.slice(0, SHOWN_AT_FIRST);
  return (
    <div className="co-stack">
      <p className="co-check-sum" role="status">
        {errors > 0 ? <span className="co-tag is-bad">{t('check.errors', { count: errors })}</span> : null}
        {warnings > 0 ? (
          <span className="co-tag is-warn">{t('check.warnings', { count: warnings })}</span>
        ) : null}
        <span className="co-quiet">{errors > 0 ? t('check.errorsMean') : t('check.warningsMean')}</span>
      </p>
      <ol className="co-findings co-panel">
        {shown.map((finding) => (
          <Finding
            key={`${finding.line}:${finding.column}:${finding.code}:${finding.path}`}
            finding={finding}
            lines={lines}
          />
        ))}
      </ol>
      {shown.length < props.findings.length ? (
        <button type="button" className="dc-button" onClick={() => setAll(true)}>
          {t('check.showAll', { count: props.findings.length })}
        </button>
      ) : null}
    </div>
  );
}

function Finding({ finding, lines }: { finding: FindingView; lines: readonly string[] }) {
  const t = useT();
  const { pick } = useLanguage();
  const first = Math.max(1, finding.line - AROUND);
  const excerpt = lines.slice(first - 1, finding.line + AROUND);
  return (
    <li className={`co-finding is-${finding.severity}`}>
      <div className="co-finding-words">
        <p className="co-finding-title">
          <Icon
            name={finding.severity === 'error' ? 'close' : 'alert'}
            size={16}
            label={t(`check.${finding.severity}`)}
          />
          {pick(finding.message)}
        </p>
        <p className="co-finding-place">
          <code>
            {finding.line}:{finding.column}
          </code>{' '}
          <code>{finding.path || '/'}</code>
        </p>
        <dl>
          <Row label={t('check.found')} value={finding.found} />
          <Row label={t('check.allowed')} value={finding.allowed} />
          <Row
            label={t('check.other')}
            value={finding.other ? `${finding.other.line}:${finding.other.column} ${finding.other.path}` : ''}
          />
          <Row label={t('check.suggestion')} value={finding.suggestion ?? ''} strong />
        </dl>
      </div>
      <pre className="co-excerpt">
        {excerpt.map((line, index) => {
          const number = first + index;
          const here = number === finding.line;
          return (
            <span key={number} className={here ? 'is-here' : ''}>
              <i>{number}</i>
              {line === '' ? ' ' : line}
              {here ? (
                <>
                  {'\n'}
                  <i />
                  <b aria-hidden="true">{`${' '.repeat(columnWidth(line, finding.column))}^`}</b>
                </>
              ) : null}
              {'\n'}
            </span>
          );
        })}
      </pre>
    </li>
  );
}

function Row({ label, value, strong = false }: { label: string; value: string; strong?: boolean }) {
  if (value === '') return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd className={strong ? 'co-strong' : ''}>{value}</dd>
    </div>
  );
}

/** Columns before the caret: a wide character takes two places of a fixed-width face. */
function columnWidth(line: string, column: number): number {
  return [...line.slice(0, column - 1)].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e7f ? 2 : 1), 0);
}
