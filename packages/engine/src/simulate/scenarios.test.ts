import { describe, expect, test } from 'vitest';
import { createChance } from './chance.ts';
import { DEMAND_SCENARIO_IDS, DEMAND_SCENARIOS, SHOPPER_KINDS } from './parameters.ts';
import { createPopulation } from './shoppers.ts';
import { createCurve, type TrafficShape, trafficIn } from './traffic.ts';

const HOUR = 3_600_000;
const START = 1_704_038_400_000; // 2024-01-01 00:00 +08:00
const SURGE = { startsAt: START, endsAt: START + HOUR / 6, factor: 9 };
const DAY: TrafficShape = {
  days: [{ startsAt: START, weight: 1 }],
  hourWeights: new Array<number>(24).fill(1),
  surges: [SURGE],
};

/** The kinds as the population of a scenario behaves, drawn until each was seen. */
function kindsIn(id: (typeof DEMAND_SCENARIO_IDS)[number]) {
  const population = createPopulation(7, 5_000, DEMAND_SCENARIOS[id]);
  const chance = createChance(7, 'who');
  const kinds = new Map<string, (typeof SHOPPER_KINDS)[number]>();
  for (let visit = 0; visit < 2_000; visit += 1) {
    const { kind } = population.drawShopper(chance.split(String(visit)));
    kinds.set(kind.id, kind);
  }
  return kinds;
}

describe('demand scenarios', () => {
  test('base is the plan as it stands: same people, same curve', () => {
    expect([...kindsIn('base').values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      [...SHOPPER_KINDS].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    expect(trafficIn(DEMAND_SCENARIOS.base, DAY)).toEqual(DAY);
  });

  test('from weak to strong more come, more is put into carts, more of it is ordered, fewer wait for a cut', () => {
    const [weak, base, strong] = DEMAND_SCENARIO_IDS.map((id) => ({
      visits: DEMAND_SCENARIOS[id].visitsFactor,
      kinds: kindsIn(id),
    }));
    expect(weak!.visits).toBeLessThan(base!.visits);
    expect(base!.visits).toBeLessThan(strong!.visits);
    for (const { id } of SHOPPER_KINDS.filter((kind) => kind.id !== 'scalperBot')) {
      const [low, middle, high] = [weak, base, strong].map((scenario) => scenario!.kinds.get(id)!);
      expect(low!.addRate).toBeLessThan(middle!.addRate);
      expect(middle!.addRate).toBeLessThan(high!.addRate);
      expect(low!.checkoutRate).toBeLessThan(middle!.checkoutRate);
      expect(middle!.checkoutRate).toBeLessThan(high!.checkoutRate);
      expect(low!.priceSensitivity).toBeGreaterThan(high!.priceSensitivity);
    }
  });

  test('machines behave the same in any year', () => {
    const bot = SHOPPER_KINDS.find((kind) => kind.id === 'scalperBot');
    for (const id of DEMAND_SCENARIO_IDS) expect(kindsIn(id).get('scalperBot')).toEqual(bot);
  });

  test('midnight rises higher in a strong year and less in a weak one, and never sinks below an ordinary hour', () => {
    const share = (id: (typeof DEMAND_SCENARIO_IDS)[number]) =>
      createCurve(trafficIn(DEMAND_SCENARIOS[id], DAY)).shareAt(SURGE.endsAt);
    expect(share('weak')).toBeLessThan(share('base'));
    expect(share('base')).toBeLessThan(share('strong'));
    expect(share('weak')).toBeGreaterThan(1 / 144);
  });
});
