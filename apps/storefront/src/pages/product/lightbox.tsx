import { Icon } from '@dacu/ui';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/setup.ts';

type LightboxProps = {
  readonly images: readonly string[];
  readonly title: string;
  readonly first: number;
  readonly onClose: () => void;
};
const CLOSE_UP = 2.4;

/** One picture over the whole screen; a tap or Enter comes closer, where the pointer is what one sees. */
export function Lightbox({ images, title, first, onClose }: LightboxProps) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const [index, setIndex] = useState(first);
  const [near, setNear] = useState(false);
  const [at, setAt] = useState({ x: 50, y: 50 });
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);

  function turn(step: number) {
    setNear(false);
    setIndex((before) => (before + step + images.length) % images.length);
  }
  function onKey(event: KeyboardEvent) {
    if (event.key === 'ArrowRight') turn(1);
    if (event.key === 'ArrowLeft') turn(-1);
  }
  function look(event: PointerEvent<HTMLButtonElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    setAt({
      x: ((event.clientX - box.left) / box.width) * 100,
      y: ((event.clientY - box.top) / box.height) * 100,
    });
  }

  return (
    <dialog ref={dialog} className="lightbox" aria-label={title} onClose={onClose} onKeyDown={onKey}>
      <button
        type="button"
        className="lightbox-picture"
        aria-pressed={near}
        aria-label={t('product.zoom')}
        onPointerMove={look}
        onClick={() => setNear((before) => !before)}
      >
        <img
          src={images[index]}
          alt={t('product.galleryOf', { index: index + 1, count: images.length })}
          width="640"
          height="640"
          draggable="false"
          style={near ? { transform: `scale(${CLOSE_UP})`, transformOrigin: `${at.x}% ${at.y}%` } : undefined}
        />
      </button>
      <div className="lightbox-bar">
        {images.length > 1 ? (
          <button
            type="button"
            className="icon-button"
            aria-label={t('product.previous')}
            onClick={() => turn(-1)}
          >
            <Icon name="back" />
          </button>
        ) : null}
        <span>
          {index + 1} / {images.length}
        </span>
        {images.length > 1 ? (
          <button
            type="button"
            className="icon-button"
            aria-label={t('product.next')}
            onClick={() => turn(1)}
          >
            <Icon name="forward" />
          </button>
        ) : null}
        <button
          type="button"
          className="icon-button"
          aria-label={t('close')}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
    </dialog>
  );
}
