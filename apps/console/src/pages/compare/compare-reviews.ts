import type { ReviewDocument } from '@dacu/contract/api';
import type { BilingualText } from '@dacu/ui';
import type { Unit } from '../../parts/format.ts';

/** Two reviews held against each other. Everything is of B against A. */

export type ComparedFigure = {
  readonly id: string;
  readonly title: BilingualText;
  readonly unit: Unit;
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: number | null;
  /** B ÷ A; null where A is nothing. */
  readonly ratio: number | null;
  /** By A's and B's visits, where more visits make more of it; else null. */
  readonly perThousand: { readonly a: number; readonly b: number } | null;
  /** Of figures where one way is the better one. */
  readonly verdict: 'better' | 'worse' | 'same' | null;
};
export type ComparedGoal = ComparedFigure & {
  readonly target: { readonly a: number | null; readonly b: number | null };
  readonly met: { readonly a: boolean | null; readonly b: boolean | null };
};
export type Pair = {
  readonly id: string;
  readonly title: BilingualText;
  readonly a: number;
  readonly b: number;
};

type Measure = ReviewDocument['goals'][number];

/** They grow with the number of visits, so that a ratio of them says little when visits differ. */
const SUMMED: ReadonlySet<string> = new Set(['paidGmv', 'createdGmv', 'nmv', 'orders', 'uv', 'newCustomers']);
/** Less is better of these, also where the plan has no target for them. */
const LESS_IS_BETTER: ReadonlySet<string> = new Set([
  'closedShare',
  'refundRate',
  'returnRate',
  'complaintRate',
]);
/** Neither way is better: it is what another figure is held against. */
const NEITHER: ReadonlySet<string> = new Set(['revenuePerBuyerDailyMean', 'uv']);

export function visitsOf(review: ReviewDocument): number {
  return review.funnel[0]?.visitors ?? 0;
}

/** Every indicator and companion that one of them has, in A's order. */
export function compareFigures(a: ReviewDocument, b: ReviewDocument): ComparedFigure[] {
  const inA = new Map(a.indicators.map((figure) => [figure.definitionId, figure]));
  const inB = new Map(b.indicators.map((figure) => [figure.definitionId, figure]));
  return [...new Set([...inA.keys(), ...inB.keys()])]
    .map((id) => compareOne(id, { a, b }, inA.get(id), inB.get(id)))
    .filter((figure) => figure.a !== null || figure.b !== null);
}

export function compareGoals(a: ReviewDocument, b: ReviewDocument): ComparedGoal[] {
  const keyOf = (goal: Measure) => `${goal.definitionId} ${goal.title?.en ?? ''}`;
  const inA = new Map(a.goals.map((goal) => [keyOf(goal), goal]));
  const inB = new Map(b.goals.map((goal) => [keyOf(goal), goal]));
  return [...new Set([...inA.keys(), ...inB.keys()])].map((key) => {
    const [one, other] = [inA.get(key), inB.get(key)];
    return {
      ...compareOne((one ?? other)!.definitionId, { a, b }, one, other),
      id: key,
      target: { a: one?.target ?? null, b: other?.target ?? null },
      met: { a: metOf(one), b: metOf(other) },
    };
  });
}

function metOf(goal: Measure | undefined): boolean | null {
  if (!goal || goal.value === null || goal.target === null) return null;
  return goal.better === 'lower' ? goal.value <= goal.target : goal.value >= goal.target;
}

function compareOne(
  id: string,
  reviews: { readonly a: ReviewDocument; readonly b: ReviewDocument },
  one: Measure | undefined,
  other: Measure | undefined,
): ComparedFigure {
  const a = one?.value ?? null;
  const b = other?.value ?? null;
  const definition = [...reviews.a.definitions, ...reviews.b.definitions].find((entry) => entry.id === id);
  const summed = SUMMED.has(id);
  const perThousand =
    summed && a !== null && b !== null
      ? { a: perVisits(a, visitsOf(reviews.a)), b: perVisits(b, visitsOf(reviews.b)) }
      : null;
  const less = one?.better === 'lower' || other?.better === 'lower' || LESS_IS_BETTER.has(id);
  // With other numbers of visits only what they brought for each says which one did better.
  const [left, right] =
    perThousand !== null && visitsOf(reviews.a) !== visitsOf(reviews.b)
      ? [perThousand.a, perThousand.b]
      : [a, b];
  return {
    ...{ id, a, b, perThousand },
    title: one?.title ?? other?.title ?? definition?.name ?? { zh: id, en: id },
    unit: (one ?? other)?.unit ?? 'count',
    difference: a === null || b === null ? null : b - a,
    ratio: a === null || b === null || a === 0 ? null : b / a,
    verdict: NEITHER.has(id) ? null : verdictOf(left, right, less),
  };
}

