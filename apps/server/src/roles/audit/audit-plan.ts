import type { AuditReport, CompiledPlan, ProvenCart } from '@dacu/contract/plan';
import {
  type AuditBounds,
  type AuditSubject,
  auditCarts,
  exposureOf,
  type Proof,
  quarrelsOf,
  type Solve,
} from '@dacu/engine/audit';
import { priceCart, type Text } from '@dacu/engine/pricing';
import { createSolver } from '../../platform/solver/create-solver.ts';
import { placesOf } from './plan-places.ts';

export type AuditInput = {
  readonly yaml: string;
  readonly compiled: CompiledPlan;
  readonly subject: AuditSubject;
  readonly bounds: AuditBounds;
  readonly seed: number;
  /** For proofs and searches; what it did not suffice for is said. */
  readonly timeMs: number;
  readonly wallNow: () => number;
  readonly report: (done: string) => void;
  readonly problem: (problem: unknown) => void;
};

const EFFORT = {
  enumerateMax: 30_000,
  searchPricings: 600,
  solveTimeMs: 20_000,
  disappointmentsMax: 8,
} as const;
const EXPOSURE_SAMPLES = 6_000;
/** By which part of the time a stage is over: none takes what the next one needs; what is left over is theirs too. */
const SHARE_BY = { belowCost: 0.4, share: 0.6, items: 1 } as const;
type Stage = keyof typeof SHARE_BY;
const SOLVE_MS_MIN = 500;

export async function auditPlan(input: AuditInput): Promise<AuditReport> {
  const { compiled, subject, yaml, bounds, seed, wallNow } = input;
  const startedAt = wallNow();
  let complete = true;
  let stage: Stage = 'belowCost';
  const leftMs = () => startedAt + input.timeMs * SHARE_BY[stage] - wallNow();
  const isOver = () => {
    const over = leftMs() <= 0;
    if (over) complete = false;
    return over;
  };
  const solver = createSolver(input.problem);
  const solve: Solve = (model, { timeMs }) =>
    solver.solve(model, { timeMs: Math.max(SOLVE_MS_MIN, Math.min(timeMs, leftMs())) });
  const report = (done: string) => {
    if (done === 'belowCost') stage = 'share';
    if (done === 'share') stage = 'items';
    input.report(done);
  };
  try {
    const audit = await auditCarts(subject, bounds, { ...EFFORT, isOver }, seed, solve, report);
    const exposure = exposureOf({
      subject,
      traffic: compiled.traffic,
      channels: compiled.traffic.channels,
      caps: new Map(
        compiled.promotionList.flatMap(({ id, budgetCapFen }) =>
          budgetCapFen === null ? [] : [[id, budgetCapFen]],
        ),
      ),
      samples: EXPOSURE_SAMPLES,
      seed,
    });
    input.report('exposure');
    const place = placesOf(
      yaml,
      compiled.promotionList.map(({ id }) => id),
    );
    const quarrels = quarrelsOf(
      subject,
      compiled.memberTiers.map(({ id }) => id),
    ).map((quarrel) => ({ ...quarrel, ...place(quarrel.promotionId) }));
    const proven = (proof: Proof): ProvenCart => ({
      ...proof,
      quote: priceCart(proof.request, subject.index),
    });
    return {
      campaignId: compiled.campaignId,
      title: compiled.title,
      bounds,
      seed,
      complete,
      items: subject.items.length,
      scenes: audit.scenes,
      widestScenes: audit.widest,
      deepest: audit.deepest.map(({ proof, ...rest }) => ({ ...rest, cart: proof && proven(proof) })),
      belowLimits: {
        ...audit.items,
        findings: audit.items.findings.map(({ proof, ...rest }) => ({ ...rest, cart: proven(proof) })),
      },
      exposure,
      quarrels,
      titles: titlesOf(subject.items, compiled.promotionList),
    };
  } finally {
    await solver.close();
  }
}

function titlesOf(
  items: readonly { readonly skuId: string; readonly title: Text }[],
  list: readonly { readonly id: string; readonly title: Text }[],
): Record<string, Text> {
  return Object.fromEntries([
    ...items.map(({ skuId, title }) => [skuId, title]),
    ...list.map(({ id, title }) => [id, title]),
  ]);
}
