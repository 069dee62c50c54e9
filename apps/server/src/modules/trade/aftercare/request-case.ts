import type { ErrorCode } from '@dacu/contract/errors';
import {
  type CaseKind,
  type CaseReason,
  type CaseRefusal,
  caseDeadline,
  type Fault,
  judgeCase,
  type ReturnFreight,
  returnFreight,
  unitsLeft,
} from '@dacu/engine/aftercare';
import type { Actor } from '@dacu/engine/order-life';
import type { LaneHandler, LaneView } from '../../../platform/lane/types.ts';
import { boxNeeds, openedBoxes } from '../draws/index.ts';
import { bodyHashOf, linesOf, type OrderLine, type PurchaseRow, type ShopOrder } from '../orders/index.ts';
import { deadlineDue, eventOf } from './case-events.ts';
import { type BookRow, type CaseRow, caseIdOf, returnIdOf } from './case-row.ts';
import { readCase } from './case-store.ts';
import { bookOf, moveUnits, placesOf } from './case-units.ts';
import { decideRefund, type RefundDecided, type RefundedUnits, refundNeeds } from './decide-refund.ts';
import type { AftercareDeps } from './index.ts';
import { touchPhotos } from './photos.ts';
import { mergeLines } from './return-lines.ts';
import { deskDue } from './sandbox-desk.ts';
import type { Standings } from './standings.ts';
import { EXCLUDED_TAGS, ZONE_OFFSET_MS } from './terms.ts';

export type CaseAsked = {
  readonly kind: CaseKind;
  readonly reason: CaseReason;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
  readonly keptGifts?: readonly string[] | undefined;
};
export type CaseInput = CaseAsked & {
  readonly at: number;
  readonly shopperId: string;
  readonly purchaseId: string;
  /** Null: nothing is asked for, only what it would bring. */
  readonly idempotencyKey: string | null;
  readonly words?: string | undefined;
  /** Photos that were kept before. */
  readonly photos?: readonly string[] | undefined;
};
export type CaseRefused = {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly extra?: Readonly<Record<string, unknown>>;
};
export type CaseAnswer = { readonly kind: 'case'; readonly row: CaseRow } | CaseRefused;
export type CasePreviewed = {
  readonly kind: 'preview';
  readonly fault: Fault;
  readonly freight: ReturnFreight;
  readonly refund: RefundDecided | null;
  readonly answerBy: number;
};

type Payload = Omit<CaseAsked, 'keptGifts'> & {
  readonly caseId: string;
  readonly claimKey: string;
  readonly bodyHash: string;
  readonly purchaseId: string;
  readonly shopperId: string;
  readonly keptGifts: readonly string[];
  readonly sealedWords: string | null;
  readonly photos: readonly string[];
  /** Lines that the shop said do not come back without a reason. */
  readonly excluded: readonly string[];
  readonly dry: boolean;
  readonly sandboxDesk: boolean;
};

const CODES: Readonly<Record<CaseRefusal, ErrorCode>> = {
  nothingToReturn: 'nothingToReturn',
  caseKindNotOffered: 'caseKindNotOffered',
  caseNotDelivered: 'caseNotDelivered',
  caseDelivered: 'caseDelivered',
  caseExcluded: 'caseExcluded',
  caseBoxOpened: 'boxOpened',
  caseTooLate: 'caseTooLate',
};

/**
 * Asks for units of one shop's order to be taken back, paid for without coming back, or exchanged; or, without a key,
 * what that would bring. Refuses with `notFound`, `returnReplacement`, `notPaid`, `caseOneShop`, `nothingToReturn`,
 * `photoGone`, `idempotencyKeyReused`, or by what the engine says of the goods.
 */
