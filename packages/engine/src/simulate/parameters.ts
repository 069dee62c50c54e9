/**
 * Long because it is every assumption about simulated shoppers, in one place, so that a rehearsal can be argued about. None of it is measured
 * on real people of this operator: each figure is a plausible one of ours, set beside the order of magnitude that is
 * commonly reported for Chinese marketplaces (3–6 % of visits pay, 60–75 % of what is put into a cart is left there, 10–30 % of
 * fashion and 3–8 % of food comes back). Change them here and rehearse again; nothing else in the code knows them.
 */
export type ShopperKindId =
  | 'bargainHunter'
  | 'loyalMember'
  | 'browser'
  | 'giftBuyer'
  | 'bigSpender'
  | 'newcomer'
  | 'scalperBot';

export type ShopperKind = {
  readonly id: ShopperKindId;
  /** Weight among visits. */
  readonly visitWeight: number;
  /** Visits a person of this kind makes over the whole campaign, on average: sets how many distinct people there are. */
  readonly visitsEach: number;
  /** Members' tiers by weight; the server knows a tier only when the account carries it. */
  readonly tierWeights: Readonly<Record<string, number>>;
  /** How strongly a cut below the list price lifts the wish to buy (0 = not at all). */
  readonly priceSensitivity: number;
  /** Product pages of one visit, on average. */
  readonly productPagesMean: number;
  /** Per product page, before taste and price. */
  readonly favouriteRate: number;
  readonly addRate: number;
  /** Of those with something in the cart. */
  readonly checkoutRate: number;
  /** Of those with an unpaid order: never pays. */
  readonly payAbandonRate: number;
  /** Probability of looking at the flash sale when one is open or about to open. */
  readonly flashInterest: number;
  /** Mean units of a line beyond the first. */
  readonly extraUnitsMean: number;
  /** Multiplies the category's return rate. */
  readonly returnFactor: number;
  /** Of paid orders. */
  readonly complaintRate: number;
  /** Mean pause between two actions. */
  readonly thinkMs: number;
  /** How often this kind searches by words rather than following the venue. */
  readonly searchRate: number;
  /** Share of people of this kind who had bought here before the campaign began. */
  readonly customerBefore: number;
};

