import type { CheckWay } from '@dacu/engine/risk';
import type { PhoneOf } from '../payment/index.ts';
import type { OrdersDeps } from './index.ts';
import type { PurchaseRow } from './purchase.ts';
import { readFirstPaidId } from './risk-store.ts';
import * as store from './store.ts';

/** How the payment of this purchase can be checked. */
export function paymentWays(deps: OrdersDeps, row: PurchaseRow): Promise<readonly CheckWay[]> {
  return deps.payment.checks.waysOf(row.shopperId, paymentPhone(deps, row));
}

/** How a session of this account can be checked. */
export function sessionWays(deps: OrdersDeps, shopperId: string): Promise<readonly CheckWay[]> {
  return deps.payment.checks.waysOf(shopperId, () => firstPaidPhone(deps, shopperId));
}

/**
 * Where no number was confirmed, a payment's code goes to the number of its order. Not with an account that has a passkey, or had one until support reset it:
 * whoever took its session over would order to a number of their own, and the passkey would guard nothing.
 */
export function paymentPhone(deps: OrdersDeps, row: PurchaseRow): PhoneOf {
  return ({ guarded }) => (guarded ? firstPaidPhone(deps, row.shopperId) : phoneIn(deps, row));
}

/** The number of the first purchase that the account paid for; null before there is one. */
export async function firstPaidPhone(deps: OrdersDeps, shopperId: string): Promise<string | null> {
  const purchaseId = await readFirstPaidId(deps.db, shopperId);
  const row =
    purchaseId === null ? undefined : (await store.readPurchases(deps.db, [purchaseId])).get(purchaseId);
  return row === undefined ? null : phoneIn(deps, row);
}

async function phoneIn({ members }: OrdersDeps, { shopperId, body }: PurchaseRow): Promise<string> {
  const personId = await members.profiles.personId(shopperId);
  return (JSON.parse(await members.personal.open(personId, body.sealedAddress)) as { phone: string }).phone;
}
