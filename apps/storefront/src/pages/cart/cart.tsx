import type { CartView, QuoteView } from '@dacu/contract/api';
import { EmptyState, fenText, Icon, Money, Skeleton, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCartActions } from '../../data/cart-actions.ts';
import { cartQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure, useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Receipt } from '../../parts/receipt.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { CartLine, IdleLine } from './cart-line.tsx';
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
      {cart && cart.lines.length === 0 && cart.unavailable.length === 0 ? (
        <EmptyState title={t('cart.empty')} words={t('cart.emptyWords')} icon="cart" className="page-state">
          <Link className="dc-button is-main" to="/">
            {t('nav.toVenue')}
          </Link>
        </EmptyState>
      ) : null}
      {cart && (cart.lines.length > 0 || cart.unavailable.length > 0) ? <Cart cart={cart} /> : null}
    </>
  );
}

function Cart({ cart }: { cart: CartView }) {
  const t = useT();
  const { pick } = useLanguage();
  const notice = useNotice();
  const words = useFailureWords();
  const { put, remove } = useCartActions();
  const [open, setOpen] = useState(false);
  const quote = cart.quote;
  const waiting = put.isPending || remove.isPending;
  const chosen = cart.lines.filter((line) => line.selected);
  const quoted = new Set(quote?.shops.flatMap((shop) => shop.lines.map((line) => line.skuId)));
  const gone = cart.unavailable.filter((line) => !quoted.has(line.skuId));
  const idle = cart.lines.filter(
    (line) => !quoted.has(line.skuId) && !gone.some((each) => each.skuId === line.skuId),
  );
  const onError = (error: unknown) => notice({ words: words(error), tone: 'bad' });
  const change = (skuId: string, quantity: number, selected: boolean) =>
    put.mutate({ skuId, quantity, selected }, { onError });
  const drop = (skuId: string) => {
    const line = cart.lines.find((each) => each.skuId === skuId);
    remove.mutate(skuId, {
      onError,
      onSuccess: () =>
        notice({
          words: t('cart.removed'),
          ...(line
            ? { action: { words: t('cart.undo'), run: () => change(skuId, line.quantity, line.selected) } }
            : {}),
        }),
    });
  };

  return (
    <div className="container cart">
      <div className="cart-lines">
        {quote ? <ProgressLines quote={quote} /> : null}
        {quote?.shops.map((shop) => (
          <section key={shop.shopId} className="cart-shop" aria-labelledby={`cart-${shop.shopId}`}>
            <header>
              <Icon name="shop" size={18} />
              <h2 id={`cart-${shop.shopId}`}>{pick(shop.name)}</h2>
              <span>{pick(shop.freightWords)}</span>
            </header>
            <ul>
              {shop.lines.map((line) => {
                const kept = cart.lines.find((each) => each.skuId === line.skuId);
                const short = cart.unavailable.find((each) => each.skuId === line.skuId);
                return (
                  <CartLine
                    key={line.lineId}
                    line={line}
                    quantity={kept?.quantity ?? line.quantity}
                    selected={kept?.selected ?? true}
                    waiting={waiting}
                    trouble={short ? pick(short.words) : null}
                    onChange={change}
                    onDrop={drop}
                  />
                );
              })}
            </ul>
          </section>
        ))}
        {idle.length > 0 ? (
          <section className="cart-shop">
            <ul>
              {idle.map((line) => (
                <IdleLine key={line.skuId} {...line} onChange={change} onDrop={drop} />
              ))}
            </ul>
          </section>
        ) : null}
        {gone.length > 0 ? (
          <section className="cart-shop is-gone" aria-label={t('cart.unavailable')}>
            <header>
              <Icon name="alert" size={18} />
              <h2>{t('cart.unavailable')}</h2>
            </header>
            <ul>
              {gone.map((line) => (
                <li key={line.skuId} className="gone-line">
                  <span>
                    <strong>{pick(line.title)}</strong>
                    <small>{pick(line.words)}</small>
                  </span>
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={t('cart.remove', { title: pick(line.title) })}
                    onClick={() => drop(line.skuId)}
                  >
                    <Icon name="trash" size={20} />
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
      <aside className="cart-side">
        {quote ? (
          <Receipt quote={quote} />
        ) : (
          <EmptyState title={t('cart.none')} words={t('cart.noneWords')} icon="receipt" />
        )}
      </aside>
      <CartBar
        quote={quote}
        count={chosen.reduce((sum, line) => sum + line.quantity, 0)}
        waiting={waiting}
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

function CartBar({
  quote,
  count,
  waiting,
  onDetail,
}: {
  quote: QuoteView | null;
  count: number;
  waiting: boolean;
  onDetail: () => void;
}) {
  const t = useT();
  return (
    <div className="action-bar cart-bar">
      {quote ? (
        <>
          <button type="button" className="cart-total" onClick={onDetail} aria-busy={waiting}>
            <span className="cart-total-row">
              <span>{t('cart.pay')}</span>
              <Money fen={quote.payFen} size="lg" className={waiting ? 'is-waiting' : ''} />
            </span>
            <span className="cart-total-note">
              {quote.savedFen > 0 ? t('cart.saved', { amount: fenText(quote.savedFen) }) : t('cart.detail')}
              <Icon name="up" size={14} />
              <span className="dc-hidden">{t('cart.detail')}</span>
            </span>
          </button>
          <Link
            to="/checkout"
            className="dc-button is-main"
            aria-disabled={waiting}
            onClick={(event) => waiting && event.preventDefault()}
          >
            {t('cart.checkoutCount', { count })}
          </Link>
        </>
      ) : (
        <p className="action-bar-words">{t('cart.noneWords')}</p>
      )}
    </div>
  );
}

function CartSkeleton() {
  const t = useT();
  return (
    <div className="container cart" role="status" aria-label={t('loading')}>
      <div className="cart-lines">
        <Skeleton height="4rem" radius="lg" />
        <Skeleton height="11rem" radius="lg" />
        <Skeleton height="8rem" radius="lg" />
      </div>
    </div>
  );
}
