import { PHOTOS_MAX } from '@dacu/engine/aftercare';
import { Icon } from '@dacu/ui';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { shrinkPhoto } from './shrink-photo.ts';
import './photos.css';

type Photo = {
  readonly key: number;
  readonly file: Blob;
  readonly url: string;
  readonly state: 'sending' | 'kept' | 'failed';
  readonly photoId: string | null;
  readonly error: unknown;
};
export type Photos = ReturnType<typeof usePhotos>;

/** Photos that go to the shop as they are chosen, so that the request itself waits for nothing large. */
export function usePhotos(purchaseId: string) {
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  const keys = useRef(0);
  const shown = useRef(photos);
  shown.current = photos;
  useEffect(() => () => shown.current.forEach(({ url }) => void URL.revokeObjectURL(url)), []);

  const change = (key: number, to: Partial<Photo>) =>
    setPhotos((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const send = async ({ key, file }: Pick<Photo, 'key' | 'file'>) => {
    change(key, { state: 'sending', error: null });
    try {
      const { photoId } = await api.keepPhoto(purchaseId, await shrinkPhoto(file));
      change(key, { state: 'kept', photoId });
    } catch (error) {
      change(key, { state: 'failed', error });
    }
  };
  return {
    photos,
    ids: [...new Set(photos.flatMap(({ photoId }) => (photoId === null ? [] : [photoId])))],
    pending: photos.some(({ state }) => state === 'sending'),
    failed: photos.some(({ state }) => state === 'failed'),
    add(files: readonly File[]) {
      const added = files.slice(0, PHOTOS_MAX - photos.length).map((file): Photo => {
        keys.current += 1;
        return {
          ...{ key: keys.current, file, url: URL.createObjectURL(file), state: 'sending' },
          ...{ photoId: null, error: null },
        };
      });
      setPhotos((all) => [...all, ...added]);
      // One after another: a phone's line carries one well.
      void added.reduce((before, one) => before.then(() => send(one)), Promise.resolve());
    },
    remove(key: number) {
      const one = photos.find((photo) => photo.key === key);
      if (one) URL.revokeObjectURL(one.url);
      setPhotos((all) => all.filter((photo) => photo.key !== key));
    },
    again: (one: Photo) => void send(one),
  };
}

/** Evidence, beside the words: each photo says whether it has arrived, and can be taken back. */
export function PhotoPicker({ photos, helps }: { photos: Photos; helps: boolean }) {
  const t = useT();
  const words = useFailureWords();
  const field = useRef<HTMLInputElement>(null);
  const left = PHOTOS_MAX - photos.photos.length;
  return (
    <section className="panel return-photos" aria-labelledby="return-photos">
      <h2 id="return-photos">
        {t('case.photos')}
        <small>
          {photos.photos.length}/{PHOTOS_MAX}
        </small>
      </h2>
      <ul>
        {photos.photos.map((one, index) => (
          <li key={one.key} className={`is-${one.state}`}>
            <img src={one.url} alt={t('case.photo', { number: index + 1 })} />
            {one.state === 'kept' ? null : (
              <span className="return-photo-state" role="status">
                {one.state === 'sending' ? (
                  t('case.photoSending')
                ) : (
                  <button type="button" onClick={() => photos.again(one)}>
                    <Icon name="refresh" size={16} />
                    {t('case.photoAgain')}
                  </button>
                )}
              </span>
            )}
            <button
              type="button"
              className="return-photo-remove"
              aria-label={t('case.photoRemove', { number: index + 1 })}
              onClick={() => photos.remove(one.key)}
            >
              <Icon name="close" size={14} />
            </button>
          </li>
        ))}
        {left > 0 ? (
          <li>
            <button type="button" className="return-photo-add" onClick={() => field.current?.click()}>
              <Icon name="plus" size={22} />
              {t('case.photoAdd')}
            </button>
          </li>
        ) : null}
      </ul>
      <input
        ref={field}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        multiple
        hidden
        aria-label={t('case.photos')}
        onChange={(event) => {
          photos.add([...(event.target.files ?? [])]);
          // The same photo may be chosen again after it was taken back.
          event.target.value = '';
        }}
      />
      {photos.photos.map((one, index) =>
        one.state === 'failed' ? (
          <p key={one.key} className="return-refused" role="alert">
            {t('case.photo', { number: index + 1 })}: {words(one.error)}
          </p>
        ) : null,
      )}
      <p className="fine-print">
        {helps ? t('case.photosHelp') : ''} {t('case.photosKept')}
      </p>
    </section>
  );
}
