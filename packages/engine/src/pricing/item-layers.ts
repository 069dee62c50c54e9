import { type PricingCart, type PricingLine, take } from './cart.ts';
import type { CompiledPromotion } from './compile-promotions.ts';
import { type Bid, byPreference } from './contest.ts';
import { enter, type Gate, whyOut } from './gate.ts';
import { PROFILES } from './profiles.ts';
import type { Reach } from './reach.ts';
import { layerRule } from './stacking.ts';
import { type Trace, wonBy } from './trace.ts';
import type { TraceEntry, TraceReason } from './types.ts';

/** Both item layers as the profile combines them: cuts on top of a price, or price and cuts as alternatives. */
export function settleItemLayers(
  cart: PricingCart,
  on: (layer: 'itemPrice' | 'itemCut') => readonly Reach<PricingLine>[],
  gate: Gate,
  trace: Trace,
): void {
  if (PROFILES[cart.profile.id].itemPromotions === 'one') {
    settleItemPrices(cart, [...on('itemPrice'), ...on('itemCut')], gate, trace);
  } else {
    settleItemPrices(cart, on('itemPrice'), gate, trace);
    settleItemCuts(cart, on('itemCut'), gate, trace);
  }
  // A deposit is paid: what is left to take from is the balance.
  for (const line of cart.lines) line.runningFen -= line.depositFen;
}

/**
 * One price replaces the list price of a line, unit by unit: what was bought out of a flash activity, else what was
 * agreed with the deposit of a pre-sale, else the lowest of all that are open to it, those of a live room or a group
 * among them; where an item has one promotion only (`PROFILES`), a cut counts as the price that it leaves.
 */
function settleItemPrices(
  cart: PricingCart,
  reaches: readonly Reach<PricingLine>[],
  gate: Gate,
  trace: Trace,
): void {
  const books = new LineBooks();
  askPrices(cart, reaches, gate, trace, books);
  for (const [line, bids] of books.byLine()) {
    bids.sort((a, b) => CLAIMS[b.claim] - CLAIMS[a.claim] || byPreference(a, b));
    const winner = bids[0]!;
    line.flash = winner.claim === 'flash';
    line.depositFen = winner.unitDepositFen * line.subject.quantity;
    for (const bid of bids) {
      if (bid === winner && bid.savingFen > 0) books.win(line, bid);
      else if (winner.claim !== 'open' && bid !== winner)
        books.lose(bid, { reason: winner.claim === 'flash' ? 'excludedByFlash' : 'excludedByPresale' });
      else
        books.lose(bid, {
          reason: 'betterAlternative',
          ...(winner.savingFen > 0 && wonBy(winner.promotion)),
        });
    }
  }
  books.tell(trace);
}

/** What was bought goes before what is open: the stock of an activity is taken, a deposit is paid. */
const CLAIMS = { flash: 2, presale: 1, open: 0 } as const;

function askPrices(
  cart: PricingCart,
  reaches: readonly Reach<PricingLine>[],
  gate: Gate,
  trace: Trace,
  books: LineBooks,
): void {
  const asked: Asked[] = [];
  for (const reach of reaches) {
    const { promotion } = reach;
    const { terms } = promotion;
    const entry = enter(reach, gate, layerRule(promotion.promotion.layer));
    if (entry.kind === 'out') trace.note(promotion, whyOut(entry));
    else if (terms.on === 'cut') {
      for (const line of entry.lines) {
        const priceFen = Math.max(line.unitFen - terms.unitCutFen(line.unitFen), unitFloorFen(cart, line));
        books.bid(line, openBid(promotion, line.unitFen - priceFen, entry.closesAt));
      }
    } else if (terms.on === 'price') {
      const lines = entry.lines.filter(({ subject }) => terms.holdsFor(subject));
      if (lines.length === 0)
        trace.note(promotion, { reason: terms.through ? 'notThrough' : 'noEligibleLine' });
      for (const line of lines) asked.push({ line, promotion, terms, closesAt: entry.closesAt });
    }
  }
  const openFen = new Map<PricingLine, number>();
  // Prices of a way of buying come last: they may be a rate of what is open to everybody.
  asked.sort((a, b) => Number(a.terms.through) - Number(b.terms.through));
  for (const { line, promotion, terms, closesAt } of asked) {
    const open = openFen.get(line) ?? line.unitFen;
    const priceFen = Math.max(terms.unitPriceFen(line.unitFen, open), unitFloorFen(cart, line));
    const claim = terms.flash ? 'flash' : terms.presale ? 'presale' : 'open';
    if (claim === 'open' && !terms.through) openFen.set(line, Math.min(open, priceFen));
    books.bid(line, {
      ...openBid(promotion, line.unitFen - priceFen, closesAt),
      claim,
      unitDepositFen: terms.unitDepositFen(line.unitFen),
    });
  }
}

/** Cuts come off the price that a line has, of each slot (rate, amount) the largest, added and not multiplied. */
function settleItemCuts(
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
      const lines = entry.lines.filter(({ depositFen }) => depositFen === 0);
      if (lines.length === 0) trace.note(reach.promotion, { reason: 'excludedByPresale' });
      for (const line of lines)
        books.bid(line, openBid(reach.promotion, terms.unitCutFen(line.unitFen), entry.closesAt));
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

type ItemBid = Bid & { readonly claim: keyof typeof CLAIMS; readonly unitDepositFen: number };
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

function openBid(promotion: CompiledPromotion, savingFen: number, closesAt: number): ItemBid {
  return {
    promotion,
    savingFen: Math.max(0, savingFen),
    faceFen: savingFen,
    thresholdFen: 0,
    closesAt,
    claim: 'open',
    unitDepositFen: 0,
  };
}

/** A unit never costs less than the smallest payable amount, unless it is listed for less (a gift). */
function unitFloorFen({ profile }: PricingCart, line: PricingLine): number {
  return Math.min(profile.minPayableFen, line.subject.unitListFen);
}
