import type { CouponCentre, CouponView } from '@dacu/contract/api';
import {
  Countdown,
  EmptyState,
  formatInstant,
  Skeleton,
  useCampaignNow,
  useLanguage,
  useWhenPassed,
} from '@dacu/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { couponCentreQuery, type Programme } from '../../data/coupons.ts';
import { useT } from '../../i18n/setup.ts';
import { ClaimTicket, goodsOf } from '../../parts/claim-ticket.tsx';
import { CouponTicket } from '../../parts/coupon-ticket.tsx';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { CodeForm } from './code-form.tsx';
import { CouponTabs } from './coupon-tabs.tsx';
import './coupons.css';

/** What can be claimed now, what opens when, what wants a code, and why the rest is not to be had. */
export function Component() {
  const t = useT();
  const client = useQueryClient();
  const { data: centre, error, refetch } = useQuery(couponCentreQuery);
  const now = useCampaignNow();
  const turn = nextTurn(centre, now);
  useWhenPassed(turn, () => {
    void client.invalidateQueries(couponCentreQuery);
  });
  const code = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<CouponView | null>(null);
  return (
    <>
      <PageHead title={t('coupon.centre')} backTo="/" measure="list" />
      <div className="container coupons">
        <CouponTabs here="claim" />
        <CodeForm field={code} onFound={setFound} />
        {found ? <Found coupon={found} /> : null}
        {!centre && error ? <Failure error={error} onRetry={refetch} /> : null}
        {!centre && !error ? <CouponsSkeleton /> : null}
        {centre ? <Programmes centre={centre} onCode={() => code.current?.focus()} /> : null}
      </div>
    </>
  );
}

/** The next instant at which a lot opens or closes. */
function nextTurn(centre: CouponCentre | undefined, now: number | null): number | null {
  if (!centre || now === null) return null;
  const turns = centre.programmes
    .flatMap(({ opensAt, closesAt }) => [opensAt, closesAt])
    .filter((at): at is number => at !== null && at > now);
  return turns.length === 0 ? null : Math.min(...turns);
}

function Programmes({ centre, onCode }: { centre: CouponCentre; onCode: () => void }) {
  const t = useT();
  const { programmes } = centre;
  const has =
    (...states: Programme['state'][]) =>
    ({ state }: Programme) =>
      states.includes(state);
  const live = programmes.filter(has('open', 'notOpen', 'limit', 'gone'));
  const grabs = live.filter(({ issue }) => issue === 'timedGrab');
  const others = live.filter(({ issue }) => issue !== 'timedGrab');
  // What can be had stands before what was had.
  const order = ['open', 'notOpen', 'limit', 'gone'];
  const ordered = others.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  if (programmes.length === 0)
    return (
      <EmptyState title={t('coupon.none')} words={t('coupon.noneWords')} icon="ticket" className="page-state">
        <Link className="dc-button is-main" to="/">
          {t('nav.toVenue')}
        </Link>
      </EmptyState>
    );
  return (
    <>
      <Group title={t('coupon.grabs')} programmes={grabs} aside={<NextLot grabs={grabs} />} />
      <Group title={t('coupon.open')} programmes={ordered} />
      <Group title={t('coupon.byCode')} programmes={programmes.filter(has('codeNeeded'))} onCode={onCode} />
      <Group title={t('coupon.closed')} programmes={programmes.filter(has('notForYou', 'ended'))} />
      <p className="fine-print">{t('coupon.honest')}</p>
    </>
  );
}

function Group({
  title,
  programmes,
  aside,
  onCode,
}: {
  title: string;
  programmes: readonly Programme[];
  aside?: React.ReactNode;
  onCode?: () => void;
}) {
  if (programmes.length === 0) return null;
  return (
    <section className="coupon-group" aria-label={title}>
      <header className="section-head">
        <h2>{title}</h2>
        {aside}
      </header>
      <ul className="coupon-list">
        {programmes.map((programme) => (
          <li key={programme.promotionId}>
            <ClaimTicket programme={programme} {...(onCode ? { onCode } : {})} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One clock for the section: when the next lot of any of its programmes begins. */
function NextLot({ grabs }: { grabs: readonly Programme[] }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  // A lot that has not opened at all carries its own clock.
  const next = grabs.filter(({ state }) => state !== 'notOpen').flatMap(({ opensAt }) => opensAt ?? []);
  if (next.length === 0) return null;
  const at = Math.min(...next);
  const words = t('coupon.nextLot', { time: formatInstant(at, zone, lang, 'clock') });
  return (
    <span className="coupon-next">
      {words} <Countdown to={at} label={words} />
    </span>
  );
}

/** What a code has brought, in front of everything else. */
function Found({ coupon }: { coupon: CouponView }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  return (
    <section className="coupon-found" aria-label={t('coupon.codeDone')}>
      <p role="status">{t('coupon.codeDone')}</p>
      <CouponTicket
        coupon={coupon}
        action={
          <Link className="dc-button is-main" to={goodsOf(coupon.promotionId)}>
            {t('coupon.use')}
            <span className="dc-hidden"> {pick(coupon.title)}</span>
          </Link>
        }
      >
        <p className="coupon-note">
          {t('coupon.until', { time: formatInstant(coupon.expiresAt, zone, lang, 'moment') })}
        </p>
      </CouponTicket>
    </section>
  );
}

export function CouponsSkeleton() {
  const t = useT();
  return (
    <div role="status" aria-label={t('loading')} className="coupon-list">
      <Skeleton height="6rem" radius="md" />
      <Skeleton height="6rem" radius="md" />
      <Skeleton height="6rem" radius="md" />
    </div>
  );
}
