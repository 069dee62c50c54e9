import type { FlashItem, FlashOrderRequest, QuoteView } from '@dacu/contract/api';
import { Countdown, EmptyState, Money, StockBar, useLanguage } from '@dacu/ui';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { plainAddress } from '../../data/addresses.ts';
import { ApiFailure, api } from '../../data/api.ts';
import { usePlaceOrder } from '../../data/place-order.ts';
import { flashQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure } from '../../parts/failure.tsx';
import { OpenOrderFirst, useOpenOrders } from '../../parts/open-order.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PointsPanel } from '../../parts/points-panel.tsx';
import { Receipt } from '../../parts/receipt.tsx';
import { Stepper } from '../../parts/stepper.tsx';
import { AddressBlock, useChosenAddress } from './address-block.tsx';
import { CheckoutSkeleton } from './checkout.tsx';
import { OrderCallouts } from './order-callouts.tsx';
import { PlaceBar } from './place-bar.tsx';
import './checkout.css';

/** A flash order is one item and one press: everything on one screen, the address remembered. */
export function Component() {
  const t = useT();
  const { activityId = '' } = useParams();
  const { data: flash, error, refetch } = useQuery(flashQuery);
  const item = flash?.slots.flatMap((slot) => slot.items).find((each) => each.activityId === activityId);
  const [open] = useOpenOrders();
  if (open)
    return (
      <>
        <PageHead title={t('flash.title')} backTo="/flash" />
        <OpenOrderFirst state={open} />
      </>
    );
  return (
    <>
      <PageHead title={t('flash.title')} backTo="/flash" />
      {!flash && error ? <Failure error={error} onRetry={refetch} /> : null}
      {!flash && !error ? <CheckoutSkeleton /> : null}
      {flash && !item ? <Gone /> : null}
      {item ? <FlashCheckout item={item} /> : null}
    </>
  );
}

function FlashCheckout({ item }: { item: FlashItem }) {
  const t = useT();
  const client = useQueryClient();
  const chosen = useChosenAddress();
  const { address } = chosen;
  const [quantity, setQuantity] = useState(1);
  const [wantsPoints, setWantsPoints] = useState(false);
  const [changedTo, setChangedTo] = useState<number | null>(null);
  const place = usePlaceOrder(`flash:${item.activityId}`, (order: FlashOrderRequest) =>
    api.placeFlashOrder(item.activityId, order),
  );
  const frozen = place.unknown !== null || place.isPending;
  const usePoints = place.unknown ? place.unknown.usePoints !== undefined : wantsPoints;
  const beside = usePoints ? { usePoints: 'max' as const } : {};
  const quoteKey = ['quote', 'flash', item.activityId, quantity, address?.region, address?.phone, usePoints];
  // Freight and all: the first amount shown is the amount that is asked.
  const quote = useQuery({
    queryKey: quoteKey,
    queryFn: ({ signal }) =>
      api.quote(
        {
          lines: [{ skuId: item.skuId, quantity }],
          activityId: item.activityId,
          ...beside,
          ...(address ? { region: address.region, phone: address.phone } : {}),
        },
        signal,
      ),
    enabled: item.state === 'open' && !frozen,
    placeholderData: keepPreviousData,
  });
  const shown = quote.data;
  const payFen = place.unknown?.expectedPayFen ?? shown?.payFen ?? item.flashFen * quantity;
  function submit() {
    if (place.unknown) return place.mutate(place.unknown);
    if (!address) return;
    setChangedTo(null);
    place.mutate(
      { quantity, expectedPayFen: payFen, address: plainAddress(address), ...beside },
      {
        onError: (error) => {
          void client.invalidateQueries(flashQuery);
          if (!(error instanceof ApiFailure) || error.code !== 'priceChanged') return;
          const now = error.problem?.quote as QuoteView | undefined;
          if (!now) return;
          client.setQueryData(quoteKey, now);
          setChangedTo(now.payFen);
        },
      },
    );
  }
  if (item.state !== 'open' && !frozen && !place.error) return <Gone />;
  return (
    <div className="container checkout">
      <div className="checkout-main">
        <FlashItemPanel item={item} />
        <AddressBlock chosen={chosen} locked={frozen} />
      </div>
      <div className="checkout-side">
        {item.perPersonMax > 1 ? (
          <section className="panel product-quantity">
            <span>
              {t('product.quantity')} · {t('flash.perPerson', { count: item.perPersonMax })}
            </span>
            <Stepper
              value={quantity}
              max={item.perPersonMax}
              label={t('product.quantity')}
              onChange={(next) => {
                setQuantity(next);
                setChangedTo(null);
              }}
            />
          </section>
        ) : null}
        {shown ? (
          <PointsPanel
            points={shown.points}
            on={usePoints}
            onTurn={(on) => {
              setWantsPoints(on);
              setChangedTo(null);
            }}
            locked={frozen}
            waiting={quote.isPlaceholderData}
          />
        ) : null}
        {shown ? <Receipt quote={shown} items={false} /> : null}
        <OrderCallouts changedTo={changedTo} error={place.error} unknown={place.unknown !== null} />
        {shown?.trace.some((row) => row.reason === 'excludedByFlash') ? (
          <p className="fine-print">{t('flash.coupons')}</p>
        ) : null}
        <p className="fine-print">
          {t('flash.perPerson', { count: item.perPersonMax })} · {t('checkout.holdHint')}
        </p>
      </div>
      <PlaceBar
        words={address ? t('checkout.items', { count: quantity }) : t('checkout.freightAfter')}
        fen={payFen}
        repricing={quote.isPlaceholderData}
        addressed={Boolean(address)}
        pending={place.isPending}
        submit={t(place.unknown ? 'checkout.unknownAsk' : 'checkout.submitFlash')}
        onSubmit={submit}
      />
    </div>
  );
}

function FlashItemPanel({ item }: { item: FlashItem }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <section className="panel flash-order">
      <span className="plate">
        <img src={item.imageUrl} alt="" width="96" height="96" />
      </span>
      <div>
        <h2>{pick(item.title)}</h2>
        <p className="flash-order-price">
          <span className="price-label">{t('flash.price')}</span>
          <Money fen={item.flashFen} size="lg" className="price-net" />
        </p>
        <StockBar total={item.stockTotal} taken={item.stockTaken} />
        <p className="flash-panel-clock">
          {t('flash.endsIn')} <Countdown to={item.endsAt} label={pick(item.title)} />
        </p>
      </div>
    </section>
  );
}

function Gone() {
  const t = useT();
  return (
    <EmptyState
      title={t('checkout.flashGone')}
      words={t('checkout.flashGoneWords')}
      icon="bolt"
      className="page-state"
    >
      <Link className="dc-button is-main" to="/flash">
        {t('checkout.flashOther')}
      </Link>
    </EmptyState>
  );
}