export const SHOPPER_KINDS: readonly ShopperKind[] = [
  {
    // Comes for the cut: compares a lot, buys when the price has moved, waits for midnight.
    id: 'bargainHunter',
    visitWeight: 0.24,
    visitsEach: 14,
    tierWeights: { basic: 6, silver: 3, gold: 1 },
    priceSensitivity: 2.4,
    productPagesMean: 3.2,
    favouriteRate: 0.1,
    addRate: 0.032,
    checkoutRate: 0.42,
    payAbandonRate: 0.14,
    flashInterest: 0.75,
    extraUnitsMean: 0.25,
    returnFactor: 1.1,
    complaintRate: 0.0025,
    thinkMs: 14_000,
    searchRate: 0.35,
    customerBefore: 0.75,
  },
  {
    id: 'loyalMember',
    visitWeight: 0.2,
    visitsEach: 26,
    tierWeights: { silver: 5, gold: 4, black: 1 },
    priceSensitivity: 1,
    productPagesMean: 2.4,
    favouriteRate: 0.07,
    addRate: 0.055,
    checkoutRate: 0.5,
    payAbandonRate: 0.07,
    flashInterest: 0.3,
    extraUnitsMean: 0.4,
    returnFactor: 0.8,
    complaintRate: 0.0012,
    thinkMs: 18_000,
    searchRate: 0.5,
    customerBefore: 0.97,
  },
  {
    // The largest part of any traffic: looks around and goes.
    id: 'browser',
    visitWeight: 0.27,
    visitsEach: 9,
    tierWeights: { basic: 9, silver: 1 },
    priceSensitivity: 1.2,
    productPagesMean: 2,
    favouriteRate: 0.06,
    addRate: 0.013,
    checkoutRate: 0.3,
    payAbandonRate: 0.22,
    flashInterest: 0.12,
    extraUnitsMean: 0.1,
    returnFactor: 1,
    complaintRate: 0.0018,
    thinkMs: 22_000,
    searchRate: 0.2,
    customerBefore: 0.5,
  },
  {
    id: 'giftBuyer',
    visitWeight: 0.1,
    visitsEach: 5,
    tierWeights: { basic: 6, silver: 3, gold: 1 },
    priceSensitivity: 0.6,
    productPagesMean: 2.8,
    favouriteRate: 0.05,
    addRate: 0.055,
    checkoutRate: 0.5,
    payAbandonRate: 0.09,
    flashInterest: 0.1,
    extraUnitsMean: 0.9,
    returnFactor: 0.6,
    complaintRate: 0.002,
    thinkMs: 20_000,
    searchRate: 0.4,
    customerBefore: 0.6,
  },
  {
    id: 'bigSpender',
    visitWeight: 0.06,
    visitsEach: 18,
    tierWeights: { silver: 1, gold: 4, black: 5 },
    priceSensitivity: 0.3,
    productPagesMean: 3,
    favouriteRate: 0.06,
    addRate: 0.08,
    checkoutRate: 0.58,
    payAbandonRate: 0.05,
    flashInterest: 0.15,
    extraUnitsMean: 0.6,
    returnFactor: 1.2,
    complaintRate: 0.0018,
    thinkMs: 16_000,
    searchRate: 0.45,
    customerBefore: 0.95,
  },
  {
    id: 'newcomer',
    visitWeight: 0.11,
    visitsEach: 1.6,
    tierWeights: { basic: 1 },
    priceSensitivity: 1.6,
    productPagesMean: 2.2,
    favouriteRate: 0.05,
    addRate: 0.034,
    checkoutRate: 0.4,
    payAbandonRate: 0.2,
    flashInterest: 0.35,
    extraUnitsMean: 0.15,
    returnFactor: 1.1,
    complaintRate: 0.003,
    thinkMs: 24_000,
    searchRate: 0.3,
    customerBefore: 0.0,
  },
  {
    // Machines: only flash items, no pause, several accounts behind one address and telephone, half never pay.
    id: 'scalperBot',
    visitWeight: 0.02,
    visitsEach: 12,
    tierWeights: { basic: 1 },
    priceSensitivity: 0,
    productPagesMean: 0,
    favouriteRate: 0,
    addRate: 0,
    checkoutRate: 1,
    payAbandonRate: 0.5,
    flashInterest: 1,
    extraUnitsMean: 2,
    returnFactor: 0,
    complaintRate: 0,
    thinkMs: 30,
    searchRate: 0,
    customerBefore: 0.3,
  },
];

/** Share of delivered units sent back, by category; `default` where none is named. */
export const RETURN_RATE_BY_CATEGORY: Readonly<Record<string, number>> = {
  fashion: 0.22,
  'designer-toys': 0.06,
  beauty: 0.08,
  digital: 0.07,
  appliances: 0.05,
  home: 0.07,
  gifts: 0.05,
  nianhuo: 0.03,
  'mother-baby': 0.06,
  'grain-oil': 0.015,
  'health-food': 0.03,
  'low-carbon': 0.05,
  regional: 0.03,
  travel: 0.09,
  default: 0.06,
};

/** Taste weights from which a person draws three favourite categories. */
export const CATEGORY_WEIGHTS: Readonly<Record<string, number>> = {
  nianhuo: 7,
  gifts: 6,
  beauty: 13,
  digital: 12,
  appliances: 9,
  home: 9,
  'mother-baby': 9,
  'grain-oil': 8,
  fashion: 13,
  'designer-toys': 4,
  travel: 4,
  'health-food': 6,
  'low-carbon': 3,
  regional: 5,
};

