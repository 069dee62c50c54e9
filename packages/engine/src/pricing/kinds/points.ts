import { FULL_BP, mulDiv, percentOf } from '../../money/index.ts';
import type { PointsInHand } from '../types.ts';
import { amountFaults, type PointsKind, type RuleOf } from './kind.ts';

const FEN_PER_YUAN = 100;

/**
 * 积分抵现: points pay goods, up to a share of them, in whole steps (domain §1.5, V24). A step is worth whole fen, so
 * that points used and fen paid always tell the same.
 */
export const points: PointsKind<'points'> = {
  kind: 'points',
  on: 'points',
  layers: ['points'],

  faults: ({ pointsPerYuan, capBp, step }) => [
    ...amountFaults({ capBp }),
    ...(capBp > FULL_BP ? [`capBp must be 0 to ${FULL_BP}, but is ${capBp}`] : []),
    ...(Number.isSafeInteger(pointsPerYuan) && pointsPerYuan > 0 ? [] : ['pointsPerYuan must be 1 or more']),
    ...(Number.isSafeInteger(step) && step > 0 ? [] : ['step must be 1 or more']),
    ...((step * FEN_PER_YUAN) % pointsPerYuan === 0 ? [] : ['a step of points must be worth whole fen']),
  ],

  use(rule, goodsFen, inHand) {
    const rawCap = mulDiv(percentOf(goodsFen, rule.capBp), rule.pointsPerYuan, FEN_PER_YUAN);
    const cap = inSteps(rawCap, rule);
    const wanted = Math.min(inHand.use === 'max' ? inHand.balance : inHand.use, inHand.balance);
    const used = inSteps(Math.min(cap, wanted), rule);
    return { used, fen: fenOf(used, rule), capFen: fenOf(cap, rule), ...shortage(rule, rawCap, wanted) };
  },
};

type Points = RuleOf<'points'>;

function inSteps(count: number, { step }: Points): number {
  return count - (count % step);
}

function fenOf(count: number, { pointsPerYuan }: Points): number {
  return mulDiv(count, FEN_PER_YUAN, pointsPerYuan);
}

/** Why not even one step can be used, the shopper's own part first. */
function shortage(
  { step }: Points,
  cap: number,
  wanted: PointsInHand['balance'],
): { short?: { reason: 'notEnoughPoints' | 'belowPointsStep'; missing: number } } {
  if (wanted < step) return { short: { reason: 'notEnoughPoints', missing: step - wanted } };
  if (cap < step) return { short: { reason: 'belowPointsStep', missing: step - cap } };
  return {};
}
