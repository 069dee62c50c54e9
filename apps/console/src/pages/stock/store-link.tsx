import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';

/** What the label beside the goods of a store leads to: shown and copied, to be printed. */
export function StoreLink({ placeId, productId }: { placeId: string; productId: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const link = useMutation({ mutationFn: () => api.storeLink(placeId, productId) });
  if (link.data === undefined)
    return (
      <button
        type="button"
        className="co-button is-quiet"
        disabled={link.isPending}
        title={t('stock.link.why')}
        onClick={() => link.mutate()}
      >
        {t(link.isError ? 'stock.link.failed' : 'stock.link.make')}
      </button>
    );
  const url = `${window.location.origin}${link.data.path}`;
  return (
    <span className="co-store-link">
      <a href={url} target="_blank" rel="noreferrer">
        <code>{url}</code>
      </a>
      <button
        type="button"
        className="co-button is-quiet"
        onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}
      >
        {t(copied ? 'stock.link.copied' : 'stock.link.copy')}
      </button>
    </span>
  );
}
