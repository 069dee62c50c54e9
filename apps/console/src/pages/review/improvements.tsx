import type { ReviewDocument } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { Panel } from '../../parts/page-head.tsx';

const GROUPS = ['item', 'traffic', 'conversion'] as const;

/** What to change, in the plan's three groups; each proposal with the figures that say so. */
export function Improvements({ review }: { review: ReviewDocument }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <Panel title={t('improve.title', { count: review.improvements.length })} words={t('improve.words')}>
      <div className="co-improve">
        {GROUPS.map((group) => {
          const rows = review.improvements.filter((row) => row.group === group);
          return (
            <section key={group}>
              <h3>{t(`improve.${group}`)}</h3>
              {rows.length === 0 ? <p className="co-quiet">{t('improve.none')}</p> : null}
              <ul>
                {rows.map((row) => (
                  <li key={row.finding.en}>
                    <p className="co-strong">{pick(row.finding)}</p>
                    <p>{pick(row.proposal)}</p>
                    <p className="co-line co-quiet">
                      {t('improve.evidence', { evidence: pick(row.evidence) })}
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Panel>
  );
}
