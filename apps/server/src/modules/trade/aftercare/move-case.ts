/** Long because it is one decision: every step of a case, in the order of its life. */
import type { ErrorCode } from '@dacu/contract/errors';
import {
  type CaseEvent,
  caseLife,
  type Found,
  foundWhole,
  inspectionFault,
  photosUntil,
} from '@dacu/engine/aftercare';
import {
  type Condition,
  giveBackStock,
  holdStock,
  placeStockKey,
  restockAt,
  returnStock,
  returnUnavailable,
  type StockRow,
} from '@dacu/engine/ledger';
import { type Actor, mustStep, step } from '@dacu/engine/order-life';
import type {
  DueDraft,
  LaneHandler,
  LaneView,
  LaneWrite,
  OutboxDraft,
} from '../../../platform/lane/types.ts';
import { boxNeeds, returnBoxes } from '../draws/index.ts';
import { bodyHashOf, type PurchaseRow } from '../orders/index.ts';
import { goodsOf } from '../stock/index.ts';
import { deadlineDue, deadlineOf, eventOf, type GoodsMoved } from './case-events.ts';
import { type BookRow, type CaseRow, type CaseStep, returnIdOf } from './case-row.ts';
import { readCase } from './case-store.ts';
import { acceptedOf, bookOf, moveUnits, refundedUnits } from './case-units.ts';
import { type RefundedUnits, refundNeeds } from './decide-refund.ts';
import type { AftercareDeps } from './index.ts';
import { eraseDue } from './photos.ts';
import { type ReplacementIds, replace, replacementClaim } from './replacement.ts';
import { type CaseAnswer, type CaseRefused, refundOfCase } from './request-case.ts';
import { SERVICE_REFUND_FEN_MAX } from './terms.ts';

export type CaseAct =
  | {
      readonly on: 'approve' | 'refuse' | 'withdraw' | 'receive' | 'refund' | 'lapse';
      readonly note?: string | undefined;
    }
  | { readonly on: 'sendBack'; readonly tracking: { readonly carrier: string; readonly number: string } }
  | { readonly on: 'inspect'; readonly found: readonly Found[] };

export type CaseActor = {
  readonly by: Actor;
  readonly operatorId?: string;
  readonly operator?: string;
  /** May release any amount. */
  readonly finance?: boolean;
};

export type MoveInput = {
  readonly at: number;
  readonly caseId: string;
  readonly act: CaseAct;
  readonly actor: CaseActor;
  /** Of the request; null for the clock, which repeats itself by the state it found. */
  readonly idempotencyKey: string | null;
  /** Set for a shopper: somebody else's case is not found. */
  readonly shopperId?: string;
  /** Set for the clock: the state that it found, and since when. */
  readonly found?: Pick<CaseRow, 'state' | 'since'>;
};

type Payload = Pick<MoveInput, 'caseId' | 'act' | 'actor'> & {
  readonly purchaseId: string;
  readonly key: string | null;
  readonly bodyHash: string;
  readonly found: Pick<CaseRow, 'state' | 'since'> | null;
  readonly ids: ReplacementIds;
  /** Where goods come in; null where none do, and while nothing is counted by place. */
  readonly placeId: string | null;
};

/**
 * Takes a step of a case. Refuses with `notFound`, `idempotencyKeyReused`, `caseStepNotAllowed`, `exchangeOutOfStock`,
 * `inspectionWrong`, or `financeNeeded` where customer service would release more than it may. Approving a refund without goods pays it, and so does an inspection, in the same
 * transaction, unless the amount waits for finance.
 */
