import { type CaseEvent, caseDeadline } from '@dacu/engine/aftercare';
import type { Actor } from '@dacu/engine/order-life';
import type { DueDraft, OutboxDraft } from '../../../platform/lane/types.ts';
import type { Movement } from '../stock/index.ts';
import type { CaseRow } from './case-row.ts';

export const DEADLINE_KIND = 'return.deadline';
export type DeadlineWork = { readonly caseId: string; readonly purchaseId: string; readonly since: number };

/** A case that has ended waits for nothing. */
export function deadlineDue(row: CaseRow): DueDraft[] {
  if (row.deadlineAt === null) return [];
  const { caseId, purchaseId, since, state } = row;
  return [
    {
      kind: DEADLINE_KIND,
      key: `${caseId}:${state}`,
      at: row.deadlineAt,
      payload: { caseId, purchaseId, since } satisfies DeadlineWork,
    },
  ];
}

export function deadlineOf(row: Pick<CaseRow, 'kind' | 'state' | 'since' | 'receivedAt'>): number | null {
  return caseDeadline(row)?.at ?? null;
}

/** How the counted stock moved with a step: written down by the consumer. */
export type GoodsMoved = {
  readonly skuId: string;
  readonly quantity: number;
  readonly how: 'hold' | 'giveBack' | 'restock' | 'setAside';
};

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
} as const satisfies Record<'request' | CaseEvent, string>;

export type CaseEventData = {
  readonly caseId: string;
  readonly purchaseId: string;
  readonly orderId: string;
  readonly kind: CaseRow['kind'];
  readonly reason: CaseRow['reason'];
  readonly fault: CaseRow['fault'];
  readonly state: CaseRow['state'];
  readonly lines: CaseRow['lines'];
  readonly refundFen: number | null;
  readonly replacementId: string | null;
  readonly moved: readonly GoodsMoved[];
  readonly by: Actor;
  readonly operatorId?: string;
};

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
  return moved.map(({ skuId, quantity, how }): Movement => {
    const base = { bizType: 'return', bizId: caseId, skuId, at, action: `${how}:${type}` } as const;
    if (how === 'hold') return { ...base, reserved: quantity };
    if (how === 'giveBack') return { ...base, reserved: -quantity };
    return { ...base, onHand: quantity };
  });
}
