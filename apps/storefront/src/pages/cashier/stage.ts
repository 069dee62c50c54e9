import type { PaymentList, PurchaseView } from '@dacu/contract/api';

export type Charge = PaymentList['payments'][number];

/**
 * Where the cashier stands, read from the server's books each time, so that a reload, another tab or a sleep changes
 * nothing. The screen never decides that something is paid: `waiting` only means that this browser has handed the shopper's
 * approval to the provider; the purchase turns `paid` when the provider's notification has reached the server.
 */
export type Stage =
  | { readonly kind: 'ready' }
  /** The last try was declined; the hold goes on. */
  | { readonly kind: 'failed' }
  /** A charge is open and wants the shopper's word. */
  | { readonly kind: 'counter'; readonly charge: Charge }
  | { readonly kind: 'waiting'; readonly charge: Charge }
  /** Too late to pay, and the hold has not ended yet. */
  | { readonly kind: 'late' }
  | { readonly kind: 'paid' }
  | { readonly kind: 'refunded' }
  | { readonly kind: 'closed'; readonly sentBackFen: number };

export function stageOf(
  purchase: Pick<PurchaseView, 'state' | 'payUntil'>,
  charges: readonly Charge[],
  now: number | null,
  handedOver: (paymentId: string) => boolean,
): Stage {
  if (purchase.state === 'paid') return { kind: 'paid' };
  if (purchase.state === 'refunded') return { kind: 'refunded' };
  if (purchase.state === 'closed')
    return { kind: 'closed', sentBackFen: charges.reduce((sum, each) => sum + each.refundedFen, 0) };
  // One that was approved in time may be settled after it: its word is still on the way.
  const waiting = charges.find((each) => each.state === 'pending' && handedOver(each.paymentId));
  if (waiting) return { kind: 'waiting', charge: waiting };
  if (now !== null && now >= purchase.payUntil) return { kind: 'late' };
  const [newest] = charges;
  if (newest?.state === 'pending') return { kind: 'counter', charge: newest };
  return { kind: newest?.state === 'failed' ? 'failed' : 'ready' };
}

const PREFIX = 'dacu.handed:';

/** Remembers, through reloads, that the shopper's approval of a charge has gone to the provider. */
export function noteHandedOver(paymentId: string): void {
  try {
    sessionStorage.setItem(PREFIX + paymentId, '1');
  } catch {
    noted.add(paymentId);
  }
}
export function wasHandedOver(paymentId: string): boolean {
  try {
    return sessionStorage.getItem(PREFIX + paymentId) !== null;
  } catch {
    return noted.has(paymentId);
  }
}
/** The shopper says that it was not approved after all. */
export function forgetHandedOver(paymentId: string): void {
  noted.delete(paymentId);
  try {
    sessionStorage.removeItem(PREFIX + paymentId);
  } catch {
    // There was nowhere to keep it, so there is nothing to forget.
  }
}
const noted = new Set<string>();
