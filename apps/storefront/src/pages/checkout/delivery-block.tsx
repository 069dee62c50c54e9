import type { DeliveryOptions } from '@dacu/contract/api';
import { fenText, formatInstant, Icon, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deliveryOptionsQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/use-zone.ts';
import { remedyOf, type Way, waysOf } from './delivery-ways.ts';
import './delivery-block.css';

const ASK_AGAIN_MS = 20_000;

/**
 * How the goods are to come, and when. Nothing is chosen for the buyer but the door: a station needs a yes of its own, also
 * where it is proposed, and a store is offered only where it has everything.
 */
export function useDelivery(
  region: string | undefined,
  lines: readonly { skuId: string; quantity: number }[],
) {
  const skus = lines.map(({ skuId, quantity }) => `${skuId}:${quantity}`).join(',');
  const query = useQuery({
    ...deliveryOptionsQuery(region ?? '', skus),
    enabled: region !== undefined,
    // Units come back when holds end: who waits is told.
    refetchInterval: ({ state }) => (waysOf(state.data, null, false).unmet ? ASK_AGAIN_MS : false),
  });
  const [asked, setWay] = useState<Way | null>(null);
  const [agreed, setAgreed] = useState(false);
  return {
    options: query.data,
    /** Nothing is known yet, and nothing has gone wrong yet either. */
    isAwaited: query.isLoading && query.failureCount === 0,
    isLost: query.isError,
    ...{ setWay, agreed, setAgreed },
    ...waysOf(query.data, asked, agreed),
  };
}
export type Delivery = ReturnType<typeof useDelivery>;

type DeliveryBlockProps = {
  readonly delivery: Delivery;
  readonly locked: boolean;
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
  readonly titleOf: (skuId: string) => string;
};

export function DeliveryBlock({ delivery, locked, lines, titleOf }: DeliveryBlockProps) {
  const t = useT();
  const { pick } = useLanguage();
  const { options, way, setWay, agreed, setAgreed, collectOnly } = delivery;
  // What an order that is under way has taken is not there any more: for itself that is no hindrance.
  const unmet = delivery.unmet && !locked;
  if (delivery.isLost) return <p className="section-note">{t('delivery.optionsLost')}</p>;
  if (options === undefined) return null;
  const storeId = typeof way === 'object' ? way.placeId : null;
  return (
    <section className="panel delivery-ways" aria-labelledby="delivery-ways">
      <h2 id="delivery-ways">
        <Icon name="truck" size={18} /> {t('delivery.choose')}
      </h2>
      {unmet ? (
        <Unmet short={options.short} lines={lines} titleOf={titleOf} />
      ) : (
        <Promised options={options} pickup={storeId !== null} />
      )}
      <fieldset disabled={locked}>
        <legend className="dc-hidden">{t('delivery.choose')}</legend>
        <label className={collectOnly || unmet ? 'is-off' : ''}>
          <input
            type="radio"
            name="way"
            checked={way === 'door' && !unmet}
            disabled={collectOnly || unmet}
            onChange={() => setWay('door')}
          />
          <span>
            <strong>{t('delivery.door')}</strong>
            <small>
              {t(unmet ? 'delivery.cannot' : collectOnly ? 'delivery.onlyStores' : 'delivery.doorWords')}
            </small>
          </span>
        </label>
        <label className={collectOnly || unmet ? 'is-off' : ''}>
          <input
            type="radio"
            name="way"
            checked={way === 'station' && !unmet}
            disabled={collectOnly || unmet}
            onChange={() => setWay('station')}
          />
          <span>
            <strong>{t('delivery.station')}</strong>
            <small>
              {t(unmet ? 'delivery.cannot' : options.remote ? 'delivery.remote' : 'delivery.stationWords')}
            </small>
          </span>
        </label>
        {way === 'station' && !unmet ? (
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

/** Why nothing fits, item by item, and what would. */
function Unmet({
  short,
  lines,
  titleOf,
}: Pick<DeliveryBlockProps, 'lines' | 'titleOf'> & { short: DeliveryOptions['short'] }) {
  const t = useT();
  return (
    <div className="callout is-warn" role="status">
      <Icon name="alert" size={18} />
      <div>
        <strong>{t('delivery.unmet')}</strong>
        <ul>
          {short.map(({ skuId, left }) => (
            <li key={skuId}>
              {left === 0
                ? t('delivery.unmetNone', { title: titleOf(skuId) })
                : t('delivery.unmetLeft', { title: titleOf(skuId), left })}
            </li>
          ))}
        </ul>
        <p>{t(`delivery.unmet.${remedyOf(lines)}`)}</p>
      </div>
    </div>
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
export function ShopPromise({ delivery: { options, way, unmet } }: { delivery: Delivery }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  if (options === undefined || unmet) return null;
  return (
    <p className="delivery-shop">
      <Icon name={typeof way === 'object' ? 'shop' : 'truck'} size={14} />
      {typeof way === 'object'
        ? t('delivery.promisePickup', { ship: formatInstant(options.shipBy, zone, lang) })
        : t('delivery.deliverBy', { at: formatInstant(options.deliverBy, zone, lang) })}
    </p>
  );
}
