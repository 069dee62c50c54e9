import { type AuditReport, locatePlan, type ProvenCart } from '@dacu/contract/plan';
import { type AuditBounds, auditCarts, exposureOf, type Proof, quarrelsOf } from '@dacu/engine/audit';
import { priceCart, type Text } from '@dacu/engine/pricing';
import { createSolver } from '../../platform/solver/create-solver.ts';
import { type PlanFiles, subjectOf } from './read-plan-files.ts';

export type AuditInput = PlanFiles & {
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

export async function auditPlan(input: AuditInput): Promise<AuditReport> {
  const { compiled, yaml, bounds, seed, wallNow } = input;
  const subject = subjectOf(input);
  const until = wallNow() + input.timeMs;
  let complete = true;
  const isOver = () => {
    const over = wallNow() > until;
    if (over) complete = false;
    return over;
  };
  const solver = createSolver(input.problem);
  try {
    const audit = await auditCarts(subject, bounds, { ...EFFORT, isOver }, seed, solver.solve, input.report);
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
    const place = placesOf(yaml, compiled.promotionList);
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

function placesOf(yaml: string, list: readonly { readonly id: string }[]) {
  const locate = locatePlan(yaml);
  return (promotionId: string) => {
    const at = list.findIndex(({ id }) => id === promotionId);
    const { line, column } = locate.value(['promotions', at, 'id']);
    return { line, column };
  };
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
