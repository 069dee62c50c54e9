import type { Address } from '@dacu/contract/api';
import { Icon, useLanguage } from '@dacu/ui';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type AddressField, checkAddress } from '../../data/address.ts';
import { REGIONS, regionName } from '../../data/regions.ts';
import { useT } from '../../i18n/setup.ts';
import type { MessageKey } from '../../i18n/zh.ts';

type AddressBlockProps = { readonly address: Address | null; readonly onKeep: (address: Address) => void };

/** The remembered address, or the form for one. */
export function AddressBlock({ address, onKeep }: AddressBlockProps) {
  const t = useT();
  const { pick } = useLanguage();
  const [editing, setEditing] = useState(false);
  if (!address || editing) {
    return (
      <section className="panel" aria-labelledby="address-title">
        <h2 id="address-title">{t('checkout.address')}</h2>
        <AddressForm
          start={address}
          onKeep={(next) => {
            onKeep(next);
            setEditing(false);
          }}
          {...(address ? { onCancel: () => setEditing(false) } : { submitElsewhere: true })}
        />
      </section>
    );
  }
  return (
    <section className="panel address-card" aria-label={t('checkout.address')}>
      <Icon name="location" size={22} />
      <p>
        <strong>
          {address.recipient} <span>{maskPhone(address.phone)}</span>
        </strong>
        <span>
          {pick(regionName(address.region))} {address.line}
        </span>
      </p>
      <button type="button" className="link-button" onClick={() => setEditing(true)}>
        {t('checkout.edit')}
      </button>
    </section>
  );
}

export function maskPhone(phone: string): string {
  return /^\d{11}$/.test(phone) ? `${phone.slice(0, 3)}****${phone.slice(7)}` : phone;
}

const ERRORS = {
  recipient: 'checkout.errorRecipient',
  phone: 'checkout.errorPhone',
  region: 'checkout.errorRegion',
  line: 'checkout.errorLine',
} as const satisfies Record<AddressField, MessageKey>;

/** Checks a field when it is left, the whole on submit; the first wrong field gets the focus. */
export function AddressForm({
  start,
  onKeep,
  onCancel,
  submitElsewhere = false,
}: {
  start: Address | null;
  onKeep: (address: Address) => void;
  onCancel?: () => void;
  /** The page's main action submits this form (`form="address-form"`). */
  submitElsewhere?: boolean;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const [draft, setDraft] = useState<Partial<Address>>(start ?? {});
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
    onKeep({ recipient: recipient.trim(), phone, region, line: line.trim() });
  }
  const bind = (name: AddressField) => ({
    name,
    id: `address-${name}`,
    value: draft[name] ?? '',
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
      <p className="fine-print">{t('checkout.remembered')}</p>
      {submitElsewhere ? null : (
        <div className="form-actions">
          {onCancel ? (
            <button type="button" className="dc-button" onClick={onCancel}>
              {t('cancel')}
            </button>
          ) : null}
          <button type="submit" className="dc-button is-soft">
            {t('checkout.saveAddress')}
          </button>
        </div>
      )}
    </form>
  );
}
