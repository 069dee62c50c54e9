import { type CartLine, type Funder, priceCart, type Shopper } from '../pricing/index.ts';
import {
  CATEGORY_WEIGHTS,
  type Chance,
  createChance,
  createCurve,
  DEMAND_SCENARIO_IDS,
  DEMAND_SCENARIOS,
  type DemandScenario,
  type DemandScenarioId,
  PARAMETERS,
  SHOPPER_KINDS,
  type ShopperKind,
  type TrafficShape,
  trafficIn,
} from '../simulate/index.ts';
import type { AuditItem, AuditSubject } from './types.ts';

export type ExposureInput = {
  readonly subject: AuditSubject;
  readonly traffic: TrafficShape & { readonly visits: number };
  readonly channels: readonly { readonly id: string; readonly shareBp: number }[];
  readonly caps: ReadonlyMap<string, number>;
  /** Carts drawn for each scenario. */
  readonly samples: number;
  readonly seed: number;
};

/** What promotions are likely to cost in a scenario: an estimate out of drawn carts, with its standard error. */
export type Exposure = {
  readonly scenario: DemandScenarioId;
  readonly orders: number;
  readonly totalFen: number;
  readonly byFunder: readonly { readonly funder: Funder; readonly fen: number }[];
  readonly promotions: readonly {
    readonly promotionId: string;
    readonly costFen: number;
    readonly errorFen: number;
    readonly capFen: number | null;
    /** Of the cap, in basis points: above 10 000 it will stop before its time. */
    readonly ofCapBp: number | null;
  }[];
};

/**
 * Budget exposure under weak, base and strong demand, by the rehearsal's own assumptions about shoppers: how many visits
 * end in a paid order, when they come, what they take. No stock, no queue, no coupons in hand, nothing out of a flash
 * activity (its stock bounds that): a rehearsal tells those.
 */
export function exposureOf(input: ExposureInput): Exposure[] {
  return DEMAND_SCENARIO_IDS.map((id) => inScenario(input, DEMAND_SCENARIOS[id]));
}

function inScenario(input: ExposureInput, scenario: DemandScenario): Exposure {
  const { subject, traffic, samples, caps } = input;
  const chance = createChance(input.seed, `exposure ${scenario.id}`);
  const curve = createCurve(trafficIn(scenario, traffic));
  const rates = SHOPPER_KINDS.map((kind) => kind.visitWeight * orderRate(kind, scenario));
  const weights = SHOPPER_KINDS.reduce((sum, { visitWeight }) => sum + visitWeight, 0);
  const share = rates.reduce((sum, rate) => sum + rate, 0) / weights;
  const orders = Math.round(traffic.visits * scenario.visitsFactor * share);
  const shelves = shelvesOf(subject.items);

  const sums = new Map<string, { fen: number; squares: number }>();
  const funders = new Map<Funder, number>();
  const drawn = curve.total > 0 && shelves.categories.length > 0 ? samples : 0;
  for (let n = 0; n < drawn; n++) {
    const kind = SHOPPER_KINDS[chance.weighted(rates)]!;
    const quote = priceCart(
      {
        at: curve.instantAt(chance.next()),
        shopper: shopperOf(kind, input, chance),
        lines: drawCart(kind, shelves, chance),
        freight: subject.freight,
      },
      subject.index,
    );
    const cost = new Map<string, number>();
    const charge = (promotionId: string, parts: readonly { funder: Funder; fen: number }[]) => {
      for (const { funder, fen } of parts) {
        cost.set(promotionId, (cost.get(promotionId) ?? 0) + fen);
        funders.set(funder, (funders.get(funder) ?? 0) + fen);
      }
    };
    for (const { allocations } of quote.lines)
      for (const { promotionId, funderFen } of allocations) charge(promotionId, funderFen);
    for (const { promotionId, funderFen } of quote.freight)
      if (promotionId !== undefined) charge(promotionId, funderFen);
    for (const [promotionId, fen] of cost) {
      const sum = sums.get(promotionId) ?? { fen: 0, squares: 0 };
      sums.set(promotionId, { fen: sum.fen + fen, squares: sum.squares + fen * fen });
    }
  }

  const scale = drawn === 0 ? 0 : orders / drawn;
  const promotions = [...sums].map(([promotionId, { fen, squares }]) => {
    const mean = fen / drawn;
    const costFen = Math.round(fen * scale);
    const capFen = caps.get(promotionId) ?? null;
    return {
      promotionId,
      costFen,
      errorFen: Math.round(orders * Math.sqrt(Math.max(0, squares / drawn - mean * mean) / drawn)),
      capFen,
      ofCapBp: capFen === null || capFen === 0 ? null : Math.round((costFen / capFen) * 10_000),
    };
  });
  promotions.sort((a, b) => b.costFen - a.costFen || (a.promotionId < b.promotionId ? -1 : 1));
  return {
    scenario: scenario.id,
    orders,
    totalFen: promotions.reduce((sum, { costFen }) => sum + costFen, 0),
    byFunder: [...funders]
      .map(([funder, fen]) => ({ funder, fen: Math.round(fen * scale) }))
      .sort((a, b) => b.fen - a.fen),
    promotions,
  };
}