/** Words typed into search, by category: what people call these goods. */
export const SEARCH_WORDS: Readonly<Record<string, readonly string[]>> = {
  nianhuo: ['年货', '坚果', '糖果'],
  gifts: ['礼盒', '礼物'],
  beauty: ['口红', '面霜', '精华'],
  digital: ['手机', '耳机', '平板'],
  appliances: ['空调', '电饭煲', '洗衣机'],
  home: ['四件套', '台灯', '收纳'],
  'mother-baby': ['奶粉', '纸尿裤'],
  'grain-oil': ['大米', '食用油'],
  fashion: ['连衣裙', '羽绒服', 'T恤'],
  'designer-toys': ['盲盒', '手办'],
  travel: ['酒店', '门票'],
  'health-food': ['燕麦', '维生素'],
  'low-carbon': ['环保', '节能'],
  regional: ['特产', '茶叶'],
};

/** Provinces (GB/T 2260) by a rough share of online buyers, largest first; the tail stands for the far regions. */
export const REGION_WEIGHTS: Readonly<Record<string, number>> = {
  '440000': 130,
  '330000': 92,
  '320000': 90,
  '370000': 72,
  '310000': 50,
  '410000': 56,
  '110000': 44,
  '510000': 54,
  '420000': 42,
  '430000': 40,
  '340000': 40,
  '350000': 38,
  '130000': 44,
  '360000': 28,
  '500000': 24,
  '610000': 26,
  '210000': 26,
  '450000': 26,
  '530000': 22,
  '520000': 18,
  '140000': 20,
  '230000': 16,
  '220000': 13,
  '120000': 14,
  '150000': 12,
  '620000': 11,
  '460000': 7,
  '650000': 12,
  '640000': 4,
  '630000': 3,
  '540000': 2,
};

/** How much demand there is against what the plan expects; `--scenario` of a rehearsal. */
export const DEMAND_SCENARIO_IDS = ['weak', 'base', 'strong'] as const;
export type DemandScenarioId = (typeof DEMAND_SCENARIO_IDS)[number];
export type DemandScenario = {
  readonly id: DemandScenarioId;
  /** Visits for each visit that the plan expects. Quotas, stock, budgets and goals stay as planned. */
  readonly visitsFactor: number;
  /** Multiplies how far the surges of the plan (midnight, eight in the evening) rise above an ordinary hour. */
  readonly surgeFactor: number;
  /** Multiplies every kind's `addRate` and `checkoutRate`: how easily people are tempted, and how often they go through with it. */
  readonly addFactor: number;
  readonly checkoutFactor: number;
  /** Multiplies every kind's `priceSensitivity`: in a weak year people wait for the cut. */
  readonly priceSensitivityFactor: number;
  /** Multiplies every kind's `returnFactor`: what was bought in a rush comes back more often. */
  readonly returnFactor: number;
};
export const DEMAND_SCENARIOS: Readonly<Record<DemandScenarioId, DemandScenario>> = {
  weak: {
    id: 'weak',
    visitsFactor: 0.7,
    surgeFactor: 0.75,
    addFactor: 0.85,
    checkoutFactor: 0.9,
    priceSensitivityFactor: 1.25,
    returnFactor: 0.95,
  },
  base: {
    id: 'base',
    visitsFactor: 1,
    surgeFactor: 1,
    addFactor: 1,
    checkoutFactor: 1,
    priceSensitivityFactor: 1,
    returnFactor: 1,
  },
  strong: {
    id: 'strong',
    visitsFactor: 1.4,
    surgeFactor: 1.5,
    addFactor: 1.15,
    checkoutFactor: 1.1,
    priceSensitivityFactor: 0.85,
    returnFactor: 1.1,
  },
};

