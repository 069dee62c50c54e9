import { EmptyState, useCampaignNow } from '@dacu/ui';
import { Alert, Button } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useT } from '../../../../i18n/setup.ts';
import { isEnrolled, type Sale } from '../sale.ts';
import { Allocations } from './allocations.tsx';
import { CartLines } from './cart-lines.tsx';
import { type CartState, EMPTY_CART, readCart, writeCart } from './cart-state.ts';
import { Circumstances } from './circumstances.tsx';
import { CouponsInHand } from './coupons-in-hand.tsx';
import { priceState } from './price-state.ts';
import { Receipt } from './receipt.tsx';
import { TraceList } from './trace-list.tsx';
import './sandbox.css';

/** A cart priced here, by the engine's own functions, while it is changed; the address keeps it. */
export function Sandbox({ sale, zone }: { sale: Sale; zone: string }) {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const now = useCampaignNow(60_000);
  const cart = useMemo(() => readCart(params), [params]);
  const { startsAt, endsAt } = sale.compiled;
  // Outside the campaign nothing is open; its first day says more.
  const around = now !== null && startsAt <= now && now < endsAt ? now : startsAt;
  const priced = useMemo(() => priceState(sale, cart, around), [sale, cart, around]);
  const change = (next: Partial<CartState>) =>
    setParams((before) => writeCart(before, { ...readCart(before), ...next }), { replace: true });
  return (
    <div className="wb-sandbox">
      <div className="co-stack">
        <CartLines sale={sale} cart={cart} change={change} />
        <Circumstances sale={sale} cart={cart} change={change} around={around} zone={zone} />
        <CouponsInHand sale={sale} cart={cart} change={change} priced={priced} />
      </div>
      <div className="co-stack">
        {priced === null ? (
          <div className="co-panel">
            <EmptyState icon="cart" title={t('wb.cart.empty')} words={t('wb.cart.emptyWords')}>
              <Button type="primary" onClick={() => change({ ...EMPTY_CART, lines: exampleLines(sale) })}>
                {t('wb.cart.example')}
              </Button>
            </EmptyState>
          </div>
        ) : (
          <>
            {priced.unknownSkuIds.length > 0 ? (
              <Alert
                type="warning"
                showIcon
                title={t('wb.cart.unknown', { skus: priced.unknownSkuIds.join(t('wb.comma')) })}
              />
            ) : null}
            <Receipt sale={sale} cart={cart} change={change} priced={priced} zone={zone} />
            <Allocations sale={sale} quote={priced.quote} />
            <TraceList sale={sale} quote={priced.quote} />
          </>
        )}
      </div>
    </div>
  );
}

const EXAMPLE_SHOPS = 3;

/** One enrolled item of each of the first shops, two of each, so that most thresholds are in sight. */
function exampleLines(sale: Sale): CartState['lines'] {
  const seen = new Set<string>();
  return [...sale.items.values()]
    .filter(
      (item) => item.onSale && isEnrolled(sale, item) && !seen.has(item.shopId) && seen.add(item.shopId),
    )
    .slice(0, EXAMPLE_SHOPS)
    .map(({ skuId }) => ({ skuId, quantity: 2, way: { kind: 'shelf' } }));
}
