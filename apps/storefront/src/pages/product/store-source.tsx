import { formatInstant, Icon, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { storeLinkQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/use-zone.ts';

/** The page was opened by the label in a store: says which, and until when a purchase counts for it. */
export function StoreSource({ productId }: { productId: string }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const [params] = useSearchParams();
  const from = params.get('from');
  const { data, isError } = useQuery({ ...storeLinkQuery(productId, from ?? ''), enabled: from !== null });
  if (from === null) return null;
  if (isError) return <p className="store-source">{t('stores.linkInvalid')}</p>;
  if (data === undefined) return null;
  return (
    <p className="store-source" role="status">
      <Icon name="shop" size={16} />
      {t('stores.source', { store: pick(data.name), until: formatInstant(data.until, zone, lang) })}
    </p>
  );
}
