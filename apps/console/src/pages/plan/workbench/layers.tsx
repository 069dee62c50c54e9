import type { CampaignView } from '@dacu/contract/client';
import { type Layer, type LayerRule, type Promotion, STACKING } from '@dacu/engine/pricing';
import { EmptyState, fenText, useCampaignNow, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../../i18n/setup.ts';
import { compactFen, countText, shareOf, useTimes } from '../../../parts/format.ts';
import '../../../parts/plain-table.css';
import { byWhen } from './by-when.ts';
import { useAudienceWords, useFunderWords, useLayerName } from './promotion-words.ts';
import type { Sale } from './sale.ts';

/** Everything on them applies: they charge, or let in, and take no place. */
const UNCONTESTED: ReadonlySet<Layer> = new Set(['service', 'access']);

/** The layers in the order in which they take from the price, and what the plan puts on each. */
export function Layers({ sale, campaign, zone }: { sale: Sale; campaign: CampaignView; zone: string }) {
  const t = useT();
  const name = useLayerName();
  const { profile } = sale.compiled;
  const now = useCampaignNow(60_000);
  const filled = STACKING.map((rule, i) => ({
    rule: rule as LayerRule,
    no: i + 1,
    own: byWhen(
      sale.promotions.filter(({ layer }) => layer === rule.layer),
      now ?? sale.compiled.startsAt,
    ),
  }));
  if (sale.promotions.length === 0)
    return (
      <div className="co-panel">
        <EmptyState icon="ticket" title={t('wb.layers.none')} words={t('wb.layers.noneWords')} />
      </div>
    );
  const empty = filled.filter(({ own }) => own.length === 0);
  return (
    <>
      <p className="co-quiet wb-lead">
        {t('wb.layers.lead')} {t(`wb.threshold.${profile.thresholdMode}`)}
      </p>
      <section className="co-panel">
        <div className="wb-scroll">
          <table className="co-table wb-layers">
            <colgroup>
              <col />
              <col className="wb-col-when" />
              <col className="wb-col-whom" />
              <col className="wb-col-payer" />
              <col className="wb-col-spent" />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">{t('promo.col.title')}</th>
                <th scope="col">{t('wb.col.when')}</th>
                <th scope="col">{t('wb.col.whom')}</th>
                <th scope="col">{t('wb.col.payer')}</th>
                <th scope="col" className="co-num">
                  {t('promo.col.spent')}
                </th>
              </tr>
            </thead>
            {filled
              .filter(({ own }) => own.length > 0)
              .map(({ rule, no, own }) => (
                <tbody key={rule.layer}>
                  <tr className="wb-layer-head">
                    <th scope="rowgroup" colSpan={5}>
                      <span className="wb-layer-no">{no}</span>
                      <strong>{name(rule.layer)}</strong>
                      <span className="co-quiet">
                        {t(UNCONTESTED.has(rule.layer) ? 'wb.contest.none' : `wb.contest.${rule.contest}`)}
                        {rule.threshold === 'none' ? '' : ` · ${t(`wb.tested.${rule.threshold}`)}`}
                        {rule.withFlash ? '' : ` · ${t('wb.noFlash')}`}
                      </span>
                    </th>
                  </tr>
                  {own.map((promotion) => (
                    <Row
                      key={promotion.id}
                      promotion={promotion}
                      sale={sale}
                      campaign={campaign}
                      zone={zone}
                    />
                  ))}
                </tbody>
              ))}
          </table>
        </div>
      </section>
      {empty.length > 0 ? (
        <p className="co-quiet wb-lead">
          {t('wb.layers.empty', {
            names: empty.map(({ rule, no }) => `${no} ${name(rule.layer)}`).join(t('wb.comma')),
          })}
        </p>
      ) : null}
    </>
  );
}

function Row(props: { promotion: Promotion; sale: Sale; campaign: CampaignView; zone: string }) {
  const { promotion, sale, campaign, zone } = props;
  const t = useT();
  const { pick } = useLanguage();
  const audience = useAudienceWords(sale);
  const funders = useFunderWords();
  const { id, title, mutexGroup, needsCoupon, priority, stacksWithFlash } = promotion;
  const listed = sale.compiled.promotionList.find((one) => one.id === id);
  const now = sale.kind === 'live' ? campaign.promotions.find((one) => one.promotionId === id) : undefined;
  return (
    <tr>
      <td>
        {sale.kind === 'live' ? (
          <Link className="wb-title" to={`?tab=promotions&promotion=${encodeURIComponent(id)}`}>
            {pick(title)}
          </Link>
        ) : (
          <span className="wb-title">{pick(title)}</span>
        )}{' '}
        <span className="co-quiet">{pick(listed?.summary)}</span>
        <span className="wb-tags">
          {needsCoupon ? <span className="co-tag is-info">{t('wb.needsCoupon')}</span> : null}
          {mutexGroup === undefined ? null : (
            <span className="co-tag">{t('wb.mutex', { group: mutexGroup })}</span>
          )}
          {priority === 0 ? null : <span className="co-tag">{t('wb.priority', { priority })}</span>}
          {stacksWithFlash ? <span className="co-tag">{t('wb.stacksWithFlash')}</span> : null}
          {sale.stopped.includes(id) ? <span className="co-tag is-bad">{t('promo.now.stopped')}</span> : null}
        </span>
      </td>
      <td>
        <When promotion={promotion} zone={zone} />
      </td>
      <td>{audience(promotion.audience)}</td>
      <td>{funders.of(promotion.funders)}</td>
      <td className="co-num">
        {now ? (
          <>
            {fenText(now.spentFen)}
            <Cap spentFen={now.spentFen} capFen={now.budgetCapFen} />
          </>
        ) : (
          <>
            <span className="co-quiet">—</span>
            <Cap spentFen={null} capFen={promotion.budgetCapFen ?? null} />
          </>
        )}
      </td>
    </tr>
  );
}

/** A budget with a cap shows how far it is used; from nine tenths on it warns. */
function Cap({ spentFen, capFen }: { spentFen: number | null; capFen: number | null }) {
  const t = useT();
  const { lang } = useLanguage();
  if (capFen === null) return null;
  const share = shareOf(spentFen ?? 0, capFen);
  const tone = share >= 1 ? 'is-bad' : share >= 0.9 ? 'is-warn' : '';
  return (
    <>
      {spentFen === null ? null : (
        <span className={`co-cap ${tone}`} aria-hidden="true">
          <span style={{ inlineSize: `${Math.min(100, share * 100)}%` }} />
        </span>
      )}
      <span className="co-line co-quiet" title={fenText(capFen)}>
        {spentFen === null ? '' : `${Math.floor(share * 100)}% · `}
        {t('wb.cap', { cap: compactFen(capFen, lang) })}
      </span>
    </>
  );
}

function When({ promotion: { windows }, zone }: { promotion: Promotion; zone: string }) {
  const t = useT();
  const at = useTimes(zone);
  const now = useCampaignNow(60_000);
  const open =
    now === null ? undefined : windows.find(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
  const next = now === null ? windows[0] : windows.find(({ startsAt }) => startsAt > now);
  const left = windows.filter(({ endsAt }) => now === null || endsAt > now).length;
  return (
    <>
      {open ? (
        <>
          <span className="co-tag is-good">{t('promo.now.live')}</span>{' '}
          {t('promo.until', { at: at(open.endsAt) })}
        </>
      ) : next ? (
        t('promo.from', { at: at(next.startsAt) })
      ) : (
        <span className="co-quiet">{t('promo.now.over')}</span>
      )}
      {windows.length > 1 ? (
        <span className="co-line co-quiet">
          {t('promo.windows', { count: countText(windows.length), left: countText(left) })}
        </span>
      ) : null}
    </>
  );
}