export async function moveCase(deps: AftercareDeps, input: MoveInput): Promise<CaseAnswer> {
  const { at, caseId, act, actor, idempotencyKey, shopperId, found = null } = input;
  const one = await readCase(deps.db, caseId);
  if (one === null || (shopperId !== undefined && one.shopperId !== shopperId))
    return { kind: 'refused', code: 'notFound' };
  const purchase = (await deps.orders.purchase(one.purchaseId, one.shopperId))!;
  const placeId = act.on === 'inspect' ? await returnPlace(deps) : null;
  return deps.lane.submit<CaseAnswer>({
    kind: 'moveCase',
    at,
    needs: [
      { table: 'returnCase', keys: [caseId] },
      { table: 'returnBook', keys: [purchase.purchaseId] },
      { table: 'returnClaim', keys: [`case:${caseId}`] },
      { table: 'stock', keys: one.lines.map(({ skuId }) => skuId) },
      {
        table: 'placeStock',
        keys: placeId === null ? [] : one.lines.map(({ skuId }) => placeStockKey(skuId, placeId)),
      },
      { table: 'purchaseClaim', keys: [replacementClaim(caseId)] },
      ...refundNeeds(purchase, one.lines, returnIdOf(caseId)),
      ...boxNeeds(purchase.body.boxes),
    ],
    payload: {
      ...{ caseId, act, actor, found, placeId, purchaseId: purchase.purchaseId, key: idempotencyKey },
      bodyHash: bodyHashOf(act),
      ids: { purchaseId: deps.ids.next('pu'), orderId: deps.ids.next('or') },
    } satisfies Payload,
  });
}

/** Goods that come back go to the largest warehouse. */
async function returnPlace({ stock }: AftercareDeps): Promise<string | null> {
  const warehouses = (await stock.places()).filter(({ kind }) => kind === 'warehouse');
  const [largest] = [...warehouses].sort((one, other) => other.share - one.share);
  return largest?.placeId ?? null;
}

export const moveCaseHandler: LaneHandler<Payload, CaseAnswer> = {
  kind: 'moveCase',
  decide(view, { at, payload }) {
    const one = view.row<CaseRow>('returnCase', payload.caseId)!;
    const { key, act, actor, found } = payload;
    const known = key === null ? undefined : one.steps.find((taken) => taken.key === key);
    if (known !== undefined)
      return known.bodyHash === payload.bodyHash
        ? { answer: { kind: 'case', row: one } }
        : refuse('idempotencyKeyReused');
    // The clock found a state that somebody has ended meanwhile.
    if (found !== null && (one.state !== found.state || one.since !== found.since))
      return { answer: { kind: 'case', row: one } };
    const stepped = step(caseLife(one.kind), { from: one.state, on: act.on, by: actor.by });
    if (stepped.kind === 'refused') return refuse('caseStepNotAllowed', { allowed: stepped.allowed });

    const work = startWork(view, one, payload, at);
    const refused = STEPS[act.on](work, act);
    return refused === null ? work.done() : { answer: refused };
  },
};

function refuse(code: ErrorCode, extra?: Readonly<Record<string, unknown>>): { answer: CaseRefused } {
  return { answer: { kind: 'refused', code, ...(extra && { extra }) } };
}

/** What a decision about one case gathers until it is done. */
type Work = ReturnType<typeof startWork>;

