import type { Address, QuoteView } from '@dacu/contract/api';
import { EmptyState, fenText, Icon, Money, Skeleton, useLanguage } from '@dacu/ui';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useAddress } from '../../data/address.ts';
import { ApiFailure, api } from '../../data/api.ts';
import { cartQuery, purchaseQuery, purchasesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure, useFailureWords } from '../../parts/failure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Receipt } from '../../parts/receipt.tsx';
import { AddressBlock } from './address-block.tsx';
import './checkout.css';

type Line = { readonly skuId: string; readonly quantity: number };

/** Ticked lines of the cart, or the one item of "buy now" (`?sku=…&quantity=…`). */
function useLines(): { lines: readonly Line[] | null; fromCart: boolean; error: unknown; retry: () => void } {
  const [params] = useSearchParams();
  const sku = params.get('sku');
  const cart = useQuery({ ...cartQuery, enabled: sku === null });
  if (sku !== null) {
    const quantity = Math.max(1, Math.min(999, Math.trunc(Number(params.get('quantity'))) || 1));
    return { lines: [{ skuId: sku, quantity }], fromCart: false, error: null, retry: () => {} };
  }
  // A line that is only short stays in: it is priced in the cart, and the refusal says which quantity to change.
  const gone = new Set(
    cart.data?.unavailable.filter((line) => line.reason !== 'outOfStock').map((line) => line.skuId),
  );
  const lines = cart.data?.lines
    .filter((line) => line.selected && !gone.has(line.skuId))
    .map(({ skuId, quantity }) => ({ skuId, quantity }));
  return { lines: lines ?? null, fromCart: true, error: cart.error, retry: () => void cart.refetch() };
}

export function Component() {
  const t = useT();
  const { lines, fromCart, error, retry } = useLines();
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
        </EmptyState>
      ) : null}
      {lines && lines.length > 0 ? <Checkout lines={lines} fromCart={fromCart} /> : null}
    </>
  );
}

function Checkout({ lines, fromCart }: { lines: readonly Line[]; fromCart: boolean }) {
  const t = useT();
  const navigate = useNavigate();
  const client = useQueryClient();
  const words = useFailureWords();
  const { address, keep } = useAddress();
  const [changed, setChanged] = useState(false);
  const region = address?.region;
  const quoteKey = ['quote', 'checkout', lines, region];
  const quote = useQuery({
    queryKey: quoteKey,
    queryFn: ({ signal }) => api.quote({ lines: [...lines], ...(region ? { region } : {}) }, signal),
    placeholderData: keepPreviousData,
    // The quote of a refusal knows more than one we ask for (whose phone it is): it stays until the address changes.
    ...(changed
      ? { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false }
      : { refetchInterval: 20_000 }),
  });
  const place = useMutation({
    mutationFn: (order: { address: Address; quote: QuoteView }) =>
      api.placePurchase({
        lines: [...lines],
        expectedPayFen: order.quote.payFen,
        address: order.address,
      }),
    onSuccess: async (purchase) => {
      client.setQueryData(purchaseQuery(purchase.purchaseId).queryKey, purchase);
      void client.invalidateQueries({ queryKey: purchasesQuery.queryKey });
      if (fromCart) void client.invalidateQueries(cartQuery);
      await navigate(`/pay/${purchase.purchaseId}`, { replace: true });
    },
    onError: (error) => {
      if (error instanceof ApiFailure && error.code === 'priceChanged') {
        setChanged(true);
        const now = error.problem?.quote as QuoteView | undefined;
        if (now) client.setQueryData(quoteKey, now);
        else void quote.refetch();
      }
    },
  });

  if (!quote.data && quote.error) return <Failure error={quote.error} onRetry={quote.refetch} />;
  if (!quote.data) return <CheckoutSkeleton />;
  const shown = quote.data;
  const units = shown.shops.reduce(
    (sum, shop) => sum + shop.lines.reduce((n, line) => n + line.quantity, 0),
    0,
  );
  const refused =
    place.error instanceof ApiFailure && place.error.code === 'priceChanged' ? null : place.error;
  return (
    <div className="container checkout">
      <div className="checkout-main">
        <AddressBlock
          address={address}
          onKeep={(next) => {
            keep(next);
            setChanged(false);
            place.reset();
            void client.invalidateQueries({ queryKey: ['quote', 'checkout'] });
          }}
        />
        <CheckoutItems quote={shown} units={units} />
      </div>
      <div className="checkout-side">
        {changed ? (
          <div className="callout is-warn" role="alert">
            <Icon name="alert" size={20} />
            <p>
              <strong>{t('checkout.priceChanged', { amount: fenText(shown.payFen) })}</strong>
              {t('checkout.priceChangedWords')}
            </p>
          </div>
        ) : null}
        {refused ? (
          <div className="callout is-bad" role="alert">
            <Icon name="alert" size={20} />
            <p>{words(refused)}</p>
          </div>
        ) : null}
        <Receipt quote={shown} />
        <p className="fine-print">{t('checkout.holdHint')}</p>
      </div>
      <div className="action-bar">
        <span className="action-total">
          <small>{t('checkout.items', { count: units })}</small>
          <Money fen={shown.payFen} size="lg" className={quote.isPlaceholderData ? 'is-waiting' : ''} />
        </span>
        {address ? (
          <button
            type="button"
            className="dc-button is-main"
            disabled={place.isPending || quote.isPlaceholderData}
            onClick={() => place.mutate({ address, quote: shown })}
          >
            {place.isPending ? t('checkout.submitting') : t('checkout.submit')}
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

/** On a phone the pictures alone, for the receipt below names them; on a wide screen the lines in full. */
function CheckoutItems({ quote, units }: { quote: QuoteView; units: number }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <section className="panel checkout-items" aria-label={t('checkout.items', { count: units })}>
      {quote.shops.flatMap((shop) =>
        shop.lines.map((line) => (
          <div key={line.lineId} className="checkout-item">
            <span className="plate">
              <img src={line.imageUrl} alt={pick(line.title)} width="64" height="64" />
              {line.quantity > 1 ? <b>×{line.quantity}</b> : null}
            </span>
            <p>
              <strong>{pick(line.title)}</strong>
              <small>{pick(line.skuTitle)}</small>
            </p>
            <Money fen={line.netFen} />
          </div>
        )),
      )}
      <span className="checkout-count">{t('checkout.items', { count: units })}</span>
    </section>
  );
}

export function CheckoutSkeleton() {
  const t = useT();
  return (
    <div className="container checkout" role="status" aria-label={t('loading')}>
      <div className="checkout-main">
        <Skeleton height="6rem" radius="lg" />
        <Skeleton height="6rem" radius="lg" />
      </div>
      <div className="checkout-side">
        <Skeleton height="18rem" radius="lg" />
      </div>
    </div>
  );
}
