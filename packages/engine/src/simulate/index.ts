/**
 * Simulated shoppers and the auditor that judges the books afterwards. All pure: a seed goes in, decisions come out.
 * `createCurve`/`arrivals` say when visits come, `createPopulation` who comes, `beginVisit`/`nextMove` what they do next,
 * `createAuditor` whether the books are right; it shares no code with the decisions that it judges.
 */
export type {
  Action,
  Answer,
  LaterAct,
  SeenCard,
  SeenFlashItem,
  SeenLine,
  SeenPresale,
  Step,
} from './actions.ts';
export type {
  AcknowledgedOrder,
  AuditActivity,
  AuditCheck,
  AuditCheckId,
  AuditEvent,
  AuditLimitUse,
  AuditLine,
  AuditOpening,
  AuditPayment,
  AuditPlaced,
  AuditPromotion,
  AuditPurchase,
  AuditRefund,
  AuditReport,
  AuditSent,
  AuditStock,
} from './audit-rows.ts';
export { type AuditFeeds, type Auditor, createAuditor } from './auditor.ts';
export { balanceAt } from './balance.ts';
export { type Chance, createChance } from './chance.ts';
export {
  CATEGORY_WEIGHTS,
  DEMAND_SCENARIO_IDS,
  DEMAND_SCENARIOS,
  type DemandScenario,
  type DemandScenarioId,
  PARAMETERS,
  REGION_WEIGHTS,
  RETURN_RATE_BY_CATEGORY,
  SHOPPER_KINDS,
  type ShopperKind,
  type ShopperKindId,
} from './parameters.ts';
export { inMood, PHASE_MOODS, type PhaseMood } from './phase-mood.ts';
export type { AuditHashes } from './redraw.ts';
export { SUMMED_METRICS, scaleDown } from './scale.ts';
export { createPopulation, makeShopper, type Population, type SimulatedShopper } from './shoppers.ts';
export { arrivals, createCurve, type TrafficCurve, type TrafficShape, trafficIn } from './traffic.ts';
export { beginVisit, type Move, nextMove, type Visit } from './visit.ts';
