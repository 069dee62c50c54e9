import type { PurchaseRequest, QuoteView } from '@dacu/contract/api';
import { EmptyState, Skeleton, useLanguage } from '@dacu/ui';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { plainAddress } from '../../data/addresses.ts';
import { ApiFailure, api } from '../../data/api.ts';
import { CART, useChoice } from '../../data/coupon-choice.ts';
import { usePlaceOrder } from '../../data/place-order.ts';
import { cartQuery } from '../../data/queries.ts';
import { type Translate, useT } from '../../i18n/setup.ts';
import { ClosedNotes } from '../../parts/closed-notes.tsx';
import { CouponPanel, useDropBroken } from '../../parts/coupon-panel.tsx';
import { Failure } from '../../parts/failure.tsx';
import { OpenOrderFirst, useOpenOrders } from '../../parts/open-order.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PointsPanel } from '../../parts/points-panel.tsx';
import { Receipt } from '../../parts/receipt.tsx';
import { AddressBlock, useChosenAddress } from './address-block.tsx';
import { BoxTermsForm, useBoxTerms } from './box-terms.tsx';
import { CheckoutShop, unitsOf } from './checkout-shop.tsx';
import { DeliveryBlock, ShopPromise, useDelivery } from './delivery-block.tsx';
import { remedyOf } from './delivery-ways.ts';
import { OrderCallouts } from './order-callouts.tsx';
import { PlaceBar } from './place-bar.tsx';
import { ServicesPanel, type WantedService } from './services-panel.tsx';
import './checkout.css';

type Line = { readonly skuId: string; readonly quantity: number };

/** Ticked lines of the cart, or the one item of "buy now" (`?sku=…&quantity=…`). */
function useLines(): { place: string; lines: readonly Line[] | null; error: unknown; retry: () => void } {
  const [params] = useSearchParams();
  const sku = params.get('sku');
  const cart = useQuery({ ...cartQuery, enabled: sku === null });
  if (sku !== null) {
    const quantity = Math.max(1, Math.min(999, Math.trunc(Number(params.get('quantity'))) || 1));
    return { place: sku, lines: [{ skuId: sku, quantity }], error: null, retry: () => {} };
  }
  // A line that is only short stays in: it is priced in the cart, and the refusal says which quantity to change.
  const gone = new Set(
    cart.data?.unavailable
      .filter((line) => line.reason !== 'outOfStock' || line.left === 0)
      .map((line) => line.skuId),
  );
  const lines = cart.data?.lines
    .filter((line) => line.selected && !gone.has(line.skuId))
    .map(({ skuId, quantity }) => ({ skuId, quantity }));
  return { place: CART, lines: lines ?? null, error: cart.error, retry: () => void cart.refetch() };
}

export function Component() {
  const t = useT();
  const { place, lines, error, retry } = useLines();
  const [open] = useOpenOrders();
  if (open)
    return (
      <>
        <PageHead title={t('checkout.title')} backTo="/cart" />
        <OpenOrderFirst state={open} />
      </>
    );
  return (
    <>
      <PageHead title={t('checkout.title')} backTo="/cart" />
      {lines === null && error ? <Failure error={error} onRetry={retry} /> : null}
      {lines === null && !error ? <CheckoutSkeleton /> : null}
      {lines?.length === 0 ? (
        <EmptyState
          title={t('checkout.empty')}
          words={t('checkout.emptyWords')}
          icon="cart"
          className="page-state"
        >
          <Link className="dc-button is-main" to="/cart">
            {t('nav.cart')}
          </Link>
          <Link className="dc-button" to="/orders">
            {t('notFound.toOrders')}
          </Link>
        </EmptyState>
      ) : null}
      {lines && lines.length > 0 ? <Checkout lines={lines} place={place} /> : null}
    </>
  );
}

