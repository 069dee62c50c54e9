import type { CaseView } from '@dacu/contract/api';
import { useState } from 'react';
import { useT } from '../../i18n/setup.ts';
import { Sheet } from '../../parts/sheet.tsx';

/** What the shopper showed, while it is kept. */
export function CasePhotos({ one }: { one: CaseView }) {
  const t = useT();
  const [open, setOpen] = useState<number | null>(null);
  const [gone, setGone] = useState(false);
  if (one.photos.length === 0) return null;
  if (gone) return <p className="fine-print">{t('case.photosErased')}</p>;
  const urlOf = (photoId: string) => `/api/purchases/${one.purchaseId}/photos/${photoId}`;
  return (
    <>
      <ul className="order-case-photos">
        {one.photos.map((photoId, index) => (
          <li key={photoId}>
            <button type="button" onClick={() => setOpen(index)}>
              <img
                src={urlOf(photoId)}
                alt={t('case.photo', { number: index + 1 })}
                loading="lazy"
                onError={() => setGone(one.photosUntil !== null)}
              />
            </button>
          </li>
        ))}
      </ul>
      <Sheet
        open={open !== null}
        title={t('case.photo', { number: (open ?? 0) + 1 })}
        onClose={() => setOpen(null)}
      >
        {open === null ? null : (
          <img
            className="order-case-photo"
            src={urlOf(one.photos[open]!)}
            alt={t('case.photo', { number: open + 1 })}
          />
        )}
      </Sheet>
    </>
  );
}
