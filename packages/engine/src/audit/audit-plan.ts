import { createChance } from '../simulate/index.ts';
import { auditItems } from './audit-items.ts';
import { deepestCart, type Effort, type Stocked } from './deepest-cart.ts';
import type { Solve } from './linear-model.ts';
import { scenesOf, widestScenes } from './scenes.ts';
import { stallsOf } from './stalls.ts';
import type { AuditBounds, AuditSubject, DeepestCart, ItemAudit } from './types.ts';

export type CartAudit = {
  readonly bounds: AuditBounds;
  /** Kinds of instants and shoppers that differ in what is open to them, and those that outdo all others. */
  readonly scenes: number;
  readonly widest: number;
  readonly deepest: readonly DeepestCart[];
  readonly items: ItemAudit;
};

/**
 * The most that one shopper can get out of a plan in one cart: the deepest cart by either measure, and every item that
 * can be had below cost or below its floor. Deterministic for a seed while `effort.isOver` does not cut it short; every
 * proof is a request that `priceCart` answers with that depth again.
 */
export async function auditCarts(
  subject: AuditSubject,
  bounds: AuditBounds,
  effort: Effort,
  seed: number,
  solve: Solve,
  report: (done: 'scenes' | 'belowCost' | 'share' | 'items') => void = () => undefined,
): Promise<CartAudit> {
  const chance = createChance(seed, 'audit');
  const scenes = scenesOf(subject);
  const widest = widestScenes(scenes, subject);
  const stocked = widest.map((scene): Stocked => ({ scene, stalls: stallsOf(subject, scene, bounds) }));
  report('scenes');
  const deepest: DeepestCart[] = [];
  for (const measure of ['belowCost', 'share'] as const) {
    deepest.push(await deepestCart(subject, stocked, bounds, measure, effort, chance.split(measure), solve));
    report(measure);
  }
  const items = auditItems(subject, stocked, bounds, effort, chance.split('items'));
  report('items');
  return { bounds, scenes: scenes.length, widest: widest.length, deepest, items };
}
