/**
 * The sale of the model test on plain variables: one flash item, two items of goods, a few shoppers. Written from the
 * rules of the domain and not from the code it judges; it imports nothing of ours.
 */
export type Sku = 'sku-lipstick' | 'sku-cream';

export type Purchase = {
  readonly kind: 'flash' | 'ordinary';
  readonly skuId: Sku;
  readonly quantity: number;
  readonly payFen: number;
  /** Account, phone and address: whoever shares one shares the limit of the flash sale. */
  readonly people: readonly string[];
  readonly holdUntil: number;
  state: 'held' | 'paid' | 'closed' | 'refunded';
  closedBy: 'expired' | 'cancelled' | null;
  /** Units that came back. */
  returned: number;
  charge: Charge | null;
};

/** A charge at the provider, and what we were told of it. */
export type Charge = {
  readonly askedAt: number;
  readonly expiresAt: number;
  state: 'open' | 'approved' | 'closed' | 'settled' | 'moneyBack';
  /** When we shall hear of the approval. */
  heardAt: number;
  /** When we shall find it without being told: by asking, or at the deadline of the hold. */
  foundAt: number;
};

export type Goods = { onHand: number; reserved: number; locked: number };
export type Outcome = 'placed' | 'flashEnded' | 'perPersonLimit' | 'soldOut' | 'outOfStock';

/** What a node remembers of "nothing is left"; two keys of one knowledge are told apart from older ones. */
export type Knowledge = { readonly at: number; readonly edition: number };

const FLASH_HOLD_MS = 5 * 60_000;
const ORDINARY_HOLD_MS = 15 * 60_000;
const CLOSE_BEFORE_HOLD_MS = 30_000;
const ASK_AFTER_MS = 120_000;
const NOTIFY_AFTER_MS = 1_200;
const REMEMBER_MS = 1_000;

/** What the sale of `trade-test-sale.ts` costs, freight included: worked out by hand. */
export const FLASH_FEN: Readonly<Record<number, number>> = { 1: 5_800, 2: 10_000, 3: 15_001 };
export const ORDINARY_FEN: Readonly<Record<Sku, Readonly<Record<number, number>>>> = {
  'sku-lipstick': { 1: 10_001, 2: 20_002 },
  'sku-cream': { 1: 19_900, 2: 34_800 },
};

export class SaleModel {
  now: number;
  edition = 1;
  flashTotal: number;
  readonly slotTo: number;
  readonly perPersonMax: number;
  readonly goods: Record<Sku, Goods>;
  readonly purchases: Purchase[] = [];
  readonly knowledge: (Knowledge | null)[] = [null, null];

  constructor(start: {
    now: number;
    slotTo: number;
    flashTotal: number;
    perPersonMax: number;
    onHand: number;
  }) {
    this.now = start.now;
    this.slotTo = start.slotTo;
    this.flashTotal = start.flashTotal;
    this.perPersonMax = start.perPersonMax;
    const goods = () => ({ onHand: start.onHand, reserved: 0, locked: 0 });
    this.goods = { 'sku-lipstick': goods(), 'sku-cream': goods() };
  }

  flash(state: 'held' | 'sold', person?: string): number {
    const states = state === 'held' ? ['held'] : ['paid', 'refunded'];
    return this.purchases
      .filter((one) => one.kind === 'flash' && states.includes(one.state))
      .filter((one) => person === undefined || one.people.includes(person))
      .reduce((sum, one) => sum + one.quantity, 0);
  }

  flashLeft(): number {
    return this.flashTotal - this.flash('held') - this.flash('sold');
  }

  sellable(skuId: Sku): number {
    const { onHand, reserved, locked } = this.goods[skuId];
    return onHand - reserved - locked;
  }

  /** Why a flash order cannot be had, apart from its window; null when it can. */
  private flashRefusal(people: readonly string[], quantity: number): Outcome | null {
    const taken = Math.max(...people.map((who) => this.flash('held', who) + this.flash('sold', who)));
    if (taken + quantity > this.perPersonMax) return 'perPersonLimit';
    if (quantity > this.flashLeft()) return 'soldOut';
    return quantity > this.sellable('sku-lipstick') ? 'outOfStock' : null;
  }

  /** `told` is the knowledge under which this node issued the key of the order, if it did. */
  placeFlash(input: {
    node: number;
    told: Knowledge | null;
    people: readonly string[];
    quantity: number;
    /** The node commits and dies before it answers, or hears of its own answer. */
    lost: boolean;
  }): { outcome: Outcome; reachedLane: boolean } {
    const { node, told, people, quantity, lost } = input;
    if (this.now >= this.slotTo) return { outcome: 'flashEnded', reachedLane: false };
    if (quantity > this.perPersonMax) return { outcome: 'perPersonLimit', reachedLane: false };
    if (this.remembers(node, told)) return { outcome: 'soldOut', reachedLane: false };
    const refusal = this.flashRefusal(people, quantity);
    if (refusal === 'soldOut' && this.flashLeft() === 0 && !lost)
      this.knowledge[node] = { at: this.now, edition: this.edition };
    if (refusal !== null) return { outcome: refusal, reachedLane: true };
    this.goods['sku-lipstick'].reserved += quantity;
    this.add({ kind: 'flash', skuId: 'sku-lipstick', quantity, people }, FLASH_FEN, FLASH_HOLD_MS);
    return { outcome: 'placed', reachedLane: true };
  }

  private remembers(node: number, told: Knowledge | null): boolean {
    const known = this.knowledge[node];
    return (
      known !== null &&
      known === told &&
      known !== undefined &&
      this.now - known.at < REMEMBER_MS &&
      known.edition === this.edition
    );
  }

