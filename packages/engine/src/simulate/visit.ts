import type { Action, Answer, LaterAct, SeenCard, SeenFlashItem, Step } from './actions.ts';
import { planAftercare } from './aftercare.ts';
import { planBalance } from './balance.ts';
import type { Chance } from './chance.ts';
import { PARAMETERS, SEARCH_WORDS } from './parameters.ts';
import type { SimulatedShopper } from './shoppers.ts';

/**
 * Long because the states of one machine belong together. One visit as a state machine: given what the server answered, what this shopper does next and after how long.
 * It knows nothing of how requests travel: a rehearsal drives it on virtual time, demonstration traffic in real time.
 * The state is immutable; the only thing that moves is the visit's own stream of chance.
 */
export type Visit = {
  readonly id: string;
  readonly shopper: SimulatedShopper;
  readonly chance: Chance;
  readonly channel: string;
  readonly stage: Stage;
  readonly pagesLeft: number;
  readonly actionsLeft: number;
  /** What was on the last page of goods, to choose from. */
  readonly cards: readonly SeenCard[];
  readonly inCart: number;
  /** Whose terms of a pre-sale are being read. */
  readonly product: SeenProduct | null;
  readonly flashTriesLeft: number;
  readonly flash: readonly SeenFlashItem[];
  readonly retriesLeft: number;
  /** The command that is out, to be repeated under the same key when its outcome is unknown. */
  readonly pending: Action | null;
  /** Has the shopper agreed once to a changed price? */
  readonly requoted: boolean;
  /** Number of the next idempotency key. */
  readonly keys: number;
};

type SeenProduct = Extract<Answer, { kind: 'product' }>;
type Stage =
  | 'arriving'
  | 'venue'
  | 'flash'
  | 'flashOrder'
  | 'browsing'
  | 'product'
  | 'presale'
  | 'presaleOrder'
  | 'deciding'
  | 'cart'
  | 'checkout'
  | 'paying'
  | 'checking'
  | 'leaving';

const SORTS = ['sales', 'priceAsc', 'newest'] as const;

export type Move = { readonly visit: Visit; readonly step: Step | null; readonly later: readonly LaterAct[] };

/** Begins a visit: the first action is always to open it. `chance` must be a stream of this visit alone. */
export function beginVisit(input: {
  readonly id: string;
  readonly shopper: SimulatedShopper;
  readonly channel: string;
  readonly chance: Chance;
}): Move {
  const { shopper, chance } = input;
  const bot = isBot(shopper);
  const visit: Visit = {
    ...input,
    stage: 'arriving',
    pagesLeft: bot ? 0 : 1 + Math.floor(chance.exponential(shopper.kind.productPagesMean)),
    actionsLeft: PARAMETERS.actionsMax,
    cards: [],
    inCart: 0,
    product: null,
    flashTriesLeft: bot ? PARAMETERS.flashTriesMax.bot : PARAMETERS.flashTriesMax.person,
    flash: [],
    retriesLeft: PARAMETERS.retriesMax,
    pending: null,
    requoted: false,
    keys: 0,
  };
  return go(visit, { kind: 'openVisit', channel: input.channel }, 0);
}

/** The next move, or `step: null` when the shopper has left. Total: every answer in every stage leads somewhere. */
export function nextMove(before: Visit, answer: Answer): Move {
  if (before.actionsLeft <= 0) return leave(before);
  const visit = { ...before, actionsLeft: before.actionsLeft - 1 };
  if (answer.kind === 'refused' && isTransient(answer.code)) return retry(visit);
  switch (visit.stage) {
    case 'arriving':
      return afterArrival(visit, answer);
    case 'venue':
      return afterVenue(visit, answer);
    case 'flash':
      return answer.kind === 'cards' ? tryFlash({ ...visit, flash: answer.flash }, answer.at) : browse(visit);
    case 'flashOrder':
      return afterFlashOrder(visit, answer);
    case 'browsing':
      return afterCards(visit, answer);
    case 'product':
      return afterProduct(visit, answer);
    case 'presale':
      return afterPresale(visit, answer);
    case 'presaleOrder':
      return answer.kind === 'purchase' ? payOrNot(visit, answer) : carryOn(visit);
    case 'deciding':
      return carryOn(visit);
    case 'cart':
      return afterCart(visit, answer);
    case 'checkout':
      return afterCheckout(visit, answer);
    case 'paying':
      return afterPay(visit, answer);
    case 'checking':
      return leave(visit, answer.kind === 'purchase' ? comingBack(visit, answer) : []);
    case 'leaving':
      return leave(visit);
  }
}

