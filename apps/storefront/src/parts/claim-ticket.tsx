import { Countdown, formatInstant, StockBar, useCampaignNow, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { ApiFailure } from '../data/api.ts';
import { type Programme, useClaim } from '../data/coupons.ts';
import { useT } from '../i18n/setup.ts';
import { CouponTicket, spanWords } from './coupon-ticket.tsx';
import { useFailureWords } from './failure.tsx';
import { useNotice } from './notice.tsx';
import { useZone } from './use-zone.ts';

/** A claim that was refused, in words that say what to do: until when to wait, or when it opens. */
export function useClaimWords(): (error: unknown) => string {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const words = useFailureWords();
  return (error) => {
    if (!(error instanceof ApiFailure)) return words(error);
    const retryMs = error.problem?.retryMs;
    const opensAt = error.problem?.opensAt;
    if (error.code === 'rateLimited' && typeof retryMs === 'number')
      return t('coupon.wait', { seconds: Math.max(1, Math.ceil(retryMs / 1_000)) });
    if (error.code === 'couponNotOpen' && typeof opensAt === 'number')
      return t('coupon.early', { time: formatInstant(opensAt, zone, lang, 'moment') });
    return words(error);
  };
}

/** Where the goods are that a coupon is for. */
export const goodsOf = (promotionId: string) => `/search?promotion=${encodeURIComponent(promotionId)}`;

/** A programme of the coupon centre with all that is true of it now, and the one thing that can be done. */
export function ClaimTicket({ programme, onCode }: { programme: Programme; onCode?: () => void }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const { state, issue, opensAt, total, left } = programme;
  const moment = (at: number) => formatInstant(at, zone, lang, 'moment');
  const quiet = state === 'gone' || state === 'ended' || state === 'notForYou';
  const limits = [
    programme.validForMs === null ? '' : t('coupon.validFor', { time: spanWords(programme.validForMs, t) }),
    programme.perPersonMax === null
      ? ''
      : t(issue === 'timedGrab' ? 'coupon.perLot' : 'coupon.perPerson', { count: programme.perPersonMax }),
  ].filter((words) => words !== '');
  return (
    <CouponTicket
      coupon={programme}
      quiet={quiet}
      action={<Action programme={programme} {...(onCode ? { onCode } : {})} />}
    >
      <p className="coupon-limits">
        {limits.map((words) => (
          <span key={words}>{words}</span>
        ))}
      </p>
      {state === 'open' && total !== null && left !== null && (issue === 'timedGrab' || left * 2 <= total) ? (
        <StockBar total={total} taken={total - left} unit="张" />
      ) : null}
      {state === 'notForYou' || state === 'ended' ? (
        <p className="coupon-why">{pick(programme.words)}</p>
      ) : null}
      {(state === 'gone' || state === 'limit') && opensAt !== null ? (
        <p className="coupon-note">{t('coupon.next', { time: moment(opensAt) })}</p>
      ) : null}
    </CouponTicket>
  );
}

function Action({ programme, onCode }: { programme: Programme; onCode?: () => void }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const now = useCampaignNow();
  const notice = useNotice();
  const words = useClaimWords();
  const claim = useClaim();
  const { promotionId, state, opensAt } = programme;
  const name = <span className="dc-hidden"> {pick(programme.title)}</span>;
  const send = () =>
    claim.mutate(
      { promotionId },
      {
        onSuccess: () => notice({ words: t('coupon.claimedNotice') }),
        onError: (error) => notice({ words: words(error), tone: 'bad' }),
      },
    );
  switch (state) {
    case 'open':
      return (
        <button type="button" className="dc-button is-main" disabled={claim.isPending} onClick={send}>
          {t(claim.isPending ? 'coupon.claiming' : 'coupon.claim')}
          {name}
        </button>
      );
    case 'notOpen': {
      if (opensAt === null) return <span>{t('coupon.ended')}</span>;
      const time = formatInstant(opensAt, zone, lang, 'clock');
      // At the stroke it is the server that decides; before it there is nothing to ask.
      const early = now === null || now < opensAt;
      return (
        <>
          <button
            type="button"
            className={`dc-button ${early ? 'is-soft' : 'is-main'}`}
            disabled={claim.isPending}
            onClick={early ? () => notice({ words: t('coupon.early', { time }) }) : send}
          >
            {early ? t('coupon.opensAt', { time }) : t(claim.isPending ? 'coupon.claiming' : 'coupon.claim')}
            {name}
          </button>
          {early ? <Countdown to={opensAt} label={t('coupon.opensAt', { time })} /> : null}
        </>
      );
    }
    case 'limit':
      return (
        <>
          <Link className="dc-button is-soft" to={goodsOf(promotionId)}>
            {t('coupon.use')}
            {name}
          </Link>
          <span>{t('coupon.claimed')}</span>
        </>
      );
    case 'codeNeeded':
      return onCode ? (
        <button type="button" className="dc-button is-soft" onClick={onCode}>
          {t('coupon.enterCode')}
          {name}
        </button>
      ) : (
        <Link className="dc-button is-soft" to="/coupons">
          {t('coupon.enterCode')}
          {name}
        </Link>
      );
    case 'gone':
      return <span>{t('coupon.goneLot')}</span>;
    default:
      return null;
  }
}
