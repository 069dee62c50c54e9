import type { QuoteView } from '@dacu/contract/api';
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

/** Services that cost something, line by line; never ticked for the shopper (电商法 19). */
export function ServicesPanel({ quote, asked, onAsk, locked }: ServicesPanelProps) {
  const t = useT();
  const { pick } = useLanguage();
  const lines = quote.shops.flatMap((shop) => shop.lines);
  const rows = lines.flatMap((line) => {
    const charged = quote.services
      .filter(({ lineId, chargedFen }) => lineId === line.lineId && chargedFen > 0)
      .map(({ chargedFen, ...service }) => ({ ...service, unitFen: chargedFen / line.quantity }));
    const offered = quote.offeredServices.filter(({ lineId }) => lineId === line.lineId);
    return [...charged, ...offered]
      .sort((a, b) => (a.promotionId < b.promotionId ? -1 : 1))
      .map((service) => ({ line, service }));
  });
  if (rows.length === 0) return null;
  return (
    <section className="panel services-panel" aria-labelledby="services-title">
      <h2 id="services-title">{t('service.title')}</h2>
      <ul>
        {rows.map(({ line, service }) => {
          const wanted = { skuId: line.skuId, promotionId: service.promotionId };
          const isSame = (one: WantedService) =>
            one.skuId === wanted.skuId && one.promotionId === wanted.promotionId;
          return (
            <li key={`${line.lineId} ${service.promotionId}`}>
              <Tick
                label={`${pick(service.title)} ${pick(line.title)}`}
                checked={asked.some(isSame)}
                disabled={locked}
                onChange={(on) => onAsk(on ? [...asked, wanted] : asked.filter((one) => !isSame(one)))}
              />
              <span aria-hidden="true">
                {pick(service.title)}
                <small>{pick(line.title)}</small>
              </span>
              <span className="services-price">
                {t('service.each', { amount: fenText(service.unitFen, true), count: line.quantity })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