export async function requestCase(
  deps: AftercareDeps,
  input: CaseInput,
): Promise<CaseAnswer | CasePreviewed> {
  const { at, shopperId, purchaseId, kind, reason, idempotencyKey, words = '' } = input;
  const purchase = await deps.orders.purchase(purchaseId, shopperId);
  if (purchase === null) return { kind: 'refused', code: 'notFound' };
  if (purchase.kind === 'gift') return { kind: 'refused', code: 'returnReplacement' };
  if (purchase.paymentId === null) return { kind: 'refused', code: 'notPaid' };
  const lines = mergeLines(input.lines);
  const keptGifts = [...new Set(input.keptGifts)].sort();
  const claimKey = `${shopperId}:${idempotencyKey ?? deps.ids.next('rc')}`;
  const caseId = caseIdOf(claimKey);
  const dry = idempotencyKey === null;
  const photos = [...new Set(dry ? [] : input.photos)];
  if (!(await arePhotosKept(deps, { at, purchaseId, caseId, photos })))
    return { kind: 'refused', code: 'photoGone' };
  const sealedWords =
    dry || words === ''
      ? null
      : await deps.members.personal.seal(await deps.members.profiles.personId(shopperId), words);
  const skus = await deps.catalog.getSkus(linesOf(purchase.body).map(({ skuId }) => skuId));
  const excluded = linesOf(purchase.body)
    .filter(({ skuId }) => skus.get(skuId)?.tags.some((tag) => EXCLUDED_TAGS.includes(tag)))
    .map(({ lineId }) => lineId);
  return deps.lane.submit<CaseAnswer | CasePreviewed>({
    kind: 'requestCase',
    at,
    needs: [
      { table: 'returnCase', keys: dry ? [] : [caseId] },
      { table: 'returnBook', keys: [purchaseId] },
      ...refundNeeds(purchase, lines, returnIdOf(caseId)),
      ...boxNeeds(purchase.body.boxes),
      ...deps.standings.needs(purchase),
    ],
    payload: {
      ...{
        caseId,
        claimKey,
        purchaseId,
        shopperId,
        kind,
        reason,
        lines,
        keptGifts,
        sealedWords,
        photos,
        excluded,
        dry,
      },
      sandboxDesk: deps.sandboxDesk,
      bodyHash: bodyHashOf({
        purchaseId,
        kind,
        reason,
        lines,
        keptGifts,
        words,
        ...(photos.length > 0 && { photos }),
      }),
    } satisfies Payload,
  });
}

/** A repeat finds its case, whatever became of its photos. */
async function arePhotosKept(
  deps: AftercareDeps,
  asked: { at: number; purchaseId: string; caseId: string; photos: readonly string[] },
): Promise<boolean> {
  const kept = await touchPhotos(deps, asked);
  return kept.length === asked.photos.length || (await readCase(deps.db, asked.caseId)) !== null;
}

export const requestCaseHandler = (
  standings: Standings,
): LaneHandler<Payload, CaseAnswer | CasePreviewed> => ({
  kind: 'requestCase',
  decide(view, { at, payload }) {
    const { caseId, purchaseId, kind, reason, lines } = payload;
    const known = payload.dry ? undefined : view.row<CaseRow>('returnCase', caseId);
    if (known !== undefined)
      return {
        answer:
          known.bodyHash === payload.bodyHash
            ? { kind: 'case', row: known }
            : { kind: 'refused', code: 'idempotencyKeyReused' },
      };
    const purchase = view.row<PurchaseRow>('purchase', purchaseId)!;
    if (purchase.state !== 'paid')
      return refuse(purchase.state === 'refunded' ? 'nothingToReturn' : 'notPaid');
    const order = orderOf(purchase, lines);
    if (typeof order === 'string') return refuse(order);
    const judged = judge(view, standings, purchase, payload, at);
    if (judged.kind === 'refused') return refuse(CODES[judged.reason], { lineId: judged.lineId });

    const { fault } = judged;
    const book = bookOf(view, purchaseId);
    const freight = returnFreight({
      ...{ goodsBack: kind !== 'refundOnly', fault },
      freeReturns: lines.every(({ lineId }) => hasService(lineOf(order, lineId), 'freeReturns')),
      insured: isInsured(order, book),
    });
    const refund =
      kind === 'exchange' ? null : refundOfCase(view, purchase, { ...payload, fault }, { at, by: 'system' });
    if (kind !== 'exchange' && refund === null) return refuse('nothingToReturn');
    const deadline = caseDeadline({ kind, state: 'requested', since: at, receivedAt: null })!;
    if (payload.dry) return { answer: { kind: 'preview', fault, freight, refund, answerBy: deadline.at } };

    const row: CaseRow = {
      ...{ caseId, claimKey: payload.claimKey, bodyHash: payload.bodyHash, purchaseId },
      ...{ orderId: order.orderId, shopId: order.shopId, shopperId: payload.shopperId },
      ...{ kind, reason, fault, state: 'requested', keptGifts: payload.keptGifts, freight },
      lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity, skuId: lineOf(order, lineId).skuId })),
      sealedWords: payload.sealedWords,
      expectedFen: refund?.row.refundFen ?? null,
      ...{ refundFen: null, requestedAt: at, since: at, receivedAt: null, deadlineAt: deadline.at },
      ...{ held: false, tracking: null, found: null, replacementId: null },
      photos: payload.photos,
      steps: [{ on: 'request', to: 'requested', at, by: 'shopper' }],
    };
    const moved = moveUnits(book, reason, lines, 1);
    const insured = freight.payer === 'insurer' ? [...book.insured, order.orderId] : book.insured;
    return {
      answer: { kind: 'case', row },
      writes: [
        { table: 'returnCase', key: caseId, row },
        { table: 'returnBook', key: purchaseId, row: { ...moved, insured } satisfies BookRow },
      ],
      events: [eventOf(row, 'request', { at, by: 'shopper' })],
      due: [...deadlineDue(row), ...(payload.sandboxDesk ? deskDue(row) : [])],
    };
  },
});

