import type { BilingualText } from '@dacu/ui';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';

const StoreLabel = lazy(() => import('./store-label.tsx').then((module) => ({ default: module.StoreLabel })));

type StoreLinkProps = {
  readonly placeId: string;
  readonly store: BilingualText;
  readonly productId: string;
  readonly item: BilingualText;
};

/** The label beside the goods of a store: its link and its code, to be copied or printed. */
export function StoreLink({ placeId, store, productId, item }: StoreLinkProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const link = useMutation({
    mutationFn: () => api.storeLink(placeId, productId),
    onSuccess: () => setOpen(true),
  });
  return (
    <>
      <Button
        size="small"
        loading={link.isPending}
        title={t('stock.link.why')}
        onClick={() => (link.data === undefined ? link.mutate() : setOpen(true))}
      >
        {t(link.isError ? 'stock.link.failed' : 'stock.link.make')}
      </Button>
      {open && link.data ? (
        <Suspense>
          <StoreLabel
            url={`${window.location.origin}${link.data.path}`}
            item={item}
            store={store}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