function perVisits(value: number, visits: number): number {
  return visits === 0 ? 0 : Math.round((value * 1_000) / visits);
}

function verdictOf(a: number | null, b: number | null, less: boolean): ComparedFigure['verdict'] {
  if (a === null || b === null) return null;
  if (a === b) return 'same';
  return b > a === less ? 'worse' : 'better';
}

/** Paid amount phase by phase, of every phase that one of them has. */
export function comparePhases(a: ReviewDocument, b: ReviewDocument): Pair[] {
  const paid = (review: ReviewDocument, id: string): number =>
    review.phases
      .find(({ phaseId }) => phaseId === id)
      ?.measures.find(({ definitionId }) => definitionId === 'paidGmv')?.value ?? 0;
  return pairs(
    [...a.phases, ...b.phases].map(({ phaseId, title }) => ({ id: phaseId, title })),
    (id) => ({ a: paid(a, id), b: paid(b, id) }),
  );
}

export type PromotionPair = Pair & { readonly orders: { readonly a: number; readonly b: number } };

/** Cost and orders of every promotion, the dearest first. */
export function comparePromotions(a: ReviewDocument, b: ReviewDocument): PromotionPair[] {
  const of = (review: ReviewDocument, id: string) =>
    review.discounts.find(({ promotionId }) => promotionId === id);
  return pairs(
    [...a.discounts, ...b.discounts].map(({ promotionId, title }) => ({ id: promotionId, title })),
    (id) => ({ a: of(a, id)?.costFen ?? 0, b: of(b, id)?.costFen ?? 0 }),
  )
    .map((pair) => ({
      ...pair,
      orders: { a: of(a, pair.id)?.orders ?? 0, b: of(b, pair.id)?.orders ?? 0 },
    }))
    .sort((one, other) => Math.max(other.a, other.b) - Math.max(one.a, one.b));
}

function pairs(
  named: readonly { readonly id: string; readonly title: BilingualText }[],
  valuesOf: (id: string) => { readonly a: number; readonly b: number },
): Pair[] {
  const titles = new Map(named.map(({ id, title }) => [id, title]));
  return [...titles].map(([id, title]) => ({ id, title, ...valuesOf(id) }));
}

/** The one that differs most; null when none does. */
export function mostDifferent<P extends Pair>(list: readonly P[]): P | null {
  const sorted = [...list].sort((one, other) => Math.abs(other.b - other.a) - Math.abs(one.b - one.a));
  return sorted[0] && sorted[0].a !== sorted[0].b ? sorted[0] : null;
}

export type ItemPair = {
  readonly skuId: string;
  readonly title: BilingualText;
  readonly a: { readonly rank: number; readonly paidFen: number } | null;
  readonly b: { readonly rank: number; readonly paidFen: number } | null;
};

/** The best items of either, in A's order and then in B's. */
export function compareItems(a: ReviewDocument, b: ReviewDocument): ItemPair[] {
  const place = (review: ReviewDocument, skuId: string): ItemPair['a'] => {
    const index = review.bestItems.findIndex((item) => item.skuId === skuId);
    return index === -1 ? null : { rank: index + 1, paidFen: review.bestItems[index]!.paidFen };
  };
  const titles = new Map([...a.bestItems, ...b.bestItems].map(({ skuId, title }) => [skuId, title]));
  return [...titles].map(([skuId, title]) => ({
    ...{ skuId, title },
    ...{ a: place(a, skuId), b: place(b, skuId) },
  }));
}
