import { FULL_BP, percentOf, splitUnits } from '../../money/index.ts';
import { amountFaults, type LineBasis, type LinesKind, type RuleOf } from './kind.ts';

/**
 * 国补: a rate off every unit as the layers before left it, up to a cap a unit (V22). Where only so many units are
 * subsidised, those that get most.
 */
export const subsidy: LinesKind<'subsidy'> = {
  kind: 'subsidy',
  on: 'lines',
  layers: ['subsidy'],

  faults: ({ offBp, capUnitFen, unitsMax }) => [
    ...amountFaults({ offBp, capUnitFen, unitsMax }),
    ...(offBp > FULL_BP ? [`offBp must be 0 to ${FULL_BP}, but is ${offBp}`] : []),
  ],

  offer(rule, lines) {
    const units = lines.flatMap((line, index) => unitOffs(rule, line).map((offFen) => ({ index, offFen })));
    const subsidised = rule.unitsMax === undefined ? units : best(units, rule.unitsMax);
    const lineOffFen = lines.map(() => 0);
    for (const { index, offFen } of subsidised) lineOffFen[index] = lineOffFen[index]! + offFen;
    return { kind: 'met', lineOffFen };
  },
};

/** A line's units may differ by a fen, as what is left of the line does not always divide. */
function unitOffs({ offBp, capUnitFen }: RuleOf<'subsidy'>, { subject, runningFen }: LineBasis): number[] {
  return splitUnits(runningFen, subject.quantity).map((unitFen) =>
    Math.min(unitFen - percentOf(unitFen, FULL_BP - offBp), capUnitFen),
  );
}

function best<T extends { readonly index: number; readonly offFen: number }>(units: T[], count: number): T[] {
  return units.sort((a, b) => b.offFen - a.offFen || a.index - b.index).slice(0, count);
}
