import type { PresaleOffer, PresaleOrderRequest } from '@dacu/contract/api';
import { Countdown, EmptyState, fenText, formatInstant, Icon, Money, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { plainAddress } from '../../data/addresses.ts';
import { ApiFailure, api } from '../../data/api.ts';
import { presaleQuery, takesBookings, turnedOffer } from '../../data/presale.ts';
import { PURCHASES, purchaseQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { DepositNotice } from '../../parts/deposit-notice.tsx';
import { Failure } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Stepper } from '../../parts/stepper.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { AddressBlock, useChosenAddress } from './address-block.tsx';
import { CheckoutSkeleton } from './checkout.tsx';
import { OrderCallouts } from './order-callouts.tsx';
import { PlaceBar } from './place-bar.tsx';
import { FullCheckout } from './presale-full-checkout.tsx';
import { PresaleItem } from './presale-item.tsx';
import './checkout.css';
import './presale.css';

const TRIES_MAX = 2;
const QUANTITY_MAX = 20;

/** A pre-sale, by deposit or, while its stock is short, at full payment. */
export function Component() {
  const t = useT();
  const { skuId = '' } = useParams();
  const { data, error, refetch } = useQuery(presaleQuery(skuId));
  return (
    <>
      <PageHead title={t(data?.presale?.pays === 'full' ? 'presale.fullName' : 'presale.title')} backTo="/" />
      {!data && error ? <Failure error={error} onRetry={refetch} /> : null}
      {!data && !error ? <CheckoutSkeleton /> : null}
      {data?.presale ? <PresaleCheckout presale={data.presale} /> : null}
      {data && !data.presale ? <Gone /> : null}
    </>
  );
}

/** The terms on the page are those of now, but never change under an order that is under way. */
function PresaleCheckout({ presale }: { presale: PresaleOffer }) {
  const t = useT();
  const [params] = useSearchParams();
  const [busy, setBusy] = useState(false);
  const opened = useRef(presale.pays);
  const shown = useRef(presale.pays);
  if (!busy) shown.current = presale.pays;
  const max = Math.max(1, Math.min(presale.perPersonMax ?? QUANTITY_MAX, presale.left ?? QUANTITY_MAX));
  const asked = Math.trunc(Number(params.get('quantity'))) || 1;
  const [quantity, setQuantity] = useState(Math.max(1, Math.min(max, asked)));
  const shared = { presale, quantity, max, onQuantity: setQuantity, onBusy: setBusy };
  if (!takesBookings(presale) && !busy) return <Gone />;
  return (
    <>
      {shown.current !== opened.current ? (
        <div className="container presale-turned">
          <Turned words={t(shown.current === 'full' ? 'presale.turnedToFull' : 'presale.turnedToDeposit')} />
        </div>
      ) : null}
      {shown.current === 'full' ? <FullCheckout {...shared} /> : <DepositCheckout {...shared} />}
    </>
  );
}

function Turned({ words }: { words: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: 'center' }), []);
  return (
    <div ref={place} className="callout is-bad" role="alert">
      <Icon name="alert" size={20} />
      <p>{words}</p>
    </div>
  );
}

type DepositCheckoutProps = {
  readonly presale: PresaleOffer;
  readonly quantity: number;
  readonly max: number;
  readonly onQuantity: (quantity: number) => void;
  readonly onBusy: (busy: boolean) => void;
};

