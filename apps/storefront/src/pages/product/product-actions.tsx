import type { PresaleOffer, ProductView } from '@dacu/contract/api';
import { fenText, Icon, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { api } from '../../data/api.ts';
import { useCartActions } from '../../data/cart-actions.ts';
import { takesBookings } from '../../data/presale.ts';
import { cartQuery, cartUnits, favouritesQuery, productQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';

type ProductActionsProps = {
  readonly product: ProductView;
  readonly sku: ProductView['skus'][number];
  readonly quantity: number;
  /** Why it cannot be bought now, where that is not its stock. */
  readonly closed?: string | null;
  /** How it is sold by deposit; while deposits are open that is the way to buy it. */
  readonly presale?: PresaleOffer | null;
  /** This shopper may not buy it now; the page says why. It can wait in the cart. */
  readonly reserved: boolean;
};

/** The bar at the thumb: save, cart, and the two ways to buy. An open flash sale takes the main place. */
export function ProductActions({
  product,
  sku,
  quantity,
  closed = null,
  presale = null,
  reserved,
}: ProductActionsProps) {
  const t = useT();
  const navigate = useNavigate();
  const notice = useNotice();
  const words = useFailureWords();
  const { put } = useCartActions();
  const { data: cart } = useQuery(cartQuery);
  const units = cartUnits(cart);
  const { flash } = product;
  const flashOpen = flash !== null && flash.skuId === sku.skuId && flash.state === 'open';
  const booked = takesBookings(presale);
  const storeOnly = sku.stockState === 'out' && sku.inStores && !booked;
  const out = sku.stockState === 'out' && !storeOnly;
  // More than the shelf has may still be booked.
  const tooMany = booked && sku.stockLeft !== null && quantity > sku.stockLeft;

  function add() {
    const had = cart?.lines.find((line) => line.skuId === sku.skuId)?.quantity ?? 0;
    put.mutate(
      { skuId: sku.skuId, quantity: Math.min(999, had + quantity), selected: true },
      {
        onSuccess: () =>
          notice({
            words: t('product.added'),
            action: { words: t('product.viewCart'), run: () => navigate('/cart') },
          }),
        onError: (error) => notice({ words: words(error), tone: 'bad' }),
      },
    );
  }

  return (
    <div className="action-bar product-actions">
      <FavouriteButton product={product} />
      <Link
        to="/cart"
        className="icon-link phone-only"
        aria-label={units > 0 ? t('nav.cartCount', { count: units }) : t('nav.cart')}
      >
        <Icon name="cart" />
        {units > 0 ? (
          <span className="count-dot" aria-hidden="true">
            {units > 99 ? '99+' : units}
          </span>
        ) : null}
      </Link>
      {out && !flashOpen && !booked ? <p className="action-bar-words">{t('product.noSku')}</p> : null}
      {closed !== null ? <p className="action-bar-words">{closed}</p> : null}
      {out || tooMany || closed !== null ? null : (
        <button type="button" className="dc-button is-soft" disabled={put.isPending} onClick={add}>
          {t('product.add')}
        </button>
      )}
      {booked ? (
        <Link
          className="dc-button is-main"
          to={`/presale/${encodeURIComponent(sku.skuId)}/checkout?quantity=${quantity}`}
        >
          {presale.pays === 'full'
            ? t('presale.fullPayAmount', { amount: fenText(presale.unit.contractFen * quantity) })
            : t('presale.payAmount', { amount: fenText(presale.unit.depositFen * quantity) })}
        </Link>
      ) : flashOpen ? (
        <Link className="dc-button is-main" to={`/flash/${encodeURIComponent(flash.activityId)}/checkout`}>
          <Icon name="bolt" size={18} solid /> {t('flash.buy')}
        </Link>
      ) : out || closed !== null ? null : reserved ? (
        <button type="button" className="dc-button is-main" disabled>
          {t('closed.button')}
        </button>
      ) : (
        <Link className="dc-button is-main" to={`/checkout?sku=${sku.skuId}&quantity=${quantity}`}>
          {t(storeOnly ? 'stores.buy' : 'product.buy')}
        </Link>
      )}
    </div>
  );
}

/** Turned at once; a refusal turns it back and says so. */
function FavouriteButton({ product }: { product: ProductView }) {
  const t = useT();
  const client = useQueryClient();
  const notice = useNotice();
  const words = useFailureWords();
  const query = productQuery(product.card.productId);
  const toggle = useMutation({
    mutationFn: (favourite: boolean) => api.setFavourite(product.card.productId, favourite),
    onMutate: (favourite) => client.setQueryData(query.queryKey, { ...product, favourite }),
    onError: (error) => {
      client.setQueryData(query.queryKey, product);
      notice({ words: words(error), tone: 'bad' });
    },
    onSuccess: (_answer, favourite) => {
      notice({ words: t(favourite ? 'product.favouredWords' : 'product.unfavouredWords') });
      return client.invalidateQueries(favouritesQuery);
    },
  });
  return (
    <button
      type="button"
      className={`icon-button favourite ${product.favourite ? 'is-on' : ''}`}
      aria-pressed={product.favourite}
      aria-label={t(product.favourite ? 'product.unfavour' : 'product.favour')}
      onClick={() => toggle.mutate(!product.favourite)}
    >
      <Icon name="heart" solid={product.favourite} />
    </button>
  );
}

/** The device's own sharing where it has one; else the link is copied. Closing that sheet is no failure. */
export function ShareButton({ product }: { product: ProductView }) {
  const t = useT();
  const { pick } = useLanguage();
  const notice = useNotice();
  async function share() {
    const url = `${window.location.origin}/products/${encodeURIComponent(product.card.productId)}`;
    const title = pick(product.card.title);
    try {
      if (typeof navigator.share === 'function') {
        await navigator.share({ title, url });
        return;
      }
      await navigator.clipboard.writeText(url);
      notice({ words: t('product.shared') });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      notice({ words: t('product.shareFailed'), tone: 'bad' });
    }
  }
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={t('product.share')}
      onClick={() => void share()}
    >
      <Icon name="share" size={20} />
    </button>
  );
}
