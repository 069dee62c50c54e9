import type { CompiledPlan, Goal } from '@dacu/contract/plan';
import { SUMMED_METRICS, type TrafficCurve } from '@dacu/engine/simulate';
import { paceOfVisits } from './pace.ts';

/**
 * The goals of a plan for as many visits as came, where shoppers are simulated: the board compares so, and its review
 * tells the same. A goal that adds up over shoppers becomes what the plan asks of as many visits; a step, what it asks of
 * as many visits of that span. Where too few came to say it, the goal has no target and the step is left out. Visitors
 * are what the others are measured by, so theirs has none. Rates and averages stay as they are. Pure.
 * @param visits of the whole campaign so far, and of each span that has a step, by its id.
 */
export function goalsByVisits(
  compiled: CompiledPlan,
  curve: TrafficCurve,
  visits: { readonly whole: number; readonly bySpan: ReadonlyMap<string, number> },
): Goal[] {
  const planned = compiled.traffic.visits;
  const spans = new Map([...compiled.phases, ...compiled.nodes].map((span) => [span.id, span]));
  const ofSpan = (target: number, spanId: string): number | null => {
    const span = spans.get(spanId);
    if (span === undefined) return null;
    const plannedVisits = planned * (curve.shareAt(span.endsAt) - curve.shareAt(span.startsAt));
    return paceOfVisits({ target, visits: visits.bySpan.get(spanId) ?? 0, plannedVisits }).paceTarget;
  };
  return compiled.goals.map((goal) => {
    if (goal.metric === null || !SUMMED_METRICS.has(goal.metric)) return goal;
    if (goal.metric === 'uv') return { ...goal, target: null, steps: [] };
    const target =
      goal.target === null
        ? null
        : paceOfVisits({ target: goal.target, visits: visits.whole, plannedVisits: planned }).paceTarget;
    const steps = goal.steps.flatMap((step) => {
      const asked = ofSpan(step.target, step.spanId);
      return asked === null ? [] : [{ ...step, target: asked }];
    });
    return { ...goal, target, steps };
  });
}
