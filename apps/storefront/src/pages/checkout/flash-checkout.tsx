import type { Address, FlashItem, QuoteView } from '@dacu/contract/api';
import { Countdown, EmptyState, fenText, Icon, Money, StockBar, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useAddress } from '../../data/address.ts';
import { ApiFailure, api } from '../../data/api.ts';
import { flashQuery, purchaseQuery, purchasesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure, useFailureWords } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Stepper } from '../../parts/stepper.tsx';
import { AddressBlock } from './address-block.tsx';
import { CheckoutSkeleton } from './checkout.tsx';
import './checkout.css';

/** A flash order is one item and one press: everything on one screen, the address remembered. */
export function Component() {
  const t = useT();
  const { activityId = '' } = useParams();
  const { data: flash, error, refetch } = useQuery(flashQuery);
  const item = flash?.slots.flatMap((slot) => slot.items).find((each) => each.activityId === activityId);
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
  const { pick } = useLanguage();
  const navigate = useNavigate();
  const client = useQueryClient();
  const words = useFailureWords();
  const { address, keep } = useAddress();
  const [quantity, setQuantity] = useState(1);
  /** What the server says it comes to, when it differs from price × quantity (freight to a far province). */
  const [told, setTold] = useState<number | null>(null);
  const payFen = told ?? item.flashFen * quantity;
  const place = useMutation({
    mutationFn: (to: Address) =>
      api.placeFlashOrder(item.activityId, { quantity, expectedPayFen: payFen, address: to }),
    onSuccess: async (purchase) => {
      client.setQueryData(purchaseQuery(purchase.purchaseId).queryKey, purchase);
      void client.invalidateQueries({ queryKey: purchasesQuery.queryKey });
      await navigate(`/pay/${purchase.purchaseId}`, { replace: true });
    },
    onError: (error) => {
      if (error instanceof ApiFailure && error.code === 'priceChanged') {
        const now = error.problem?.quote as QuoteView | undefined;
        if (now) setTold(now.payFen);
      }
      void client.invalidateQueries(flashQuery);
    },
  });
  const priceChanged =
    place.error instanceof ApiFailure && place.error.code === 'priceChanged' && told !== null;
  if (item.state !== 'open' && !place.isPending && !place.error) return <Gone />;
  return (
    <div className="container checkout">
      <div className="checkout-main">
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
        <AddressBlock
          address={address}
          onKeep={(next) => {
            keep(next);
            setTold(null);
          }}
        />
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
                setTold(null);
              }}
            />
          </section>
        ) : null}
        {priceChanged ? (
          <div className="callout is-warn" role="alert">
            <Icon name="alert" size={20} />
            <p>
              <strong>{t('checkout.priceChanged', { amount: fenText(payFen) })}</strong>
              {t('checkout.priceChangedWords')}
            </p>
          </div>
        ) : place.error ? (
          <div className="callout is-bad" role="alert">
            <Icon name="alert" size={20} />
            <p>{words(place.error)}</p>
          </div>
        ) : null}
        <p className="fine-print">
          {t('flash.perPerson', { count: item.perPersonMax })} · {t('checkout.holdHint')}
        </p>
      </div>
      <div className="action-bar">
        <span className="action-total">
          <small>{t('checkout.items', { count: quantity })}</small>
          <Money fen={payFen} size="lg" />
        </span>
        {address ? (
          <button
            type="button"
            className="dc-button is-main"
            disabled={place.isPending}
            onClick={() => place.mutate(address)}
          >
            {place.isPending ? t('checkout.submitting') : t('checkout.submitFlash')}
          </button>
        ) : (
          <button type="submit" form="address-form" className="dc-button is-main">
            {t('checkout.saveAddress')}
          </button>
        )}
      </div>
    </div>
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
        {t('venue.flashAll')}
      </Link>
    </EmptyState>
  );
}
