import type { CampaignList } from '@dacu/contract/client';
import { EmptyState, useCampaignNow, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useCampaigns } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import './plan.css';

/** Every campaign that has an edition, the running one first. */
export function Component() {
  const t = useT();
  const campaigns = useCampaigns();
  return (
    <div className="co-body">
      <PageHead title={t('rail.plan')} words={t('plan.listWords')}>
        <Link className="co-head-go" to="/plan/replay">
          {t('replay.open')}
        </Link>
      </PageHead>
      <Loaded query={campaigns}>
        {(data) =>
          data.campaigns.length === 0 ? (
            <EmptyState icon="plan" title={t('plan.none')} words={t('plan.noneWords')} />
          ) : (
            <ul className="co-campaigns">
              {[...data.campaigns]
                .sort(
                  (one, other) =>
                    Number(other.current) - Number(one.current) || other.startsAt - one.startsAt,
                )
                .map((campaign) => (
                  <Campaign key={campaign.campaignId} campaign={campaign} />
                ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}

function Campaign({ campaign }: { campaign: CampaignList['campaigns'][number] }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(campaign.zone);
  const now = useCampaignNow(60_000);
  const { startsAt, endsAt } = campaign;
  const gone = now === null ? 0 : Math.min(1, Math.max(0, (now - startsAt) / (endsAt - startsAt)));
  const state = now === null || now < startsAt ? 'upcoming' : now < endsAt ? 'running' : 'past';
  return (
    <li className={`co-campaign is-${state} ${campaign.current ? 'is-current' : ''}`}>
      <div className="co-campaign-name">
        <Link to={`/plan/${campaign.campaignId}`}>{pick(campaign.title)}</Link>
        <span className="co-quiet">
          <code>{campaign.campaignId}</code> · {t('plan.edition', { no: campaign.editionNo })} ·{' '}
          {t('plan.precedence', { no: campaign.precedence })}
        </span>
      </div>
      <div className="co-campaign-span">
        <div className="co-campaign-dates">
          <span>{year(at(startsAt, 'full'))}</span>
          <span>{year(at(endsAt - 1, 'full'))}</span>
        </div>
        <div className="co-span-track" aria-hidden="true">
          <span style={{ inlineSize: `${gone * 100}%` }} />
        </div>
      </div>
      <div className="co-campaign-state">
        <span className={`co-tag ${state === 'running' ? 'is-good' : ''}`}>{t(`span.${state}`)}</span>
        {campaign.current ? <span className="co-tag is-info">{t('plan.sellsNow')}</span> : null}
        {campaign.phaseTitle ? <span className="co-campaign-phase">{pick(campaign.phaseTitle)}</span> : null}
      </div>
    </li>
  );
}

/** The day of a full date, without its time. */
function year(full: string): string {
  return full.replace(/,? \d\d:\d\d:\d\d$/, '').replace(/\d\d:\d\d:\d\d$/, '');
}
