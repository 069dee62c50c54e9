import type { PresaleFullOrderRequest, PresaleOffer, QuoteView } from '@dacu/contract/api';
import { Countdown } from '@dacu/ui';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { plainAddress } from '../../data/addresses.ts';
import { ApiFailure, api } from '../../data/api.ts';
import { useChoice } from '../../data/coupon-choice.ts';
import { laterApi } from '../../data/later.ts';
import { usePlaceOrder } from '../../data/place-order.ts';
import { presaleQuery, turnedOffer } from '../../data/presale.ts';
import { useT } from '../../i18n/setup.ts';
import { CouponPanel, useDropBroken } from '../../parts/coupon-panel.tsx';
import { Failure } from '../../parts/failure.tsx';
import { FullPaymentNotice } from '../../parts/full-payment-notice.tsx';
import { PointsPanel } from '../../parts/points-panel.tsx';
import { Receipt } from '../../parts/receipt.tsx';
import { Stepper } from '../../parts/stepper.tsx';
import { AddressBlock, useChosenAddress } from './address-block.tsx';
import { CheckoutSkeleton } from './checkout.tsx';
import { OrderCallouts } from './order-callouts.tsx';
import { PlaceBar } from './place-bar.tsx';

type FullCheckoutProps = {
  readonly presale: PresaleOffer;
  readonly quantity: number;
  readonly max: number;
  readonly onQuantity: (quantity: number) => void;
  /** An order is under way: the terms on the page may not change under it. */
  readonly onBusy: (busy: boolean) => void;
};

/** A pre-sale whose item is short: one payment at the contract price, coupons and points as with any order. */
export function FullCheckout({ presale, quantity, max, onQuantity, onBusy }: FullCheckoutProps) {
  const t = useT();
  const client = useQueryClient();
  const chosen = useChosenAddress();
  const { address } = chosen;
  const { skuId, promotionId } = presale;
  const [kept, choose] = useChoice(`presale:${skuId}`);
  const [wantsPoints, setWantsPoints] = useState(false);
  const [changedTo, setChangedTo] = useState<number | null>(null);
  const place = usePlaceOrder(`presaleFull:${skuId}`, async (order: PresaleFullOrderRequest) => {
    const purchase = await api.presaleFullOrder(skuId, order);
    choose(null);
    return purchase;
  });
  const frozen = place.unknown !== null || place.isPending;
  useEffect(() => onBusy(frozen), [frozen, onBusy]);
  const sent = place.unknown ?? (place.isPending ? place.variables : undefined);
  const asked = {
    promotionId,
    quantity: sent?.quantity ?? quantity,
    ...(address ? { region: address.region } : {}),
    ...(wantsPoints ? { usePoints: 'max' as const } : {}),
  };
  const quoteWith = (choice: readonly string[] | null, signal?: AbortSignal) =>
    laterApi.presaleFullQuote(
      skuId,
      { ...asked, ...(choice === null ? {} : { couponIds: [...choice] }) },
      signal,
    );
  const quoteKey = ['presaleFull', skuId, asked, kept];
  const quote = useQuery({
    queryKey: quoteKey,
    queryFn: ({ signal }) => quoteWith(kept, signal),
    placeholderData: keepPreviousData,
    refetchInterval: frozen ? false : 20_000,
    enabled: !frozen,
    retry: false,
  });
  useDropBroken(quote.error ?? place.error, kept, choose);
  const turned = turnedOffer(quote.error);
  useEffect(() => {
    if (turned) client.setQueryData(presaleQuery(skuId).queryKey, { presale: turned });
  }, [turned, client, skuId]);

  if (!quote.data && quote.error) return <Failure error={quote.error} onRetry={quote.refetch} />;
  if (!quote.data) return <CheckoutSkeleton />;
  const shown = quote.data;
  const waiting = quote.isPlaceholderData;
  function submit() {
    if (place.unknown) return place.mutate(place.unknown);
    if (!address) return;
    setChangedTo(null);
    const { region: _, ...wish } = asked;
    const order = {
      ...wish,
      ...(kept === null ? {} : { couponIds: [...kept] }),
      ...{ expectedPayFen: shown.payFen, address: plainAddress(address) },
    };
    place.mutate(order, {
      onError: (error) => {
        const offer = turnedOffer(error);
        if (offer) client.setQueryData(presaleQuery(skuId).queryKey, { presale: offer });
        if (!(error instanceof ApiFailure) || error.code !== 'priceChanged') return;
        const now = error.problem?.quote as QuoteView | undefined;
        if (!now) return void quote.refetch();
        client.setQueryData(quoteKey, now);
        setChangedTo(now.payFen);
      },
    });
  }
  return (
    <div className="container checkout">
      <div className="checkout-main">
        <AddressBlock chosen={chosen} locked={frozen} />
        <FullPaymentNotice />
      </div>
      <div className="checkout-side">
        <section className="panel product-quantity">
          <span>{t('product.quantity')}</span>
          <Stepper value={asked.quantity} max={max} label={t('product.quantity')} onChange={onQuantity} />
        </section>
        <CouponPanel
          quote={shown}
          priced={{ key: quoteKey, quote: quoteWith }}
          choice={kept}
          onChoose={(next) => {
            choose(next);
            setChangedTo(null);
          }}
          locked={frozen}
          waiting={waiting}
        />
        <PointsPanel
          points={shown.points}
          on={wantsPoints}
          onTurn={(on) => {
            setWantsPoints(on);
            setChangedTo(null);
          }}
          locked={frozen}
          waiting={waiting}
        />
        <Receipt quote={shown} />
        <p className="fine-print presale-ends">
          {t('presale.fullEndsIn')} <Countdown to={presale.depositEndsAt} label={t('presale.fullEndsIn')} />
        </p>
        <p className="fine-print">
          {t('presale.fullHoldHint', { minutes: Math.round(presale.holdMs / 60_000) })}
        </p>
        <OrderCallouts changedTo={changedTo} error={place.error} unknown={place.unknown !== null} />
      </div>
      <PlaceBar
        words={t('presale.nowPay')}
        fen={place.unknown?.expectedPayFen ?? shown.payFen}
        repricing={waiting}
        addressed={Boolean(address)}
        pending={place.isPending}
        submit={t(place.unknown ? 'checkout.unknownAsk' : 'presale.fullPay')}
        onSubmit={submit}
      />
    </div>
  );
}