function startWork(view: LaneView, before: CaseRow, payload: Payload, at: number) {
  const { actor, key, bodyHash } = payload;
  const purchase = view.row<PurchaseRow>('purchase', before.purchaseId)!;
  const goods = goodsOf(view);
  const writes: LaneWrite[] = [];
  const events: OutboxDraft[] = [];
  const due: DueDraft[] = [];
  let one = before;
  let book = bookOf(view, before.purchaseId);

  const work = {
    ...{ view, payload, purchase, at, goods },
    one: () => one,
    /** Takes a step of its life, and says so. */
    to(on: CaseEvent, by: CaseActor, change: Partial<CaseRow> = {}, moved: readonly GoodsMoved[] = []) {
      const { by: who, operatorId, operator } = by;
      const state = mustStep(caseLife(change.kind ?? one.kind), { from: one.state, on, by: who });
      const named = { ...(operatorId && { operatorId }), ...(operator && { operator }) };
      const { note } = payload.act as { note?: string };
      const taken: CaseStep = {
        ...{ on, to: state, at, by: who, ...named },
        ...(on === payload.act.on && key !== null && { key, bodyHash }),
        ...(on === payload.act.on && note && { note }),
      };
      const next: CaseRow = { ...one, ...change, state, since: at, steps: [...one.steps, taken] };
      one = { ...next, deadlineAt: deadlineOf(next) };
      events.push(eventOf(one, on, { at, by: who, ...(operatorId && { operatorId }) }, moved));
    },
    setBook(change: (row: BookRow) => BookRow) {
      book = change(book);
    },
    /** Moves goods of each line, or none of them: null. */
    moveStock(
      lines: readonly { readonly skuId: string; readonly quantity: number }[],
      how: 'hold' | 'giveBack',
    ): GoodsMoved[] | null {
      const after = new Map<string, StockRow>();
      const counted = lines.filter(({ quantity }) => quantity > 0);
      for (const { skuId, quantity } of counted) {
        const row = MOVES[how](after.get(skuId) ?? goods.network(skuId), quantity);
        if (row === null) return null;
        after.set(skuId, row);
      }
      for (const row of after.values()) goods.putNetwork(row);
      return counted.map(({ skuId, quantity }) => ({ skuId, quantity, how }));
    },
    /** Goods that were shipped stand on a shelf again, or beside it. */
    takeIn(skuId: string, quantity: number, condition: Condition): GoodsMoved[] {
      if (quantity === 0) return [];
      const how = condition === 'sellable' ? 'restock' : 'setAside';
      const { placeId } = payload;
      if (placeId === null) {
        const row = goods.network(skuId);
        goods.putNetwork(
          condition === 'sellable' ? returnStock(row, quantity, 'sold') : returnUnavailable(row, quantity),
        );
        return [{ skuId, quantity, how }];
      }
      goods.move(placeId, [{ skuId, quantity }], (rows) => restockAt(rows, quantity, condition));
      return [{ skuId, quantity, how, placeId }];
    },
    add(more: { writes: readonly LaneWrite[]; events: readonly OutboxDraft[]; due?: readonly DueDraft[] }) {
      writes.push(...more.writes);
      events.push(...more.events);
      due.push(...(more.due ?? []));
    },
    done: () => ({
      answer: { kind: 'case' as const, row: one },
      writes: [
        { table: 'returnCase', key: one.caseId, row: one },
        { table: 'returnBook', key: book.purchaseId, row: book },
        ...goods.writes(),
        ...writes,
      ],
      events,
      due: [...due, ...deadlineDue(one), ...photosEndDue(one)],
    }),
    actor,
  };
  return work;
}

/** Photos outlive their case by a stated time. */
function photosEndDue(one: CaseRow): DueDraft[] {
  const until = one.photos.length > 0 ? photosUntil(one) : null;
  return until === null ? [] : [eraseDue(one.purchaseId, until)];
}

const MOVES = { hold: holdStock, giveBack: giveBackStock } as const;

const SYSTEM: CaseActor = { by: 'system' };

/** Every step that may be asked for; null when it was taken. The life of the case has let it through. */
const STEPS: Readonly<Record<CaseAct['on'], (work: Work, act: CaseAct) => CaseRefused | null>> = {
  approve(work) {
    const { actor } = work;
    const { kind, lines } = work.one();
    if (kind === 'exchange') {
      const held = work.moveStock(lines, 'hold');
      if (held !== null) work.to('approve', actor, { held: true }, held);
      else if (actor.by !== 'clock') return refuse('exchangeOutOfStock').answer;
      // Nobody answered, and there is nothing to exchange: the buyer gets the money.
      else work.to('approve', actor, asRefund(work));
      return null;
    }
    work.to('approve', actor);
    return kind === 'refundOnly' ? release(work, lines) : null;
  },
  refuse: (work) => end(work, 'refuse'),
  withdraw: (work) => end(work, 'withdraw'),
  lapse: (work) => end(work, 'lapse'),
  sendBack(work, act) {
    work.to('sendBack', work.actor, { tracking: (act as { tracking: CaseRow['tracking'] }).tracking });
    return null;
  },
  receive(work) {
    work.to('receive', work.actor, { receivedAt: work.at });
    return null;
  },
  inspect(work, act) {
    const one = work.one();
    const found =
      work.actor.by === 'clock' ? foundWhole(one.lines) : (act as { found: readonly Found[] }).found;
    const reason = inspectionFault(one.lines, found, { sellersFault: one.fault === 'seller' });
    if (reason !== null) return refuse('inspectionWrong', { reason }).answer;
    return inspected(work, found);
  },
  refund(work) {
    const { found, lines } = work.one();
    const units = found === null ? lines : acceptedOf(found);
    return needsFinance(work, units) ? refuse('financeNeeded').answer : pay(work, work.actor, units);
  },
};

