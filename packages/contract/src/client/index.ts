/**
 * The typed client of Dacu's API. `createHttp` makes the calls, `createAttempts` keeps idempotency keys through
 * retries, `createShopClient` names the shopper's endpoints and `createOpsClient` the operator's. Failures are thrown as `ApiFailure`, whose `words` can be
 * shown as they are.
 */
export { ACT_KINDS } from '../api/act-kinds.ts';
export { AUDIT_SECONDS, AUDIT_STAGES } from '../api/audit-limits.ts';
export { REHEARSAL_SEED_MAX, REHEARSAL_VISITS, SCENARIOS, type Scenario } from '../api/rehearsal-limits.ts';
export { ApiFailure, type FailureKind } from './api-failure.ts';
export {
  createAttempts,
  forgetAttempt,
  type KeyStorage,
  memoryStorage,
  newKey,
  type OpenAttempt,
  openAttempt,
  openAttempts,
} from './attempts.ts';
export { type AnswerCheck, type Call, createHttp, type Http, type HttpOptions } from './http.ts';
export { keepPhoto } from './keep-photo.ts';
export type { CaseFound, OpsCaseAct, OpsCasesQuery } from './ops-cases.ts';
export {
  type CampaignList,
  type CampaignView,
  createOpsClient,
  type Definitions,
  type EditionList,
  type KeptFigureList,
  type OpsClient,
  type OpsOrderList,
  type OpsStockList,
  type OrdersQuery,
  type PlanChanges,
  type PlanCheck,
  type RehearsalList,
  type ReviewList,
} from './ops-client.ts';
export type { ClockMoves, ClockPreview, ClockStops } from './ops-clock.ts';
export type {
  ActList,
  ActsQuery,
  EditionCompare,
  Invitation,
  PeopleList,
  PlanTimeline,
  RoleList,
  SandboxItems,
  SessionList,
} from './ops-planning.ts';
export {
  type CasePreviewRequest,
  type CaseSendBack,
  type CategoriesView,
  type ComplaintRequest,
  createShopClient,
  type ProductList,
  type ProductQuery,
  type PurchaseList,
  type QuoteRequest,
  type ReturnRequest,
  type ReturnView,
  type ShopClient,
} from './shop-client.ts';