/** Visits of a kind that end in a paid order: something was put in, taken to checkout and paid for. */
function orderRate(kind: ShopperKind, scenario: DemandScenario): number {
  const looks = kind.productPagesMean * (1 - PARAMETERS.bounceRate / 2);
  const added = 1 - Math.exp(-looks * kind.addRate * scenario.addFactor);
  return added * Math.min(1, kind.checkoutRate * scenario.checkoutFactor) * (1 - kind.payAbandonRate);
}

function shopperOf(kind: ShopperKind, { channels }: ExposureInput, chance: Chance): Shopper {
  const tiers = Object.keys(kind.tierWeights);
  const channel = channels[chance.weighted(channels.map(({ shareBp }) => shareBp))];
  const newcomer = !chance.happens(kind.customerBefore);
  return {
    memberTier: tiers[chance.weighted(Object.values(kind.tierWeights))]!,
    newcomer,
    ...(!newcomer && { idleDays: chance.below(60) }),
    ...(channel && { channel: channel.id }),
  };
}

type Shelves = {
  readonly categories: readonly (readonly AuditItem[])[];
  readonly weights: readonly number[];
};

function shelvesOf(items: readonly AuditItem[]): Shelves {
  const byCategory = new Map<string, AuditItem[]>();
  for (const item of items) {
    const own = byCategory.get(item.categories[0] ?? '');
    if (own) own.push(item);
    else byCategory.set(item.categories[0] ?? '', [item]);
  }
  return {
    categories: [...byCategory.values()],
    weights: [...byCategory.keys()].map((category) => CATEGORY_WEIGHTS[category] ?? 1),
  };
}

const LINES_MAX = 5;

/** The dearer an item, the rarer it is taken; lines beyond the first as visits with more looks have them. */
function drawCart(kind: ShopperKind, shelves: Shelves, chance: Chance): CartLine[] {
  const lines = new Map<string, CartLine>();
  const wanted = 1 + Math.min(LINES_MAX - 1, Math.floor(chance.exponential(kind.productPagesMean / 4)));
  for (let tries = 0; lines.size < wanted && tries < LINES_MAX * 3; tries++) {
    const shelf = shelves.categories[chance.weighted(shelves.weights)]!;
    const half = PARAMETERS.priceHalfFen;
    const item = shelf[chance.weighted(shelf.map(({ unitListFen }) => half / (half + unitListFen)))]!;
    const extra = Math.min(
      PARAMETERS.extraUnitsMax,
      Math.floor(chance.exponential(kind.extraUnitsMean || 0.01)),
    );
    const { title: _title, costFen: _cost, floorFen: _floor, ...goods } = item;
    lines.set(item.skuId, { ...goods, lineId: item.skuId, quantity: 1 + extra });
  }
  return [...lines.values()];
}
