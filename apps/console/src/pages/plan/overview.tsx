import type { CampaignView } from '@dacu/contract/client';
import type { Plan } from '@dacu/contract/plan';
import { useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { MetricNote } from '../../parts/figure-note.tsx';
import { bpText, targetText, type Unit, useTimes } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import { SourceMark } from '../../parts/source-mark.tsx';
import { Timeline } from './timeline.tsx';

type Measured = NonNullable<Plan['goals']>[number] | NonNullable<Plan['indicators']>[number];

/** What the campaign is: its theme, where it stands in its calendar, what it wants to reach. */
export function Overview({ campaign, zone }: { campaign: CampaignView; zone: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const plan = campaign.plan as Plan;
  const main = plan.themes?.find((theme) => !theme.parent);
  const subThemes = plan.themes?.filter((theme) => theme.parent) ?? [];
  return (
    <div className="co-stack">
      <section className="co-theme co-panel is-padded">
        <div>
          <p className="co-eyebrow">{t('plan.theme')}</p>
          <p className="co-theme-title">{pick(main?.title ?? plan.campaign.slogan ?? plan.campaign.title)}</p>
          {main?.detail ? <p className="co-quiet">{pick(main.detail)}</p> : null}
        </div>
        <ul className="co-sub-themes">
          {subThemes.map((theme) => {
            const season = plan.calendar.seasons?.find((each) => each.theme === theme.id);
            return (
              <li key={theme.id} data-look={season?.look}>
                <strong>{pick(theme.title)}</strong>
                <span>{pick(theme.detail)}</span>
              </li>
            );
          })}
        </ul>
      </section>
      <Timeline calendar={campaign.calendar} zone={zone} />
      <div className="co-two">
        <Measures
          title={t('plan.goals')}
          words={t('plan.goalsWords')}
          rows={plan.goals ?? []}
          campaign={campaign}
          zone={zone}
        />
        <Measures
          title={t('plan.indicators', { count: plan.indicators?.length ?? 0 })}
          words={t('plan.indicatorsWords')}
          rows={plan.indicators ?? []}
          campaign={campaign}
          zone={zone}
          grouped
        />
      </div>
    </div>
  );
}

function Measures(props: {
  title: string;
  words: string;
  rows: readonly Measured[];
  campaign: CampaignView;
  zone: string;
  grouped?: boolean;
}) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const at = useTimes(props.zone);
  const { campaign } = props;
  const spanTitle = (id: string) => pick(campaign.calendar.find((span) => span.id === id)?.title) || id;
  const asOf = t('note.asOfEdition', { no: campaign.editionNo, at: at(campaign.publishedAt) });
  return (
    <Panel title={props.title} words={props.words}>
      <table className="co-table co-measures">
        <thead>
          <tr>
            <th>{t('plan.col.measure')}</th>
            <th className="co-num">{t('plan.col.target')}</th>
            <th>{t('plan.col.source')}</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.id}>
              <td>
                <span className="co-strong">{pick(row.title)}</span>
                {'group' in row && props.grouped ? (
                  <span className="co-tag">{t(`indicatorGroup.${row.group}`)}</span>
                ) : null}
                {'horizon' in row && row.horizon ? (
                  <span className="co-tag">{t(`horizon.${row.horizon}`)}</span>
                ) : null}
                {row.detail ? <span className="co-line co-quiet">{pick(row.detail)}</span> : null}
                {row.steps ? (
                  <span className="co-line co-quiet">
                    {row.steps
                      .map(
                        (step) =>
                          `${spanTitle(step.node)} ${targetText(step.target.value, step.target.unit, lang)}`,
                      )
                      .join(' → ')}
                  </span>
                ) : null}
              </td>
              <td className="co-num">
                {row.metric ? (
                  <MetricNote metric={row.metric} asOf={asOf} from={t('note.fromPlan')}>
                    <Target row={row} />
                  </MetricNote>
                ) : (
                  <Target row={row} />
                )}
              </td>
              <td>
                <SourceMark source={isOurs(row) ? 'ours' : 'stated'} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Target({ row }: { row: Measured }) {
  const t = useT();
  const { lang } = useLanguage();
  const parts = [
    row.target ? targetText(row.target.value, row.target.unit as Unit, lang) : null,
    row.growth !== undefined ? t('plan.growth', { value: bpText(row.growth) }) : null,
    row.gain !== undefined ? t('plan.gain', { value: bpText(row.gain).replace('%', '') }) : null,
  ].filter((part) => part !== null);
  const least = row.better === 'lower' && row.target ? '≤ ' : '';
  return <span className="co-strong">{parts.length > 0 ? least + parts.join(' · ') : t('plan.judged')}</span>;
}

/** The mark covers the target when the whole row is ours or `target` stands in its list. */
function isOurs(row: Measured): boolean {
  return row.ours === true || (Array.isArray(row.ours) && row.ours.includes('target'));
}