  placeOrdinary(skuId: Sku, quantity: number): Outcome {
    if (quantity > this.sellable(skuId)) return 'outOfStock';
    this.goods[skuId].reserved += quantity;
    this.add({ kind: 'ordinary', skuId, quantity, people: [] }, ORDINARY_FEN[skuId], ORDINARY_HOLD_MS);
    return 'placed';
  }

  private add(
    what: Pick<Purchase, 'kind' | 'skuId' | 'quantity' | 'people'>,
    prices: Readonly<Record<number, number>>,
    holdMs: number,
  ): void {
    this.purchases.push({
      ...what,
      payFen: prices[what.quantity]!,
      holdUntil: this.now + holdMs,
      state: 'held',
      closedBy: null,
      returned: 0,
      charge: null,
    });
  }

  /** Whatever the provider sends until then is lost on its way. */
  loseNotifications(until: number): void {
    for (const { charge } of this.purchases)
      if (charge?.state === 'approved' && charge.heardAt <= until) charge.heardAt = charge.foundAt;
  }

  /** The shopper asks for the charge and approves it. */
  pay(one: Purchase): 'asked' | 'alreadyPaid' | 'purchaseClosed' {
    if (one.state === 'paid' || one.state === 'refunded') return 'alreadyPaid';
    if (one.state === 'closed') return 'purchaseClosed';
    one.charge ??= {
      askedAt: this.now,
      expiresAt: Math.max(this.now, one.holdUntil - CLOSE_BEFORE_HOLD_MS),
      state: 'open',
      heardAt: Number.POSITIVE_INFINITY,
      foundAt: Number.POSITIVE_INFINITY,
    };
    const { charge } = one;
    if (charge.state === 'open' && this.now < charge.expiresAt) {
      charge.state = 'approved';
      const asks = Math.min(charge.askedAt + ASK_AFTER_MS, charge.expiresAt);
      charge.foundAt = this.now < asks ? asks : one.holdUntil;
      charge.heardAt = Math.min(this.now + NOTIFY_AFTER_MS, charge.foundAt);
    }
    return 'asked';
  }

  private settle(one: Purchase): void {
    one.charge!.state = 'settled';
    one.state = 'paid';
    this.goods[one.skuId].reserved -= one.quantity;
    this.goods[one.skuId].locked += one.quantity;
  }

  private giveBack(one: Purchase, by: 'expired' | 'cancelled'): void {
    if (one.charge) one.charge.state = 'closed';
    one.state = 'closed';
    one.closedBy = by;
    this.goods[one.skuId].reserved -= one.quantity;
  }

  advance(to: number): void {
    this.now = to;
    for (const one of this.purchases) {
      if (one.state !== 'held') continue;
      if (one.charge?.state === 'approved' && one.charge.heardAt <= to) {
        this.settle(one);
        // Found at the deadline itself: the node that works it off forgets all the same.
        if (one.charge.heardAt === one.holdUntil && one.kind === 'flash') this.knowledge[0] = null;
      } else if (one.holdUntil <= to) {
        this.giveBack(one, 'expired');
        if (one.kind === 'flash') this.knowledge[0] = null;
      }
    }
  }

  cancel(one: Purchase, node: number): 'closed' | 'alreadyPaid' | 'purchaseClosed' {
    if (one.kind === 'flash') this.knowledge[node] = null;
    if (one.state === 'held' && one.charge?.state === 'approved') this.settle(one);
    if (one.state === 'paid' || one.state === 'refunded') return 'alreadyPaid';
    if (one.state === 'closed') return one.closedBy === 'cancelled' ? 'closed' : 'purchaseClosed';
    this.giveBack(one, 'cancelled');
    return 'closed';
  }

  /** The provider says that the money came, whatever it said before. */
  late(one: Purchase): { state: 'succeeded' | 'refunded'; repeated: boolean } {
    const charge = one.charge!;
    if (charge.state === 'settled')
      return { state: one.state === 'refunded' ? 'refunded' : 'succeeded', repeated: true };
    if (charge.state === 'moneyBack') return { state: 'refunded', repeated: true };
    if (one.state === 'held') {
      this.settle(one);
      return { state: 'succeeded', repeated: false };
    }
    const again =
      one.kind === 'flash'
        ? this.flashRefusal(one.people, one.quantity) === null
        : one.quantity <= this.sellable(one.skuId);
    if (one.closedBy === 'cancelled' || !again) {
      charge.state = 'moneyBack';
      return { state: 'refunded', repeated: false };
    }
    charge.state = 'settled';
    one.state = 'paid';
    one.closedBy = null;
    this.goods[one.skuId].locked += one.quantity;
    return { state: 'succeeded', repeated: false };
  }

  giveBackUnits(one: Purchase, quantity: number): 'returned' | 'notPaid' | 'nothingToReturn' {
    if (one.state === 'refunded') return 'nothingToReturn';
    if (one.state !== 'paid') return 'notPaid';
    if (one.returned + quantity > one.quantity) return 'nothingToReturn';
    one.returned += quantity;
    this.goods[one.skuId].locked -= quantity;
    if (one.returned === one.quantity) one.state = 'refunded';
    return 'returned';
  }

  receive(skuId: Sku, quantity: number): void {
    this.goods[skuId].onHand += quantity;
  }

  /** A new edition; it takes nothing back from those who hold or paid. */
  publish(flashTotal: number): void {
    this.edition += 1;
    this.flashTotal = Math.max(flashTotal, this.flash('held') + this.flash('sold'));
  }
}
