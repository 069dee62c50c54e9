import { useT } from '../../../i18n/setup.ts';
import { countText, useTimes } from '../../../parts/format.ts';
import type { PlanFinding } from './finding.ts';
import { useWaivers } from './use-findings.ts';

/** Who answered for what, for good: also for findings that this text does not have any more. */
export function WaiverRecord(props: { campaignId: string; zone: string; findings: readonly PlanFinding[] }) {
  const t = useT();
  const at = useTimes(props.zone);
  const waivers = useWaivers(props.campaignId).data?.waivers ?? [];
  if (waivers.length === 0) return null;
  const standing = new Set(
    props.findings.flatMap((entry) => (entry.source === 'law' ? [entry.finding.findingId] : [])),
  );
  return (
    <details className="co-panel is-padded fi-record">
      <summary>{t('findings.record', { count: countText(waivers.length) })}</summary>
      <ul>
        {waivers.map((waiver) => (
          <li key={waiver.waiverId}>
            <p>
              <code>{waiver.findingId.split(':').slice(0, 2).join(' · ')}</code>{' '}
              {standing.has(waiver.findingId) ? null : (
                <span className="co-tag">{t('findings.record.gone')}</span>
              )}
            </p>
            <p>{waiver.reason}</p>
            <p className="co-quiet">
              {waiver.waivedBy} · {at(waiver.waivedAt, 'full')}
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}
