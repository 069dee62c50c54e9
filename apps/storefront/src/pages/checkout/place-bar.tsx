import { Money } from '@dacu/ui';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/setup.ts';

/** At the end of a checkout: what is paid, and the button that orders, or that keeps the address which is still missing. */
export function PlaceBar({
  words,
  fen,
  repricing = false,
  addressed,
  pending,
  disabled = false,
  submit,
  onSubmit,
}: {
  readonly words: ReactNode;
  readonly fen: number;
  /** A price is on its way: the one shown is the last. */
  readonly repricing?: boolean;
  readonly addressed: boolean;
  readonly pending: boolean;
  readonly disabled?: boolean;
  readonly submit: ReactNode;
  readonly onSubmit: () => void;
}) {
  const t = useT();
  return (
    <div className="action-bar">
      <span className="action-total">
        <small>{words}</small>
        <Money fen={fen} size="lg" className={repricing ? 'is-waiting' : ''} />
      </span>
      {addressed ? (
        <button
          type="button"
          className="dc-button is-main"
          disabled={pending || repricing || disabled}
          onClick={onSubmit}
        >
          {pending ? t('checkout.submitting') : submit}
        </button>
      ) : (
        <button type="submit" form="address-form" className="dc-button is-main">
          {t('checkout.saveAddress')}
        </button>
      )}
    </div>
  );
}
