import type { CouponView, QuoteView } from '@dacu/contract/api';
import { fenText, Icon, Money, Skeleton, useLanguage } from '@dacu/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../data/api.ts';
import type { Choice } from '../data/coupon-choice.ts';
import { claimableFor, couponCentreQuery, myCouponsQuery } from '../data/coupons.ts';
import { useT } from '../i18n/setup.ts';
import { ClaimTicket } from './claim-ticket.tsx';
import { faceWords } from './coupon-ticket.tsx';
import { type Priced, Verdict } from './coupon-verdict.tsx';
import { Failure, useFailureWords } from './failure.tsx';
import { Sheet } from './sheet.tsx';
import { chosenOf, sortCoupons, toggled, whyOf } from './sort-coupons.ts';
import './choose-coupons.css';

type ChooseCouponsProps = {
  readonly priced: Priced;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
  readonly onClose: () => void;
};

function useQuote(priced: Priced, draft: Choice) {
  return useQuery({
    queryKey: ['quote', 'choose', 'key' in priced ? priced.key : priced, draft],
    queryFn: ({ signal }) => {
      if ('quote' in priced) return priced.quote(draft, signal);
      const { lines, region, phone, collected } = priced;
      return api.quote(
        {
          lines: [...lines],
          ...(region === undefined ? {} : { region }),
          ...(phone === undefined ? {} : { phone }),
          ...(collected && { collected }),
          ...(draft === null ? {} : { couponIds: [...draft] }),
        },
        signal,
      );
    },
    placeholderData: keepPreviousData,
  });
}

/** The shopper's coupons beside what they do to this order. Each tick is priced at once; nothing holds until it is taken over. */
export function ChooseCoupons({ priced, choice, onChoose, onClose }: ChooseCouponsProps) {
  const t = useT();
  const words = useFailureWords();
  const [draft, setDraft] = useState<Choice>(choice);
  const best = useQuote(priced, null);
  const shown = useQuote(priced, draft);
  const mine = useQuery(myCouponsQuery('available'));
  const { data: centre } = useQuery(couponCentreQuery);
  const failed = best.error ?? mine.error;
  if (!best.data || !mine.data) {
    return (
      <Sheet open title={t('choice.title')} onClose={onClose}>
        {failed ? (
          <Failure
            error={failed}
            onRetry={() => {
              void best.refetch();
              void mine.refetch();
            }}
          />
        ) : (
          <div role="status" aria-label={t('loading')}>
            <Skeleton height="12rem" radius="md" />
          </div>
        )}
      </Sheet>
    );
  }
  const quote = shown.data ?? best.data;
  const { usable, unusable } = sortCoupons(mine.data.coupons, best.data);
  const ticked = chosenOf(draft, best.data);
  const claimable = claimableFor(best.data, centre);
  const done = () => {
    onChoose(draft);
    onClose();
  };
  return (
    <Sheet open title={t('choice.title')} onClose={onClose}>
      <label className="choice-auto">
        <span>
          {t('choice.auto')}
          <small>
            {best.data.choice.kind === 'exact'
              ? t('choice.bestWords')
              : t('choice.bounded', { amount: fenText(best.data.choice.couldSaveFen) })}
          </small>
        </span>
        <input
          type="checkbox"
          role="switch"
          aria-checked={draft === null}
          checked={draft === null}
          onChange={(event) => setDraft(event.target.checked ? null : ticked)}
        />
      </label>
      {claimable.length > 0 ? (
        <section className="choice-group" aria-label={t('choice.claimFirst')}>
          <h3>{t('choice.claimFirst')}</h3>
          {claimable.map((programme) => (
            <ClaimTicket key={programme.promotionId} programme={programme} />
          ))}
        </section>
      ) : null}
      <Group title={t('choice.usable')} coupons={usable}>
        {(coupon) => (
          <Pick
            coupon={coupon}
            checked={ticked.includes(coupon.couponId)}
            quote={quote}
            best={best.data}
            onToggle={() => setDraft(toggled(ticked, coupon.couponId))}
          />
        )}
      </Group>
      <Group title={t('choice.unusable')} coupons={unusable}>
        {(coupon) => <Unfit coupon={coupon} best={best.data} />}
      </Group>
      {usable.length + unusable.length === 0 ? (
        <p className="sheet-words">
          {t('choice.empty')} <Link to="/coupons">{t('coupon.toCentre')}</Link>
        </p>
      ) : null}
      <footer className="choice-foot">
        <div aria-live="polite" className={shown.isPlaceholderData ? 'is-waiting' : ''}>
          {shown.error && draft !== null ? (
            <p className="verdict is-costly">
              <Icon name="alert" size={16} /> <span>{words(shown.error)}</span>
            </p>
          ) : (
            <Verdict quote={quote} own={draft !== null} />
          )}
          <p className="choice-pay">
            {t('choice.pay')} <Money fen={quote.payFen} />
          </p>
        </div>
        <button
          type="button"
          className="dc-button is-main"
          disabled={shown.isPlaceholderData || (draft !== null && shown.isError)}
          onClick={done}
        >
          {t(draft === null ? 'choice.keepBest' : 'choice.done')}
        </button>
      </footer>
    </Sheet>
  );
}

function Group({
  title,
  coupons,
  children,
}: {
  title: string;
  coupons: readonly CouponView[];
  children: (coupon: CouponView) => React.ReactNode;
}) {
  if (coupons.length === 0) return null;
  return (
    <section className="choice-group" aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {coupons.map((coupon) => (
          <li key={coupon.couponId}>{children(coupon)}</li>
        ))}
      </ul>
    </section>
  );
}

function Pick({
  coupon,
  checked,
  quote,
  best,
  onToggle,
}: {
  coupon: CouponView;
  checked: boolean;
  quote: QuoteView;
  best: QuoteView;
  onToggle: () => void;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const used = quote.coupons.find(({ couponId }) => couponId === coupon.couponId);
  const why = used ? null : whyOf(coupon, checked ? quote : best);
  return (
    <label className={`choice-pick ${used ? 'is-used' : ''}`}>
      <input type="checkbox" checked={checked} onChange={onToggle} />
      <Name coupon={coupon} />
      <span className="choice-effect">
        {used
          ? t('choice.saves', { amount: fenText(used.savedFen) })
          : why === 'twin'
            ? t('choice.twin')
            : why === null
              ? t('choice.notChosen')
              : pick(why)}
      </span>
    </label>
  );
}

function Unfit({ coupon, best }: { coupon: CouponView; best: QuoteView }) {
  const t = useT();
  const { pick } = useLanguage();
  const why = whyOf(coupon, best);
  return (
    <div className="choice-pick is-unfit">
      <Name coupon={coupon} />
      <span className="choice-effect">
        {/* What touches none of the items was not even looked at. */}
        {why === null || why === 'twin' ? t('choice.noGoods') : pick(why)}
      </span>
    </div>
  );
}

function Name({ coupon }: { coupon: CouponView }) {
  const t = useT();
  const { pick } = useLanguage();
  const face = faceWords(coupon.face, t);
  const threshold = coupon.face?.thresholdFen ?? 0;
  return (
    <span className="choice-name">
      <b>{face === '' ? pick(coupon.title) : face}</b>
      <span>
        {[
          face === '' ? '' : pick(coupon.title),
          threshold > 0 ? t('coupon.threshold', { amount: fenText(threshold, true) }) : '',
        ]
          .filter((words) => words !== '')
          .join(' · ')}
      </span>
    </span>
  );
}
