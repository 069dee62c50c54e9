import type { PresaleOffer } from '@dacu/contract/api';
import { Countdown, fenText, formatInstant, Icon, Money, useLanguage, useWhenPassed } from '@dacu/ui';
import { useQueryClient } from '@tanstack/react-query';
import { presaleQuery } from '../../data/presale.ts';
import { useT } from '../../i18n/setup.ts';
import { DepositNotice } from '../../parts/deposit-notice.tsx';
import { FullPaymentNotice } from '../../parts/full-payment-notice.tsx';
import { useZone } from '../../parts/use-zone.ts';
import './presale-panel.css';

const CLOCKS = {
  upcoming: ['presale.opensIn', 'depositStartsAt'],
  depositOpen: ['presale.endsIn', 'depositEndsAt'],
  between: ['presale.balanceIn', 'balanceStartsAt'],
  balanceOpen: ['presale.balanceEndsIn', 'balanceEndsAt'],
} as const;
const FEW = 20;

/** What a deposit counts as, both amounts, both windows, and what is lost with it; before anybody pays. */
export function PresalePanel({ presale }: { presale: PresaleOffer }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const client = useQueryClient();
  const { unit, stage, gift, left } = presale;
  const full = presale.pays === 'full' && stage === 'depositOpen';
  const [clockWords, clockEnd] = full ? (['presale.fullEndsIn', 'depositEndsAt'] as const) : CLOCKS[stage];
  const until = presale[clockEnd];
  useWhenPassed(until, () => void client.invalidateQueries(presaleQuery(presale.skuId)));
  // Whoever has no deposit has nothing to pay then.
  if (stage === 'balanceOpen') return null;
  const span = (from: number, to: number) =>
    t('presale.window', {
      from: formatInstant(from, zone, lang, 'moment'),
      until: formatInstant(to, zone, lang, 'moment'),
    });
  return (
    <section className="presale-panel" aria-label={t(full ? 'presale.fullName' : 'presale.title')}>
      <header>
        <div className="presale-price">
          <span>{t('presale.total')}</span>
          <Money fen={unit.contractFen} size="lg" />
          <small>
            {full
              ? t('presale.fullName')
              : t('presale.expands', {
                  deposit: fenText(unit.depositFen),
                  expansion: fenText(unit.expansionFen),
                })}
          </small>
        </div>
        <div className="presale-clock">
          <span>{t(clockWords)}</span>
          <Countdown to={until} label={t(clockWords)} />
          {presale.stopped ? <em>{t('presale.stopped')}</em> : null}
          {left === 0 ? <em>{t(full ? 'presale.fullGone' : 'presale.gone')}</em> : null}
          {left !== null && left > 0 && left <= FEW ? (
            <em>{t(full ? 'presale.fullLeft' : 'presale.left', { count: left })}</em>
          ) : null}
        </div>
      </header>
      {full ? null : (
        <dl className="presale-two">
          <div>
            <dt>{t('presale.deposit')}</dt>
            <dd>
              <strong>{fenText(unit.depositFen)}</strong>
              <small>{span(presale.depositStartsAt, presale.depositEndsAt)}</small>
            </dd>
          </div>
          <div>
            <dt>{t('presale.balance')}</dt>
            <dd>
              <strong>{fenText(unit.balanceFen)}</strong>
              <small>{span(presale.balanceStartsAt, presale.balanceEndsAt)}</small>
            </dd>
          </div>
        </dl>
      )}
      <ul className="presale-more">
        {presale.freeFreight ? (
          <li>
            <Icon name="truck" size={16} /> {t(full ? 'presale.fullFreeFreight' : 'presale.freeFreight')}
          </li>
        ) : null}
        {presale.shipOn === null ? null : (
          <li>
            <Icon name="clock" size={16} />{' '}
            {t('presale.shipBy', { time: formatInstant(presale.shipOn, zone, lang, 'moment') })}
          </li>
        )}
        {gift && !(full && gift.firstN !== null) ? (
          <li>
            <Icon name="box" size={16} />{' '}
            {gift.firstN === null
              ? t('presale.gift', { title: pick(gift.title) })
              : t('presale.giftFirst', { count: gift.firstN, title: pick(gift.title) })}
          </li>
        ) : null}
        {presale.perPersonMax === null ? null : (
          <li>
            <Icon name="me" size={16} /> {t('presale.perPerson', { count: presale.perPersonMax })}
          </li>
        )}
      </ul>
      {full ? (
        <FullPaymentNotice />
      ) : (
        <DepositNotice legalFen={unit.legalFen} refundableUntil={presale.refundableUntil} />
      )}
    </section>
  );
}
