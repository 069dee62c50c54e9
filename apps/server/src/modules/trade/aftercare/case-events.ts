import type { CaseStepTold, DacuEvent } from '@dacu/contract/events';
import { type CaseEvent, caseDeadline } from '@dacu/engine/aftercare';
import type { Actor } from '@dacu/engine/order-life';
import type { DueDraft, OutboxDraft } from '../../../platform/lane/types.ts';
import type { Movement } from '../stock/index.ts';
import type { CaseRow } from './case-row.ts';

export const DEADLINE_KIND = 'return.deadline';
export type DeadlineWork = {
  readonly caseId: string;
  readonly state: CaseRow['state'];
  readonly since: number;
};

/** A case that has ended waits for nothing. */
export function deadlineDue(row: CaseRow): DueDraft[] {
  if (row.deadlineAt === null) return [];
  const { caseId, since, state } = row;
  return [
    {
      kind: DEADLINE_KIND,
      key: `${caseId}:${state}`,
      at: row.deadlineAt,
      payload: { caseId, state, since } satisfies DeadlineWork,
    },
  ];
}

export function deadlineOf(row: Pick<CaseRow, 'kind' | 'state' | 'since' | 'receivedAt'>): number | null {
  return caseDeadline(row)?.at ?? null;
}

export type CaseEventData = CaseStepTold;
/** How the counted stock moved with a step: written down by the consumer. */
export type GoodsMoved = CaseStepTold['moved'][number];

const TYPES = {
  request: 'return.requested',
  approve: 'return.approved',
  refuse: 'return.refused',
  withdraw: 'return.withdrawn',
  lapse: 'return.lapsed',
  sendBack: 'return.sentBack',
  receive: 'return.received',
  inspect: 'return.inspected',
  refund: 'return.refunded',
  replace: 'return.replaced',
  turnDown: 'return.turnedDown',
} as const satisfies Record<'request' | CaseEvent, DacuEvent['type']>;

export function eventOf(
  row: CaseRow,
  on: 'request' | CaseEvent,
  by: { readonly at: number; readonly by: Actor; readonly operatorId?: string },
  moved: readonly GoodsMoved[] = [],
): OutboxDraft {
  const { caseId, purchaseId, orderId, kind, reason, fault, state, lines, refundFen, replacementId } = row;
  const { at, ...actor } = by;
  return {
    type: TYPES[on],
    aggregate: purchaseId,
    at,
    data: {
      ...{ caseId, purchaseId, orderId, kind, reason, fault, state, lines, refundFen, replacementId, moved },
      ...actor,
    } satisfies CaseEventData,
  };
}

export const CASE_EVENT_TYPES: ReadonlySet<string> = new Set(Object.values(TYPES));

/** The same arithmetic as the decisions, as rows of the ledger. One step moves a SKU at most once in each way. */
export function movementsOf(type: string, at: number, { caseId, moved }: CaseEventData): Movement[] {
  return moved.map(({ skuId, quantity, how, placeId }): Movement => {
    const place = placeId === undefined ? {} : { placeId };
    const base = { bizType: 'return', bizId: caseId, skuId, at, action: `${how}:${type}`, ...place } as const;
    if (how === 'hold') return { ...base, reserved: quantity };
    if (how === 'giveBack') return { ...base, reserved: -quantity };
    return {
      ...{ ...base, onHand: quantity, sold: -quantity },
      ...(how === 'setAside' && { unavailable: quantity }),
    };
  });
}
