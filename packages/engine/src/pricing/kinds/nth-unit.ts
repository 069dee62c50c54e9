import { percentOf } from '../../money/index.ts';
import { type LineBasis, type LinesKind, type RuleOf, rateFaults } from './kind.ts';

/**
 * 第N件: of every `nth` units one pays a rate of its item price, rounded in the buyer's favour (V15). Across a scope
 * the units are laid out by price and every `nth` of them gets the rate, which is the most that grouping them can save.
 */
export const nthUnit: LinesKind<'nthUnit'> = {
  kind: 'nthUnit',
  on: 'lines',
  byBaseAlone: true,
  layers: ['storeReduction', 'platformCoupon'],

  faults: ({ nth, payBp }) => [
    ...rateFaults(payBp),
    ...(Number.isSafeInteger(nth) && nth >= 2 ? [] : ['nth must be 2 or more']),
  ],

  offer(rule, lines) {
    const lineOffFen = lines.map(() => 0);
    let nearest: { missing: number; offFen: number } | undefined;
    for (const group of groupsOf(rule, lines)) {
      const count = group.reduce((sum, index) => sum + lines[index]!.subject.quantity, 0);
      for (const { index, units } of everyNth(rule.nth, group, lines))
        lineOffFen[index] = lineOffFen[index]! + units * offUnit(rule, lines[index]!.unitFen);
      const missing = rule.nth - (count % rule.nth);
      const cheapest = offUnit(rule, lines[group.at(-1)!]!.unitFen);
      if (!nearest || missing < nearest.missing || (missing === nearest.missing && cheapest > nearest.offFen))
        nearest = { missing, offFen: cheapest };
    }
    if (nearest && lineOffFen.every((fen) => fen === 0))
      return { kind: 'belowQuantity', missingQuantity: nearest.missing, offFen: nearest.offFen };
    return { kind: 'met', lineOffFen };
  },
};

type NthUnit = RuleOf<'nthUnit'>;

function offUnit({ payBp }: NthUnit, unitFen: number): number {
  return unitFen - percentOf(unitFen, payBp);
}

/** Lines that count together, dearest first; equal prices in the order given. */
function groupsOf({ across }: NthUnit, lines: readonly LineBasis[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [index, { subject }] of lines.entries()) {
    const key = across === 'sku' ? subject.skuId : '';
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return [...groups.values()].map((group) =>
    group.sort((a, b) => lines[b]!.unitFen - lines[a]!.unitFen || a - b),
  );
}

/** How many units of each line stand on a place that `nth` divides. */
function everyNth(
  nth: number,
  group: readonly number[],
  lines: readonly LineBasis[],
): { index: number; units: number }[] {
  let before = 0;
  return group.map((index) => {
    const upTo = before + lines[index]!.subject.quantity;
    const units = Math.floor(upTo / nth) - Math.floor(before / nth);
    before = upTo;
    return { index, units };
  });
}
