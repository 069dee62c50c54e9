/**
 * Aftercare: returns, cases and complaints. What has not left goes back at once; what has left goes through a case with
 * deadlines (`@dacu/engine/aftercare`). Either refunds the frozen share of the units: what the order says each unit cost
 * after every discount, never a price computed again (domain §1.7). With the last unit of a shop's order its freight goes
 * back too, unless it was used and nobody is at fault.
 *
 * Invariants
 * - Σ refunds of a purchase ≤ what was paid, and equal to it once everything is returned, whatever the sequence.
 * - One Idempotency-Key of one shopper makes at most one return, or one case, and gets the same answer every time.
 * - A unit is in one place: not shipped, under way, in hand, in one open case, or returned.
 * - Purchase, payment, stock and return row change in one lane transaction; the provider is told afterwards.
 * - The words of a complaint are sealed; events carry its topic only. Photos are sealed, and erased by a stated rule.
 *
 * When it fails: a refund the provider has not confirmed waits in `due` and is tried again under the same id.
 */
import type {
  AftercareView,
  CaseView,
  OpsCaseDetail,
  OpsCaseList,
  PresaleEndings,
  ReturnOptions,
} from '@dacu/contract/api';
import type { ErrorCode } from '@dacu/contract/errors';
import type { Found } from '@dacu/engine/aftercare';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Lane } from '../../../platform/lane/types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Draws } from '../draws/index.ts';
import type { Orders } from '../orders/index.ts';
import type { Stock } from '../stock/index.ts';
import type { CaseRow } from './case-row.ts';
import { countWaiting, readCasesOf } from './case-store.ts';
import type { ComplainAnswer, ComplainInput } from './complain.ts';
import { complain } from './complain.ts';
import { type MoveInput, moveCase, moveCaseHandler } from './move-case.ts';
import {
  type CaseSearch,
  type InspectionPreviewed,
  previewInspection,
  quoteCaseHandler,
  readOpsCase,
  readWords,
  searchOpsCases,
} from './ops-cases.ts';
import { createPhotoRoom, type PhotoRoom } from './photo-room.ts';
import {
  type KeepPhoto,
  keepPhoto,
  type PhotoAnswer,
  photoRefusal,
  readCasePhoto,
  readPhoto,
} from './photos.ts';
import { presentCaseTo } from './present-case.ts';
import { presentReturn } from './present-return.ts';
import { readOptions } from './read-options.ts';
import {
  type CaseAnswer,
  type CaseAsked,
  type CaseInput,
  type CasePreviewed,
  type CaseRefused,
  requestCase,
  requestCaseHandler,
} from './request-case.ts';
import { type ReturnAnswer, type ReturnInput, returnLines, returnLinesHandler } from './return-lines.ts';
import { type DefaultAnswer, type DefaultInput, defaultOnPresale, readEndings } from './seller-default.ts';
import type { ReadStanding, Standings } from './standings.ts';
import * as store from './store.ts';

export { returnBookTable, returnCaseTable } from './case-store.ts';
export { returnedUnshipped } from './case-units.ts';
export type { ComplainAnswer } from './complain.ts';
export { aftercareDue } from './due.ts';
export { aftercareConsumer } from './events.ts';
export type { PhotoRoom } from './photo-room.ts';
export type { ReturnAnswer } from './return-lines.ts';
export { aftercareRoutes } from './routes.ts';
export type { LineStanding, Standings } from './standings.ts';
export { returnClaimTable } from './store.ts';

export const aftercareHandlers = (standings: Standings) =>
  [returnLinesHandler(standings), requestCaseHandler(standings), moveCaseHandler, quoteCaseHandler] as const;

export type AftercareDeps = {
  readonly db: Db;
  readonly lane: Lane;
  readonly clocks: Clocks;
  readonly ids: Ids;
  readonly members: Members;
  readonly catalog: {
    getSkus(skuIds: readonly string[]): Promise<ReadonlyMap<string, { readonly tags: readonly string[] }>>;
  };
  readonly stock: Pick<Stock, 'places' | 'stockOf'>;
  readonly orders: Orders;
  readonly draws: Pick<Draws, 'openedOf'>;
  readonly standings: Standings;
  readonly readStanding: ReadStanding;
  /** Nobody works cases through (a rehearsal): the sandbox does. */
  readonly sandboxDesk: boolean;
};

