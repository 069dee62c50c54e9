import { fenText, Icon, useLanguage } from '@dacu/ui';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { ApiFailure } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';

type Short = readonly { readonly skuId: string; readonly left: number }[];

/** What stands in the way of an order, in words: the amount has changed, it was refused, or nobody knows yet. */
export function OrderCallouts({
  changedTo,
  error,
  unknown,
  titleOf,
}: {
  /** The new amount, while the shopper has not accepted it. */
  changedTo: number | null;
  error: unknown;
  unknown: boolean;
  titleOf?: (skuId: string) => string;
}) {
  const t = useT();
  const { lang } = useLanguage();
  const words = useFailureWords();
  if (unknown) {
    return (
      <Callout tone="warn" title={t('checkout.unknown')}>
        {t('checkout.unknownWords')}
      </Callout>
    );
  }
  if (changedTo !== null) {
    return (
      <Callout tone="warn" title={t('checkout.priceChanged', { amount: fenText(changedTo) })}>
        {t('checkout.priceChangedWords')}
      </Callout>
    );
  }
  if (!error || (error instanceof ApiFailure && error.code === 'priceChanged')) return null;
  // What a store has not may be elsewhere: its words say so, and the cart has nothing to correct.
  const short =
    error instanceof ApiFailure && error.code !== 'pickupNotThere'
      ? (error.problem?.short as Short | undefined)
      : undefined;
  if (short && titleOf) {
    return (
      <Callout tone="bad">
        {short
          .map(({ skuId, left }) => t('checkout.short', { title: titleOf(skuId), left }))
          .join(lang === 'zh' ? '' : ' ')}{' '}
        <Link to="/cart">{t('nav.cart')}</Link>
      </Callout>
    );
  }
  return <Callout tone="bad">{words(error)}</Callout>;
}

/** Brought into view: on a phone the whole receipt stands between it and the button that was pressed. */
function Callout({ tone, title, children }: { tone: 'warn' | 'bad'; title?: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: 'center' }), []);
  return (
    <div ref={place} className={`callout is-${tone}`} role="alert">
      <Icon name="alert" size={20} />
      <p>
        {title ? <strong>{title}</strong> : null}
        {children}
      </p>
    </div>
  );
}
