import { fenText, Icon, Money, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { ClosedWords } from '../../parts/closed-notes.tsx';
import { plateOf } from '../../parts/product-card.tsx';
import { Stepper } from '../../parts/stepper.tsx';
import { Tick } from '../../parts/tick.tsx';
import type { GoneLine, LiveLine } from './cart-groups.ts';

const LINE_MAX = 99;

type CartLineProps = {
  readonly line: LiveLine;
  readonly waiting: boolean;
  readonly onChange: (skuId: string, quantity: number, selected: boolean) => void;
  readonly onDrop: (skuId: string) => void;
  readonly onFavour: (skuId: string, productId: string) => void;
};

/** A line: what it is, what it comes to after everything, and what can be done with it. */
export function CartLine({ line, waiting, onChange, onDrop, onFavour }: CartLineProps) {
  const t = useT();
  const { pick } = useLanguage();
  const { skuId, quantity, selected, item, quoted, left } = line;
  const title = pick(item.title);
  const to = `/products/${item.productId}?sku=${skuId}`;
  const max = Math.max(1, Math.min(LINE_MAX, left ?? item.stockLeft ?? LINE_MAX));
  const netFen = quoted?.netFen ?? item.itemFen;
  return (
    <li className={`cart-line ${selected ? '' : 'is-idle'}`}>
      <Tick
        label={t('cart.select', { title })}
        checked={selected}
        onChange={(next) => onChange(skuId, quantity, next)}
      />
      <Link to={to} className={plateOf(item.productId)} tabIndex={-1} aria-hidden="true">
        <img src={item.imageUrl} alt="" width="84" height="84" loading="lazy" />
      </Link>
      <div className="cart-line-body">
        <Link to={to} className="cart-line-title">
          {title}
        </Link>
        <p className="cart-line-sku">
          <span>{pick(item.skuTitle)}</span>
          {quoted?.itemLabel ? <span className="offer-label">{pick(quoted.itemLabel)}</span> : null}
          {item.collectOnly ? <em>{t('product.storeOnly')}</em> : null}
          {left === null && item.stockLeft !== null && item.stockLeft <= 10 ? (
            <em>{t('cart.fewLeft', { count: item.stockLeft })}</em>
          ) : null}
        </p>
        {line.closed ? (
          <p className="cart-line-trouble">
            <Icon name="clock" size={15} /> <ClosedWords closed={line.closed} />
          </p>
        ) : null}
        {left === null ? null : (
          <p className="cart-line-trouble">
            <Icon name="alert" size={15} /> {t('cart.short', { left })}
            <button type="button" className="link-button" onClick={() => onChange(skuId, left, selected)}>
              {t('cart.shortFix', { left })}
            </button>
          </p>
        )}
        <div className="cart-line-foot">
          <span className={`cart-line-price ${waiting && selected ? 'is-waiting' : ''}`}>
            {netFen === null ? null : <Money fen={netFen} className={selected ? 'price-net' : ''} />}
            {quoted && quoted.netFen < quoted.listFen ? (
              <span className="cart-line-list">
                {t('receipt.list')} {fenText(quoted.listFen)}
              </span>
            ) : null}
          </span>
          <Stepper
            value={quantity}
            max={max}
            label={t('cart.quantityOf', { title })}
            onChange={(next) => onChange(skuId, next, selected)}
          />
        </div>
        <div className="cart-line-more">
          <button type="button" className="quiet-button" onClick={() => onFavour(skuId, item.productId)}>
            {t('cart.toFavourites')}
            <span className="dc-hidden"> {title}</span>
          </button>
          <button type="button" className="quiet-button" onClick={() => onDrop(skuId)}>
            {t('cart.drop')}
            <span className="dc-hidden"> {title}</span>
          </button>
        </div>
      </div>
    </li>
  );
}

/** What cannot be bought: why, and what to do with it. */
export function GoneRow({
  gone,
  onDrop,
  onFavour,
}: {
  gone: GoneLine;
  onDrop: (skuId: string) => void;
  onFavour: (skuId: string, productId: string) => void;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const { skuId, item } = gone.line;
  const title = pick(gone.title);
  return (
    <li className="cart-line is-gone">
      <span className="plate">
        {item ? <img src={item.imageUrl} alt="" width="84" height="84" loading="lazy" /> : null}
      </span>
      <div className="cart-line-body">
        {item && gone.reason === 'outOfStock' ? (
          <Link to={`/products/${item.productId}?sku=${skuId}`} className="cart-line-title">
            {title}
          </Link>
        ) : (
          <span className="cart-line-title">{title}</span>
        )}
        <p className="cart-line-reason">{t(`cart.reason.${gone.reason}`)}</p>
        <div className="cart-line-more">
          {item && gone.reason === 'outOfStock' ? (
            <button type="button" className="quiet-button" onClick={() => onFavour(skuId, item.productId)}>
              {t('cart.toFavourites')}
              <span className="dc-hidden"> {title}</span>
            </button>
          ) : null}
          <button type="button" className="quiet-button" onClick={() => onDrop(skuId)}>
            {t('cart.drop')}
            <span className="dc-hidden"> {title}</span>
          </button>
        </div>
      </div>
    </li>
  );
}
