import type { CouponFace, CouponView } from '@dacu/contract/api';
import { fenText, Icon, Money, useLanguage } from '@dacu/ui';
import type { ReactNode } from 'react';
import { type Translate, useT } from '../i18n/setup.ts';
import './coupon-ticket.css';

type Ticket = Pick<CouponView, 'face' | 'title' | 'terms'>;

/** A coupon as a slip with a stub: what it takes off on the stub, what it is beside it, what to do with it at the end. */
export function CouponTicket({
  coupon: { face, title, terms },
  quiet = false,
  action,
  children,
}: {
  coupon: Ticket;
  /** It cannot be used or claimed now. */
  quiet?: boolean;
  action?: ReactNode;
  children?: ReactNode;
}) {
  const { pick } = useLanguage();
  const more = !says(pick(title), pick(terms)) && !saysFace(face, pick(terms));
  return (
    <article className={`coupon ${quiet ? 'is-quiet' : ''}`}>
      <Stub face={face} />
      <div className="coupon-body">
        <h3>{pick(title)}</h3>
        {more ? <p className="coupon-terms">{pick(terms)}</p> : null}
        {children}
      </div>
      {action ? <div className="coupon-action">{action}</div> : null}
    </article>
  );
}

function Stub({ face }: { face: CouponFace }) {
  const t = useT();
  if (face === null)
    return (
      <span className="coupon-stub">
        <Icon name="ticket" size={34} />
      </span>
    );
  const most = face.kind === 'rate' ? face.offMaxFen : null;
  return (
    <span className="coupon-stub">
      {face.kind === 'off' ? (
        <Money fen={face.offFen} size="lg" cents="auto" />
      ) : (
        <strong>{faceWords(face, t)}</strong>
      )}
      <small>
        {face.thresholdFen > 0
          ? t('coupon.threshold', { amount: fenText(face.thresholdFen, true) })
          : t('coupon.noThreshold')}
      </small>
      {most === null ? null : <small>{t('coupon.rateMax', { amount: fenText(most, true) })}</small>}
    </span>
  );
}

/** What a coupon takes off, in as few words as there are: `¥20`, `8.5折`, `15% off`. Empty where it takes more. */
export function faceWords(face: CouponFace, t: Translate): string {
  switch (face?.kind) {
    case 'off':
      return fenText(face.offFen, true);
    case 'rate':
      return t('coupon.rate', { zhe: face.payBp / 1_000, percent: (10_000 - face.payBp) / 100 });
    case 'freight':
      return face.offFen === null
        ? t('coupon.freight')
        : t('coupon.freightOff', { amount: fenText(face.offFen, true) });
    default:
      return '';
  }
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A span in its largest whole unit, never rounded up: `3 天`, `24 小时`, `40 分钟`. */
export function spanWords(ms: number, t: Translate): string {
  if (ms >= 2 * DAY_MS) return t('coupon.days', { count: Math.floor(ms / DAY_MS) });
  if (ms >= HOUR_MS) return t('coupon.hours', { count: Math.floor(ms / HOUR_MS) });
  return t('coupon.minutes', { count: Math.max(1, Math.floor(ms / MINUTE_MS)) });
}

/** Does a name say the amounts already? */
function says(title: string, terms: string): boolean {
  const plain = (text: string) => text.replaceAll(/[\s，、,¥]/g, '');
  return plain(title).includes(plain(terms));
}

/** Are the words only the figures of the stub once more? */
function saysFace(face: CouponFace, words: string): boolean {
  if (face?.kind !== 'off') return false;
  const figures = words.replaceAll(',', '').match(/\d+(\.\d+)?/g) ?? [];
  const shown = [face.offFen, face.thresholdFen];
  return figures.length > 0 && figures.every((figure) => shown.includes(Math.round(Number(figure) * 100)));
}
