import { type Layer, type Quote, STACKING } from '@dacu/engine/pricing';
import { fenText, Money, useLanguage } from '@dacu/ui';
import { Alert, Button } from 'antd';
import { useT } from '../../../../i18n/setup.ts';
import { useTimes } from '../../../../parts/format.ts';
import { useLayerName } from '../promotion-words.ts';
import type { Sale } from '../sale.ts';
import type { CartState } from './cart-state.ts';
import type { PricedState } from './price-state.ts';

type Props = {
  sale: Sale;
  cart: CartState;
  change: (next: Partial<CartState>) => void;
  priced: PricedState;
  zone: string;
};

/** What the cart costs, how that came about in one line a layer, and whether it could be cheaper. */
export function Receipt({ sale, cart, change, priced, zone }: Props) {
  const t = useT();
  const at = useTimes(zone);
  const { quote, tookMs } = priced;
  return (
    <section className="co-panel wb-receipt" aria-label={t('wb.receipt.title')}>
      <div className="wb-total" aria-live="polite">
        <p className="co-eyebrow">{t('wb.receipt.pay')}</p>
        <p className="wb-pay">
          <Money fen={quote.payFen} size="xl" />
        </p>
        <p className="co-quiet">
          {t('wb.receipt.saved', { saved: fenText(quote.listFen - quote.goodsFen) })}
          <br />
          {t('wb.receipt.asOf', {
            at: at(quote.at, 'full'),
            ms: tookMs < 10 ? tookMs.toFixed(1) : Math.round(tookMs),
          })}
        </p>
      </div>
      <Sums quote={quote} />
      <Choice sale={sale} cart={cart} change={change} priced={priced} zone={zone} />
      <Notes sale={sale} quote={quote} zone={zone} />
    </section>
  );
}

function Sums({ quote }: { quote: Quote }) {
  const t = useT();
  const { pick } = useLanguage();
  const layerName = useLayerName();
  const rows = layersOf(quote).map(({ layer, fen }) => [layerName(layer), -fen] as const);
  // What comes free of charge is told by the rules below.
  const charged = quote.services.filter(({ chargedFen }) => chargedFen > 0);
  const waivedFen = quote.freight.reduce((sum, one) => sum + one.waivedFen, 0);
  return (
    <table className="co-table wb-sums">
      <tbody>
        <Sum label={t('wb.receipt.list')} fen={quote.listFen} />
        {rows.map(([label, fen]) => (
          <Sum key={label} label={label} fen={fen} />
        ))}
        <Sum label={t('wb.receipt.goods')} fen={quote.goodsFen} strong />
        <Sum
          label={
            waivedFen > 0
              ? t('wb.receipt.freightWaived', { waived: fenText(waivedFen) })
              : t('wb.receipt.freight')
          }
          fen={quote.freightFen}
        />
        {charged.map(({ lineId, promotionId, title, chargedFen }) => (
          <Sum key={`${lineId} ${promotionId}`} label={pick(title)} fen={chargedFen} />
        ))}
        <Sum label={t('wb.receipt.pay')} fen={quote.payFen} strong />
      </tbody>
    </table>
  );
}

function Sum({ label, fen, strong = false }: { label: string; fen: number; strong?: boolean }) {
  return (
    <tr className={strong ? 'is-sum' : ''}>
      <th scope="row">{label}</th>
      <td className="co-num">{fen < 0 ? `−${fenText(-fen)}` : fenText(fen)}</td>
    </tr>
  );
}

/** What each layer takes off the goods, in stacking order; layers that take nothing are left out. */
export function layersOf({ lines }: Quote): { layer: Layer; fen: number }[] {
  const sums = new Map<Layer, number>();
  for (const { allocations } of lines)
    for (const { layer, fen } of allocations) sums.set(layer, (sums.get(layer) ?? 0) + fen);
  return STACKING.flatMap(({ layer }) => (sums.get(layer) ? [{ layer, fen: sums.get(layer)! }] : []));
}

/** The proof that nothing is cheaper, or by how much something still could be; and what one's own choice costs. */
function Choice({ sale, cart, change, priced }: Props) {
  const t = useT();
  const { pick } = useLanguage();
  const { choice, couponIds } = priced.quote;
  const used = couponIds.map((couponId) =>
    pick(sale.index.byId.get(couponId.split('#')[0]!)?.promotion.title),
  );
  return (
    <div className="wb-choice">
      <p>
        <span className={`co-tag ${choice.kind === 'exact' ? 'is-good' : 'is-warn'}`}>
          {t(`wb.choice.${choice.kind}`)}
        </span>{' '}
        {choice.kind === 'exact'
          ? t(cart.chosen === null ? 'wb.choice.exactWords' : 'wb.choice.exactOwn')
          : t('wb.choice.boundedWords', { could: fenText(choice.couldSaveFen) })}
      </p>
      {cart.chosen === null ? null : choice.lostFen > 0 ? (
        <p>
          <span className="co-tag is-warn">{t('wb.choice.lost', { lost: fenText(choice.lostFen) })}</span>{' '}
          <Button size="small" type="primary" onClick={() => change({ chosen: null })}>
            {t('wb.choice.takeBest')}
          </Button>
        </p>
      ) : (
        <p className="co-quiet">{t('wb.choice.asGood')}</p>
      )}
      <p className="co-quiet">
        {used.length === 0
          ? t('wb.choice.noCoupon')
          : t('wb.choice.coupons', { titles: used.join(t('wb.comma')) })}
      </p>
    </div>
  );
}

/** What goes with it, what may not be bought, and what is sold below cost or floor. */
function Notes({ sale, quote, zone }: { sale: Sale; quote: Quote; zone: string }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(zone);
  const titleOf = (skuId: string) => pick(sale.items.get(skuId)?.title) || skuId;
  const below = quote.lines.flatMap(({ lineId, skuId, quantity, netFen }) => {
    const item = sale.items.get(skuId);
    if (!item || netFen >= item.floorFen * quantity) return [];
    const cost = netFen < item.costFen * quantity;
    const limitFen = (cost ? item.costFen : item.floorFen) * quantity;
    const words = { title: pick(item.title), by: fenText(limitFen - netFen) };
    return [{ lineId, cost, words }];
  });
  return (
    <>
      {quote.gifts.map(({ promotionId, title, quantity }) => (
        <Alert
          key={promotionId}
          type="info"
          showIcon
          title={t('wb.note.gift', { title: pick(title), quantity })}
        />
      ))}
      {below.map(({ lineId, cost, words }) => (
        <Alert
          key={lineId}
          type={cost ? 'error' : 'warning'}
          showIcon
          title={t(cost ? 'wb.note.belowCost' : 'wb.note.belowFloor', words)}
        />
      ))}
      {quote.closed.map(({ lineId, title, reason, opensAt }) => (
        <Alert
          key={lineId}
          type="warning"
          showIcon
          title={t(opensAt === undefined ? `wb.closed.${reason}` : 'wb.closed.opens', {
            item: titleOf(quote.lines.find((line) => line.lineId === lineId)?.skuId ?? ''),
            title: pick(title),
            at: opensAt === undefined ? '' : at(opensAt),
          })}
        />
      ))}
    </>
  );
}
