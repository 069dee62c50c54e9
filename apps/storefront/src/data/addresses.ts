import type { Address } from '@dacu/contract/api';
import { newKey } from '@dacu/contract/client';
import { useMemo, useSyncExternalStore } from 'react';

/**
 * The address book. It stays on this device: a guest has no account to keep it in, and the server keeps only the address
 * that belongs to an order, sealed. What other tabs change shows here too.
 */
export type KeptAddress = Address & { readonly addressId: string };
export type AddressBook = {
  readonly list: readonly KeptAddress[];
  /** Always one of the list while it holds any. */
  readonly defaultId: string | null;
};

const KEY = 'dacu.addresses';
/** Where the one address stood before there was a book. */
const OLD_KEY = 'dacu.address';
export const ADDRESSES_MAX = 20;
const EMPTY: AddressBook = { list: [], defaultId: null };

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

/** With the address in it, changed where its id is known; the first one becomes the default. */
export function keepAddress(book: AddressBook, kept: KeptAddress, makeDefault: boolean): AddressBook {
  const known = book.list.some((each) => each.addressId === kept.addressId);
  const list = known
    ? book.list.map((each) => (each.addressId === kept.addressId ? kept : each))
    : [...book.list, kept].slice(0, ADDRESSES_MAX);
  return { list, defaultId: makeDefault || book.defaultId === null ? kept.addressId : book.defaultId };
}

/** Without it; if it was the default, the first that is left takes its place. */
export function dropAddress(book: AddressBook, addressId: string): AddressBook {
  const list = book.list.filter((each) => each.addressId !== addressId);
  const defaultId = book.defaultId === addressId ? (list[0]?.addressId ?? null) : book.defaultId;
  return { list, defaultId };
}

/** What was kept, leaving out whatever is no address any more. */
export function parseBook(kept: string | null, old: string | null): AddressBook {
  const book = parse(kept) as Partial<AddressBook> | null;
  const found = Array.isArray(book?.list) ? book.list : [];
  const list = found.filter((each) => typeof each?.addressId === 'string' && checkAddress(each).length === 0);
  if (list.length > 0) {
    const named = list.some((each) => each.addressId === book?.defaultId);
    return { list, defaultId: named ? (book?.defaultId ?? null) : list[0]!.addressId };
  }
  const single = kept === null ? (parse(old) as Address | null) : null;
  if (single && checkAddress(single).length === 0)
    return { list: [{ ...single, addressId: 'first' }], defaultId: 'first' };
  return EMPTY;
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

let current: AddressBook | null = null;
const listeners = new Set<() => void>();

function read(): AddressBook {
  if (current === null) {
    try {
      current = parseBook(localStorage.getItem(KEY), localStorage.getItem(OLD_KEY));
    } catch {
      current = EMPTY;
    }
  }
  return current;
}
function write(next: AddressBook) {
  current = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
    localStorage.removeItem(OLD_KEY);
  } catch {
    // Not remembered then; this visit still has it.
  }
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void) {
  const onStorage = (event: StorageEvent) => {
    if (event.key !== KEY) return;
    current = null;
    listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}

export function useAddresses() {
  const book = useSyncExternalStore(subscribe, read);
  return useMemo(
    () => ({
      ...book,
      byDefault: book.list.find((each) => each.addressId === book.defaultId) ?? null,
      full: book.list.length >= ADDRESSES_MAX,
      /** Keeps it under its id, or under a new one; answers the id. */
      keep(address: Address, options: { addressId?: string; makeDefault?: boolean } = {}): string {
        const addressId = options.addressId ?? newKey().slice(0, 12);
        write(keepAddress(read(), { ...address, addressId }, options.makeDefault ?? false));
        return addressId;
      },
      drop: (addressId: string) => write(dropAddress(read(), addressId)),
      restore: (before: AddressBook) => write(before),
      makeDefault: (addressId: string) => write({ ...read(), defaultId: addressId }),
    }),
    [book],
  );
}

/** The address as the order takes it: without what only the book knows. */
export function plainAddress({ recipient, phone, region, line }: Address): Address {
  return { recipient, phone, region, line };
}

export function maskPhone(phone: string): string {
  return /^\d{11}$/.test(phone) ? `${phone.slice(0, 3)}****${phone.slice(7)}` : phone;
}
