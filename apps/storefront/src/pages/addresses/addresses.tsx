import { EmptyState, Icon } from '@dacu/ui';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { ADDRESSES_MAX, type KeptAddress, useAddresses } from '../../data/addresses.ts';
import { useT } from '../../i18n/setup.ts';
import { AddressWords } from '../../parts/address-words.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import './addresses.css';

/** The address book of this device. */
export function Component() {
  const t = useT();
  const book = useAddresses();
  const notice = useNotice();
  // Undo must bring back what stood when it is pressed for, not what this render knew.
  const latest = useRef(book);
  useEffect(() => {
    latest.current = book;
  });
  const drop = (address: KeptAddress) => {
    const before = { list: latest.current.list, defaultId: latest.current.defaultId };
    book.drop(address.addressId);
    notice({
      words: t('address.deleted'),
      action: { words: t('cart.undo'), run: () => book.restore(before) },
    });
  };
  return (
    <>
      <PageHead title={t('address.title')} backTo="/me" measure="account" />
      <div className="container addresses">
        {book.list.length === 0 ? (
          <EmptyState
            title={t('address.empty')}
            words={t('address.emptyWords')}
            icon="location"
            className="page-state"
          >
            <Link className="dc-button is-main" to="/addresses/new">
              {t('address.addFirst')}
            </Link>
          </EmptyState>
        ) : (
          <ul className="address-list">
            {book.list.map((address) => (
              <li key={address.addressId} className="panel">
                <div className="address-list-head">
                  <AddressWords address={address} />
                  {address.addressId === book.defaultId ? (
                    <span className="price-label">{t('address.default')}</span>
                  ) : null}
                </div>
                <div className="address-list-foot">
                  {address.addressId === book.defaultId ? (
                    <span />
                  ) : (
                    <button
                      type="button"
                      className="quiet-button"
                      onClick={() => book.makeDefault(address.addressId)}
                    >
                      {t('address.makeDefault')}
                      <span className="dc-hidden"> {address.recipient}</span>
                    </button>
                  )}
                  <button type="button" className="quiet-button" onClick={() => drop(address)}>
                    {t('address.delete')}
                    <span className="dc-hidden"> {address.recipient}</span>
                  </button>
                  <Link className="quiet-button" to={`/addresses/${address.addressId}`}>
                    {t('checkout.edit')}
                    <span className="dc-hidden"> {address.recipient}</span>
                  </Link>
                </div>
              </li>
            ))}
          </ul>
        )}
        {book.list.length > 0 ? <p className="fine-print">{t('address.privacy')}</p> : null}
        {book.list.length === 0 ? null : (
          <div className="action-bar">
            {book.full ? (
              <p className="action-bar-words">{t('address.full', { max: ADDRESSES_MAX })}</p>
            ) : (
              <Link className="dc-button is-main" to="/addresses/new">
                <Icon name="plus" size={18} /> {t('address.add')}
              </Link>
            )}
          </div>
        )}
      </div>
    </>
  );
}
