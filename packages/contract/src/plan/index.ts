export type { AuditReport, PlanPlace, ProvenCart } from './audit-report.ts';
export { compilePlan } from './compile-plan.ts';
export type {
  BoxProgramme,
  CompiledPlan,
  CouponIssue,
  CouponProgramme,
  FlashProgramme,
  Goal,
  InventoryTerms,
  ListedPromotion,
  PhaseKind,
  PresaleProgramme,
  Span,
  Theme,
  Traffic,
} from './compiled.ts';
export type { Finding } from './findings.ts';
export { planJsonSchema } from './json-schema.ts';
export { checkPlanLaw, type LawProfile } from './law/check-law.ts';
export type { PricedGoods } from './law/check-reference.ts';
export { locatePlan, type ParsedPlan, parsePlan, readPlanValues } from './parse-plan.ts';
export { planTimeline, type TimelineRow } from './plan-timeline.ts';
export { type PointsTerms, pointsEnd } from './points-terms.ts';
export { type Source, sourceOf } from './provenance.ts';
export { QUARREL_WORDS } from './quarrel-words.ts';
export { METRIC_UNITS, type Metric } from './schema/goals.ts';
export type { Plan } from './schema/plan.ts';