function refuse(code: ErrorCode, extra?: Readonly<Record<string, unknown>>): { answer: CaseRefused } {
  return { answer: { kind: 'refused', code, ...(extra && { extra }) } };
}

/** The one order that all lines are of. */
function orderOf(
  { body }: PurchaseRow,
  lines: CaseAsked['lines'],
): ShopOrder | 'nothingToReturn' | 'caseOneShop' {
  const orders = lines.map(({ lineId }) =>
    body.orders.find((order) => order.lines.some((line) => line.lineId === lineId)),
  );
  const [order] = orders;
  if (order === undefined || orders.includes(undefined)) return 'nothingToReturn';
  return orders.every((other) => other === order) ? order : 'caseOneShop';
}

function lineOf(order: Pick<ShopOrder, 'lines'>, lineId: string): OrderLine {
  return order.lines.find((line) => line.lineId === lineId)!;
}

function judge(view: LaneView, standings: Standings, purchase: PurchaseRow, asked: Payload, at: number) {
  const placed = placesOf(view, standings, purchase);
  const standing = standings.of(view, purchase);
  return judgeCase({
    ...{ at, kind: asked.kind, reason: asked.reason, zoneOffsetMs: ZONE_OFFSET_MS },
    lines: asked.lines.map(({ lineId, quantity }) => {
      const { underway, delivered } = unitsLeft(placed(lineId));
      const line = lineOf({ lines: linesOf(purchase.body) }, lineId);
      const opened = openedBoxes(view, purchase.body.boxes, lineId);
      return {
        ...{ lineId, quantity, underway, delivered },
        deliveredAt: standing.get(lineId)?.deliveredAt ?? null,
        // Of several boxes the closed ones go back.
        opened: quantity > delivered - opened && opened > 0,
        excluded: asked.excluded.includes(lineId),
        warrantyMs: warrantyMsOf(line),
      };
    }),
  });
}

/** What a case brings: of all its units, if nothing is found wrong with the goods. */
export function refundOfCase(
  view: LaneView,
  purchase: PurchaseRow,
  asked: Pick<CaseRow, 'caseId' | 'bodyHash' | 'reason' | 'fault' | 'keptGifts'> & {
    readonly lines: readonly RefundedUnits[];
  },
  { at, by }: { readonly at: number; readonly by: Actor },
): RefundDecided | null {
  const { caseId, bodyHash, reason, lines, keptGifts } = asked;
  const sellersFault = asked.fault === 'seller';
  return decideRefund(view, {
    ...{ purchase, bodyHash, reason, keptGifts, caseId, at, by, sellersFault },
    ...{ claimKey: `case:${caseId}`, returnId: returnIdOf(caseId), units: lines },
    // The freight of the way here was used.
    freightBack: () => sellersFault,
  });
}

export function hasService(line: OrderLine, offer: string): boolean {
  return (line.services ?? []).some((service) => service.offer === offer);
}

export function isInsured(order: ShopOrder, book: BookRow): boolean {
  if (book.insured.includes(order.orderId)) return false;
  return order.lines.some((line) => hasService(line, 'returnFreightInsurance'));
}

/** What a longer warranty adds, counted from the delivery. */
export function warrantyMsOf({ services = [] }: Pick<OrderLine, 'services'>): number {
  return Math.max(
    0,
    ...services.map(({ offer, lastsMs }) => (offer === 'extendedWarranty' ? (lastsMs ?? YEAR_MS) : 0)),
  );
}
const YEAR_MS = 365 * 86_400_000;