function afterArrival(visit: Visit, answer: Answer): Move {
  if (answer.kind === 'refused') return leave(visit);
  const { chance, shopper } = visit;
  if (isBot(shopper)) return go({ ...visit, stage: 'flash' }, { kind: 'flash' }, think(visit));
  const landing = PARAMETERS.venueLanding[visit.channel] ?? PARAMETERS.venueLanding.default!;
  if (chance.happens(landing))
    return go({ ...visit, stage: 'venue' }, { kind: 'venue' }, PARAMETERS.landingMs);
  if (chance.happens(shopper.kind.flashInterest * PARAMETERS.flashLanding)) {
    return go({ ...visit, stage: 'flash' }, { kind: 'flash' }, PARAMETERS.landingMs);
  }
  return browse(visit);
}

function afterVenue(visit: Visit, answer: Answer): Move {
  if (answer.kind !== 'cards') return browse(visit);
  const seen = { ...visit, cards: answer.cards, flash: answer.flash };
  const reachable = openSoon(answer.flash, answer.at);
  if (reachable.length > 0 && visit.chance.happens(visit.shopper.kind.flashInterest)) {
    return tryFlash(seen, answer.at);
  }
  if (visit.chance.happens(PARAMETERS.bounceRate)) return leave(seen);
  return browse(seen);
}

/** Presses for one flash item: at the opening if it has not come yet, else as soon as one can. */
function tryFlash(visit: Visit, at: number): Move {
  const bot = isBot(visit.shopper);
  const items = openSoon(visit.flash, at);
  if (items.length === 0 || visit.flashTriesLeft <= 0) return bot ? leave(visit) : browse(visit);
  const wishes = items.map((item) => wish(visit.shopper, item.listFen, item.flashFen, null));
  const index = visit.chance.weighted(bot ? items.map((item) => item.listFen - item.flashFen) : wishes);
  const item = items[index];
  if (item === undefined) return browse(visit);
  const reaction = visit.chance.exponential(
    bot ? PARAMETERS.flashReactionMs.bot : PARAMETERS.flashReactionMs.person,
  );
  const quantity = bot ? item.perPersonMax : 1;
  const waitMs = Math.max(0, item.startsAt - at) + Math.ceil(reaction);
  const { key, keyed } = newKey({ ...visit, flashTriesLeft: visit.flashTriesLeft - 1 });
  return go(
    { ...keyed, stage: 'flashOrder' },
    {
      kind: 'flashOrder',
      key,
      activityId: item.activityId,
      quantity,
      expectedPayFen: item.flashFen * quantity,
    },
    waitMs,
  );
}

function afterFlashOrder(visit: Visit, answer: Answer): Move {
  if (answer.kind === 'purchase') return payOrNot(visit, answer);
  const again = agreeToNewAmount(visit, answer);
  if (again !== null) return again;
  if (
    answer.kind === 'refused' &&
    answer.code === 'soldOut' &&
    visit.chance.happens(PARAMETERS.flashNextRate)
  ) {
    const tried = visit.pending?.kind === 'flashOrder' ? visit.pending.activityId : '';
    const rest = visit.flash.filter((item) => item.activityId !== tried);
    return tryFlash({ ...visit, flash: rest }, answer.at);
  }
  return isBot(visit.shopper) ? leave(visit) : browse(visit);
}

/** Goes on to goods: by words, by category, or out of what the page showed. */
function browse(visit: Visit): Move {
  if (visit.pagesLeft <= 0) return carryOn(visit);
  const { chance, shopper } = visit;
  const onPage = visit.cards.filter((card) => !card.out);
  if (onPage.length > 0 && chance.happens(PARAMETERS.openFromPageRate)) return openCard(visit, onPage);
  const taste = shopper.tastes[chance.weighted(PARAMETERS.tasteWeights)] ?? shopper.tastes[0]!;
  const words = SEARCH_WORDS[taste] ?? [];
  if (words.length > 0 && chance.happens(shopper.kind.searchRate)) {
    const action: Action = { kind: 'search', words: words[chance.below(words.length)]! };
    return go({ ...visit, stage: 'browsing' }, action, think(visit));
  }
  const sort = SORTS[chance.weighted(SORTS.map((id) => PARAMETERS.listSortWeights[id]))] ?? 'sales';
  return go({ ...visit, stage: 'browsing' }, { kind: 'list', categoryId: taste, sort }, think(visit));
}

function afterCards(visit: Visit, answer: Answer): Move {
  const cards = answer.kind === 'cards' ? answer.cards.filter((card) => !card.out) : [];
  if (cards.length > 0) return openCard({ ...visit, cards }, cards);
  // An empty result costs patience, so that a shopper with odd wishes leaves in the end.
  return carryOn({ ...visit, pagesLeft: visit.pagesLeft - 1 });
}

