import type { DemandScenarioId } from '@dacu/engine/simulate';

/** Campaign, second of the wall clock in the campaign's zone, seed, and the scenario where it is not the usual one. */
export function reviewIdOf(
  plan: { readonly campaignId: string; readonly zone: string },
  atWall: number,
  seed: number,
  scenarioId: DemandScenarioId,
): string {
  const form = new Intl.DateTimeFormat('sv-SE', {
    timeZone: plan.zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const stamp = form.format(atWall).replace(/\D/g, '');
  return `${plan.campaignId}-${stamp}-s${seed}${scenarioId === 'base' ? '' : `-${scenarioId}`}`;
}
