import { foundWhole } from '@dacu/engine/aftercare';
import { addDue } from '../../../platform/due/add-due.ts';
import type { DueDraft } from '../../../platform/lane/types.ts';
import type { CaseRow } from './case-row.ts';
import { readCases } from './case-store.ts';
import type { AftercareDeps } from './index.ts';
import { type CaseAct, type CaseActor, moveCase } from './move-case.ts';

/**
 * In a rehearsal nobody works cases through: the desk agrees after half a day, the buyer sends the goods a day later, and
 * two days after that they arrive and are whole. Deadlines go on holding; a case that somebody else moved is left alone.
 */
export const DESK_KIND = 'sandbox.case';
const HOUR_MS = 3_600_000;
const WAITS: Partial<Record<CaseRow['state'], number>> = {
  requested: 12 * HOUR_MS,
  approved: 24 * HOUR_MS,
  sentBack: 48 * HOUR_MS,
};
const DESK: CaseActor = { by: 'operator', operatorId: 'sandbox', operator: 'sandbox', finance: true };

type DeskWork = { readonly caseId: string };

/** What the desk does next with a case; nothing where it has ended. */
export function deskDue({ caseId, state, since }: Pick<CaseRow, 'caseId' | 'state' | 'since'>): DueDraft[] {
  const wait = WAITS[state];
  if (wait === undefined) return [];
  return [
    {
      ...{ kind: DESK_KIND, key: `${caseId}:${state}`, at: since + wait },
      payload: { caseId } satisfies DeskWork,
    },
  ];
}

export function sandboxDeskDue(deps: AftercareDeps) {
  return {
    kind: DESK_KIND,
    async run(items: readonly { readonly at: number; readonly payload: unknown }[]): Promise<void> {
      const rows = await readCases(
        deps.db,
        items.map(({ payload }) => (payload as DeskWork).caseId),
      );
      const next: DueDraft[] = [];
      for (const { at, payload } of items) {
        const one = rows.get((payload as DeskWork).caseId);
        const moved = one && (await work(deps, one, at));
        if (moved) next.push(...deskDue(moved));
      }
      await deps.db.transaction((tx) => addDue(tx, next));
    },
  };
}

async function work(deps: AftercareDeps, one: CaseRow, at: number): Promise<CaseRow | null> {
  const { caseId } = one;
  const take = async (act: CaseAct, actor: CaseActor) => {
    const input = { at, caseId, act, actor, idempotencyKey: `${DESK_KIND}:${act.on}` };
    const answer = await moveCase(deps, input);
    return answer.kind === 'case' ? answer.row : null;
  };
  switch (one.state) {
    case 'requested':
      return take({ on: 'approve' }, DESK);
    case 'approved':
      return take(
        { on: 'sendBack', tracking: { carrier: 'sandbox', number: caseId.slice(-12) } },
        { by: 'shopper' },
      );
    case 'sentBack':
      if ((await take({ on: 'receive' }, DESK)) === null) return null;
      return take({ on: 'inspect', found: foundWhole(one.lines) }, DESK);
    default:
      return null;
  }
}
