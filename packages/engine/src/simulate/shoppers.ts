import type { Chance } from './chance.ts';
import { createChance } from './chance.ts';
import {
  CATEGORY_WEIGHTS,
  DEMAND_SCENARIOS,
  type DemandScenario,
  PARAMETERS,
  REGION_WEIGHTS,
  SHOPPER_KINDS,
  type ShopperKind,
  type ShopperKindId,
} from './parameters.ts';

export type SimulatedShopper = {
  /** Stable over the campaign: kind and number, as `loyalMember-12`. */
  readonly key: string;
  readonly kind: ShopperKind;
  readonly memberTier: string;
  /** Had bought here before the campaign: no first-time buyer. */
  readonly customerBefore: boolean;
  /** Favourite categories, dearest first. */
  readonly tastes: readonly string[];
  /** Purse against the average: scales the price that hurts. */
  readonly purse: number;
  readonly address: {
    readonly recipient: string;
    readonly phone: string;
    readonly region: string;
    readonly line: string;
  };
};

/** Who comes: people return over the campaign, so visits outnumber people. */
export type Population = {
  /** The person of a visit; draws one word of chance for the kind and one for the person. */
  drawShopper(chance: Chance): SimulatedShopper;
  /** Distinct people at most, by kind. */
  readonly sizes: Readonly<Record<ShopperKindId, number>>;
};

const TASTE_IDS = Object.keys(CATEGORY_WEIGHTS);
const REGION_IDS = Object.keys(REGION_WEIGHTS);
const REGION_VALUES = Object.values(REGION_WEIGHTS);
const SURNAMES = ['李', '王', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'];

/**
 * A population for `visits` visits. A person is made anew from seed and key each time and never kept:
 * memory stays flat however many there are.
 */
export function createPopulation(
  seed: number,
  visits: number,
  scenario: DemandScenario = DEMAND_SCENARIOS.base,
): Population {
  const kinds = SHOPPER_KINDS.map((kind) => kindIn(scenario, kind));
  const weights = kinds.map((kind) => kind.visitWeight);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const sizes = kinds.map((kind) =>
    Math.max(1, Math.round((visits * kind.visitWeight) / whole / kind.visitsEach)),
  );
  return {
    sizes: Object.fromEntries(kinds.map((kind, index) => [kind.id, sizes[index]!])) as Record<
      ShopperKindId,
      number
    >,
    drawShopper(chance) {
      const at = chance.weighted(weights);
      const size = sizes[at]!;
      // Some come far more often than others: squaring a uniform leans towards the low numbers.
      const lean = kinds[at]!.visitsEach > 2 ? chance.next() ** PARAMETERS.regularsLean : chance.next();
      return makeShopper(seed, kinds[at]!, Math.min(size - 1, Math.floor(lean * size)));
    },
  };
}

/** A kind as it behaves in a scenario; machines want what they want in any year. */
function kindIn(scenario: DemandScenario, kind: ShopperKind): ShopperKind {
  if (kind.id === 'scalperBot') return kind;
  return {
    ...kind,
    addRate: kind.addRate * scenario.addFactor,
    checkoutRate: Math.min(1, kind.checkoutRate * scenario.checkoutFactor),
    priceSensitivity: kind.priceSensitivity * scenario.priceSensitivityFactor,
    returnFactor: kind.returnFactor * scenario.returnFactor,
  };
}

/** The person `number` of a kind: always the same for one seed. */
export function makeShopper(seed: number, kind: ShopperKind, number: number): SimulatedShopper {
  const key = `${kind.id}-${number}`;
  const chance = createChance(seed, `shopper:${key}`);
  const tiers = Object.keys(kind.tierWeights);
  const memberTier = tiers[chance.weighted(Object.values(kind.tierWeights))] ?? 'basic';
  const tastes = drawTastes(chance);
  const purse = Math.exp(PARAMETERS.purseSpread * chance.normal());
  const customerBefore = chance.happens(kind.customerBefore);
  const household =
    kind.id === 'scalperBot' ? `ring-${Math.floor(number / PARAMETERS.accountsPerScalper)}` : key;
  return { key, kind, memberTier, customerBefore, tastes, purse, address: makeAddress(seed, household) };
}

function drawTastes(chance: Chance): string[] {
  const left = TASTE_IDS.map((id) => CATEGORY_WEIGHTS[id]!);
  const tastes: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    const index = chance.weighted(left);
    tastes.push(TASTE_IDS[index]!);
    left[index] = 0;
  }
  return tastes;
}

/** An address out of the seed; the telephone only has the right shape, nothing is ever sent to it. */
function makeAddress(seed: number, household: string): SimulatedShopper['address'] {
  const chance = createChance(seed, `address:${household}`);
  const surname = SURNAMES[chance.below(SURNAMES.length)]!;
  const region = REGION_IDS[chance.weighted(REGION_VALUES)]!;
  const phone = `190${String(chance.below(100_000_000)).padStart(8, '0')}`;
  return {
    recipient: `${surname}模拟`,
    phone,
    region,
    line: `模拟路${1 + chance.below(999)}号${1 + chance.below(60)}室`,
  };
}
