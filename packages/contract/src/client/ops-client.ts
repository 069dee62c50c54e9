import type { z } from 'zod';
import type {
  BoardFrame,
  ClockView,
  campaignList,
  campaignView,
  definitionList,
  editionList,
  FigureRows,
  ImportView,
  KeptFigure,
  keptFigureList,
  OperatorView,
  OpsBoxes,
  OpsOrderView,
  OpsPasskeys,
  OpsPlaces,
  OpsPresaleEnd,
  opsOrderList,
  opsStockList,
  opsStoreLink,
  PresaleEndings,
  planChanges,
  planCheckView,
  RehearsalRequest,
  RehearsalView,
  ReviewDocument,
  rehearsalList,
  reviewList,
  StockActRequest,
  StockAudit,
  StockStory,
} from '../api/index.ts';
import type { Http } from './http.ts';
import { caseCalls } from './ops-cases.ts';
import { clockCalls } from './ops-clock.ts';
import { exceptionCalls } from './ops-exceptions.ts';
import { findingCalls } from './ops-findings.ts';
import { fulfilmentCalls } from './ops-fulfilment.ts';
import { peopleCalls, planningCalls } from './ops-planning.ts';
import { priceCalls } from './ops-prices.ts';
import { reconciliationCalls } from './ops-reconciliation.ts';

export type CampaignList = z.infer<typeof campaignList>;
export type CampaignView = z.infer<typeof campaignView>;
export type EditionList = z.infer<typeof editionList>;
export type PlanCheck = z.infer<typeof planCheckView>;
export type KeptFigureList = z.infer<typeof keptFigureList>;
export type ReviewList = z.infer<typeof reviewList>;
export type RehearsalList = z.infer<typeof rehearsalList>;
export type PlanChanges = z.infer<typeof planChanges>;
export type OpsOrderList = z.infer<typeof opsOrderList>;
export type OpsStockList = z.infer<typeof opsStockList>;
export type Definitions = z.infer<typeof definitionList>;

/** Thousands of rows are read and written in one transaction. */
const IMPORT_TIMEOUT_MS = 120_000;
/** The live review is computed from the base tables when it is asked for. */
const REVIEW_TIMEOUT_MS = 30_000;

/** Answered when its process has ended and its database is gone. */
const CANCEL_TIMEOUT_MS = 30_000;

export type FigureRowsQuery = {
  readonly metric: string;
  readonly side?: 'part' | 'whole' | undefined;
  readonly campaign?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly channel?: string | undefined;
  readonly position?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
};
export type OrdersQuery = {
  /** Several, separated by commas. */
  readonly state?: string | undefined;
  readonly q?: string | undefined;
  readonly kind?: string | undefined;
  readonly channel?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly payFenMin?: number | undefined;
  readonly payFenMax?: number | undefined;
  readonly sort?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
};
type Paged = { readonly cursor?: string | undefined; readonly limit?: number };