function asRefund(work: Work): Partial<CaseRow> {
  const kind = 'returnAndRefund';
  const expected = refundOfCase(work.view, work.purchase, work.one(), { at: work.at, by: 'system' });
  return { kind, expectedFen: expected?.row.refundFen ?? 0 };
}

/** Nothing comes of it: its units can be asked for again, what was reserved is for sale, the insurance unused. */
function end(work: Work, on: 'refuse' | 'withdraw' | 'lapse'): null {
  const { lines, reason, held, freight, orderId } = work.one();
  const moved = held ? work.moveStock(lines, 'giveBack')! : [];
  work.setBook((book) => moveUnits(book, reason, lines, -1));
  if (freight.payer === 'insurer')
    work.setBook((book) => ({ ...book, insured: book.insured.filter((known) => known !== orderId) }));
  work.to(on, work.actor, { held: false }, moved);
  return null;
}

/** Goods are on a shelf again or set aside; then money, or other goods. What was turned down is its buyer's. */
function inspected(work: Work, found: readonly Found[]): CaseRefused | null {
  const one = work.one();
  const skuOf = new Map(one.lines.map(({ lineId, skuId }) => [lineId, skuId]));
  const gaveBack = one.held ? work.moveStock(one.lines, 'giveBack')! : [];
  const moved = [
    ...gaveBack,
    ...found.flatMap(({ lineId, sellable, unsellable }) => [
      ...work.takeIn(skuOf.get(lineId)!, sellable, 'sellable'),
      ...work.takeIn(skuOf.get(lineId)!, unsellable, 'unavailable'),
    ]),
  ];
  const down = found.map(({ lineId, turnedDown }) => ({ lineId, quantity: turnedDown }));
  work.setBook((book) => moveUnits(book, one.reason, down, -1));
  const accepted = acceptedOf(found);
  // From here on what was asked for is no longer what is to be expected.
  const expectedFen = one.kind === 'exchange' ? null : wouldFen(work, accepted);
  work.to('inspect', work.actor, { found, held: false, expectedFen }, moved);

  if (accepted.length === 0) {
    work.to('turnDown', SYSTEM);
    return null;
  }
  if (one.kind !== 'exchange') return release(work, accepted);
  // What is sent instead stands for these units: they can be asked for again.
  work.setBook((book) => moveUnits(book, one.reason, accepted, -1));
  const { purchase, at, goods, payload } = work;
  const instead = replace(purchase, one, { at, accepted, goods, ids: payload.ids });
  work.to('replace', SYSTEM, { replacementId: instead.row.purchaseId });
  work.add(instead);
  return null;
}

/** Pays, or leaves it to finance: customer service releases up to a limit, and a clock whatever is owed. */
function release(work: Work, units: readonly RefundedUnits[]): CaseRefused | null {
  return needsFinance(work, units) ? null : pay(work, SYSTEM, units);
}

function needsFinance(work: Work, units: readonly RefundedUnits[]): boolean {
  const { actor } = work;
  if (actor.by !== 'operator' || actor.finance === true) return false;
  return wouldFen(work, units) > SERVICE_REFUND_FEN_MAX;
}

function wouldFen({ view, purchase, one, at }: Work, units: readonly RefundedUnits[]): number {
  const refund = refundOfCase(view, purchase, { ...one(), lines: units }, { at, by: 'system' });
  return refund?.row.refundFen ?? 0;
}

function pay(work: Work, by: CaseActor, units: readonly RefundedUnits[]): CaseRefused | null {
  const { view, purchase, at } = work;
  const one = work.one();
  const refund = refundOfCase(view, purchase, { ...one, lines: units }, { at, by: by.by });
  if (refund === null) throw new Error(`units of case ${one.caseId} were refunded elsewhere`);
  // Whoever accepted an opened box has taken it.
  const boxes = returnBoxes(view, purchase.body.boxes, units, { at, sellersFault: true });
  work.setBook((book) => refundedUnits(book, one.reason, units));
  work.to('refund', by, { refundFen: refund.row.refundFen });
  work.add({ writes: [...refund.writes, ...(boxes ?? [])], events: refund.events, due: refund.due });
  return null;
}
