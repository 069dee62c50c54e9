import type { Address } from '@dacu/contract/api';
import { REGIONS, useLanguage } from '@dacu/ui';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type AddressField, checkAddress } from '../data/addresses.ts';
import type { MessageKey } from '../i18n/setup.ts';
import { useT } from '../i18n/setup.ts';
import { Tick } from './tick.tsx';

const ERRORS = {
  recipient: 'checkout.errorRecipient',
  phone: 'checkout.errorPhone',
  region: 'checkout.errorRegion',
  line: 'checkout.errorLine',
} as const satisfies Record<AddressField, MessageKey>;

type AddressFormProps = {
  readonly start: Address | null;
  readonly onKeep: (address: Address, makeDefault: boolean) => void;
  readonly onCancel?: () => void;
  /** Words of its own submit button; without them the page's main action submits it (`form="address-form"`). */
  readonly submitWords?: string;
  /** Whether it may be made the default here: asked only where there is another one. */
  readonly askDefault?: boolean;
};

/** Checks a field when it is left, the whole on submit; the first wrong field gets the focus. */
export function AddressForm({ start, onKeep, onCancel, submitWords, askDefault = false }: AddressFormProps) {
  const t = useT();
  const { pick } = useLanguage();
  const [draft, setDraft] = useState<Partial<Address>>(start ?? {});
  const [makeDefault, setMakeDefault] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<AddressField>>(new Set());
  const wrong = checkAddress(draft);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setLeft(new Set(['recipient', 'phone', 'region', 'line']));
    const first = wrong[0];
    if (first) {
      event.currentTarget.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    const { recipient = '', phone = '', region = '', line = '' } = draft;
    onKeep({ recipient: recipient.trim(), phone, region, line: line.trim() }, makeDefault);
  }
  const bind = (name: AddressField) => ({
    name,
    id: `address-${name}`,
    value: draft[name] ?? '',
    required: true,
    'aria-invalid': left.has(name) && wrong.includes(name),
    'aria-describedby': `address-${name}-error`,
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
    onBlur: () => setLeft(new Set([...left, name])),
  });
  const field = (name: AddressField, children: ReactNode) => (
    <div className={`field field-${name}`}>
      <label htmlFor={`address-${name}`}>{t(`checkout.${name}`)}</label>
      {children}
      <p id={`address-${name}-error`} className="field-error" aria-live="polite">
        {left.has(name) && wrong.includes(name) ? t(ERRORS[name]) : ''}
      </p>
    </div>
  );

  return (
    <form id="address-form" className="address-form" noValidate onSubmit={submit}>
      {field('recipient', <input {...bind('recipient')} autoComplete="name" maxLength={40} />)}
      {field(
        'phone',
        <input
          {...bind('phone')}
          type="tel"
          inputMode="numeric"
          autoComplete="tel-national"
          maxLength={11}
        />,
      )}
      {field(
        'region',
        <select {...bind('region')} autoComplete="address-level1">
          <option value="">{t('checkout.regionChoose')}</option>
          {REGIONS.map((region) => (
            <option key={region.code} value={region.code}>
              {pick(region.name)}
            </option>
          ))}
        </select>,
      )}
      {field(
        'line',
        <input
          {...bind('line')}
          autoComplete="street-address"
          maxLength={120}
          placeholder={t('checkout.linePlaceholder')}
        />,
      )}
      {askDefault ? (
        <Tick shown label={t('address.isDefault')} checked={makeDefault} onChange={setMakeDefault} />
      ) : null}
      <p className="fine-print">{t('address.privacy')}</p>
      {submitWords === undefined ? null : (
        <div className="form-actions">
          {onCancel ? (
            <button type="button" className="dc-button" onClick={onCancel}>
              {t('cancel')}
            </button>
          ) : null}
          <button type="submit" className="dc-button is-main">
            {submitWords}
          </button>
        </div>
      )}
    </form>
  );
}
