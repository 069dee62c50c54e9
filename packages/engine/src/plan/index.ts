export {
  type CalendarSpan,
  currentSpan,
  type GanttRow,
  ganttRows,
  mergeWindows,
  nextChange,
  nextOpening,
  openWindow,
  runningSpans,
  type SpanState,
  spanState,
} from './calendar.ts';
export { checkNames, checkPlan } from './check-plan.ts';
export type {
  CheckablePlan,
  CheckedGoal,
  CheckedPromotion,
  CheckedTerms,
  Path,
  PlacedSpan,
  PlacedWindow,
  PlanFinding,
} from './checkable.ts';
export { findCycle, type JudgedTask, judgeTasks, type Task } from './dependencies.ts';
export { editDistance, nearestWord } from './nearest.ts';
export { FINDING_WORDS, type FindingCode } from './words.ts';
