import type { PurchaseView, ReturnOptions } from '@dacu/contract/api';
import { formatInstant, useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { plateOf } from '../../parts/product-card.tsx';
import { Stepper } from '../../parts/stepper.tsx';
import { useZone } from '../../parts/use-zone.ts';

type Counts = Readonly<Record<string, number>>;

/** How many of each line, by shop: units of another shop start another request. */
export function ReturnUnits(props: {
  purchase: PurchaseView;
  options: ReturnOptions;
  counts: Counts;
  onChange: (counts: Counts) => void;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const { purchase, options, counts, onChange } = props;
  const optionOf = new Map(options.lines.map((line) => [line.lineId, line]));
  return (
    <section className="panel" aria-labelledby="return-units">
      <h2 id="return-units">{t('case.units')}</h2>
      {purchase.orders.length > 1 ? <p className="fine-print">{t('case.unitsWords')}</p> : null}
      {purchase.orders.map((order) => {
        const lines = order.lines.flatMap((line) => {
          const option = optionOf.get(line.lineId);
          const max = option ? option.underway + option.delivered : 0;
          return option && max > 0 ? [{ line, option, max }] : [];
        });
        if (lines.length === 0) return null;
        return (
          <div key={order.orderId}>
            {purchase.orders.length > 1 ? <h3 className="return-shop">{pick(order.shopName)}</h3> : null}
            <ul className="return-lines">
              {lines.map(({ line, option, max }) => (
                <li key={line.lineId}>
                  <span className={plateOf(line.productId)}>
                    <img src={line.imageUrl} alt="" width="48" height="48" />
                  </span>
                  <span className="return-name">
                    {pick(line.title)}
                    <Standing option={option} asOf={options.asOf} />
                  </span>
                  <Stepper
                    min={0}
                    value={counts[line.lineId] ?? 0}
                    max={max}
                    label={`${t('product.quantity')} ${pick(line.title)}`}
                    onChange={(value) => {
                      const own = Object.fromEntries(
                        order.lines.map(({ lineId }) => [lineId, counts[lineId] ?? 0]),
                      );
                      onChange({ ...own, [line.lineId]: value });
                    }}
                  />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

function Standing({ option, asOf }: { option: ReturnOptions['lines'][number]; asOf: number }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const { delivered: count, underway, noReasonUntil, excluded } = option;
  const inHand = excluded
    ? t('case.notReturnable', { count })
    : noReasonUntil === null
      ? t('case.inHandOnly', { count })
      : noReasonUntil <= asOf
        ? t('case.noReasonOver', { count })
        : t('case.inHand', { count, until: formatInstant(noReasonUntil - 1, zone, lang, 'day') });
  return (
    <>
      {count > 0 ? <small>{inHand}</small> : null}
      {underway > 0 ? <small>{t('case.onTheWay', { count: underway })}</small> : null}
    </>
  );
}
