import type { ActivityTerms } from './flash-programme.ts';

/** A row of `activity`: held + paid ≤ stockTotal. */
export type ActivityRow = ActivityTerms & { readonly held: number; readonly paid: number };

/** A row of `limit_use`: held + used counts against the limit; `released` is what came back. */
export type LimitUseRow = {
  readonly limitKey: string;
  readonly held: number;
  readonly used: number;
  readonly released: number;
};

/** `account` is the shopper, the others keyed hashes: whoever shares one shares the limit. */
export type LimitKind = 'account' | 'phone' | 'address';

export function limitKeyOf(subject: string, kind: LimitKind, value: string): string {
  return `${subject}|${kind}:${value}`;
}

export function emptyLimitUse(limitKey: string): LimitUseRow {
  return { limitKey, held: 0, used: 0, released: 0 };
}

export function holdActivity(row: ActivityRow, quantity: number): ActivityRow {
  return { ...row, held: row.held + quantity };
}
export function giveBackActivity(row: ActivityRow, quantity: number): ActivityRow {
  return { ...row, held: row.held - quantity };
}
export function payHeldActivity(row: ActivityRow, quantity: number): ActivityRow {
  return { ...row, held: row.held - quantity, paid: row.paid + quantity };
}
/** A payment came after its hold had ended; null when others hold the units now. */
export function payActivity(row: ActivityRow, quantity: number): ActivityRow | null {
  return row.held + row.paid + quantity > row.stockTotal ? null : { ...row, paid: row.paid + quantity };
}

export function holdLimit(row: LimitUseRow, quantity: number): LimitUseRow {
  return { ...row, held: row.held + quantity };
}
export function giveBackLimit(row: LimitUseRow, quantity: number): LimitUseRow {
  return { ...row, held: row.held - quantity, released: row.released + quantity };
}
export function payHeldLimit(row: LimitUseRow, quantity: number): LimitUseRow {
  return { ...row, held: row.held - quantity, used: row.used + quantity };
}
/** After the hold had ended; null when the limit is used up by then. */
export function payLimit(row: LimitUseRow, quantity: number, perPersonMax: number): LimitUseRow | null {
  if (row.held + row.used + quantity > perPersonMax) return null;
  return { ...row, used: row.used + quantity, released: Math.max(0, row.released - quantity) };
}