function openCard(visit: Visit, cards: readonly SeenCard[]): Move {
  // People look at the top of a page: the weight of a place falls with its rank.
  const weights = cards.map(
    (card, rank) => wish(visit.shopper, card.listFen, card.itemFen, card) / (rank + 2),
  );
  const card = cards[visit.chance.weighted(weights)] ?? cards[0]!;
  const action: Action = { kind: 'product', productId: card.productId };
  return go({ ...visit, stage: 'product', pagesLeft: visit.pagesLeft - 1 }, action, think(visit));
}

/** What is paid is kept or sent back; what has a deposit paid is paid in full, or not. */
function comingBack(visit: Visit, purchase: Answer & { readonly kind: 'purchase' }): LaterAct[] {
  const plan = { paid: planAftercare, depositPaid: planBalance }[purchase.state];
  return plan === undefined ? [] : plan(visit.shopper, purchase, visit.chance, keyBase(visit));
}

function afterProduct(visit: Visit, answer: Answer): Move {
  if (answer.kind !== 'product') return carryOn(visit);
  const [first] = answer.skus;
  if (answer.presale && first !== undefined && visit.chance.happens(PARAMETERS.presaleInterest))
    return go(
      { ...visit, stage: 'presale', product: answer },
      { kind: 'presale', skuId: first.skuId },
      think(visit),
    );
  return decide(visit, answer);
}

/** In the cart, among the favourites, or neither. */
function decide(visit: Visit, answer: SeenProduct): Move {
  const { chance, shopper } = visit;
  const { card } = answer;
  if (answer.skus.length > 0) {
    const sku = answer.skus[chance.below(answer.skus.length)]!;
    const desire = shopper.kind.addRate * wish(shopper, sku.listFen, sku.itemFen, card);
    if (chance.happens(Math.min(PARAMETERS.addChanceMax, desire))) {
      const extra = Math.floor(chance.exponential(shopper.kind.extraUnitsMean));
      const quantity = 1 + Math.min(PARAMETERS.extraUnitsMax, extra);
      const action: Action = { kind: 'cartPut', skuId: sku.skuId, quantity };
      return go({ ...visit, stage: 'deciding', inCart: visit.inCart + 1 }, action, think(visit));
    }
  }
  if (chance.happens(shopper.kind.favouriteRate)) {
    return go(
      { ...visit, stage: 'deciding' },
      { kind: 'favourite', productId: card.productId },
      think(visit),
    );
  }
  return carryOn(visit);
}

/** Books it, or does with it what one does with any item. */
function afterPresale({ product, ...before }: Visit, answer: Answer): Move {
  const visit = { ...before, product: null };
  const other = () => (product === null ? carryOn(visit) : decide(visit, product));
  if (answer.kind !== 'presale' || answer.offer === null) return other();
  const { chance, shopper } = visit;
  const { skuId, promotionId, pays, listFen, contractFen, depositFen } = answer.offer;
  const desire = shopper.kind.addRate * wish(shopper, listFen, contractFen, null) * PARAMETERS.presaleLift;
  if (!chance.happens(Math.min(PARAMETERS.addChanceMax, desire))) return other();
  const { key, keyed } = newKey(visit);
  const action: Action = { kind: 'presaleOrder', key, skuId, promotionId, pays, depositFen };
  return go({ ...keyed, stage: 'presaleOrder' }, action, think(visit));
}

/** After each page: more pages, the cart, or the door. */
function carryOn(visit: Visit): Move {
  if (visit.pagesLeft > 0) return browse(visit);
  if (visit.inCart > 0) return go({ ...visit, stage: 'cart' }, { kind: 'cart' }, think(visit));
  return leave(visit);
}

function afterCart(visit: Visit, answer: Answer): Move {
  if (answer.kind === 'done') return go(visit, { kind: 'cart' }, think(visit));
  if (answer.kind !== 'cart') return leave(visit);
  const blocked = answer.unavailable[0];
  if (blocked !== undefined) return go(visit, { kind: 'cartDrop', skuId: blocked }, think(visit));
  if (answer.payFen === null || answer.lines.length === 0) return leave(visit);
  if (!visit.requoted && !visit.chance.happens(visit.shopper.kind.checkoutRate)) return leave(visit);
  const { key, keyed } = newKey(visit);
  return go(
    { ...keyed, stage: 'checkout' },
    { kind: 'checkout', key, lines: answer.lines, expectedPayFen: answer.payFen },
    think(visit),
  );
}

function afterCheckout(visit: Visit, answer: Answer): Move {
  if (answer.kind === 'purchase') return payOrNot(visit, answer);
  const again = agreeToNewAmount(visit, answer);
  if (again !== null) return again;
  if (answer.kind === 'refused' && !visit.requoted) {
    if (answer.code === 'outOfStock' || answer.code === 'notOnSale') {
      return go({ ...visit, stage: 'cart', requoted: true }, { kind: 'cart' }, think(visit));
    }
  }
  return leave(visit);
}