function Checkout({ lines: given, place: choicePlace }: { lines: readonly Line[]; place: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const client = useQueryClient();
  const chosen = useChosenAddress();
  const { address } = chosen;
  const [kept, choose] = useChoice(choicePlace);
  const [wantsPoints, setWantsPoints] = useState(false);
  const [asked, setAsked] = useState<readonly WantedService[]>([]);
  /** The amount that a refusal named, until the shopper has pressed again or changed something. */
  const [changedTo, setChangedTo] = useState<number | null>(null);
  const place = usePlaceOrder('purchase', async (order: PurchaseRequest) => {
    const purchase = await api.placePurchase(order);
    // The choice was for this order; the next one begins with the best again.
    choose(null);
    return purchase;
  });
  // While nobody knows whether an order was placed, the page shows that order, whatever the cart has become.
  const lines = place.unknown?.lines ?? (place.isPending ? place.variables?.lines : undefined) ?? given;
  const frozen = place.unknown !== null || place.isPending;
  const sent = place.unknown ?? (place.isPending ? place.variables : undefined);
  const choice = sent ? (sent.couponIds ?? null) : kept;
  const delivery = useDelivery(address?.region, lines);
  const [stood, setStood] = useState(false);
  const collected = (sent ? sent.delivery : delivery.choice)?.way === 'pickup';
  const buyer = {
    ...(address && { region: address.region, phone: address.phone }),
    ...(collected && { collected }),
  };
  const coupons = choice === null ? {} : { couponIds: [...choice] };
  const usePoints = sent ? sent.usePoints !== undefined : wantsPoints;
  const services = sent ? (sent.services ?? []) : asked;
  const beside = {
    ...(usePoints ? { usePoints: 'max' as const } : {}),
    ...(services.length > 0 ? { services: [...services] } : {}),
  };
  const quoteKey = ['quote', 'checkout', lines, buyer, choice, beside];
  const quote = useQuery({
    queryKey: quoteKey,
    queryFn: ({ signal }) => api.quote({ lines: [...lines], ...buyer, ...coupons, ...beside }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: frozen ? false : 20_000,
    enabled: !frozen,
  });

  const box = useBoxTerms(lines.map(({ skuId }) => skuId));

  useDropBroken(quote.error ?? place.error, kept, choose);

  if (!quote.data && quote.error) return <Failure error={quote.error} onRetry={quote.refetch} />;
  // What has to be confirmed stands above the goods: nothing may move once they are read.
  // So do the ways of delivery, the first time.
  if (!stood && !delivery.isAwaited) setStood(true);
  if (!stood || !quote.data || box.waiting) return <CheckoutSkeleton />;
  const shown = quote.data;
  const units = unitsOf(shown);
  const titleOf = (skuId: string) =>
    pick(shown.shops.flatMap((shop) => shop.lines).find((line) => line.skuId === skuId)?.title);
  function submit() {
    if (place.unknown) return place.mutate(place.unknown);
    if (!address) return;
    if (box.asked && box.terms === null) return box.ask();
    if (delivery.missing) return document.querySelector<HTMLElement>('.delivery-consent input')?.focus();
    const order = {
      lines: [...lines],
      expectedPayFen: shown.payFen,
      address: plainAddress(address),
      ...coupons,
      ...beside,
      ...(box.terms && { boxTerms: box.terms }),
      ...(delivery.choice && { delivery: delivery.choice }),
    };
    setChangedTo(null);
    place.mutate(order, {
      onError: (error) => {
        if (!(error instanceof ApiFailure)) return;
        if (error.code === 'pickupNotThere' || error.code === 'outOfStock')
          void client.invalidateQueries({ queryKey: ['deliveryOptions'] });
        if (error.code !== 'priceChanged') return;
        const now = error.problem?.quote as QuoteView | undefined;
        if (now) client.setQueryData(quoteKey, now);
        else void quote.refetch();
        if (now) setChangedTo(now.payFen);
      },
    });
  }
  return (
    <div className="container checkout">
      <div className="checkout-main">
        <AddressBlock chosen={chosen} locked={frozen} />
        <DeliveryBlock delivery={delivery} locked={frozen} lines={lines} titleOf={titleOf} />
        {box.asked ? <BoxTermsForm box={box} locked={frozen} /> : null}
        {shown.shops.map((shop) => (
          <CheckoutShop key={shop.shopId} shop={shop} quote={shown}>
            <ShopPromise delivery={delivery} />
          </CheckoutShop>
        ))}
      </div>
      <div className="checkout-side">
        <CouponPanel
          quote={shown}
          priced={{ lines, ...buyer }}
          choice={choice}
          onChoose={(next) => {
            choose(next);
            setChangedTo(null);
          }}
          locked={frozen}
          waiting={quote.isPlaceholderData}
        />
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
        <ServicesPanel
          quote={shown}
          asked={services}
          onAsk={(next) => {
            setAsked(next);
            setChangedTo(null);
          }}
          locked={frozen}
        />
        <Receipt quote={shown} items={false} />
        <ClosedNotes quote={shown} />
        <p className="fine-print">
          {quote.isError && !frozen ? t('checkout.quoteLost') : t('checkout.holdHint')}
        </p>
        <OrderCallouts
          changedTo={changedTo}
          error={place.error}
          unknown={place.unknown !== null}
          titleOf={titleOf}
        />
      </div>
      <PlaceBar
        words={t('checkout.items', { count: units })}
        fen={place.unknown?.expectedPayFen ?? shown.payFen}
        repricing={quote.isPlaceholderData}
        addressed={Boolean(address)}
        pending={place.isPending}
        disabled={shown.closed.length > 0 && !place.unknown}
        instead={delivery.unmet && !frozen ? insteadOf(shown, choicePlace, t) : undefined}
        submit={t(place.unknown ? 'checkout.unknownAsk' : 'checkout.submit')}
        onSubmit={submit}
      />
    </div>
  );
}

/** Where an order that no way of delivery fits can be changed: the cart, or the page of the one item. */
function insteadOf(quote: QuoteView, place: string, t: Translate) {
  const lines = quote.shops.flatMap((shop) => shop.lines);
  const why = t(`delivery.instead.${remedyOf(lines)}`);
  if (place === CART) return { why, to: '/cart', words: t('delivery.toCart') };
  const [line] = lines;
  return { why, to: `/products/${line?.productId}?sku=${place}`, words: t('delivery.toItem') };
}

export function CheckoutSkeleton() {
  const t = useT();
  return (
    <div className="container checkout" role="status" aria-label={t('loading')}>
      <div className="checkout-main">
        <Skeleton height="5.5rem" radius="lg" />
        <Skeleton height="11rem" radius="lg" />
      </div>
      <div className="checkout-side">
        <Skeleton height="18rem" radius="lg" />
      </div>
    </div>
  );
}
