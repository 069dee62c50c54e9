import type { Promotion } from '@dacu/engine/pricing';
import { useLanguage } from '@dacu/ui';
import { Button, Checkbox, InputNumber, Segmented } from 'antd';
import { useT } from '../../../../i18n/setup.ts';
import { Panel } from '../../../../parts/page-head.tsx';
import type { Sale } from '../sale.ts';
import { type CartState, COUPONS_MAX } from './cart-state.ts';
import type { PricedState } from './price-state.ts';

type Props = {
  sale: Sale;
  cart: CartState;
  change: (next: Partial<CartState>) => void;
  priced: PricedState | null;
};

/** Coupons in the shopper's hands, and who chooses among them. */
export function CouponsInHand({ sale, cart, change, priced }: Props) {
  const t = useT();
  const needing = sale.promotions.filter(({ needsCoupon }) => needsCoupon);
  if (needing.length === 0) return null;
  const own = cart.chosen !== null;
  const heldIds = Object.keys(cart.coupons);
  return (
    <Panel
      title={t('wb.coupons.title')}
      words={t('wb.coupons.words')}
      tools={
        <Button
          size="small"
          onClick={() =>
            change({
              coupons: heldIds.length > 0 ? {} : Object.fromEntries(needing.map(({ id }) => [id, 1])),
            })
          }
        >
          {t(heldIds.length > 0 ? 'wb.coupons.none' : 'wb.coupons.each')}
        </Button>
      }
    >
      <div className="wb-pad">
        <Segmented
          block
          value={own ? 'own' : 'best'}
          aria-label={t('wb.coupons.who')}
          onChange={(value) => change({ chosen: value === 'own' ? usedOf(priced, heldIds) : null })}
          options={(['best', 'own'] as const).map((value) => ({ value, label: t(`wb.coupons.${value}`) }))}
        />
      </div>
      <ul className="wb-coupons">
        {needing.map((promotion) => (
          <Coupon
            key={promotion.id}
            sale={sale}
            promotion={promotion}
            cart={cart}
            change={change}
            priced={priced}
          />
        ))}
      </ul>
    </Panel>
  );
}

/** One's own choice starts from the best one. */
function usedOf(priced: PricedState | null, heldIds: readonly string[]): string[] {
  return heldIds.filter((id) => priced?.quote.couponIds.some((couponId) => couponId.startsWith(`${id}#`)));
}

function Coupon({ sale, promotion, cart, change, priced }: Props & { promotion: Promotion }) {
  const t = useT();
  const { pick } = useLanguage();
  const { id, title } = promotion;
  const held = cart.coupons[id] ?? 0;
  const used = priced?.quote.couponIds.filter((couponId) => couponId.startsWith(`${id}#`)).length ?? 0;
  const summary = sale.compiled.promotionList.find((one) => one.id === id)?.summary;
  const hold = (count: number) => {
    const { [id]: _, ...others } = cart.coupons;
    change({ coupons: count > 0 ? { ...others, [id]: count } : others });
  };
  return (
    <li>
      {cart.chosen !== null ? (
        <Checkbox
          aria-label={t('wb.coupons.use', { title: pick(title) })}
          checked={cart.chosen.includes(id)}
          disabled={held === 0}
          onChange={({ target }) =>
            change({
              chosen: target.checked
                ? [...(cart.chosen ?? []), id]
                : (cart.chosen ?? []).filter((each) => each !== id),
            })
          }
        />
      ) : null}
      <div className="wb-line-words">
        <span className="wb-line-title" title={pick(title)}>
          {pick(title)}
        </span>
        <span className="co-line co-quiet">{pick(summary)}</span>
      </div>
      {used > 0 ? <span className="co-tag is-good">{t('wb.coupons.used', { count: used })}</span> : null}
      <InputNumber
        aria-label={t('wb.coupons.held', { title: pick(title) })}
        size="small"
        min={0}
        max={COUPONS_MAX}
        precision={0}
        value={held}
        onChange={(count) => hold(count ?? 0)}
      />
    </li>
  );
}
