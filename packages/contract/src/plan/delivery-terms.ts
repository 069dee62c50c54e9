import type { CompensationTerms } from '@dacu/engine/fulfilment';
import type { Text } from '@dacu/engine/pricing';
import type { Plan } from './schema/plan.ts';

/** What a plan promises on parcels: who carries them, by when, and what lateness costs. */
export type DeliveryTerms = {
  /** Those with a priority agreement first, else as the plan lists them. */
  readonly carriers: readonly { readonly id: string; readonly title: Text; readonly priority: boolean }[];
  /** From payment; null leaves it to the general promise. */
  readonly shipWithinMs: number | null;
  readonly deliverWithinMs: number | null;
  /** Provinces in which a station or a pick-up point is offered first; none leaves it to the general list. */
  readonly remoteRegions: readonly string[];
  /** Paid without asking; null where the plan does not say that, or not how much. */
  readonly late: CompensationTerms | null;
  /** How long goods wait in a store; null leaves it to the general rule. */
  readonly keepForMs: number | null;
};

export function deliveryTerms({ logistics }: Plan): DeliveryTerms | undefined {
  if (logistics === undefined) return undefined;
  const { carriers = [], compensation, remote, pickup } = logistics;
  const { share, min, max, automatic } = compensation ?? {};
  return {
    carriers: carriers
      .map(({ id, title, priorityAgreement }) => ({ id, title, priority: priorityAgreement === true }))
      .sort((a, b) => Number(b.priority) - Number(a.priority)),
    shipWithinMs: logistics.shipWithin ?? null,
    deliverWithinMs: logistics.deliverWithin ?? null,
    remoteRegions: (remote?.regions ?? []).map(({ region }) => region),
    late:
      automatic === true && share !== undefined
        ? { bp: share, minFen: min ?? 0, maxFen: max ?? Number.MAX_SAFE_INTEGER }
        : null,
    keepForMs: pickup?.keepFor ?? null,
  };
}
