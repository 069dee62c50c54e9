import type { CaseEvent } from '@dacu/engine/aftercare';
import { caseDeadline } from '@dacu/engine/aftercare';
import { DEADLINE_KIND, type DeadlineWork } from './case-events.ts';
import { readCases } from './case-store.ts';
import type { AftercareDeps } from './index.ts';
import { type CaseAct, moveCase } from './move-case.ts';
import { photosDue } from './photos.ts';
import { sandboxDeskDue } from './sandbox-desk.ts';

/**
 * Silence has a meaning: the seller's agrees, the buyer's gives up, and a warehouse or a finance department that does
 * nothing does not keep the money. A case that has moved on meanwhile is left alone, so doing it twice changes nothing.
 */
export function aftercareDue(deps: AftercareDeps) {
  return [
    photosDue(deps),
    ...(deps.sandboxDesk ? [sandboxDeskDue(deps)] : []),
    {
      kind: DEADLINE_KIND,
      async run(items: readonly { readonly at: number; readonly payload: unknown }[]): Promise<void> {
        const works = items.map(({ at, payload }) => ({ at, ...(payload as DeadlineWork) }));
        const rows = await readCases(
          deps.db,
          works.map(({ caseId }) => caseId),
        );
        for (const { at, caseId, state, since } of works) {
          const one = rows.get(caseId);
          const stands = one !== undefined && one.state === state && one.since === since;
          const deadline = stands ? caseDeadline(one) : null;
          if (deadline === null) continue;
          const answer = await moveCase(deps, {
            ...{
              at,
              caseId,
              found: { state, since },
              act: actOf(deadline.on),
              actor: { by: 'clock' },
              idempotencyKey: null,
            },
          });
          if (answer.kind === 'refused')
            throw new Error(`the clock could not ${deadline.on} ${caseId}: ${answer.code}`);
        }
      },
    },
  ];
}

function actOf(on: CaseEvent): CaseAct {
  return on === 'inspect' ? { on, found: [] } : ({ on } as CaseAct);
}
