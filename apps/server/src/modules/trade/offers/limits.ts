/** `account` is the shopper, the others keyed hashes: whoever shares one shares the limit. */
export type LimitKind = 'account' | 'phone' | 'address';

/** The key of a limit's row: what is limited (an activity; `paid` for “has paid before”) and who. */
export function limitKeyOf(subject: string, kind: LimitKind, value: string): string {
  return `${subject}|${kind}:${value}`;
}

/** The limits of one person on a subject: by account, by phone and by address. */
export function personLimitKeys(
  subject: string,
  shopperId: string,
  { phone, address }: { readonly phone: string; readonly address: string },
): string[] {
  return [
    limitKeyOf(subject, 'account', shopperId),
    limitKeyOf(subject, 'phone', phone),
    limitKeyOf(subject, 'address', address),
  ];
}