/** Told of another amount (freight to a far region, a tier that just ended), most agree, once. Null: not about that. */
function agreeToNewAmount(visit: Visit, answer: Answer): Move | null {
  if (answer.kind !== 'refused' || answer.code !== 'priceChanged' || answer.payFen === null) return null;
  const { pending } = visit;
  if (visit.requoted || (pending?.kind !== 'checkout' && pending?.kind !== 'flashOrder')) return null;
  if (!isBot(visit.shopper) && !visit.chance.happens(PARAMETERS.agreeToNewAmountRate)) return leave(visit);
  const { key, keyed } = newKey(visit);
  const waitMs = isBot(visit.shopper) ? think(visit) : think(visit) / 3;
  return go({ ...keyed, requoted: true }, { ...pending, key, expectedPayFen: answer.payFen }, waitMs);
}

function payOrNot(visit: Visit, purchase: Answer & { readonly kind: 'purchase' }): Move {
  const { chance, shopper } = visit;
  if (chance.happens(shopper.kind.payAbandonRate)) {
    if (!chance.happens(PARAMETERS.cancelRate)) return leave(visit);
    const { cancelAfterMs } = PARAMETERS;
    const action: Action = { kind: 'cancel', purchaseId: purchase.purchaseId };
    return go(
      { ...visit, stage: 'leaving' },
      action,
      cancelAfterMs.least + chance.exponential(cancelAfterMs.mean),
    );
  }
  const delay = isBot(shopper) ? think(visit) : chance.exponential(PARAMETERS.payDelayMs);
  return go({ ...visit, stage: 'paying' }, { kind: 'pay', purchaseId: purchase.purchaseId }, delay);
}

/** The provider answers on its own time; the shopper looks after a few seconds whether it has. */
function afterPay(visit: Visit, answer: Answer): Move {
  if (answer.kind !== 'purchase') return leave(visit);
  const { lookAgainMs } = PARAMETERS;
  return go(
    { ...visit, stage: 'checking' },
    { kind: 'purchase', purchaseId: answer.purchaseId },
    lookAgainMs.least + visit.chance.exponential(lookAgainMs.mean),
  );
}

function retry(visit: Visit): Move {
  if (visit.pending === null || visit.retriesLeft <= 0) return leave(visit);
  const waitMs = 1_000 * 2 ** (PARAMETERS.retriesMax - visit.retriesLeft) + visit.chance.below(500);
  return go({ ...visit, retriesLeft: visit.retriesLeft - 1 }, visit.pending, waitMs);
}

/** Turned away by load, or the outcome is not known: the same command again, under the same key. */
function isTransient(code: string): boolean {
  return code === 'outcomeUnknown' || code === 'overloaded' || code === 'starting' || code === 'rateLimited';
}

/** Wish to buy against an average item at its list price: taste, how deep the cut is, how much it costs. */
function wish(shopper: SimulatedShopper, listFen: number, itemFen: number, card: SeenCard | null): number {
  const cut = listFen > 0 ? Math.max(0, 1 - itemFen / listFen) : 0;
  const lift = 1 + cut * shopper.kind.priceSensitivity * PARAMETERS.discountLift;
  const rank = card === null ? 0 : shopper.tastes.indexOf(card.categoryId);
  const { first, stepDown } = PARAMETERS.tasteFactor;
  const taste = rank < 0 ? PARAMETERS.offTasteFactor : first - stepDown * rank;
  const half = PARAMETERS.priceHalfFen * shopper.purse;
  return lift * taste * (half / (half + itemFen));
}

function openSoon(items: readonly SeenFlashItem[], at: number): SeenFlashItem[] {
  return items.filter(
    (item) =>
      (item.state === 'open' || item.state === 'upcoming') &&
      item.endsAt > at &&
      item.startsAt - at <= PARAMETERS.flashWaitMsMax,
  );
}

function go(visit: Visit, action: Action, afterMs: number): Move {
  return { visit: { ...visit, pending: action }, step: { action, afterMs: Math.ceil(afterMs) }, later: [] };
}

function leave(visit: Visit, later: readonly LaterAct[] = []): Move {
  return { visit: { ...visit, stage: 'leaving', pending: null }, step: null, later };
}

function think(visit: Visit): number {
  return PARAMETERS.thinkMsMin + visit.chance.exponential(visit.shopper.kind.thinkMs);
}

function newKey(visit: Visit): { key: string; keyed: Visit } {
  return { key: `${keyBase(visit)}-${visit.keys}`, keyed: { ...visit, keys: visit.keys + 1 } };
}

function keyBase(visit: Visit): string {
  return `sim-${visit.id}`;
}

function isBot(shopper: SimulatedShopper): boolean {
  return shopper.kind.id === 'scalperBot';
}
