import type { QuoteView } from '@dacu/contract/api';
import { fenText, Icon, Money } from '@dacu/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';

/** The foot of the cart: everything at once, what it comes to, and the way on. */
export function CartBar({
  quote,
  count,
  waiting,
  all,
  onDetail,
}: {
  quote: QuoteView | null;
  count: number;
  waiting: boolean;
  all: ReactNode;
  onDetail: () => void;
}) {
  const t = useT();
  return (
    <div className="action-bar cart-bar">
      {all}
      {quote ? (
        <>
          <button type="button" className="cart-total" onClick={onDetail} aria-busy={waiting}>
            <span className="cart-total-row">
              <span className="cart-total-word">{t('cart.pay')}</span>
              <Money fen={quote.payFen} size="lg" className={waiting ? 'is-waiting' : ''} />
            </span>
            <span className="cart-total-note">
              {quote.savedFen > 0 ? t('cart.saved', { amount: fenText(quote.savedFen) }) : t('cart.detail')}
              <Icon name="up" size={14} />
              {quote.savedFen > 0 ? <span className="dc-hidden">{t('cart.detail')}</span> : null}
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
