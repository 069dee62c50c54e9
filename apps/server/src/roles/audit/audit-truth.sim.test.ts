import { createChance } from '@dacu/engine/simulate';
import { afterAll, describe, expect, it } from 'vitest';
import { createSolver } from '../../platform/solver/create-solver.ts';
import { audit, BY_MODEL, bruteForce, drawPlan } from './audit-test-bench.ts';

/** Plans drawn from a seed, small enough to price every cart there is, judged against what the audit says of them. */
const SEED = Number(process.env.AUDIT_SEED ?? 11);
const PLANS = Number(process.env.AUDIT_PLANS ?? 16);
/** Most plans take half a second; a hard one is branched on for long where the machine is busy. */
const HARDEST_MS = 300_000;
const BOUNDS = { linesMax: 3, quantityMax: 2, shopsMax: 2 };

const solver = createSolver((problem) => expect.fail(String(problem)));
afterAll(() => solver.close());

describe(`the audit and the truth, seed ${SEED}`, () => {
  const solved = { belowCost: 0, share: 0, of: 0 };
  it.each(Array.from({ length: PLANS }, (_, n) => n))(
    'agree on plan %i',
    async (n) => {
      const plan = drawPlan(createChance(SEED, `plan ${n}`));
      const truth = bruteForce(plan, BOUNDS);
      const { deepest, items } = await audit(plan, BOUNDS, solver.solve);
      const [belowCost, share] = deepest;
      solved.of += 1;
      for (const [found, depth] of [
        [belowCost!, truth.belowCostFen],
        [share!, truth.shareBp],
      ] as const) {
        const value = found.proof?.depth[found.measure === 'belowCost' ? 'belowCostFen' : 'shareBp'] ?? 0;
        // Never deeper than the truth, never a bound that the truth breaks; and where it says proven, the truth itself.
        expect(value).toBeLessThanOrEqual(depth);
        if (found.bound !== null) expect(found.bound).toBeGreaterThanOrEqual(depth);
        if (found.certainty === 'solved') expect(value).toBe(depth);
        if (found.certainty === 'solved') solved[found.measure] += 1;
      }
      const told = items.findings.map(({ skuId }) => skuId);
      expect([...truth.belowCost, ...truth.belowFloor]).toEqual(expect.arrayContaining(told));
      // Whatever is below its floor was found, or is at least not called safe.
      for (const skuId of [...truth.belowCost, ...truth.belowFloor])
        expect([...told, ...items.undecided]).toContain(skuId);
    },
    HARDEST_MS,
  );

  it('are proven nearly always, not only now and then', () => {
    expect(solved.belowCost / solved.of).toBeGreaterThan(0.9);
    expect(solved.share / solved.of).toBeGreaterThan(0.9);
  });

  it.each([0, 1, 2, 3])('agree to the item on plan %i, when every cart is priced', async (n) => {
    const plan = drawPlan(createChance(SEED, `plan ${n}`));
    const truth = bruteForce(plan, BOUNDS);
    const { deepest, items } = await audit(plan, BOUNDS, solver.solve, { ...BY_MODEL, enumerateMax: 1e6 });
    expect(deepest.map(({ bound }) => bound)).toEqual([truth.belowCostFen, truth.shareBp]);
    const below = (what: 'cost' | 'floor') =>
      items.findings.flatMap((finding) => (finding.below === what ? [finding.skuId] : [])).sort();
    expect([below('cost'), below('floor')]).toEqual([truth.belowCost, truth.belowFloor]);
    expect(items.undecided).toEqual([]);
  });
});
