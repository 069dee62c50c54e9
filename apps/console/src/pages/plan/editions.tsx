import type { EditionList } from '@dacu/contract/client';
import { EmptyState } from '@dacu/ui';
import { useEditions } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';

type Edition = EditionList['editions'][number];

/** What was published when, by whom, and what each edition changed. */
export function Editions({ campaignId, zone }: { campaignId: string; zone: string }) {
  const t = useT();
  return (
    <Loaded query={useEditions(campaignId)}>
      {({ editions }) =>
        editions.length === 0 ? (
          <EmptyState icon="plan" title={t('editions.none')} />
        ) : (
          <ol className="co-editions">
            {editions.map((edition) => (
              <EditionEntry key={edition.editionId} edition={edition} zone={zone} />
            ))}
          </ol>
        )
      }
    </Loaded>
  );
}

function EditionEntry({ edition, zone }: { edition: Edition; zone: string }) {
  const t = useT();
  const at = useTimes(zone);
  return (
    <li className="co-panel">
      <div className="co-panel-head">
        <h2>{t('plan.edition', { no: edition.editionNo })}</h2>
        <p>
          {at(edition.publishedAt, 'full')} · {edition.publishedBy} ·{' '}
          <code title={edition.hash}>{edition.hash.slice(0, 12)}</code>
        </p>
      </div>
      {edition.changes.length === 0 ? (
        <p className="co-edition-first co-quiet">{t('editions.first')}</p>
      ) : (
        <div className="co-scroll">
          <table className="co-table">
            <thead>
              <tr>
                <th>{t('editions.col.kind')}</th>
                <th>{t('editions.col.path')}</th>
                <th>{t('editions.col.before')}</th>
                <th>{t('editions.col.after')}</th>
              </tr>
            </thead>
            <tbody>
              {edition.changes.map((change) => (
                <tr key={`${change.kind} ${change.path}`}>
                  <td>
                    <span
                      className={`co-tag ${change.kind === 'added' ? 'is-good' : change.kind === 'removed' ? 'is-bad' : 'is-info'}`}
                    >
                      {t(`change.${change.kind}`)}
                    </span>
                  </td>
                  <td>
                    <code>{change.path}</code>
                  </td>
                  <td className="co-before">{change.before}</td>
                  <td className="co-after">{change.after}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </li>
  );
}