/** The deposit of a pre-sale: what is paid now, what later, and what is lost if it is not. */
function DepositCheckout({ presale, quantity, max, onQuantity, onBusy }: DepositCheckoutProps) {
  const t = useT();
  const navigate = useNavigate();
  const client = useQueryClient();
  const chosen = useChosenAddress();
  const { address } = chosen;
  const [accepted, setAccepted] = useState(false);
  const [missed, setMissed] = useState(false);
  const { unit, shipOn } = presale;
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const itemWords = [
    pick(presale.item.skuTitle),
    ...(shipOn === null ? [] : [t('presale.shipBy', { time: formatInstant(shipOn, zone, lang, 'moment') })]),
  ];
  const place = useMutation({
    mutationFn: (order: PresaleOrderRequest) => api.presaleOrder(presale.skuId, order),
    // The same key and the same body: whatever became of the first try is its answer.
    retry: (failures, error) =>
      failures < TRIES_MAX && error instanceof ApiFailure && error.outcomeUnknown && error.retryable,
    onSuccess: (purchase) => {
      client.setQueryData(purchaseQuery(purchase.purchaseId).queryKey, purchase);
      void client.invalidateQueries(PURCHASES);
      return navigate(`/pay/${purchase.purchaseId}`, { replace: true });
    },
    onError: (error) => {
      const turned = turnedOffer(error);
      if (turned) client.setQueryData(presaleQuery(presale.skuId).queryKey, { presale: turned });
      else void client.invalidateQueries(presaleQuery(presale.skuId));
    },
  });
  const unknown =
    place.error instanceof ApiFailure && place.error.outcomeUnknown ? place.variables : undefined;
  const frozen = place.isPending || unknown !== undefined;
  useEffect(() => onBusy(frozen), [frozen, onBusy]);
  const depositFen = unknown?.expectedDepositFen ?? unit.depositFen * quantity;
  function submit() {
    if (unknown) return place.mutate(unknown);
    if (!address) return;
    if (!accepted) return setMissed(true);
    place.mutate({
      ...{ promotionId: presale.promotionId, quantity, expectedDepositFen: depositFen },
      ...{ acceptsDeposit: true, address: plainAddress(address) },
    });
  }
  return (
    <div className="container checkout">
      <div className="checkout-main">
        <AddressBlock chosen={chosen} locked={frozen} />
        <PresaleItem item={presale.item} words={itemWords} />
        <DepositNotice legalFen={unit.legalFen * quantity} refundableUntil={presale.refundableUntil} />
        <label className={`panel presale-accept ${missed && !accepted ? 'is-missed' : ''}`}>
          <input
            type="checkbox"
            checked={accepted}
            disabled={frozen}
            onChange={(event) => setAccepted(event.target.checked)}
          />
          <span>{t('presale.accept', { amount: fenText(unit.legalFen * quantity) })}</span>
        </label>
        {missed && !accepted ? (
          <p className="presale-missed" role="alert">
            {t('presale.acceptFirst')}
          </p>
        ) : null}
      </div>
      <div className="checkout-side">
        <section className="panel product-quantity">
          <span>{t('product.quantity')}</span>
          <Stepper value={quantity} max={max} label={t('product.quantity')} onChange={onQuantity} />
        </section>
        <section className="panel presale-sums">
          <dl>
            <div className="is-total">
              <dt>{t('presale.nowPay')}</dt>
              <dd>
                <Money fen={depositFen} size="lg" className="price-net" />
              </dd>
            </div>
            <div>
              <dt>{t('presale.laterPay')}</dt>
              <dd>{fenText(unit.balanceFen * quantity)}</dd>
            </div>
            <div>
              <dt>{t('presale.contract')}</dt>
              <dd>{fenText(unit.contractFen * quantity)}</dd>
            </div>
          </dl>
          <p className="fine-print">
            {t('presale.expands', {
              deposit: fenText(unit.depositFen * quantity),
              expansion: fenText(unit.expansionFen * quantity),
            })}
            {' · '}
            {t('presale.laterOff')}
          </p>
        </section>
        <p className="fine-print presale-ends">
          {t('presale.endsIn')} <Countdown to={presale.depositEndsAt} label={t('presale.endsIn')} />
        </p>
        <p className="fine-print">
          {t('presale.holdHint', { minutes: Math.round(presale.holdMs / 60_000) })}
        </p>
        <OrderCallouts changedTo={null} error={place.error} unknown={unknown !== undefined} />
      </div>
      <PlaceBar
        words={t('presale.nowPay')}
        fen={depositFen}
        addressed={Boolean(address)}
        pending={place.isPending}
        submit={t(unknown ? 'checkout.unknownAsk' : 'presale.pay')}
        onSubmit={submit}
      />
    </div>
  );
}

function Gone() {
  const t = useT();
  return (
    <EmptyState
      title={t('presale.goneTitle')}
      words={t('presale.goneWords')}
      icon="clock"
      className="page-state"
    >
      <Link className="dc-button is-main" to="/">
        {t('nav.toVenue')}
      </Link>
    </EmptyState>
  );
}