/** Every endpoint of the console, by name. Answers are typed by the contract; failures are `ApiFailure`. */
export function createOpsClient(http: Http) {
  const path = (id: string) => encodeURIComponent(id);
  return {
    ...caseCalls(http),
    ...clockCalls(http),
    ...planningCalls(http),
    ...findingCalls(http),
    ...peopleCalls(http),
    ...exceptionCalls(http),
    ...fulfilmentCalls(http),
    ...priceCalls(http),
    ...reconciliationCalls(http),
    clock: () => http<ClockView>({ path: '/api/clock', answer: 'clockView' }),
    session: () => http<OperatorView>({ path: '/api/ops/session', answer: 'operatorView' }),
    signIn: (body: { name: string; password: string }) =>
      http<OperatorView>({ method: 'POST', path: '/api/ops/session', body, answer: 'operatorView' }),
    signOut: () => http<unknown>({ method: 'DELETE', path: '/api/ops/session', answer: 'none' }),
    changePassword: (password: string) =>
      http<OperatorView>({
        method: 'POST',
        path: '/api/ops/password',
        body: { password },
        answer: 'operatorView',
      }),
    campaigns: () => http<CampaignList>({ path: '/api/ops/campaigns', answer: 'campaignList' }),
    campaign: (id: string) =>
      http<CampaignView>({ path: `/api/ops/campaigns/${path(id)}`, answer: 'campaignView' }),
    editions: (id: string) =>
      http<EditionList>({ path: `/api/ops/campaigns/${path(id)}/editions`, answer: 'editionList' }),
    checkPlan: (yaml: string) =>
      http<PlanCheck>({
        method: 'POST',
        path: '/api/ops/plans/check',
        body: { yaml },
        answer: 'planCheckView',
      }),
    /** Publishes the next edition; refusals `planInvalid` (with every finding) and `editionUnchanged`. */
    publish: (id: string, yaml: string, note?: string) =>
      http<unknown>({
        method: 'POST',
        path: `/api/ops/campaigns/${path(id)}/editions`,
        body: { yaml, ...(note ? { note } : {}) },
        answer: 'none',
      }),
    board: () => http<BoardFrame>({ path: '/api/ops/board', answer: 'boardFrame' }),
    definitions: () => http<Definitions>({ path: '/api/ops/definitions', answer: 'definitionList' }),
    /** The rows behind a figure of the board, newest first; `side` is the part or the whole of a ratio. */
    figureRows: ({ metric, ...query }: FigureRowsQuery) =>
      http<FigureRows>({
        path: `/api/ops/figures/${path(metric)}/rows`,
        query,
        timeoutMs: REVIEW_TIMEOUT_MS,
        answer: 'figureRows',
      }),
    reviews: () => http<ReviewList>({ path: '/api/ops/reviews', answer: 'reviewList' }),
    review: (id: string) =>
      http<ReviewDocument>({
        path: `/api/ops/reviews/${path(id)}`,
        timeoutMs: REVIEW_TIMEOUT_MS,
        answer: 'reviewDocument',
      }),
    /** Which figures of a rehearsal open to the sums they are made of. */
    keptFigures: (id: string) =>
      http<KeptFigureList>({
        path: `/api/ops/reviews/${path(id)}/figures`,
        answer: 'keptFigureList',
      }),
    keptFigure: (id: string, metric: string, window: { from: number; to: number }) =>
      http<KeptFigure>({
        path: `/api/ops/reviews/${path(id)}/figures/${path(metric)}`,
        query: window,
        answer: 'keptFigure',
      }),
    /** What the other review's plan says otherwise than this one's. */
    planChanges: (id: string, other: string) =>
      http<PlanChanges>({
        path: `/api/ops/reviews/${path(id)}/plan-changes/${path(other)}`,
        answer: 'planChanges',
      }),
    rehearsals: () => http<RehearsalList>({ path: '/api/ops/rehearsals', answer: 'rehearsalList' }),
    /** Refusals `planInvalid` (with every finding), `rehearsalsOff`, `rehearsalsWaiting`, `forbidden`. */
    startRehearsal: (body: RehearsalRequest) =>
      http<RehearsalView>({ method: 'POST', path: '/api/ops/rehearsals', body, answer: 'rehearsalView' }),
    cancelRehearsal: (id: string) =>
      http<RehearsalView>({
        method: 'POST',
        path: `/api/ops/rehearsals/${path(id)}/cancel`,
        body: {},
        timeoutMs: CANCEL_TIMEOUT_MS,
        answer: 'rehearsalView',
      }),
    orders: (query: OrdersQuery) =>
      http<OpsOrderList>({ path: '/api/ops/orders', query, answer: 'opsOrderList' }),
    order: (purchaseId: string) =>
      http<OpsOrderView>({ path: `/api/ops/orders/${path(purchaseId)}`, answer: 'opsOrderView' }),
    boxes: (signal?: AbortSignal) => http<OpsBoxes>({ path: '/api/ops/boxes', answer: 'opsBoxes', signal }),
    stock: ({ grade, ...page }: Paged & { readonly grade?: string | undefined }) =>
      http<OpsStockList>({ path: '/api/ops/stock', query: { grade, ...page }, answer: 'opsStockList' }),
    places: () => http<OpsPlaces>({ path: '/api/ops/places', answer: 'opsPlaces' }),
    shopperPasskeys: (shopperId: string) =>
      http<OpsPasskeys>({ path: `/api/ops/shoppers/${path(shopperId)}/passkeys`, answer: 'opsPasskeys' }),
    resetPasskeys: (shopperId: string, reason: string) =>
      http<OpsPasskeys>({
        method: 'POST',
        path: `/api/ops/shoppers/${path(shopperId)}/passkey-reset`,
        body: { reason },
        answer: 'opsPasskeys',
      }),
    stopPasskeyReset: (shopperId: string) =>
      http<OpsPasskeys>({
        method: 'DELETE',
        path: `/api/ops/shoppers/${path(shopperId)}/passkey-reset`,
        answer: 'opsPasskeys',
      }),
    presaleEndings: (purchaseId: string) =>
      http<PresaleEndings>({
        path: `/api/ops/purchases/${path(purchaseId)}/presale/endings`,
        answer: 'presaleEndings',
      }),
    /** The seller cannot deliver what has not left. */
    presaleDefault: (purchaseId: string, reason: string) =>
      http<unknown>({
        method: 'POST',
        path: `/api/ops/purchases/${path(purchaseId)}/presale/default`,
        body: { reason },
        answer: 'presaleDefaulted',
      }),
    presaleEnd: (purchaseId: string, body: OpsPresaleEnd) =>
      http<unknown>({
        method: 'POST',
        path: `/api/ops/purchases/${path(purchaseId)}/presale/end`,
        body,
        answer: 'purchaseView',
      }),
    storeLink: (placeId: string, productId: string) =>
      http<z.infer<typeof opsStoreLink>>({
        path: `/api/ops/places/${path(placeId)}/links/${path(productId)}`,
        answer: 'opsStoreLink',
      }),
    stockStory: (skuId: string) =>
      http<StockStory>({ path: `/api/ops/stock/${path(skuId)}`, answer: 'stockStory' }),
    stockAudit: () => http<StockAudit>({ path: '/api/ops/stock/audit', answer: 'stockAudit' }),
    /** `key` makes a repeat do nothing. */
    actOnStock: (skuId: string, act: StockActRequest, key: string) =>
      http<StockStory>({
        method: 'POST',
        path: `/api/ops/stock/${path(skuId)}/acts`,
        body: act,
        key,
        answer: 'stockStory',
      }),
    /** Up to three files (products, shops, prices, or one workbook). A dry run answers its findings and keeps nothing. */
    importCatalogue: (files: readonly File[], dryRun: boolean) => {
      const form = new FormData();
      form.set('dryRun', String(dryRun));
      for (const file of files) form.append('file', file, file.name);
      return http<ImportView>({
        method: 'POST',
        path: '/api/ops/catalogue/import',
        form,
        timeoutMs: IMPORT_TIMEOUT_MS,
        answer: 'importView',
      });
    },
  };
}
export type OpsClient = ReturnType<typeof createOpsClient>;
