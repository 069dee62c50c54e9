import type { StoresWith } from '@dacu/contract/api';
import { formatInstant, Icon, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddresses } from '../../data/addresses.ts';
import { storesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/use-zone.ts';
import './stores-panel.css';

const SHOWN = 2;
type Store = StoresWith['stores'][number];

/** Stores where the item can be seen and tried, near the shopper's address first; `only`: nowhere else can it be had. */
export function StoresPanel({ skuId, only }: { skuId: string; only: boolean }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const { byDefault } = useAddresses();
  const { data } = useQuery(storesQuery(skuId, byDefault?.region));
  const [all, setAll] = useState(false);
  if (data === undefined || data.stores.length === 0) return null;
  const shown = all ? data.stores : data.stores.slice(0, SHOWN);
  return (
    <section className="stores-panel" aria-labelledby="stores-title">
      <h2 id="stores-title">
        <Icon name="shop" size={18} /> {t(only ? 'stores.only' : 'stores.title')}
      </h2>
      <p className="stores-words">{t(only ? 'stores.onlyWords' : 'stores.words')}</p>
      <ul>
        {shown.map((store) => (
          <StoreRow key={store.placeId} store={store} />
        ))}
      </ul>
      <p className="stores-foot">
        {data.stores.length > SHOWN ? (
          <button type="button" className="link-button" onClick={() => setAll(!all)}>
            {all ? t('stores.less') : t('stores.all', { count: data.stores.length })}
          </button>
        ) : null}
        <small>{t('stores.asOf', { at: formatInstant(data.asOf, zone, lang) })}</small>
      </p>
    </section>
  );
}

function StoreRow({ store: { name, address, hours, near, band, left } }: { store: Store }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <li>
      <span className="stores-row">
        <strong>{pick(name)}</strong>
        {near ? <span className="stores-near">{t('stores.near')}</span> : null}
        <em className={`is-${band}`}>
          {left === null ? t(`stores.band.${band}`) : t('stores.left', { count: left })}
        </em>
      </span>
      <small>{pick(address)}</small>
      {hours === null ? null : (
        <small>
          {t('pickup.hours')} {pick(hours)}
        </small>
      )}
    </li>
  );
}
