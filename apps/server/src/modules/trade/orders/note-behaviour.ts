import type { Caller, Members } from '../../base/members/index.ts';

/** Behaviour belongs to a visit; without one there is nothing to count. */
export function note(
  members: Members,
  caller: Caller,
  what: { at: number; kind: 'cartAdd' | 'cartRemove' | 'order' | 'pay'; skuId?: string; productId?: string },
): void {
  const { shopperId, visitId, channel } = caller;
  if (visitId !== null) members.behaviour.record({ ...what, shopperId, visitId, channel });
}
