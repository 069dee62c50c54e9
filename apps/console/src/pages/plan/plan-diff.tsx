import { useT } from '../../i18n/setup.ts';
import { Panel } from '../../parts/page-head.tsx';
import type { DiffLine } from './line-diff.ts';
import './plan-diff.css';

const SIGNS = { kept: ' ', added: '+', removed: '−' } as const;

/** Changed lines with their neighbours, old line numbers for what goes, new ones for what comes. */
export function PlanDiff({ hunks }: { hunks: readonly (DiffLine | null)[] }) {
  const t = useT();
  const added = hunks.filter((line) => line?.kind === 'added').length;
  const removed = hunks.filter((line) => line?.kind === 'removed').length;
  return (
    <Panel title={t('diff.title', { added, removed })} words={t('diff.words')}>
      <pre className="co-diff">
        {hunks.map((line, index) =>
          line === null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: gaps have no name
            <span key={index} className="is-gap">
              ⋯{'\n'}
            </span>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line may stand twice
            <span key={index} className={`is-${line.kind}`}>
              <i>{line.line}</i>
              {SIGNS[line.kind]} {line.text}
              {'\n'}
            </span>
          ),
        )}
      </pre>
    </Panel>
  );
}
