import { Refusal } from '@dacu/contract/errors';
import type { Caller, Members } from '../../base/members/index.ts';
import type { PlaceAnswer } from './index.ts';
import { note } from './note-behaviour.ts';
import { presentPurchase } from './present-purchase.ts';

/** What an order was answered with; one that is new is part of its visit. */
export function presentPlaced(members: Members, caller: Caller, at: number, answer: PlaceAnswer) {
  if (answer.kind === 'refused') throw new Refusal(answer.code, answer.extra);
  if (!answer.replayed) note(members, caller, { at, kind: 'order' });
  return presentPurchase(answer.row);
}
