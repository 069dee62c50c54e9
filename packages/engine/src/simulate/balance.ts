import type { Answer, LaterAct } from './actions.ts';
import { planAftercare } from './aftercare.ts';
import type { Chance } from './chance.ts';
import { PARAMETERS } from './parameters.ts';
import type { SimulatedShopper } from './shoppers.ts';

/**
 * What a shopper will come back for after a deposit: in the balance window to pay, and days after that as after any paid
 * order; or not at all, and then the deposit is forfeited when the window ends. Drawn at once, acted on weeks later.
 */
export function planBalance(
  shopper: SimulatedShopper,
  purchase: Answer & { readonly kind: 'purchase' },
  chance: Chance,
  keyBase: string,
): LaterAct[] {
  const { balance, purchaseId } = purchase;
  const wanted = balance && balanceAt(balance, chance);
  if (wanted === null) return [];
  const at = Math.max(purchase.at, wanted);
  return [
    { at, action: { kind: 'payBalance', purchaseId } },
    ...planAftercare(shopper, { ...purchase, at }, chance, keyBase),
  ];
}

/** When somebody comes back to pay a balance, some time before its window closes; null for the few who never do. */
export function balanceAt(
  balance: { readonly startsAt: number; readonly endsAt: number },
  chance: Chance,
): number | null {
  if (!chance.happens(PARAMETERS.balancePayRate)) return null;
  const wanted = balance.startsAt + Math.floor(chance.exponential(PARAMETERS.balanceDelayMs));
  return Math.min(wanted, balance.endsAt - PARAMETERS.balanceLatestMs);
}
