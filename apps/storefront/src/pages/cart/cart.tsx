import type { CartView } from '@dacu/contract/api';
import { EmptyState, Icon, Skeleton, useLanguage } from '@dacu/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { useCartActions } from '../../data/cart-actions.ts';
import { CART, useChoice } from '../../data/coupon-choice.ts';
import { cartQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { CouponPanel, useDropBroken } from '../../parts/coupon-panel.tsx';
import { Failure, useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Receipt } from '../../parts/receipt.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { Tick } from '../../parts/tick.tsx';
import { CartBar } from './cart-bar.tsx';
import { type GoneLine, groupCart, nextSteps, type ShopGroup } from './cart-groups.ts';
import { CartLine, GoneRow } from './cart-line.tsx';
import { ProgressLines } from './progress-lines.tsx';
import './cart.css';

export function Component() {
  const t = useT();
  const { data: cart, error, refetch } = useQuery(cartQuery);
  return (
    <>
      <PageHead title={t('cart.title')} />
      {!cart && error ? <Failure error={error} onRetry={refetch} /> : null}
      {!cart && !error ? <CartSkeleton /> : null}
      {cart?.lines.length === 0 ? (
        <EmptyState title={t('cart.empty')} words={t('cart.emptyWords')} icon="cart" className="page-state">
          <Link className="dc-button is-main" to="/">
            {t('nav.toVenue')}
          </Link>
          <Link className="dc-button" to="/favourites">
            {t('me.favourites')}
          </Link>
        </EmptyState>
      ) : null}
      {cart && cart.lines.length > 0 ? <Cart cart={cart} /> : null}
    </>
  );
}

type Actions = ReturnType<typeof useActions>;

/** The changes, with what is said about them: each can be taken back while the notice stands. */
function useActions(cart: CartView) {
  const t = useT();
  const notice = useNotice();
  const words = useFailureWords();
  const { put, select, remove, favour, waiting } = useCartActions();
  const onError = (error: unknown) => notice({ words: words(error), tone: 'bad' });
  const change = (skuId: string, quantity: number, selected: boolean) =>
    put.mutate({ skuId, quantity, selected }, { onError });
  const backTo = (skuId: string, label: string) => {
    const line = cart.lines.find((each) => each.skuId === skuId);
    return line ? { action: { words: label, run: () => change(skuId, line.quantity, line.selected) } } : {};
  };
  return {
    waiting,
    change,
    choose: (skuIds: readonly string[], selected: boolean) =>
      select.mutate({ skuIds, selected }, { onError }),
    drop: (skuId: string) =>
      remove.mutate([skuId], {
        onError,
        onSuccess: () => notice({ words: t('cart.removed'), ...backTo(skuId, t('cart.undo')) }),
      }),
    clear: (skuIds: readonly string[]) =>
      remove.mutate(skuIds, { onError, onSuccess: () => notice({ words: t('cart.goneCleared') }) }),
    favour: (skuId: string, productId: string) =>
      favour.mutate(
        { skuId, productId },
        {
          onError,
          onSuccess: () => notice({ words: t('cart.favoured'), ...backTo(skuId, t('cart.putBack')) }),
        },
      ),
  };
}

/**
 * The cart priced with the coupons that the shopper chose. The cart itself always comes with the best: it stands in until
 * the other has come, and dims.
 */
function useChosenQuote(cart: CartView) {
  const [choice, choose] = useChoice(CART);
  const gone = new Set(groupCart(cart).gone.map(({ line }) => line.skuId));
  const lines = cart.lines
    .filter((line) => line.selected && !gone.has(line.skuId))
    .map(({ skuId, quantity }) => ({ skuId, quantity }));
  const own = useQuery({
    queryKey: ['quote', 'cart', lines, choice],
    queryFn: ({ signal }) => api.quote({ lines, couponIds: [...(choice ?? [])] }, signal),
    enabled: choice !== null && lines.length > 0,
    placeholderData: keepPreviousData,
  });
  useDropBroken(own.error, choice, choose);
  const quote = cart.quote !== null && choice !== null ? (own.data ?? cart.quote) : cart.quote;
  const waiting = choice !== null && lines.length > 0 && (own.isPlaceholderData || own.isPending);
  return { quote, lines, choice, choose, waiting };
}

function Cart({ cart: given }: { cart: CartView }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const chosenQuote = useChosenQuote(given);
  const { quote } = chosenQuote;
  const cart = { ...given, quote };
  const own = useActions(cart);
  const actions = { ...own, waiting: own.waiting || chosenQuote.waiting };
  const { shops, gone } = groupCart(cart);
  useUntickGone(gone, actions);
  const live = shops.flatMap((shop) => shop.lines);
  const chosen = live.filter((line) => line.selected);
  return (
    <div className="container cart">
      <div className="cart-lines">
        {quote ? <ProgressLines steps={nextSteps(quote, null)} label={t('cart.progress')} /> : null}
        {shops.map((shop) => (
          <Shop key={shop.shopId} shop={shop} cart={cart} actions={actions} />
        ))}
        {quote ? (
          <CouponPanel
            quote={quote}
            priced={{ lines: chosenQuote.lines }}
            choice={chosenQuote.choice}
            onChoose={chosenQuote.choose}
            waiting={actions.waiting}
          />
        ) : null}
        {gone.length > 0 ? <Gone gone={gone} actions={actions} /> : null}
      </div>
      <aside className="cart-side" aria-label={t('receipt.title')}>
        {quote ? (
          <Receipt quote={quote} />
        ) : (
          <EmptyState title={t('cart.none')} words={t('cart.noneWords')} icon="receipt" />
        )}
      </aside>
      <CartBar
        quote={quote}
        count={chosen.reduce((sum, line) => sum + line.quantity, 0)}
        waiting={actions.waiting}
        all={
          <Tick
            shown
            label={t('cart.all')}
            checked={live.length > 0 && chosen.length === live.length}
            mixed={chosen.length > 0 && chosen.length < live.length}
            disabled={live.length === 0}
            onChange={(next) =>
              actions.choose(
                live.map((line) => line.skuId),
                next,
              )
            }
          />
        }
        onDetail={() => setOpen(true)}
      />
      {quote ? (
        <Sheet bare open={open} title={t('receipt.title')} onClose={() => setOpen(false)}>
          <Receipt quote={quote} />
        </Sheet>
      ) : null}
    </div>
  );
}

/** A total must not count what cannot be bought: such a line is unticked as soon as that is known, once. */
function useUntickGone(gone: readonly GoneLine[], actions: Actions) {
  const told = useRef(new Set<string>());
  const counted = gone.flatMap(({ line, reason }) =>
    line.selected && reason === 'outOfStock' && !told.current.has(line.skuId) ? [line.skuId] : [],
  );
  const key = counted.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of it
  useEffect(() => {
    if (key === '') return;
    for (const skuId of counted) told.current.add(skuId);
    actions.choose(counted, false);
  }, [key]);
}

function Shop({ shop, cart, actions }: { shop: ShopGroup; cart: CartView; actions: Actions }) {
  const t = useT();
  const { pick } = useLanguage();
  const name = pick(shop.name);
  const skuIds = shop.lines.map((line) => line.skuId);
  const ticked = shop.lines.filter((line) => line.selected).length;
  return (
    <section className="cart-shop" aria-labelledby={`cart-${shop.shopId}`}>
      <header>
        <Tick
          label={t('cart.selectShop', { shop: name })}
          checked={ticked === skuIds.length}
          mixed={ticked > 0 && ticked < skuIds.length}
          onChange={(next) => actions.choose(skuIds, next)}
        />
        <h2 id={`cart-${shop.shopId}`}>
          <Link to={`/search?shop=${shop.shopId}`}>
            {name} <Icon name="forward" size={14} />
          </Link>
        </h2>
        {shop.quoted ? (
          <span>
            {shop.quoted.freightFen === 0 ? t('order.freightFree') : pick(shop.quoted.freightWords)}
          </span>
        ) : null}
      </header>
      {cart.quote ? (
        <ProgressLines
          steps={nextSteps(cart.quote, shop.shopId)}
          label={`${t('cart.shopProgress')} · ${name}`}
        />
      ) : null}
      <ul>
        {shop.lines.map((line) => (
          <CartLine
            key={line.skuId}
            line={line}
            waiting={actions.waiting}
            onChange={actions.change}
            onDrop={actions.drop}
            onFavour={actions.favour}
          />
        ))}
      </ul>
    </section>
  );
}

function Gone({ gone, actions }: { gone: readonly GoneLine[]; actions: Actions }) {
  const t = useT();
  return (
    <section className="cart-shop" aria-labelledby="cart-gone">
      <header className="cart-gone-head">
        <h2 id="cart-gone">{t('cart.goneTitle')}</h2>
        <button
          type="button"
          className="link-button"
          onClick={() => actions.clear(gone.map(({ line }) => line.skuId))}
        >
          {t('cart.goneClear')}
        </button>
      </header>
      <ul>
        {gone.map((each) => (
          <GoneRow key={each.line.skuId} gone={each} onDrop={actions.drop} onFavour={actions.favour} />
        ))}
      </ul>
    </section>
  );
}

function CartSkeleton() {
  const t = useT();
  return (
    <div className="container cart" role="status" aria-label={t('loading')}>
      <div className="cart-lines">
        <Skeleton height="4rem" radius="lg" />
        <Skeleton height="13rem" radius="lg" />
        <Skeleton height="10rem" radius="lg" />
      </div>
      <div className="cart-side">
        <Skeleton height="24rem" radius="lg" />
      </div>
    </div>
  );
}