export const PARAMETERS = {
  /** Who enters by the venue; the others come from a link to goods, or to the flash sale. By channel. */
  venueLanding: { app: 0.55, direct: 0.55, wechat: 0.4, offline: 0.4, default: 0.22 } as Readonly<
    Record<string, number>
  >,
  /** Of those who enter elsewhere and like flash sales: come by its link. */
  flashLanding: 0.3,
  /** Of those who enter by the venue: go again at once. */
  bounceRate: 0.28,
  /** Accounts that one scalper runs: they share a telephone and an address, which is what a per-person limit looks at. */
  accountsPerScalper: 6,
  /** People come this early, at most, to wait for a flash slot. */
  flashWaitMsMax: 15 * 60_000,
  /** After the opening a person needs this long to press; machines a hundredth of it. */
  flashReactionMs: { person: 2_200, bot: 20 },
  /** Tries at one slot before a person gives up; a machine tries more. */
  flashTriesMax: { person: 2, bot: 5 },
  /** A cut of 10 % multiplies the wish to buy by 1 + 0.1 × sensitivity × this. */
  discountLift: 3,
  /** The wish to buy of something outside one's tastes. */
  offTasteFactor: 0.55,
  /** Wish to buy falls with the price: halves at this many fen for an average purse. */
  priceHalfFen: 150_000,
  /** Of those told of another amount at checkout: agree to it. A machine always does. */
  agreeToNewAmountRate: 0.85,
  /** Of those who pay, how long they take (mean). */
  payDelayMs: 45_000,
  /** Goods reach the buyer, and are sent back or complained about, after days. */
  returnAfterDays: { from: 3, to: 11 },
  complaintAfterDays: { from: 1, to: 9 },
  /** Of those who look at an item that is sold by pre-sale at times: read its terms. */
  presaleInterest: 0.35,
  /** A deposit is small, so booking is easier than buying: times the wish to buy at the contract price. */
  presaleLift: 6,
  /** Of those whose deposit is paid: come back and pay the balance; the others forfeit. */
  balancePayRate: 0.86,
  /** After the balance window has opened, mean; the last this long before it closes. */
  balanceDelayMs: 20 * 3_600_000,
  balanceLatestMs: 3_600_000,
  /** Share of returns that give a quality reason rather than none. */
  returnReasonWeights: { noReason: 6, quality: 2, wrongItem: 1, other: 1 },
  /** Of those who abandon an unpaid order: cancel it themselves; the rest lets it run out. */
  cancelRate: 0.2,
  /** Retries of one command whose outcome is unknown or that was turned away by load. */
  retriesMax: 3,
  /** Actions of one visit, a stop for loops. */
  actionsMax: 40,
  /** Of those who see goods on the page before them: open one of these rather than search or go to a category. */
  openFromPageRate: 0.45,
  /** Which of a person's three favourite categories a visit goes for, dearest first. */
  tasteWeights: [5, 3, 2],
  /** How a category is sorted by those who open it. */
  listSortWeights: { sales: 6, priceAsc: 3, newest: 1 },
  /** Wish to buy of the dearest category, and how much less each next one is worth. */
  tasteFactor: { first: 1.3, stepDown: 0.15 },
  /** However cheap and loved: this is the most that one look leads to the cart. */
  addChanceMax: 0.9,
  /** Units of a line beyond the first, at most. */
  extraUnitsMax: 4,
  /** Of those who found a flash item sold out: press for another one of the same slot. */
  flashNextRate: 0.6,
  /** From entering to the first page. */
  landingMs: 400,
  /** The shortest pause between two actions. */
  thinkMsMin: 200,
  /** Those who cancel do so after this long. */
  cancelAfterMs: { least: 30_000, mean: 120_000 },
  /** Those who paid look after this long whether it has arrived. */
  lookAgainMs: { least: 5_000, mean: 5_000 },
  /** Spread of purses: the standard deviation of their logarithm. */
  purseSpread: 0.5,
  /** Some come far more often than others: uniform draws are raised to this power. */
  regularsLean: 1.5,
  /** Of complaints. */
  complaintTopicWeights: { delivery: 4, quality: 3, service: 2, price: 1 },
  /** Customers from before the campaign bought last within this many days before they first come. */
  lastBoughtDays: { from: 15, to: 300 },
  /** Answers that never reach the client although the server did what was asked: the command is repeated. */
  lostAnswerRate: 0.003,
  /** Payments that the bank declines. */
  declineRate: 0.02,
  /** Notifications of the payment provider that get lost on their way; the provider says them again after a while. */
  lostNotificationRate: 0.01,
  notifyAgainMs: 30_000,
  /** Goods come in again this often, up to the opening stock: suppliers are locked in three months ahead. */
  restockEveryDays: 7,
  /** A scaled-down shelf holds at least this many of everything, or slow items could never be bought at all. */
  restockUnitsMin: 3,
} as const;
