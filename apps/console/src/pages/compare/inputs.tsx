import { useLanguage } from '@dacu/ui';
import { usePlanChanges } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { countText, useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/page-head.tsx';
import { scenarioText } from '../rehearse/scenario-words.ts';
import type { Sides } from './compare.tsx';

type Input = { readonly name: string; readonly a: string; readonly b: string };

/** What went in, first: whatever differs below comes from what differs here. */
export function Inputs({ a, b }: Sides) {
  const t = useT();
  const inputs = useInputs({ a, b });
  const different = inputs.filter((input) => input.a !== input.b);
  const sameHash = a.rehearsal !== null && a.rehearsal.hash === b.rehearsal?.hash;
  const otherVisits =
    a.rehearsal !== null && b.rehearsal !== null && a.rehearsal.visits !== b.rehearsal.visits;
  return (
    <Panel
      title={
        different.length === 0
          ? t('compare.inputs.same')
          : t('compare.inputs.title', { count: different.length })
      }
      words={t('compare.inputs.words')}
    >
      <table className="co-table co-compare-inputs">
        <thead>
          <tr>
            <td />
            <th>{t('compare.a')}</th>
            <th>{t('compare.b')}</th>
          </tr>
        </thead>
        <tbody>
          {inputs.map(({ name, a: one, b: other }) => (
            <tr key={name} className={one === other ? '' : 'is-different'}>
              <th scope="row">{name}</th>
              <td>{one}</td>
              <td>{other}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="co-compare-notes">
        {sameHash ? <p className="co-strong">{t('compare.hashSame')}</p> : null}
        {otherVisits ? <p>{t('compare.visitsDiffer')}</p> : null}
        {a.campaign.id === b.campaign.id ? (
          <PlanChanges a={a.reviewId} b={b.reviewId} />
        ) : (
          <p>{t('compare.plan.many')}</p>
        )}
      </div>
    </Panel>
  );
}

function useInputs({ a, b }: Sides): Input[] {
  const t = useT();
  const { pick } = useLanguage();
  const atA = useTimes(a.campaign.zone);
  const atB = useTimes(b.campaign.zone);
  const none = t('compare.notRehearsed');
  const of = (review: Sides['a'], at: typeof atA) => ({
    kind: t(`reviews.kind.${review.kind}`),
    campaign: pick(review.campaign.title),
    edition:
      review.campaign.editionNo === null
        ? t('review.draft')
        : t('plan.edition', { no: review.campaign.editionNo }),
    seed: review.rehearsal ? String(review.rehearsal.seed) : none,
    visits: review.rehearsal ? countText(review.rehearsal.visits) : none,
    scenario: review.rehearsal ? scenarioText(t, review.rehearsal.scenario) : none,
    scale: review.rehearsal ? `1:${countText(review.rehearsal.scale)}` : '1:1',
    asOf: at(review.window.asOf, 'full'),
  });
  const [one, other] = [of(a, atA), of(b, atB)];
  return (Object.keys(one) as (keyof typeof one)[]).map((key) => ({
    name: t(`compare.input.${key}`),
    a: one[key],
    b: other[key],
  }));
}

function PlanChanges({ a, b }: { a: string; b: string }) {
  const t = useT();
  return (
    <Loaded query={usePlanChanges(a, b)}>
      {({ changes }) =>
        changes === null ? (
          <p>{t('compare.plan.none')}</p>
        ) : changes.length === 0 ? (
          <p>{t('compare.plan.same')}</p>
        ) : (
          <details open={changes.length <= 12}>
            <summary className="co-strong">{t('compare.plan.title', { count: changes.length })}</summary>
            <div className="co-scroll">
              <table className="co-table">
                <thead>
                  <tr>
                    <th>{t('compare.col.path')}</th>
                    <th>{t('compare.a')}</th>
                    <th>{t('compare.b')}</th>
                  </tr>
                </thead>
                <tbody>
                  {changes.map((change) => (
                    <tr key={`${change.kind} ${change.path}`}>
                      <td>
                        <code>{change.path}</code>
                      </td>
                      <td>{change.before ?? <span className="co-quiet">{t('compare.missing')}</span>}</td>
                      <td>{change.after ?? <span className="co-quiet">{t('compare.missing')}</span>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        )
      }
    </Loaded>
  );
}