export type Aftercare = {
  returnLines(input: ReturnInput): Promise<ReturnAnswer>;
  /** An operator says that the seller of a pre-sale cannot deliver what has not left. */
  defaultOnPresale(input: DefaultInput): Promise<DefaultAnswer>;
  /** How a pre-sale could be ended now; null for what is no pre-sale. */
  presaleEndings(input: { at: number; purchaseId: string }): Promise<PresaleEndings | null>;
  complain(input: ComplainInput): Promise<ComplainAnswer>;
  /** Null for a purchase that is not the shopper's. */
  of(input: { purchaseId: string; shopperId: string }): Promise<AftercareView | null>;
  /** Null for a purchase that is not the shopper's. */
  options(input: { at: number; purchaseId: string; shopperId: string }): Promise<ReturnOptions | null>;
  preview(
    input: CaseAsked & { at: number; purchaseId: string; shopperId: string },
  ): Promise<CasePreviewed | CaseRefused>;
  /** What uploads may hold of this node's memory. */
  readonly photoRoom: PhotoRoom;
  /** Why a purchase takes no photos; null where it does. */
  photoRefusal(input: { purchaseId: string; shopperId: string }): Promise<ErrorCode | null>;
  /** Keeps a photo that a case may be asked for with. */
  keepPhoto(input: KeepPhoto): Promise<PhotoAnswer>;
  /** A JPEG; null for somebody else's and for what was erased. */
  photo(input: { purchaseId: string; shopperId: string; photoId: string }): Promise<Buffer | null>;
  casePhoto(input: { caseId: string; photoId: string; by: string }): Promise<Buffer | null>;
  requestCase(input: CaseInput & { idempotencyKey: string }): Promise<CaseAnswer>;
  moveCase(input: MoveInput): Promise<CaseAnswer>;
  /** Oldest first; null for a purchase that is not the shopper's. */
  cases(input: { purchaseId: string; shopperId: string }): Promise<CaseView[] | null>;
  /** A case as its shopper sees it. */
  shown(row: CaseRow): Promise<CaseView>;
  search(input: CaseSearch): Promise<Omit<OpsCaseList, 'asOf'>>;
  opsCase(input: { at: number; caseId: string }): Promise<OpsCaseDetail | null>;
  previewInspection(input: {
    at: number;
    caseId: string;
    found: readonly Found[];
  }): Promise<InspectionPreviewed>;
  /** Null for a case that is not there. */
  readWords(input: { caseId: string; by: string }): Promise<string | null>;
  /** Cases that wait for us, for the list of all such lists. */
  waiting(): Promise<{ open: number; oldestAt: number | null }>;
};

export function createAftercare(deps: AftercareDeps): Aftercare {
  return {
    returnLines: (input) => returnLines(deps, input),
    defaultOnPresale: (input) => defaultOnPresale(deps, input),
    presaleEndings: (input) => readEndings(deps, input),
    complain: (input) => complain(deps, input),
    async options({ at, purchaseId, shopperId }) {
      const purchase = await deps.orders.purchase(purchaseId, shopperId);
      return purchase && readOptions(deps, purchase, at);
    },
    preview: async (input) =>
      (await requestCase(deps, { ...input, idempotencyKey: null })) as CasePreviewed | CaseRefused,
    photoRoom: createPhotoRoom(),
    photoRefusal: (input) => photoRefusal(deps, input),
    keepPhoto: (input) => keepPhoto(deps, input),
    photo: (input) => readPhoto(deps, input),
    casePhoto: (input) => readCasePhoto(deps, input),
    requestCase: async (input) => (await requestCase(deps, input)) as CaseAnswer,
    moveCase: (input) => moveCase(deps, input),
    async cases({ purchaseId, shopperId }) {
      const purchase = await deps.orders.purchase(purchaseId, shopperId);
      if (purchase === null) return null;
      return (await readCasesOf(deps.db, purchaseId)).map((row) => presentCaseTo(row, purchase));
    },
    shown: async (row) => presentCaseTo(row, (await deps.orders.purchase(row.purchaseId, row.shopperId))!),
    waiting: () => countWaiting(deps.db),
    search: (input) => searchOpsCases(deps, input),
    opsCase: (input) => readOpsCase(deps, input),
    previewInspection: (input) => previewInspection(deps, input),
    readWords: (input) => readWords(deps, input),
    async of({ purchaseId, shopperId }) {
      if ((await deps.orders.purchase(purchaseId, shopperId)) === null) return null;
      const [returns, complaints] = await Promise.all([
        store.readReturns(deps.db, purchaseId),
        store.readComplaints(deps.db, purchaseId),
      ]);
      return {
        returns: returns.map((row) => ({ ...presentReturn(row), at: row.at, reason: row.reason })),
        complaints,
      };
    },
  };
}
