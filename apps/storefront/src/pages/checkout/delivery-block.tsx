import type { DeliveryChoice, DeliveryOptions } from '@dacu/contract/api';
import { fenText, formatInstant, Icon, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deliveryOptionsQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/use-zone.ts';
import './delivery-block.css';

type Way = 'door' | 'station' | { readonly placeId: string };

/**
 * How the goods are to come, and when. Nothing is chosen for the buyer but the door: a station needs a yes of its own, also
 * where it is proposed, and a store is offered only where it has everything.
 */
export function useDelivery(
  region: string | undefined,
  lines: readonly { skuId: string; quantity: number }[],
) {
  const skus = lines.map(({ skuId, quantity }) => `${skuId}:${quantity}`).join(',');
  const query = useQuery({ ...deliveryOptionsQuery(region ?? '', skus), enabled: region !== undefined });
  const [asked, setWay] = useState<Way | null>(null);
  const [agreed, setAgreed] = useState(false);
  const options = query.data;
  const collectOnly = options !== undefined && !options.shippable && options.stores.length > 0;
  const firstStore = collectOnly ? { placeId: options.stores[0]!.placeId } : null;
  // What cannot be sent is collected: there a door that was chosen before is none.
  const way: Way =
    firstStore !== null && (asked === null || asked === 'door' || asked === 'station')
      ? firstStore
      : (asked ?? 'door');
  const store =
    typeof way === 'object' ? (options?.stores.find(({ placeId }) => placeId === way.placeId) ?? null) : null;
  // A store that has not everything any more is no choice; neither is a station nobody agreed to.
  const chosen: Way =
    typeof way === 'object' && options !== undefined && store === null ? (firstStore ?? 'door') : way;
  const choice: DeliveryChoice | null =
    chosen === 'door'
      ? null
      : chosen === 'station'
        ? agreed
          ? { way: 'ship', toStation: true, stationConsent: true }
          : null
        : { way: 'pickup', placeId: chosen.placeId };
  return {
    options,
    /** Nothing is known yet, and nothing has gone wrong yet either. */
    isAwaited: query.isLoading && query.failureCount === 0,
    isLost: query.isError,
    way: chosen,
    setWay,
    agreed,
    setAgreed,
    choice,
    collectOnly,
    missing: chosen === 'station' && !agreed,
  };
}
export type Delivery = ReturnType<typeof useDelivery>;

export function DeliveryBlock({ delivery, locked }: { delivery: Delivery; locked: boolean }) {
  const t = useT();
  const { pick } = useLanguage();
  const { options, way, setWay, agreed, setAgreed, collectOnly } = delivery;
  if (delivery.isLost) return <p className="section-note">{t('delivery.optionsLost')}</p>;
  if (options === undefined) return null;
  const storeId = typeof way === 'object' ? way.placeId : null;
  return (
    <section className="panel delivery-ways" aria-labelledby="delivery-ways">
      <h2 id="delivery-ways">
        <Icon name="truck" size={18} /> {t('delivery.choose')}
      </h2>
      {options.shippable || collectOnly ? (
        <Promised options={options} pickup={storeId !== null} />
      ) : (
        <p className="callout is-warn" role="status">
          <Icon name="alert" size={18} /> {t('delivery.noStore')}
        </p>
      )}
      <fieldset disabled={locked}>
        <legend className="dc-hidden">{t('delivery.choose')}</legend>
        <label className={collectOnly ? 'is-off' : ''}>
          <input
            type="radio"
            name="way"
            checked={way === 'door'}
            disabled={collectOnly}
            onChange={() => setWay('door')}
          />
          <span>
            <strong>{t('delivery.door')}</strong>
            <small>{t(collectOnly ? 'delivery.onlyStores' : 'delivery.doorWords')}</small>
          </span>
        </label>
        <label className={collectOnly ? 'is-off' : ''}>
          <input
            type="radio"
            name="way"
            checked={way === 'station'}
            disabled={collectOnly}
            onChange={() => setWay('station')}
          />
          <span>
            <strong>{t('delivery.station')}</strong>
            <small>{t(options.remote ? 'delivery.remote' : 'delivery.stationWords')}</small>
          </span>
        </label>
        {way === 'station' ? (
          <label className="delivery-consent">
            <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />
            <span>
              <strong>{t('delivery.stationAsk')}</strong>
              <small>{t('delivery.stationWhy')}</small>
            </span>
          </label>
        ) : null}
        <label className={options.stores.length === 0 ? 'is-off' : ''}>
          <input
            type="radio"
            name="way"
            checked={storeId !== null}
            disabled={options.stores.length === 0}
            onChange={() => setWay({ placeId: options.stores[0]!.placeId })}
          />
          <span>
            <strong>{t('delivery.pickup')}</strong>
            <small>
              {options.stores.length === 0
                ? t('delivery.pickupNone')
                : t('delivery.pickupWords', { count: options.stores.length })}
            </small>
          </span>
        </label>
        {storeId === null ? null : (
          <div className="delivery-stores">
            {options.stores.map(({ placeId, name, address, hours, keepDays }) => (
              <label key={placeId}>
                <input
                  type="radio"
                  name="store"
                  checked={placeId === storeId}
                  onChange={() => setWay({ placeId })}
                />
                <span>
                  <strong>{pick(name)}</strong>
                  <small>
                    {pick(address)}
                    {hours === null ? null : ` · ${pick(hours)}`} · {t('delivery.keep', { count: keepDays })}
                  </small>
                </span>
              </label>
            ))}
          </div>
        )}
      </fieldset>
    </section>
  );
}

function Promised({ options, pickup }: { options: DeliveryOptions; pickup: boolean }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const time = (at: number) => formatInstant(at, zone, lang);
  const { carriers, late } = options;
  const first = carriers.some(({ priority }) => priority)
    ? carriers.filter(({ priority }) => priority)
    : carriers;
  return (
    <div className="delivery-promised">
      <p>
        {pickup
          ? t('delivery.promisePickup', { ship: time(options.shipBy) })
          : t('delivery.promise', { ship: time(options.shipBy), deliver: time(options.deliverBy) })}
      </p>
      {pickup || first.length === 0 ? null : (
        <p>
          {t(first[0]!.priority ? 'delivery.carriersPriority' : 'delivery.carriers', {
            names: first.map(({ title }) => pick(title)).join(lang === 'zh' ? '、' : ', '),
          })}
        </p>
      )}
      {late === null ? null : (
        <p>
          {t('delivery.lateTerms', {
            share: `${late.bp / 100}%`,
            min: fenText(late.minFen),
            max: fenText(late.maxFen),
          })}
        </p>
      )}
    </div>
  );
}

/** The promise beside each shop's goods. */
export function ShopPromise({ delivery: { options, way, collectOnly } }: { delivery: Delivery }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  if (options === undefined || !(options.shippable || collectOnly)) return null;
  return (
    <p className="delivery-shop">
      <Icon name={typeof way === 'object' ? 'shop' : 'truck'} size={14} />
      {typeof way === 'object'
        ? t('delivery.promisePickup', { ship: formatInstant(options.shipBy, zone, lang) })
        : t('delivery.deliverBy', { at: formatInstant(options.deliverBy, zone, lang) })}
    </p>
  );
}
