import type { QuoteView } from '@dacu/contract/api';
import { fenText, Icon, Money, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { plateOf } from '../../parts/product-card.tsx';
import { Stepper } from '../../parts/stepper.tsx';
import { idleLineQuery } from './idle-line.ts';

type QuotedLine = QuoteView['shops'][number]['lines'][number];
type Change = (skuId: string, quantity: number, selected: boolean) => void;

const LINE_MAX = 99;

type CartLineProps = {
  readonly line: QuotedLine;
  readonly quantity: number;
  readonly selected: boolean;
  readonly waiting: boolean;
  /** Why it cannot be bought as it stands, as too many for the stock. */
  readonly trouble: string | null;
  readonly onChange: Change;
  readonly onDrop: (skuId: string) => void;
};

/** A line of the quote: what it is, what it comes to after everything, and how that came about. */
export function CartLine({ line, quantity, selected, waiting, trouble, onChange, onDrop }: CartLineProps) {
  const t = useT();
  const { pick } = useLanguage();
  const title = pick(line.title);
  const max = Math.max(1, Math.min(LINE_MAX, line.stockLeft ?? LINE_MAX));
  return (
    <li className="cart-line">
      <Tick title={title} checked={selected} onChange={(next) => onChange(line.skuId, quantity, next)} />
      <Link
        to={`/products/${line.productId}?sku=${line.skuId}`}
        className={plateOf(line.productId)}
        tabIndex={-1}
      >
        <img src={line.imageUrl} alt="" width="84" height="84" loading="lazy" />
      </Link>
      <div className="cart-line-body">
        <div className="cart-line-head">
          <Link to={`/products/${line.productId}?sku=${line.skuId}`}>{title}</Link>
          <button
            type="button"
            className="icon-button"
            aria-label={t('cart.remove', { title })}
            onClick={() => onDrop(line.skuId)}
          >
            <Icon name="trash" size={18} />
          </button>
        </div>
        <p className="cart-line-sku">
          {pick(line.skuTitle)}
          {line.itemLabel ? <span className="offer-label">{pick(line.itemLabel)}</span> : null}
          {line.stockLeft !== null && line.stockLeft <= 10 ? (
            <em>{t('cart.fewLeft', { count: line.stockLeft })}</em>
          ) : null}
        </p>
        {trouble ? (
          <p className="cart-line-trouble">
            <Icon name="alert" size={15} /> {trouble}
          </p>
        ) : null}
        <div className="cart-line-foot">
          <span className={`cart-line-price ${waiting ? 'is-waiting' : ''}`}>
            <Money fen={line.netFen} className="price-net" />
          </span>
          <Stepper
            value={quantity}
            max={max}
            label={`${t('product.quantity')} ${title}`}
            onChange={(next) => onChange(line.skuId, next, selected)}
          />
        </div>
        {line.netFen < line.listFen ? (
          <p className="cart-line-list">
            {t('receipt.list')} {fenText(line.listFen)}
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** A line that is not ticked has no quote; its product says what it is and what it costs by itself. */
export function IdleLine({
  skuId,
  quantity,
  selected,
  onChange,
  onDrop,
}: {
  skuId: string;
  quantity: number;
  selected: boolean;
  onChange: Change;
  onDrop: (skuId: string) => void;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const { data: quote } = useQuery(idleLineQuery(skuId));
  const line = quote?.shops[0]?.lines[0];
  const title = line ? pick(line.title) : skuId;
  return (
    <li className="cart-line is-idle">
      <Tick title={title} checked={selected} onChange={(next) => onChange(skuId, quantity, next)} />
      <span className={line ? plateOf(line.productId) : 'plate'}>
        {line ? <img src={line.imageUrl} alt="" width="84" height="84" loading="lazy" /> : null}
      </span>
      <div className="cart-line-body">
        <div className="cart-line-head">
          {line ? <Link to={`/products/${line.productId}?sku=${skuId}`}>{title}</Link> : <span>{title}</span>}
          <button
            type="button"
            className="icon-button"
            aria-label={t('cart.remove', { title })}
            onClick={() => onDrop(skuId)}
          >
            <Icon name="trash" size={18} />
          </button>
        </div>
        {line ? (
          <>
            <p className="cart-line-sku">{pick(line.skuTitle)}</p>
            <div className="cart-line-foot">
              <span className="cart-line-price">
                <Money fen={line.itemFen} />
                <span className="cart-line-list"> × {quantity}</span>
              </span>
            </div>
          </>
        ) : null}
      </div>
    </li>
  );
}

function Tick({
  title,
  checked,
  onChange,
}: {
  title: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const t = useT();
  return (
    <label className="tick">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span aria-hidden="true">
        <Icon name="check" size={16} />
      </span>
      <span className="dc-hidden">{t('cart.select', { title })}</span>
    </label>
  );
}
