import type { QuoteView } from '@dacu/contract/api';
import { INSURED_FREIGHT_FEN_MAX } from '@dacu/engine/aftercare';
import { fenText, useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { Tick } from '../../parts/tick.tsx';

export type WantedService = { readonly skuId: string; readonly promotionId: string };

type ServicesPanelProps = {
  readonly quote: QuoteView;
  readonly asked: readonly WantedService[];
  readonly onAsk: (asked: readonly WantedService[]) => void;
  readonly locked: boolean;
};

/** Services that cost something, line by line or order by order; never ticked for the shopper (电商法 19). */
export function ServicesPanel({ quote, asked, onAsk, locked }: ServicesPanelProps) {
  const t = useT();
  const { pick } = useLanguage();
  const rows = rowsOf(quote);
  if (rows.length === 0) return null;
  return (
    <section className="panel services-panel" aria-labelledby="services-title">
      <h2 id="services-title">{t('service.title')}</h2>
      <ul>
        {rows.map(({ skuIds, service, count, whose }) => {
          const isSame = (one: WantedService) =>
            one.promotionId === service.promotionId && skuIds.includes(one.skuId);
          const wanted = { skuId: service.lineId, promotionId: service.promotionId };
          const insures = service.offer === 'returnFreightInsurance';
          return (
            <li key={`${skuIds[0]} ${service.promotionId}`}>
              <Tick
                label={`${pick(service.title)} ${pick(whose)}`}
                checked={asked.some(isSame)}
                disabled={locked}
                onChange={(on) => onAsk(on ? [...asked, wanted] : asked.filter((one) => !isSame(one)))}
              />
              <span aria-hidden="true">
                {pick(service.title)}
                <small>{pick(whose)}</small>
                {insures ? (
                  <small>{t('service.insures', { amount: fenText(INSURED_FREIGHT_FEN_MAX, true) })}</small>
                ) : null}
              </span>
              <span className="services-price">
                {service.perOrder
                  ? t('service.perOrder', { amount: fenText(service.unitFen, true) })
                  : t('service.each', { amount: fenText(service.unitFen, true), count })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** One row for what is charged together, asked for or not. */
function rowsOf({ shops, services, offeredServices }: QuoteView) {
  return shops.flatMap(({ lines, name }) => {
    const own = lines.map(({ lineId }) => lineId);
    return lines.flatMap((line) => {
      const charged = services
        .filter(({ lineId, chargedFen }) => lineId === line.lineId && chargedFen > 0)
        .map(({ chargedFen, ...service }) => ({
          ...service,
          unitFen: service.perOrder ? chargedFen : chargedFen / line.quantity,
        }));
      const offered = offeredServices.filter(({ lineId }) => lineId === line.lineId);
      return [...charged, ...offered]
        .sort((a, b) => (a.promotionId < b.promotionId ? -1 : 1))
        .map((service) => ({
          ...{ service, count: line.quantity },
          skuIds: service.perOrder ? own : [line.skuId],
          whose: service.perOrder ? name : line.title,
        }));
    });
  });
}
