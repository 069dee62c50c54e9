import { regionName, useLanguage } from '@dacu/ui';
import { type KeptAddress, maskPhone } from '../data/addresses.ts';

/** An address as screens show it: the number masked, for screens are looked at over shoulders. */
export function AddressWords({ address }: { address: KeptAddress }) {
  const { pick } = useLanguage();
  return (
    <p className="address-words">
      <strong>
        {address.recipient} <span>{maskPhone(address.phone)}</span>
      </strong>
      <span>
        {pick(regionName(address.region))} {address.line}
      </span>
    </p>
  );
}
