/**
 * The audit of a plan before launch: what is the most that one shopper can get out of it. The engine builds models and
 * verifies every cart with `priceCart`; who solves the models stands outside (`Solve`).
 */
export { auditCarts, type CartAudit } from './audit-plan.ts';
export type { Effort, Stocked } from './deepest-cart.ts';
export { type Exposure, type ExposureInput, exposureOf } from './exposure.ts';
export type { LinearModel, Solve, Solved, Term } from './linear-model.ts';
export { depthOf } from './measure.ts';
export { type Quarrel, quarrelsOf } from './quarrels.ts';
export { momentsOf, scenesOf, shoppersOf } from './scenes.ts';
export type {
  AuditBounds,
  AuditItem,
  AuditMeasure,
  AuditSubject,
  Certainty,
  DeepestCart,
  Depth,
  ItemAudit,
  ItemFinding,
  Proof,
} from './types.ts';
