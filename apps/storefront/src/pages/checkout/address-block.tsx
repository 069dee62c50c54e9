import { Icon } from '@dacu/ui';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { type KeptAddress, useAddresses } from '../../data/addresses.ts';
import { useT } from '../../i18n/setup.ts';
import { AddressForm } from '../../parts/address-form.tsx';
import { AddressWords } from '../../parts/address-words.tsx';
import { Sheet } from '../../parts/sheet.tsx';

/** Where this order goes: the one chosen (its id stands in the page's address, so a reload keeps it), else the default. */
export function useChosenAddress() {
  const book = useAddresses();
  const [params, setParams] = useSearchParams();
  const named = book.list.find((each) => each.addressId === params.get('to'));
  return {
    book,
    address: named ?? book.byDefault,
    choose(addressId: string) {
      const next = new URLSearchParams(params);
      next.set('to', addressId);
      setParams(next, { replace: true, preventScrollReset: true });
    },
  };
}

type AddressBlockProps = {
  readonly chosen: ReturnType<typeof useChosenAddress>;
  /** Nothing may change while it is not known whether the order was placed. */
  readonly locked: boolean;
};

export function AddressBlock({ chosen, locked }: AddressBlockProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { address, book, choose } = chosen;
  if (!address) {
    return (
      <section className="panel" aria-labelledby="address-title">
        <h2 id="address-title">{t('checkout.address')}</h2>
        <AddressForm start={null} onKeep={(next) => choose(book.keep(next))} />
      </section>
    );
  }
  return (
    <section className="panel address-card" aria-label={t('checkout.address')}>
      <Icon name="location" size={22} />
      <AddressWords address={address} />
      <button type="button" className="link-button" disabled={locked} onClick={() => setOpen(true)}>
        {t('checkout.change')}
      </button>
      <Sheet open={open} title={t('checkout.choose')} onClose={() => setOpen(false)}>
        <AddressChoice chosen={chosen} onDone={() => setOpen(false)} />
      </Sheet>
    </section>
  );
}

/** The book as a choice; editing and adding happen in place, so the order is never left. */
function AddressChoice({
  chosen,
  onDone,
}: {
  chosen: ReturnType<typeof useChosenAddress>;
  onDone: () => void;
}) {
  const t = useT();
  const { address, book, choose } = chosen;
  const [editing, setEditing] = useState<KeptAddress | 'new' | null>(null);
  if (editing !== null) {
    return (
      <AddressForm
        start={editing === 'new' ? null : editing}
        askDefault={editing === 'new'}
        submitWords={t('checkout.saveAddress')}
        onCancel={() => setEditing(null)}
        onKeep={(next, makeDefault) => {
          choose(book.keep(next, editing === 'new' ? { makeDefault } : { addressId: editing.addressId }));
          onDone();
        }}
      />
    );
  }
  return (
    <>
      <ul className="address-choice">
        {book.list.map((each) => (
          <li key={each.addressId}>
            <label>
              <input
                type="radio"
                name="address"
                checked={each.addressId === address?.addressId}
                onChange={() => {
                  choose(each.addressId);
                  onDone();
                }}
              />
              <AddressWords address={each} />
              {each.addressId === book.defaultId ? (
                <span className="price-label">{t('address.default')}</span>
              ) : null}
            </label>
            <button type="button" className="link-button" onClick={() => setEditing(each)}>
              {t('checkout.edit')}
              <span className="dc-hidden"> {each.recipient}</span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="dc-button" disabled={book.full} onClick={() => setEditing('new')}>
        <Icon name="plus" size={18} /> {t('address.add')}
      </button>
    </>
  );
}
