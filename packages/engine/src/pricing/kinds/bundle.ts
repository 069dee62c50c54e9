import { percentOf, splitFen, sumFen } from '../../money/index.ts';
import { type CompiledScope, compileScope, scopeExcepts, scopeNames } from '../scope.ts';
import type { BundlePart, CartLine } from '../types.ts';
import { chooseUnits, type PartCapacity } from './choose-units.ts';
import { priceFaults } from './flash-price.ts';
import { amountFaults, type LineBasis, type LinesKind, type RuleOf } from './kind.ts';

/**
 * N件M元 and bundles of several parts (domain §1.3, 6): units out of the parts pay one price, or a rate of their sum.
 * The units are the lines' own, and so is their stock. Of all ways to choose them the one that saves most is taken, the
 * earlier line where two save alike; a further bundle is made only if it saves as well. The saving is split by the
 * item price of the units chosen.
 */
export const bundle: LinesKind<'bundle'> = {
  kind: 'bundle',
  on: 'lines',
  byBaseAlone: true,
  layers: ['storeReduction', 'crossStore', 'platformCoupon'],

  faults: (rule) => [
    ...priceFaults(rule),
    ...amountFaults({ timesMax: rule.timesMax }),
    ...(rule.parts.length === 0 ? ['a bundle needs a part'] : []),
    ...(rule.parts.every(({ quantity }) => Number.isSafeInteger(quantity) && quantity > 0)
      ? []
      : ['quantity of a part must be 1 or more']),
  ],

  offer(rule, lines) {
    const allowed = partsOfLines(rule.parts, lines);
    const best = bestBundles(rule, lines, allowed);
    if (best) return { kind: 'met', lineOffFen: spread(best, lines) };
    const held = chooseUnits(lines, allowed, capacities(rule, 1));
    return {
      kind: 'belowQuantity',
      missingQuantity: sumFen(rule.parts.map(({ quantity }) => quantity)) - sumFen(held.units),
      offFen: savingOf(rule, lines, held.units, 1),
    };
  },
};

type Bundle = RuleOf<'bundle'>;
type Choice = { readonly units: readonly number[]; readonly savingFen: number };

/**
 * The saving is concave in the number of bundles (it is a maximum-weight flow whose capacities grow with it), so the
 * first number that no further bundle improves is the best. Null when not even one can be made.
 */
function bestBundles(
  rule: Bundle,
  lines: readonly LineBasis[],
  allowed: readonly (readonly number[])[],
): Choice | null {
  const make = (times: number): Choice | null => {
    const { units, full } = chooseUnits(lines, allowed, capacities(rule, times));
    return full ? { units, savingFen: savingOf(rule, lines, units, times) } : null;
  };
  const first = make(1);
  if (!first) return null;
  let [low, high] = [1, timesBound(rule, lines, allowed)];
  let best = first;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const [here, further] = [make(middle), make(middle + 1)];
    const rises = here && further && further.savingFen > here.savingFen;
    // At a rate every bundle saves; a tie there is rounding, not the top.
    if (rises || (further && rule.payBp !== undefined)) {
      low = middle + 1;
      best = further;
    } else {
      high = middle;
      if (here && here.savingFen >= best.savingFen) best = here;
    }
  }
  return best;
}

function capacities({ parts }: Bundle, times: number): PartCapacity {
  return parts.map(({ quantity }) => quantity * times);
}

function timesBound(
  { parts, timesMax = Number.MAX_SAFE_INTEGER }: Bundle,
  lines: readonly LineBasis[],
  allowed: readonly (readonly number[])[],
): number {
  const perPart = parts.map(({ quantity }, part) => {
    const units = lines.filter((_, index) => allowed[index]!.includes(part));
    return Math.floor(sumFen(units.map(({ subject }) => subject.quantity)) / quantity);
  });
  return Math.min(timesMax, ...perPart);
}

/** What bundles of these units save; never a negative amount. */
function savingOf(
  { priceFen, payBp }: Bundle,
  lines: readonly LineBasis[],
  units: readonly number[],
  times: number,
): number {
  const sum = sumFen(lines.map(({ unitFen }, index) => unitFen * units[index]!));
  return Math.max(0, sum - (priceFen === undefined ? percentOf(sum, payBp!) : priceFen * times));
}

function spread({ units, savingFen }: Choice, lines: readonly LineBasis[]): number[] {
  return splitFen(
    savingFen,
    lines.map(({ unitFen }, index) => unitFen * units[index]!),
  );
}

/** A rule is asked for every cart; its scopes are compiled once. */
const COMPILED = new WeakMap<readonly BundlePart[], readonly CompiledScope[]>();

function partsOfLines(parts: readonly BundlePart[], lines: readonly LineBasis[]): number[][] {
  let scopes = COMPILED.get(parts);
  if (!scopes) {
    scopes = parts.map(({ scope }) => compileScope(scope));
    COMPILED.set(parts, scopes);
  }
  const compiled = scopes;
  const fits = (scope: CompiledScope, subject: CartLine) =>
    scopeNames(scope, subject) && !scopeExcepts(scope, subject);
  return lines.map(({ subject }) => compiled.flatMap((scope, part) => (fits(scope, subject) ? [part] : [])));
}
