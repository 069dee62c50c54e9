import { EmptyState } from '@dacu/ui';
import { Link, useNavigate, useParams } from 'react-router';
import { useAddresses } from '../../data/addresses.ts';
import { useT } from '../../i18n/setup.ts';
import { AddressForm } from '../../parts/address-form.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import './addresses.css';

/** `/addresses/new` and `/addresses/:addressId`. */
export function Component() {
  const t = useT();
  const { addressId } = useParams();
  const book = useAddresses();
  const navigate = useNavigate();
  const notice = useNotice();
  const known = book.list.find((each) => each.addressId === addressId) ?? null;
  const title = t(addressId === undefined ? 'address.add' : 'address.edit');
  if (addressId !== undefined && known === null) {
    return (
      <>
        <PageHead title={title} backTo="/addresses" measure="account" />
        <EmptyState title={t('address.gone')} icon="location" className="page-state">
          <Link className="dc-button is-main" to="/addresses" replace>
            {t('address.title')}
          </Link>
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHead title={title} backTo="/addresses" measure="account" />
      <div className="container addresses">
        <section className="panel">
          <AddressForm
            start={known}
            askDefault={book.list.length > 0 && known?.addressId !== book.defaultId}
            onKeep={async (address, makeDefault) => {
              book.keep(address, { makeDefault, ...(known ? { addressId: known.addressId } : {}) });
              notice({ words: t('address.saved') });
              await navigate('/addresses', { replace: true });
            }}
          />
        </section>
        <div className="action-bar">
          <button type="submit" form="address-form" className="dc-button is-main">
            {t('address.save')}
          </button>
        </div>
      </div>
    </>
  );
}
