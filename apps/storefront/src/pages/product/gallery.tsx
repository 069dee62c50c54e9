import type { ProductView } from '@dacu/contract/api';
import { Icon, useLanguage } from '@dacu/ui';
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/setup.ts';
import { plateOf } from '../../parts/product-card.tsx';
import { Poster } from './poster.tsx';
import './gallery.css';

const Lightbox = lazy(() => import('./lightbox.tsx').then(({ Lightbox }) => ({ default: Lightbox })));

/** The pictures as a strip that snaps: by thumb, by arrow key, by thumbnail; the last one says the facts. */
export function Gallery({ product }: { product: ProductView }) {
  const t = useT();
  const { pick } = useLanguage();
  const images = product.images.length > 0 ? product.images : [product.card.imageUrl];
  const poster = product.attributes.length >= 2;
  const count = images.length + (poster ? 1 : 0);
  const strip = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(0);
  const [zoomed, setZoomed] = useState(false);
  const title = pick(product.card.title);

  // The strip itself tells which picture stands in view: a finger moves it without asking us.
  useEffect(() => {
    const element = strip.current;
    if (!element) return;
    const follow = () => setShown(Math.round(element.scrollLeft / Math.max(1, element.clientWidth)));
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, []);

  function show(index: number) {
    const element = strip.current;
    if (!element) return;
    const next = (index + count) % count;
    element.scrollTo({ left: next * element.clientWidth, behavior: stillness() ? 'auto' : 'smooth' });
  }
  function onKey(event: KeyboardEvent) {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    show(shown + step);
  }

  return (
    <section className="gallery" aria-label={t('product.gallery')} aria-roledescription="carousel">
      <div className="gallery-stage">
        {/* biome-ignore lint/a11y/useSemanticElements: a strip of pictures is no form's fieldset */}
        <div
          ref={strip}
          className="gallery-strip"
          onKeyDown={onKey}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a strip that scrolls must be reachable by keyboard
          tabIndex={0}
          role="group"
          aria-label={title}
        >
          {images.map((image, index) => (
            <div key={image} className={`${plateOf(product.card.productId)} gallery-plate plate-${index}`}>
              <img
                src={image}
                alt={index === 0 ? title : t('product.galleryOf', { index: index + 1, count })}
                width="420"
                height="420"
                loading={index === 0 ? 'eager' : 'lazy'}
                fetchPriority={index === 0 ? 'high' : 'auto'}
                draggable="false"
              />
            </div>
          ))}
          {poster ? <Poster product={product} /> : null}
        </div>
        <span className="gallery-count" aria-hidden="true">
          {shown + 1} / {count}
        </span>
        {shown < images.length ? (
          <button
            type="button"
            className="gallery-zoom"
            aria-label={t('product.zoom')}
            onClick={() => setZoomed(true)}
          >
            <Icon name="plus" size={20} />
          </button>
        ) : null}
        {count > 1 ? (
          <>
            <button
              type="button"
              className="gallery-arrow is-back"
              aria-label={t('product.previous')}
              onClick={() => show(shown - 1)}
            >
              <Icon name="back" size={20} />
            </button>
            <button
              type="button"
              className="gallery-arrow"
              aria-label={t('product.next')}
              onClick={() => show(shown + 1)}
            >
              <Icon name="forward" size={20} />
            </button>
          </>
        ) : null}
      </div>
      {count > 1 ? (
        <div className="gallery-thumbs">
          {images.map((image, index) => (
            <button
              key={image}
              type="button"
              aria-current={index === shown ? 'true' : undefined}
              aria-label={t('product.image', { index: index + 1 })}
              onClick={() => show(index)}
            >
              <img src={image} alt="" width="56" height="56" />
            </button>
          ))}
          {poster ? (
            <button
              type="button"
              aria-current={shown === images.length ? 'true' : undefined}
              onClick={() => show(images.length)}
            >
              <span className="gallery-thumb-words">{t('product.poster')}</span>
            </button>
          ) : null}
        </div>
      ) : null}
      {zoomed ? (
        <Suspense>
          <Lightbox
            images={images}
            title={title}
            first={Math.min(shown, images.length - 1)}
            onClose={() => setZoomed(false)}
          />
        </Suspense>
      ) : null}
    </section>
  );
}

function stillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
