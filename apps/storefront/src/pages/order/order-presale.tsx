import type { PurchasePresale, PurchaseView } from '@dacu/contract/api';
import { Countdown, fenText, formatInstant, Icon, useCampaignNow, useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/use-zone.ts';
import './order-presale.css';

/** How far a pre-sale is: deposit and balance with both deadlines, and how it ended where it did. */
export function OrderPresale({ purchase, presale }: { purchase: PurchaseView; presale: PurchasePresale }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const now = useCampaignNow(60_000);
  const { state } = purchase;
  const { gift, ending } = presale;
  const time = (at: number) => formatInstant(at, zone, lang, 'moment');
  const paid = purchase.paidAt !== null;
  const open = state === 'depositPaid' && now !== null && now >= presale.balanceStartsAt;
  const waiting = state === 'depositPaid' && now !== null && now < presale.balanceStartsAt;
  const shipWords =
    presale.shipOn === null ? t('presale.shipAfter') : t('presale.shipBy', { time: time(presale.shipOn) });
  const steps = [
    {
      key: 'stepDeposit',
      done: presale.depositPaidAt !== null,
      here: state === 'held',
      words:
        presale.depositPaidAt === null
          ? t('presale.depositUntil', { time: time(purchase.payUntil) })
          : t('presale.depositDone', {
              time: time(presale.depositPaidAt),
              amount: fenText(presale.depositFen),
            }),
    },
    {
      key: 'stepBalance',
      done: paid,
      here: state === 'depositPaid',
      words: paid
        ? t('presale.balanceDone', { amount: fenText(presale.balanceFen) })
        : t('presale.balanceBetween', {
            from: time(presale.balanceStartsAt),
            until: time(presale.balanceEndsAt),
          }),
    },
    { key: 'stepShip', done: false, here: paid && state === 'paid', words: shipWords },
  ] as const;
  return (
    <section className="panel order-presale" aria-labelledby="presale-title">
      <header>
        <h2 id="presale-title">{t('presale.progress')}</h2>
        {waiting || open ? (
          <span className="order-presale-clock">
            {t(open ? 'presale.balanceEndsIn' : 'presale.balanceIn')}{' '}
            <Countdown
              to={open ? presale.balanceEndsAt : presale.balanceStartsAt}
              label={t(open ? 'presale.balanceEndsIn' : 'presale.balanceIn')}
            />
          </span>
        ) : null}
      </header>
      <ol>
        {steps.map(({ key, done, here, words }) => (
          <li
            key={key}
            className={done ? 'is-done' : here ? 'is-here' : ''}
            aria-current={here ? 'step' : undefined}
          >
            <span className="order-presale-mark" aria-hidden="true">
              {done ? <Icon name="check" size={14} /> : null}
            </span>
            <strong>{t(`presale.${key}`)}</strong>
            <small>{words}</small>
          </li>
        ))}
      </ol>
      <ul className="order-presale-more">
        {presale.freeFreight ? <li>{t('presale.freeFreight')}</li> : null}
        {gift ? (
          <li>
            {gift.vests === 'no' && gift.firstN !== null && !ending
              ? t('presale.giftLost', { count: gift.firstN, title: pick(gift.title) })
              : gift.firstN === null
                ? t('presale.gift', { title: pick(gift.title) })
                : t('presale.giftFirst', { count: gift.firstN, title: pick(gift.title) })}
          </li>
        ) : null}
      </ul>
      {ending ? (
        <div className="callout is-warn">
          <Icon name="info" size={20} />
          <p>
            <strong>{t(`presale.ended.${ending.kind}`)}</strong>
            {[
              ending.refundFen > 0 ? t('presale.endedRefund', { amount: fenText(ending.refundFen) }) : null,
              ending.forfeitedFen > 0
                ? t('presale.endedKept', { amount: fenText(ending.forfeitedFen) })
                : null,
              ending.extraFen > 0 ? t('presale.endedExtra', { amount: fenText(ending.extraFen) }) : null,
            ]
              .filter((words) => words !== null)
              .join(' · ')}
          </p>
        </div>
      ) : null}
    </section>
  );
}
