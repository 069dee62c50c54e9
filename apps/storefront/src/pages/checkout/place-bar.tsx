import { Money } from '@dacu/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useT } from '../../i18n/setup.ts';

/** At the end of a checkout: what is paid, and the button that orders, or that keeps the address which is still missing. */
export function PlaceBar({
  words,
  fen,
  repricing = false,
  addressed,
  pending,
  disabled = false,
  instead,
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
  /** Why it cannot be ordered as it is, and the way to where that can be changed; it stands in place of the button. */
  readonly instead?: { readonly why: string; readonly to: string; readonly words: string } | undefined;
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
      {addressed && instead ? (
        <>
          <Link className="dc-button is-main" to={instead.to} aria-describedby="place-why">
            {instead.words}
          </Link>
          <p className="action-why" id="place-why">
            {instead.why}
          </p>
        </>
      ) : addressed ? (
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
