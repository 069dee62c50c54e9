import { leastUnitFen } from './item-limits.ts';
import type { Stall } from './stalls.ts';
import type { AuditBounds, AuditMeasure, AuditSubject, Scene } from './types.ts';

/**
 * The stalls that can stand in a cart deeper than `beat`: a line gains at most what is between its cost (or the share
 * of its list price in question) and the least that it can be had for, and the best other lines of the scene cannot
 * make up for one that loses more. What is left out is left out for good, not by guess.
 */
export function narrowed(
  subject: AuditSubject,
  scene: Scene,
  stalls: readonly Stall[],
  bounds: AuditBounds,
  measure: AuditMeasure,
  beat: number,
): readonly Stall[] {
  const coupons = new Map<string, number>();
  for (const { promotionId } of scene.coupons) coupons.set(promotionId, (coupons.get(promotionId) ?? 0) + 1);
  const least = leastUnitFen(stalls, coupons);
  const unitGain = (stall: Stall) =>
    measure === 'belowCost'
      ? stall.item.costFen - least.get(stall)!
      : stall.item.unitListFen * (1 - (beat + 1) / 10_000) - least.get(stall)!;
  const gains = stalls.map((stall) => {
    const gain = unitGain(stall);
    return gain > 0 ? gain * stall.quantityMax : gain;
  });
  const others = gains
    .filter((gain) => gain > 0)
    .sort((a, b) => b - a)
    .slice(0, bounds.linesMax);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const needed = measure === 'belowCost' ? beat + 1 - freightFen(subject, scene, bounds) : 0;
  return stalls.filter((_, at) => {
    const gain = gains[at]!;
    const own = others.indexOf(gain);
    const rest =
      own < 0 ? others.slice(0, bounds.linesMax - 1) : others.filter((_other, place) => place !== own);
    return gain + sum(rest) >= needed;
  });
}

/** The most freight that promotions can waive in one cart. */
function freightFen(
  { index, freight }: AuditSubject,
  scene: Scene,
  { shopsMax, linesMax }: AuditBounds,
): number {
  if (!scene.promotionIds.some((id) => index.byId.get(id)!.promotion.layer === 'freight')) return 0;
  const dearest = Math.max(0, ...freight.map(({ baseFen }) => baseFen));
  return dearest * Math.min(shopsMax, linesMax);
}
