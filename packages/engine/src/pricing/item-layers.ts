import { type PricingCart, type PricingLine, take } from './cart.ts';
import type { CompiledPromotion } from './compile-promotions.ts';
import { type Bid, byPreference } from './contest.ts';
import { enter, type Gate, whyOut } from './gate.ts';
import type { Reach } from './reach.ts';
import { layerRule } from './stacking.ts';
import { type Trace, wonBy } from './trace.ts';
import type { TraceEntry, TraceReason } from './types.ts';

/**
 * The layers that make the item price, unit by unit and line by line. First one price replaces the list price: the
 * flash price where the line is bought out of a flash activity, else the lowest of all that are open to it, those of a
 * live room or a group among them. Then cuts come
 * off that price, of each slot (rate, amount) the largest, added and not multiplied.
 */
export function settleItemPrices(
  cart: PricingCart,
  reaches: readonly Reach<PricingLine>[],
  gate: Gate,
  trace: Trace,
): void {
  const books = new LineBooks();
  const asked: Asked[] = [];
  for (const reach of reaches) {
    const { promotion } = reach;
    const { terms } = promotion;
    const entry = enter(reach, gate, layerRule('itemPrice'));
    if (entry.kind === 'out') trace.note(promotion, whyOut(entry));
    else if (terms.on === 'price') {
      const lines = entry.lines.filter(({ subject }) => terms.holdsFor(subject));
      if (lines.length === 0)
        trace.note(promotion, { reason: terms.through ? 'notThrough' : 'noEligibleLine' });
      for (const line of lines) asked.push({ line, promotion, terms, closesAt: entry.closesAt });
    }
  }
  const openFen = new Map<PricingLine, number>();
  // Prices of a way of buying come last: they may be a rate of what is open to everybody.
  for (const { line, promotion, terms, closesAt } of asked.sort(
    (a, b) => Number(a.terms.through) - Number(b.terms.through),
  )) {
    const open = openFen.get(line) ?? line.unitFen;
    const priceFen = Math.max(terms.unitPriceFen(line.unitFen, open), unitFloorFen(cart, line));
    if (!terms.through && !terms.flash) openFen.set(line, Math.min(open, priceFen));
    books.bid(line, { ...bidOf(promotion, line.unitFen - priceFen, closesAt), flash: terms.flash });
  }

  for (const [line, bids] of books.byLine()) {
    bids.sort((a, b) => Number(b.flash) - Number(a.flash) || byPreference(a, b));
    const winner = bids[0]!;
    line.flash = winner.flash;
    for (const bid of bids) {
      if (bid === winner && bid.savingFen > 0) books.win(line, bid);
      else if (winner.flash && bid !== winner) books.lose(bid, { reason: 'excludedByFlash' });
      else
        books.lose(bid, {
          reason: 'betterAlternative',
          ...(winner.savingFen > 0 && wonBy(winner.promotion)),
        });
    }
  }
  books.tell(trace);
}

export function settleItemCuts(
  cart: PricingCart,
  reaches: readonly Reach<PricingLine>[],
  gate: Gate,
  trace: Trace,
): void {
  const books = new LineBooks();
  for (const reach of reaches) {
    const { terms } = reach.promotion;
    const entry = enter(reach, gate, layerRule('itemCut'));
    if (entry.kind === 'out') trace.note(reach.promotion, whyOut(entry));
    else if (terms.on === 'cut') {
      for (const line of entry.lines) {
        const cutFen = terms.unitCutFen(line.unitFen);
        books.bid(line, { ...bidOf(reach.promotion, cutFen, entry.closesAt), flash: false });
      }
    }
  }

  for (const [line, bids] of books.byLine()) {
    const taken = new Map<string, CompiledPromotion>();
    const floorFen = unitFloorFen(cart, line);
    for (const bid of bids.sort(byPreference)) {
      const { promotion, terms } = bid.promotion;
      const slot = terms.on === 'cut' ? terms.slot : '';
      const slotHolder = taken.get(`slot ${slot}`);
      const groupHolder =
        promotion.mutexGroup === undefined ? undefined : taken.get(`group ${promotion.mutexGroup}`);
      const savingFen = Math.min(bid.savingFen, Math.max(0, line.unitFen - floorFen));
      if (groupHolder) books.lose(bid, { reason: 'mutuallyExclusive', ...wonBy(groupHolder) });
      else if (slotHolder) books.lose(bid, { reason: 'betterAlternative', ...wonBy(slotHolder) });
      else if (savingFen === 0) books.lose(bid, { reason: 'nothingLeft' });
      else {
        books.win(line, { ...bid, savingFen });
        taken.set(`slot ${slot}`, bid.promotion);
        if (promotion.mutexGroup !== undefined) taken.set(`group ${promotion.mutexGroup}`, bid.promotion);
      }
    }
  }
  books.tell(trace);
}

/** A price that a line may have. */
type Asked = {
  readonly line: PricingLine;
  readonly promotion: CompiledPromotion;
  readonly terms: Extract<CompiledPromotion['terms'], { on: 'price' }>;
  readonly closesAt: number;
};

type ItemBid = Bid & { readonly flash: boolean };
type Loss = Pick<TraceEntry, 'wonBy'> & { readonly reason: TraceReason };

/** Bids line by line going in, and what came of each promotion over all its lines coming out. */
class LineBooks {
  readonly #bids = new Map<PricingLine, ItemBid[]>();
  readonly #results = new Map<
    CompiledPromotion,
    { baseFen: number; discountFen: number; loss?: Loss; allocations: { lineId: string; fen: number }[] }
  >();

  bid(line: PricingLine, bid: ItemBid): void {
    const bids = this.#bids.get(line);
    if (bids) bids.push(bid);
    else this.#bids.set(line, [bid]);
    this.#resultOf(bid.promotion).baseFen += line.runningFen;
  }

  byLine(): Iterable<[PricingLine, ItemBid[]]> {
    return this.#bids;
  }

  /** Lowers the unit price of a line by the bid's saving, and the line by as much for each unit. */
  win(line: PricingLine, { promotion, savingFen }: Bid): void {
    const fen = savingFen * line.subject.quantity;
    take(line, promotion, fen);
    line.unitFen -= savingFen;
    line.itemFen = line.runningFen;
    const result = this.#resultOf(promotion);
    result.discountFen += fen;
    result.allocations.push({ lineId: line.subject.lineId, fen });
  }

  /** Of several losses the first is told. */
  lose({ promotion }: Bid, loss: Loss): void {
    this.#resultOf(promotion).loss ??= loss;
  }

  tell(trace: Trace): void {
    for (const [promotion, { loss, ...result }] of this.#results) {
      if (result.discountFen > 0) trace.note(promotion, { matched: true, reason: 'applied', ...result });
      else trace.note(promotion, { matched: true, reason: 'nothingLeft', ...loss, ...result });
    }
  }

  #resultOf(promotion: CompiledPromotion) {
    let result = this.#results.get(promotion);
    if (!result) {
      result = { baseFen: 0, discountFen: 0, allocations: [] };
      this.#results.set(promotion, result);
    }
    return result;
  }
}

function bidOf(promotion: CompiledPromotion, savingFen: number, closesAt: number): Bid {
  return { promotion, savingFen: Math.max(0, savingFen), faceFen: savingFen, thresholdFen: 0, closesAt };
}

/** A unit never costs less than the smallest payable amount, unless it is listed for less (a gift). */
function unitFloorFen({ profile }: PricingCart, line: PricingLine): number {
  return Math.min(profile.minPayableFen, line.subject.unitListFen);
}
