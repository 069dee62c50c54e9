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
  if (balance === null || !chance.happens(PARAMETERS.balancePayRate)) return [];
  const wanted = balance.startsAt + Math.floor(chance.exponential(PARAMETERS.balanceDelayMs));
  const at = Math.max(purchase.at, Math.min(wanted, balance.endsAt - PARAMETERS.balanceLatestMs));
  return [
    { at, action: { kind: 'payBalance', purchaseId } },
    ...planAftercare(shopper, { ...purchase, at }, chance, keyBase),
  ];
}
