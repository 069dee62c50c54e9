import type { Tx } from '../../../platform/db/types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Stock } from '../stock/index.ts';
import { CASE_EVENT_TYPES, type CaseEventData, movementsOf } from './case-events.ts';
import { readCases } from './case-store.ts';

type Event = { readonly type: string; readonly at: number; readonly data: unknown };

const ACTS: Readonly<Record<string, string>> = {
  'return.approved': 'caseApproved',
  'return.refused': 'caseRefused',
  'return.received': 'caseReceived',
  'return.inspected': 'caseInspected',
  'return.refunded': 'caseRefunded',
};

/** Writes down how the goods of cases moved, and what operators did with them. */
export function aftercareConsumer({
  stock,
  members,
}: {
  readonly stock: Pick<Stock, 'noteMovements'>;
  readonly members: Pick<Members, 'people'>;
}) {
  return {
    name: 'aftercare',
    handles: (type: string) => CASE_EVENT_TYPES.has(type),
    async apply(tx: Tx, events: readonly Event[]): Promise<void> {
      const said = events.map((event) => ({ ...event, of: event.data as CaseEventData }));
      await stock.noteMovements(
        tx,
        said.flatMap(({ type, at, of }) => movementsOf(type, at, of)),
      );
      const acted = said.filter(({ type, of }) => of.operatorId !== undefined && type in ACTS);
      if (acted.length === 0) return;
      const rows = await readCases(tx, [...new Set(acted.map(({ of }) => of.caseId))]);
      for (const { type, of } of acted) {
        const step = rows.get(of.caseId)!.steps.find(({ operatorId }) => operatorId === of.operatorId);
        const detail = { kind: of.kind, reason: of.reason, refundFen: of.refundFen };
        await members.people.noteAct(tx, {
          ...{ kind: ACTS[type]!, subject: of.caseId, detail, by: step?.operator ?? of.operatorId! },
        });
      }
    },
  };
}
