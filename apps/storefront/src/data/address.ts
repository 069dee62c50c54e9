import type { Address } from '@dacu/contract/api';
import { useState } from 'react';

const KEY = 'dacu.address';

/** The address typed last, kept on this device. The server keeps only what belongs to an order. */
export function keptAddress(): Address | null {
  try {
    const address = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Address | null;
    return address && checkAddress(address).length === 0 ? address : null;
  } catch {
    return null;
  }
}

export function useAddress() {
  const [address, setAddress] = useState<Address | null>(keptAddress);
  return {
    address,
    keep(next: Address) {
      try {
        localStorage.setItem(KEY, JSON.stringify(next));
      } catch {
        // Not remembered then; this order still has it.
      }
      setAddress(next);
    },
  };
}

export type AddressField = keyof Address;

/** The fields that do not do, in the order of the form. Rules are those of the contract's `address`. */
export function checkAddress(draft: Partial<Address>): AddressField[] {
  const wrong: AddressField[] = [];
  const filled = (value: string | undefined, max: number) => !!value?.trim() && value.trim().length <= max;
  if (!filled(draft.recipient, 40)) wrong.push('recipient');
  if (!/^1[3-9]\d{9}$/.test(draft.phone ?? '')) wrong.push('phone');
  if (!/^\d{6}$/.test(draft.region ?? '')) wrong.push('region');
  if (!filled(draft.line, 120)) wrong.push('line');
  return wrong;
}
